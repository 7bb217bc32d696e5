import { sleep, type IDataObject, type IHttpRequestHelper } from 'n8n-workflow';
import { outcomeOf } from '../base/outcome';
import { sha256 } from '../base/values';
import { lookUpAccount, refuseOtherAccount, type LookedUp } from './account';
import { ownerOf, SpentCodes, type Exchanged, type Owner } from './codes';
import {
	reconnectError,
	RefusedLoginError,
	settingsError,
	SupersededError,
	type OAuth2Error,
} from './errors';
import { openHandOver, sealHandOver } from './handOver';
import type { Holders } from './holders';
import type { TokenLedger } from './ledger';
import type { ConnectedAccount, Credentials, OAuth2Profile, ProfileOf } from './profile';
import {
	callbackFields,
	CODE_VERIFIER,
	consented,
	isOvertaken,
	keptFields,
	LITERAL_CODE,
	redirectUrl,
	stored,
} from './record';
import type { Attempt } from './refusal';
import { Renewals } from './renewals';
import { loginHash, placeOf, scopeOf } from './scope';
import { pastedKey, text } from './settings';
import { NO_TOKENS, type Standing } from './standing';
import type { Tokens } from './tokenReply';
import { requestTokens, TOKEN_REQUEST_LIMIT_MS } from './tokenRequest';
import { monotonicNow } from '../base/time';
import { Waiting } from './waiting';

/** How often a visitor's account is asked for before the page says to come again. */
const LOOKS = 3;
const LOOK_PAUSE_MS = 1_000;

/** What the host may need to store tokens. */
const STORING_MS = 1_000;

/** A consent for a credential that does not exist yet. */
export interface HandedOver {
	account?: ConnectedAccount;
	/** Text for "Authorization Code" of the credential that is to hold the tokens. */
	handOver: string;
}

/** Runs the grants of RFC 6749 and the hand-over: what each sends, what is stored of its answer. */
export class Grants {
	private readonly codes = new SpentCodes();

	private readonly waiting = new Waiting();

	private readonly renewals = new Renewals();

	constructor(
		private readonly profileOf: ProfileOf,
		private readonly ledger: TokenLedger,
		private readonly holders: Holders,
		private readonly standing: Standing,
	) {}

	/**
	 * RFC 6749 section 6.
	 * @throws SupersededError when the token was spent with other settings of the credential meanwhile
	 */
	async refresh(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
		until: number,
	): Promise<Tokens> {
		const { refreshToken } = held;
		const profile = this.profileOf(credentials);
		const scope = scopeOf(profile, credentials);
		const place = placeOf(profile, credentials);
		const attempt: Attempt = {
			grant: 'refresh_token',
			parameters: { grant_type: 'refresh_token', refresh_token: refreshToken },
		};
		const request = async () => {
			const tokens = await this.renewals.once(
				place,
				refreshToken,
				scope,
				async () => await requestTokens(http, profile, credentials, attempt, until),
			);
			if (tokens) return { ...tokens, ...(held.connection ? { connection: held.connection } : {}) };
			// The host is about to store what it brought.
			await sleep(STORING_MS);
			throw new SupersededError(profile.displayName);
		};
		return await this.ledger.once(scope, { kind: 'refresh', value: refreshToken }, held, request);
	}

	/** RFC 6749 sections 4.3 and 4.4. A refused login is stored as refused, so that nobody hammers with it. */
	async logIn(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
		until: number,
	): Promise<IDataObject> {
		const profile = this.profileOf(credentials);
		const attempt = profile.grants.includes('password')
			? passwordLogin(profile.displayName, credentials)
			: CLIENT_LOGIN;
		this.refuseKnownBadLogin(credentials);
		const value = loginHash(this.profileOf(credentials), credentials);
		const outcome = await outcomeOf(
			this.ledger.once(
				scopeOf(this.profileOf(credentials), credentials),
				{ kind: 'login', value },
				held,
				async () => await requestTokens(http, profile, credentials, attempt, until),
			),
		);
		if (outcome.ok) {
			return stored(outcome.value, credentials, {
				refusedLogin: '',
				refusedLoginReason: '',
				...keptAnew(profile, outcome.value),
			});
		}
		if (!(outcome.error instanceof RefusedLoginError)) throw outcome.error;
		return {
			...stored(NO_TOKENS, credentials),
			refusedLogin: value,
			refusedLoginReason: outcome.error.message,
		};
	}

	async exchangeCode(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
	): Promise<IDataObject> {
		const owner = this.holders.idOf(credentials);
		const until = inTime();
		const whose = ownerOf(credentials, owner);
		const exchanged = await this.redeem(http, credentials, code, whose, until);
		let lookedUp = await this.lookUp(http, credentials, exchanged, until);
		// What a visitor of the Connect trigger brought is not put into the credential before it is known.
		const isVisit = credentials[LITERAL_CODE] === true;
		for (let looks = 1; isVisit; looks++) {
			const unknown = lookedUp.error ?? lookedUp.untold;
			if (!unknown) break;
			if (looks >= LOOKS) throw unknown;
			await sleep(LOOK_PAUSE_MS);
			lookedUp = await this.lookUp(http, credentials, exchanged, until);
		}
		await this.refuseOvertaken(credentials, sha256(code));
		if (!isVisit && this.mustWait(credentials, lookedUp)) {
			const unknown = { tokens: exchanged.tokens, code: sha256(code), reason: lookedUp.error };
			return this.waiting.keep(
				credentials,
				placeOf(this.profileOf(credentials), credentials),
				unknown,
			);
		}
		refuseOtherAccount(this.profileOf(credentials), credentials, lookedUp);
		const tokens = connectedBy(exchanged.tokens, sha256(code), lookedUp.account?.id);
		return this.connected(credentials, tokens);
	}

	/** Whether the credential takes one account only, and whose tokens these are cannot be told now. */
	private mustWait(
		credentials: Credentials,
		lookedUp: LookedUp,
	): lookedUp is Required<Pick<LookedUp, 'error'>> {
		const refuses = this.profileOf(credentials).account?.refuse?.(undefined, credentials);
		return lookedUp.error !== undefined && refuses !== undefined;
	}

	/** Why the tokens that wait in a credential are not used; see `Waiting`. */
	whyWaiting(credentials: Credentials): OAuth2Error | undefined {
		return this.waiting.reason(credentials);
	}

	/** Takes tokens that wait, once the provider tells that their account is the one that the credential takes. */
	private async takeKnown(
		http: IHttpRequestHelper,
		credentials: Credentials,
		handed: Tokens,
		code: string,
		renew: (newest: Tokens) => Promise<IDataObject>,
	): Promise<IDataObject> {
		const profile = this.profileOf(credentials);
		const scope = scopeOf(profile, credentials);
		const until = inTime();
		const isRenewed = !this.ledger.isUsable(scope, this.ledger.newest(scope, handed), Date.now());
		if (isRenewed) await renew(this.ledger.newest(scope, handed));
		const tokens = this.ledger.newest(scope, handed);
		const lookedUp = await lookUpAccount(http, profile, credentials, tokens.accessToken, until);
		await this.refuseOvertaken(credentials, code);
		if (isRenewed && this.mustWait(credentials, lookedUp)) {
			const unknown = { tokens, code, reason: lookedUp.error };
			return this.waiting.keep(credentials, placeOf(profile, credentials), unknown);
		}
		refuseOtherAccount(profile, credentials, lookedUp);
		return this.connected(credentials, connectedBy(tokens, code, lookedUp.account?.id));
	}

	/**
	 * What is stored of a consent takes the place of everything else: a newer one would be lost.
	 * @param own hash of what this one is of
	 * @throws SupersededError when there is a newer one
	 */
	private async refuseOvertaken(credentials: Credentials, own: string): Promise<void> {
		const profile = this.profileOf(credentials);
		const reread = await outcomeOf(this.holders.reread(credentials));
		// A holder that cannot use what is stored now says so itself.
		const kept = reread.ok ? reread.value : undefined;
		if (kept && isOvertaken(profile, kept, credentials, own)) {
			throw new SupersededError(profile.displayName);
		}
	}

	/** What is stored of a new consent; what was held before counts no longer. */
	private connected(credentials: Credentials, tokens: Tokens): IDataObject {
		const scope = scopeOf(this.profileOf(credentials), credentials);
		const id = this.holders.idOf(credentials);
		this.ledger.replace(scope, this.standing.held(credentials), tokens, id);
		return {
			...stored(
				// What has come of it in this process may not tell whose consent it is of.
				{ ...this.ledger.newest(scope, tokens), connection: tokens.connection },
				credentials,
				consented(tokens.connection?.exchangedCode ?? ''),
			),
			...keptAnew(this.profileOf(credentials), tokens),
		};
	}

	/** Whose tokens these are; what they brought may be part of the address to ask. */
	private async lookUp(
		http: IHttpRequestHelper,
		credentials: Credentials,
		{ tokens, account }: Exchanged,
		until: number,
	): Promise<LookedUp> {
		if (account) return { account };
		const { accessToken, kept } = tokens;
		const told = kept ? { ...credentials, keptFields: JSON.stringify(kept) } : credentials;
		return await lookUpAccount(http, this.profileOf(told), told, accessToken, until);
	}

	/** RFC 6749 section 4.1.3. A code that was exchanged for the same credential brings the same again. */
	private async redeem(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
		owner: Owner,
		until: number,
	): Promise<Exchanged> {
		return await this.codes.once(
			scopeOf(this.profileOf(credentials), credentials),
			code,
			owner,
			async () => {
				const profile = this.profileOf(credentials);
				const attempt = codeAttempt(profile, credentials, code);
				const issued = await requestTokens(http, profile, credentials, attempt, until);
				// What the provider told itself counts before what came through a browser.
				const kept = { ...callbackFields(profile, credentials), ...issued.kept };
				const tokens = Object.keys(kept).length > 0 ? { ...issued, kept } : issued;
				const { account } = await this.lookUp(http, credentials, { tokens }, until);
				// Who is not told yet is asked for again.
				return { tokens, ...(account && account.id !== '' ? { account } : {}) };
			},
			this.profileOf(credentials).pastes !== undefined,
		);
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
	): Promise<HandedOver> {
		const secret = text(credentials, 'clientSecret');
		if (secret === '') {
			throw settingsError(
				`Fill in "Client Secret" of the ${this.profileOf(credentials).displayName} credential`,
			);
		}
		const until = inTime();
		const whose = { id: `accounts of ${owner}`, state: '' };
		const exchanged = await this.redeem(http, credentials, code, whose, until);
		const lookedUp: LookedUp = await this.lookUp(http, credentials, exchanged, until);
		refuseOtherAccount(this.profileOf(credentials), credentials, lookedUp);
		const { account } = lookedUp;
		const scope = scopeOf(this.profileOf(credentials), credentials);
		const tokens = this.ledger.newest(scope, exchanged.tokens);
		const handOver = {
			tokens,
			account: account?.id ?? '',
			...(account ? { told: inShort(account) } : {}),
		};
		return {
			...(account ? { account } : {}),
			handOver: sealHandOver(handOver, secret, placeOf(this.profileOf(credentials), credentials)),
		};
	}

	/**
	 * Takes tokens that were handed over. Spent ones are never stored: what this process knows to have come
	 * of them counts, and what is about to expire is renewed first, as another process may have done.
	 */
	async takeOver(
		http: IHttpRequestHelper,
		credentials: Credentials,
		sealed: string,
		renew: (newest: Tokens) => Promise<IDataObject>,
	): Promise<IDataObject> {
		const scope = scopeOf(this.profileOf(credentials), credentials);
		const handOver = openHandOver(
			sealed,
			text(credentials, 'clientSecret'),
			placeOf(this.profileOf(credentials), credentials),
		);
		if (!handOver) throw this.badHandOver(credentials);
		const { code } = handOver;
		if (code !== undefined) {
			return await this.takeKnown(http, credentials, handOver.tokens, code, renew);
		}
		const connected = text(credentials, 'connectedAccount');
		if (connected !== '' && connected !== handOver.account) {
			throw settingsError(
				`The tokens in "Authorization Code" belong to another ${this.profileOf(credentials).displayName} account than the one that this credential is connected to, which was kept. To replace it, delete the credential and connect again`,
			);
		}
		const handed = connectedBy(handOver.tokens, sha256(sealed), handOver.account);
		const newest = this.ledger.newest(scope, handed);
		const until = inTime();
		const usable = this.ledger.isUsable(scope, newest, Date.now());
		const taken = usable ? stored(newest, credentials) : await renew(newest);
		await this.refuseUnfit(
			http,
			credentials,
			String(taken.accessToken ?? ''),
			handOver.told,
			until,
		);
		await this.refuseOvertaken(credentials, sha256(sealed));
		if (usable) this.connected(credentials, newest);
		const { kept } = handOver.tokens;
		const told = kept ? { ...kept, ...keptFields({ keptFields: taken.keptFields }) } : undefined;
		return {
			...taken,
			...(told ? { keptFields: JSON.stringify(told) } : {}),
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
		until: number,
	): Promise<void> {
		const profile = this.profileOf(credentials);
		if (!profile.account?.refuse?.(told, credentials)) return;
		const lookedUp = await lookUpAccount(http, profile, credentials, accessToken, until);
		refuseOtherAccount(profile, credentials, lookedUp);
	}

	private badHandOver(credentials: Credentials): OAuth2Error {
		return reconnectError(
			`The tokens in "Authorization Code" were made for another ${this.profileOf(credentials).displayName} client, or are not complete. Connect the account again: open the address of the OAuth2 Connect Trigger that made this credential`,
		);
	}

	/**
	 * A password that was refused is not sent again until somebody changes it.
	 * @see docs/decisions/2026-11-21-refused-login.md
	 */
	refuseKnownBadLogin(credentials: Credentials): void {
		const refused = text(credentials, 'refusedLogin');
		if (refused !== '' && refused === loginHash(this.profileOf(credentials), credentials)) {
			throw settingsError(
				text(credentials, 'refusedLoginReason') ||
					`${this.profileOf(credentials).displayName} refused the user name and password. Check "Username" and "Password" of the credential`,
			);
		}
	}
}

/** What the reply to a former consent, or to another user's login, told is another account's. */
const keptAnew = ({ tokenReply }: OAuth2Profile, { kept }: Tokens): IDataObject =>
	tokenReply?.keep === undefined ? {} : { keptFields: JSON.stringify(kept ?? {}) };

/** When a code, and the question whose tokens it brought, have to be through, monotonic ms. */
const inTime = (): number => monotonicNow() + TOKEN_REQUEST_LIMIT_MS;

/** RFC 6749 section 4.1.3; a refresh token that was pasted is used as section 6 has it. */
function codeAttempt(profile: OAuth2Profile, credentials: Credentials, code: string): Attempt {
	if (profile.pastes === 'refresh_token') {
		return {
			grant: 'refresh_token',
			parameters: { grant_type: 'refresh_token', refresh_token: pastedKey(code, 'Refresh Token') },
		};
	}
	return {
		grant: 'authorization_code',
		parameters: {
			grant_type: 'authorization_code',
			code,
			...(profile.sendsRedirectUri(credentials) ? { redirect_uri: redirectUrl(credentials) } : {}),
			...(profile.consent?.pkce ? { code_verifier: verifierIn(profile, credentials) } : {}),
		},
	};
}

/** @throws OAuth2Error (settings) for a code that was pasted: its consent had no verifier of ours */
function verifierIn({ displayName }: OAuth2Profile, credentials: Credentials): string {
	const verifier = text(credentials, CODE_VERIFIER);
	if (verifier !== '') return verifier;
	throw settingsError(
		`${displayName} wants PKCE, which a pasted code cannot have. Connect this credential by the OAuth2 Connect Trigger`,
	);
}

/** RFC 6749 section 4.4. */
const CLIENT_LOGIN: Attempt = {
	grant: 'client_credentials',
	parameters: { grant_type: 'client_credentials' },
};

/**
 * RFC 6749 section 4.3.
 * @throws OAuth2Error (settings) where the login is not complete
 */
function passwordLogin(displayName: string, credentials: Credentials): Attempt {
	const username = text(credentials, 'username');
	const password = credentials.password;
	if (username === '' || typeof password !== 'string' || password === '') {
		throw settingsError(`Fill in "Username" and "Password" of the ${displayName} credential`);
	}
	return { grant: 'password', parameters: { grant_type: 'password', username, password } };
}

const connectedBy = (tokens: Tokens, exchangedCode: string, connectedAccount = ''): Tokens => ({
	...tokens,
	connection: { exchangedCode, connectedAccount },
});

/** Without its lists, which may be long: one consent may cover many companies. */
const inShort = ({ id, name, ...rest }: ConnectedAccount): ConnectedAccount => ({
	...Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'string')),
	id,
	name,
});
