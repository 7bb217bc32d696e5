import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import {
	lookUpAccount,
	probeToken,
	refuseOtherAccount,
	revokedError,
	verifyConnection,
	type LookedUp,
} from './account';
import { BoundedMap } from '../base/boundedMap';
import { ownerOf, SpentCodes, type Exchanged } from './codes';
import { Departures, type Departure } from './departures';
import {
	OAuth2Error,
	reconnectError,
	RefusedLoginError,
	settingsError,
	SupersededError,
	temporaryError,
	TokenNeededError,
} from './errors';
import { isHandOver, openHandOver, sealHandOver } from './handOver';
import { withDefaults } from '../base/headers';
import { homeNamed, movedError, TokenHomes } from './home';
import { TokenLedger } from './ledger';
import { outcomeOf } from '../base/outcome';
import { TokenProbes } from './probes';
import type { ConnectedAccount, Credentials, OAuth2Profile } from './profile';
import {
	consented,
	heldTokens,
	isOverwritten,
	isReconnected,
	lastConsent,
	pendingCode,
	redirectUrl,
	stored,
	tokenConsent,
	tokenHome,
} from './record';
import { monotonicNow } from '../base/time';
import { isExpired, type Tokens } from './tokenReply';
import { requestTokens, TOKEN_REQUEST_LIMIT_MS } from './tokenRequest';
import { sha256 } from '../base/values';
import { text } from './settings';

/**
 * The token lifecycle of a pack-driven credential type: the host stores and hands out, this decides
 * which grant to run and when. One per profile.
 */
export class TokenLifecycle {
	private readonly ledger = new TokenLedger();

	private readonly codes = new SpentCodes();

	private readonly departures = new Departures();

	private readonly probes = new TokenProbes();

	private readonly homes = new TokenHomes();

	/** Credentials whose holder reads every answer itself and tells of refused tokens. */
	private readonly accompanied = new WeakSet<Credentials>();

	/** Credentials whose holder wants to hear of a refused refresh before anybody logs in anew. */
	private readonly patient = new WeakSet<Credentials>();

	/** Which of the host's credentials an object was loaded from, and when (monotonic ms), where its holder knows. */
	private readonly ids = new WeakMap<Credentials, { id: string; loaded: number }>();

	/** How to read again what the host stores, where the holder of an object can. */
	private readonly readers = new WeakMap<Credentials, () => Promise<Credentials>>();

	/** When a refresh token was refused first (monotonic ms). */
	private readonly refusedSince = new BoundedMap<number>(1_000);

	constructor(readonly profile: OAuth2Profile) {}

	/**
	 * Whoever holds these credentials reads every answer itself and calls `rejectToken`: the host runs
	 * `preAuthentication` for them only when a token has to be obtained.
	 */
	accompany(credentials: Credentials): void {
		this.accompanied.add(credentials);
	}

	/**
	 * Tells which of the host's credentials an object was loaded from just now, so that a new consent for it is heeded
	 * at once and one for another credential of the same client is not.
	 */
	identify(credentials: Credentials, id: string): void {
		if (id !== '') this.ids.set(credentials, { id, loaded: monotonicNow() });
	}

	/** Lets the engine look, before it stores what a token request brought, whether it still counts. */
	rereadBy(credentials: Credentials, read: () => Promise<Credentials>): void {
		this.readers.set(credentials, read);
	}

	/**
	 * For grants with a password: whether a refused refresh is told first (RFC 6749 section 5.2,
	 * `invalid_grant`) instead of being made up for by a new login. Another process may have spent the
	 * refresh token, and then its tokens are as good.
	 * @returns false where there is no login to fall back on
	 */
	putOffLogin(credentials: Credentials, putOff: boolean): boolean {
		if (!this.profile.grants.includes('password')) return false;
		if (putOff) this.patient.add(credentials);
		else this.patient.delete(credentials);
		return true;
	}

	/**
	 * The host's `authenticate`: puts the token and the provider's own headers on the request.
	 * @throws TokenNeededError when a token has to be obtained first: the host then does that
	 * @throws OAuth2Error (settings) when the login was refused and not changed since
	 * @throws CallRefusedError when the host repeats a call that was not refused for its token
	 */
	async authenticate(
		credentials: Credentials,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		this.departures.refuseRepetition(credentials, request, this.profile.displayName);
		// What the host asks for next is a token, not why a request failed.
		this.departures.stay(credentials);
		this.refuseKnownBadLogin(credentials);
		if (this.needsGrant(credentials)) throw new TokenNeededError();
		request.headers = {
			...withDefaults(this.profile.headers?.(credentials) ?? {}, request.headers),
			Authorization: `Bearer ${text(credentials, 'accessToken')}`,
		};
		this.departures.leave(credentials, request);
		return request;
	}

	/**
	 * The host's `preAuthentication`, run when there is no token, after a failed request, and by the
	 * credential test. What it returns is stored in the credential.
	 * @returns nothing when the request failed for another reason than its token: the host then has nothing
	 * to send it again with
	 * @throws OAuth2Error
	 */
	async preAuthentication(
		http: IHttpRequestHelper,
		credentials: Credentials,
	): Promise<IDataObject> {
		const accompanied = this.accompanied.has(credentials);
		const call = accompanied ? undefined : this.departures.of(credentials);
		if (call) return await this.afterFailure(http, credentials, call);
		if (this.needsGrant(credentials)) return await this.obtain(http, credentials);
		// Another call of the same holder has obtained it meanwhile.
		if (accompanied) return {};
		// Nothing is due: only the credential test asks now. Use the token once, to tell what is wrong.
		return await this.tested(http, credentials);
	}

	/**
	 * A call has failed, and n8n does not tell how: it may have been carried out. Unless the provider
	 * refused the token, no token is spent and nothing is handed back that n8n would repeat it with.
	 */
	private async afterFailure(
		http: IHttpRequestHelper,
		credentials: Credentials,
		call: Departure,
	): Promise<IDataObject> {
		if (await this.wasRefused(http, credentials, call)) return await this.obtain(http, credentials);
		call.isOver = true;
		return {};
	}

	/**
	 * Whether the token was the reason why a call failed.
	 * @throws OAuth2Error (reconnect) when the user withdrew the access
	 */
	private async wasRefused(
		http: IHttpRequestHelper,
		credentials: Credentials,
		call: Departure,
	): Promise<boolean> {
		const held = this.held(credentials);
		// Good when the call left, and worthless now: what is said of it now tells nothing of then.
		if (isExpired(held, Date.now())) return false;
		if (this.ledger.isRejected(call.token)) return true;
		if (this.ledger.newest(this.scope(credentials), held).accessToken !== call.token) return false;
		const verdict = await this.probes.verdict(
			call.token,
			call.at,
			async () => await probeToken(http, this.profile, credentials),
		);
		if (verdict === 'revoked') throw revokedError(this.profile);
		if (verdict !== 'refused') return false;
		this.ledger.reject(call.token);
		return true;
	}

	/** Whether a request made with this credential now has to obtain a token first. */
	needsGrant(credentials: Credentials): boolean {
		const held = this.held(credentials);
		return (
			pendingCode(this.profile, credentials) !== '' ||
			!this.ledger.isUsable(held, Date.now()) ||
			typeof this.replacement(credentials, held, Number.POSITIVE_INFINITY) === 'object'
		);
	}

	/**
	 * The tokens that may be used: none where the settings name other hosts than those of the tokens, and none that
	 * were stored over a newer consent.
	 */
	private held(credentials: Credentials): Tokens {
		const usable = this.formerHome(credentials) === undefined && !this.isOverwritten(credentials);
		return usable ? heldTokens(credentials) : NO_TOKENS;
	}

	/** See the record's; tokens of a consent that this process is about to store are none that were stored over it. */
	private isOverwritten(credentials: Credentials): boolean {
		if (!isOverwritten(credentials)) return false;
		const { id = '' } = this.ids.get(credentials) ?? {};
		const own = tokenConsent(credentials);
		return this.ledger.connectedBy(this.scope(credentials), id, own) === undefined;
	}

	/** Where the tokens belong, if that is elsewhere than the settings say; else undefined. */
	private formerHome(credentials: Credentials): string | undefined {
		const named = homeNamed(credentials);
		const { accessToken, refreshToken } = heldTokens(credentials);
		if (accessToken === '' && refreshToken === '') return undefined;
		const { id = '' } = this.ids.get(credentials) ?? {};
		const home = tokenHome(credentials) || this.homes.of(id, refreshToken || accessToken, named);
		return home === named ? undefined : home;
	}

	/** Remembers that the provider refused the access token, whichever way it said so. */
	rejectToken(accessToken: string): void {
		this.ledger.reject(accessToken);
	}

	private async tested(http: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		const verdict = await verifyConnection(http, this.profile, credentials);
		if (verdict === 'token rejected') {
			this.ledger.reject(text(credentials, 'accessToken'));
			return await this.obtain(http, credentials);
		}
		// The host stores this: what was renewed or connected while the vendor was asked must not be undone.
		const held = this.held(credentials);
		const { tokens, consent } = this.current(credentials, held);
		if (tokens.accessToken !== held.accessToken) return stored(tokens, credentials, consent);
		return stored(held, credentials, verdict ? { connectedAccount: verdict.id } : {});
	}

	private async obtain(http: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		if (this.profile.grants.includes('authorization_code')) {
			const code = pendingCode(this.profile, credentials);
			if (isHandOver(code)) return await this.takeOver(http, credentials, code);
			if (code !== '') return await this.exchangeCode(http, credentials, code);
		}
		return await this.renew(http, credentials, this.held(credentials));
	}

	/** What a newer consent for this credential brought; see `TokenLedger.replacementOf`. */
	private replacement(credentials: Credentials, held: Tokens, since: number) {
		if (!this.ledger.hasReplaced) return undefined;
		const { id = '', loaded = Number.POSITIVE_INFINITY } = this.ids.get(credentials) ?? {};
		const scope = this.scope(credentials);
		const later =
			this.ledger.connectedSince(scope, id, loaded) ??
			(this.isOverwritten(credentials)
				? this.ledger.connectedBy(scope, id, lastConsent(credentials))
				: undefined);
		if (later) return later.accessToken === held.accessToken ? undefined : later;
		return this.ledger.replacementOf(scope, held, id, since);
	}

	/** What counts in the place of what is held, as far as this process knows, and the consent that it is of. */
	private current(
		credentials: Credentials,
		held: Tokens,
	): { tokens: Tokens; consent: IDataObject } {
		const replaced = this.replacement(credentials, held, Number.POSITIVE_INFINITY);
		if (typeof replaced === 'object') return { tokens: replaced, consent: consentOf(replaced) };
		return { tokens: this.ledger.newest(this.scope(credentials), held), consent: {} };
	}

	/** The newest of what is held, known to this process, or issued now. */
	private async renew(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
	): Promise<IDataObject> {
		const began = monotonicNow();
		const { tokens: from, consent } = this.current(credentials, held);
		if (this.ledger.isUsable(from, Date.now())) return stored(from, credentials, consent);
		const issued = await this.issue(http, credentials, from);
		await this.refuseSuperseded(credentials);
		const meanwhile = this.replacement(credentials, from, began);
		if (meanwhile === 'unknown') throw new SupersededError(this.profile.displayName);
		return meanwhile
			? stored(meanwhile, credentials, consentOf(meanwhile))
			: { ...issued, ...consent };
	}

	/** @throws SupersededError when another process has connected the credential anew meanwhile */
	private async refuseSuperseded(credentials: Credentials): Promise<void> {
		const kept = await this.readers.get(credentials)?.();
		if (kept && isReconnected(kept, credentials)) {
			throw new SupersededError(this.profile.displayName);
		}
	}

	/**
	 * Where the holder of a credential cannot read it again (n8n's HTTP Request node), a refused refresh token
	 * tells nothing yet: another process may have spent it and be about to store what it brought.
	 */
	private orElsewhere(credentials: Credentials, refreshToken: string, error: unknown): unknown {
		if (this.readers.has(credentials) || this.ids.has(credentials)) return error;
		const token = sha256(refreshToken);
		const first = this.refusedSince.get(token) ?? monotonicNow();
		this.refusedSince.set(token, first);
		return monotonicNow() - first < TOKEN_REQUEST_LIMIT_MS
			? maybeElsewhere(this.profile.displayName)
			: error;
	}

	private async issue(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
	): Promise<IDataObject> {
		const canLogIn = this.profile.grants.includes('password');
		const until = monotonicNow() + TOKEN_REQUEST_LIMIT_MS;
		if (held.refreshToken !== '') {
			const outcome = await outcomeOf(this.refresh(http, credentials, held, until));
			if (outcome.ok) return stored(outcome.value, credentials);
			const refused = outcome.error instanceof OAuth2Error && outcome.error.kind === 'reconnect';
			if (!canLogIn && refused) {
				throw this.orElsewhere(credentials, held.refreshToken, outcome.error);
			}
			if (!canLogIn || !refused || this.patient.has(credentials)) throw outcome.error;
		}
		if (canLogIn) return await this.logIn(http, credentials, held, until);
		const former = this.formerHome(credentials);
		if (former !== undefined) throw this.movedError(credentials, former);
		if (this.isOverwritten(credentials)) {
			// Without its id this process cannot tell whether the consent is about to be stored again.
			throw this.ids.has(credentials)
				? this.overwrittenError()
				: maybeElsewhere(this.profile.displayName);
		}
		throw reconnectError(
			`This ${this.profile.displayName} credential is not connected yet. To connect it, ${this.profile.consent?.instruction ?? 'open it'}`,
		);
	}

	private movedError(credentials: Credentials, former: string): OAuth2Error {
		const { displayName, consent } = this.profile;
		return movedError(displayName, former, credentials, consent?.instruction ?? 'open it');
	}

	private overwrittenError(): OAuth2Error {
		const { displayName, consent } = this.profile;
		return reconnectError(
			`This ${displayName} credential was connected while another process of this n8n renewed its former access, which was stored last. Neither is used. Connect it again: ${consent?.instruction ?? 'open it'}`,
		);
	}

	/** RFC 6749 section 6. */
	private async refresh(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
		until: number,
	): Promise<Tokens> {
		const spent = { kind: 'refresh', value: held.refreshToken } as const;
		return await this.ledger.once(this.scope(credentials), spent, held, async () => ({
			...(await requestTokens(
				http,
				this.profile,
				credentials,
				{
					grant: 'refresh_token',
					parameters: { grant_type: 'refresh_token', refresh_token: held.refreshToken },
				},
				until,
			)),
			...(held.connection ? { connection: held.connection } : {}),
		}));
	}

	/** RFC 6749 section 4.3. A refused login is stored as refused, so that nobody hammers with it. */
	private async logIn(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
		until: number,
	): Promise<IDataObject> {
		const username = text(credentials, 'username');
		const password = credentials.password;
		if (username === '' || typeof password !== 'string' || password === '') {
			throw settingsError(
				`Fill in "Username" and "Password" of the ${this.profile.displayName} credential`,
			);
		}
		this.refuseKnownBadLogin(credentials);
		const value = this.loginHash(credentials);
		const outcome = await outcomeOf(
			this.ledger.once(
				this.scope(credentials),
				{ kind: 'login', value },
				held,
				async () =>
					await requestTokens(
						http,
						this.profile,
						credentials,
						{ grant: 'password', parameters: { grant_type: 'password', username, password } },
						until,
					),
			),
		);
		if (outcome.ok)
			return stored(outcome.value, credentials, { refusedLogin: '', refusedLoginReason: '' });
		if (!(outcome.error instanceof RefusedLoginError)) throw outcome.error;
		return {
			...stored(NO_TOKENS, credentials),
			refusedLogin: value,
			refusedLoginReason: outcome.error.message,
		};
	}

	private async exchangeCode(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
	): Promise<IDataObject> {
		const owner = this.ids.get(credentials)?.id ?? '';
		const exchanged = await this.redeem(http, credentials, code, ownerOf(credentials, owner));
		const lookedUp = exchanged.account
			? exchanged
			: await lookUpAccount(http, this.profile, credentials, exchanged.tokens.accessToken);
		refuseOtherAccount(this.profile, credentials, lookedUp);
		const tokens = connectedBy(exchanged.tokens, sha256(code), lookedUp.account?.id);
		return this.connected(credentials, tokens);
	}

	/** What is stored of a new consent; what was held before counts no longer. */
	private connected(credentials: Credentials, tokens: Tokens): IDataObject {
		const scope = this.scope(credentials);
		const id = this.ids.get(credentials)?.id ?? '';
		this.ledger.replace(scope, this.held(credentials), tokens, id);
		return stored(
			this.ledger.newest(scope, tokens),
			credentials,
			consented(tokens.connection?.exchangedCode ?? ''),
		);
	}

	/** RFC 6749 section 4.1.3. A code that was exchanged for the same credential brings the same again. */
	private async redeem(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
		owner: string,
	): Promise<Exchanged> {
		return await this.codes.once(this.scope(credentials), code, owner, async () => {
			const tokens = await requestTokens(http, this.profile, credentials, {
				grant: 'authorization_code',
				parameters: {
					grant_type: 'authorization_code',
					code,
					...(this.profile.sendsRedirectUri(credentials)
						? { redirect_uri: redirectUrl(credentials) }
						: {}),
				},
			});
			const { account } = await lookUpAccount(http, this.profile, credentials, tokens.accessToken);
			return { tokens, ...(account ? { account } : {}) };
		});
	}

	/**
	 * Exchanges a code for a credential that does not exist yet. Nothing is stored. The same code may be
	 * handed in again by the same owner until the account is known.
	 * @param credentials the client, with no tokens of its own
	 * @param owner who makes credentials of that client, such as a trigger's own credential
	 * @throws OAuth2Error
	 */
	async connectAnother(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
		owner: string,
	): Promise<{
		account?: ConnectedAccount;
		/** Text for "Authorization Code" of the credential that is to hold the tokens. */
		handOver: string;
	}> {
		const secret = text(credentials, 'clientSecret');
		if (secret === '') {
			throw settingsError(`Fill in "Client Secret" of the ${this.profile.displayName} credential`);
		}
		const exchanged = await this.redeem(http, credentials, code, `accounts of ${owner}`);
		const lookedUp: LookedUp = exchanged.account
			? exchanged
			: await lookUpAccount(http, this.profile, credentials, exchanged.tokens.accessToken);
		refuseOtherAccount(this.profile, credentials, lookedUp);
		const { account } = lookedUp;
		const scope = this.scope(credentials);
		const tokens = this.ledger.newest(scope, exchanged.tokens);
		const handOver = {
			tokens,
			account: account?.id ?? '',
			...(account ? { told: inShort(account) } : {}),
		};
		return {
			...(account ? { account } : {}),
			handOver: sealHandOver(handOver, secret, this.place(credentials)),
		};
	}

	/**
	 * Takes tokens that were handed over. Spent ones are never stored: what this process knows to have come
	 * of them counts, and what is about to expire is renewed first, as another process may have done.
	 */
	private async takeOver(
		http: IHttpRequestHelper,
		credentials: Credentials,
		sealed: string,
	): Promise<IDataObject> {
		const scope = this.scope(credentials);
		const handOver = openHandOver(
			sealed,
			text(credentials, 'clientSecret'),
			this.place(credentials),
		);
		if (!handOver) throw this.badHandOver();
		const connected = text(credentials, 'connectedAccount');
		if (connected !== '' && connected !== handOver.account) {
			throw settingsError(
				`The tokens in "Authorization Code" belong to another ${this.profile.displayName} account than the one that this credential is connected to, which was kept. To replace it, delete the credential and connect again`,
			);
		}
		const handed = connectedBy(handOver.tokens, sha256(sealed), handOver.account);
		const newest = this.ledger.newest(scope, handed);
		const usable = this.ledger.isUsable(newest, Date.now());
		const taken = usable
			? stored(newest, credentials)
			: await this.issue(http, credentials, newest);
		await this.refuseUnfit(http, credentials, String(taken.accessToken ?? ''), handOver.told);
		if (usable) this.connected(credentials, newest);
		return {
			...taken,
			...consented(sha256(sealed)),
			connectedAccount: handOver.account,
		};
	}

	/**
	 * Asks whose tokens were handed over, where the credential does not take every account. What was told at the
	 * consent is taken: a provider that cannot answer now must not cost what was renewed.
	 */
	private async refuseUnfit(
		http: IHttpRequestHelper,
		credentials: Credentials,
		accessToken: string,
		told: ConnectedAccount | undefined,
	): Promise<void> {
		const { profile } = this;
		if (!profile.account?.refuse?.(told, credentials)) return;
		const lookedUp = await lookUpAccount(http, profile, credentials, accessToken);
		refuseOtherAccount(profile, credentials, lookedUp);
	}

	private badHandOver(): OAuth2Error {
		return reconnectError(
			`The tokens in "Authorization Code" were made for another ${this.profile.displayName} client, or are not complete. Connect the account again: open the address of the OAuth2 Connect Trigger that made this credential`,
		);
	}

	private refuseKnownBadLogin(credentials: Credentials): void {
		const refused = text(credentials, 'refusedLogin');
		if (refused !== '' && refused === this.loginHash(credentials)) {
			throw settingsError(
				text(credentials, 'refusedLoginReason') ||
					`${this.profile.displayName} refused the user name and password. Check "Username" and "Password" of the credential`,
			);
		}
	}

	/** What a hand-over is bound to beside the client secret, which its key is made of. */
	private place(credentials: Credentials): string {
		return `${this.profile.tokenUrl(credentials)}\n${text(credentials, 'clientId')}`;
	}

	private loginHash(credentials: Credentials): string {
		return sha256(`login\n${this.scope(credentials)}`);
	}

	/**
	 * What shapes a grant: provider, host, client with its secret, and the user where one logs in. Tokens,
	 * codes and refusals of different scopes never meet.
	 */
	private scope(credentials: Credentials): string {
		const { password } = credentials;
		return sha256(
			JSON.stringify([
				this.profile.tokenUrl(credentials),
				text(credentials, 'clientId'),
				text(credentials, 'clientSecret'),
				text(credentials, 'username'),
				typeof password === 'string' ? password : '',
			]),
		);
	}
}

const NO_TOKENS: Tokens = { accessToken: '', refreshToken: '', expiresAt: '', lifetime: 0 };

/** What is stored of the consent of tokens that take the place of others. */
const consentOf = ({ connection }: Tokens): IDataObject =>
	connection ? { tokenConsent: connection.exchangedCode } : {};

const connectedBy = (tokens: Tokens, exchangedCode: string, account?: string): Tokens => ({
	...tokens,
	connection: { exchangedCode, ...(account !== undefined ? { connectedAccount: account } : {}) },
});

/** Without its lists, which may be long: one consent may cover many companies. */
const inShort = ({ id, name, ...rest }: ConnectedAccount): ConnectedAccount => ({
	...Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'string')),
	id,
	name,
});

const maybeElsewhere = (displayName: string): OAuth2Error =>
	temporaryError(
		`${displayName} refused to renew the access. Another process of this n8n may have renewed it a moment ago: run this again in half a minute`,
		{ repeatable: false },
	);
