import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { BoundedMap } from '../base/boundedMap';
import { withDefaults } from '../base/headers';
import { outcomeOf } from '../base/outcome';
import { monotonicNow } from '../base/time';
import { sha256 } from '../base/values';
import { probeToken, refuseWrongHost, revokedError, verifyConnection } from './account';
import { authorizationOf, readdress, refuseElsewhere, tokenOf } from './authorization';
import { Departures, type Departure } from './departures';
import { refuseEndUsers } from './endUsers';
import {
	NotConnectedError,
	OAuth2Error,
	reconnectError,
	SupersededError,
	temporaryError,
	TokenNeededError,
} from './errors';
import { changedError, stampOf } from './granted';
import { Grants, type HandedOver } from './grants';
import { isHandOver } from './handOver';
import { Holders } from './holders';
import { movedError } from './home';
import { TokenLedger } from './ledger';
import { TokenProbes } from './probes';
import type { Credentials, OAuth2Profile, ProfileOf } from './profile';
import { isReconnected, stored } from './record';
import { scopeOf } from './scope';
import { text } from './settings';
import { consentOf, Standing } from './standing';
import { isExpired, type Tokens } from './tokenReply';
import { failedSecond, TOKEN_REQUEST_LIMIT_MS } from './tokenRequest';

/**
 * The token lifecycle of a pack-driven credential type: the host stores and hands out, this decides
 * which grant to run and when. One per profile.
 */
export class TokenLifecycle {
	private readonly ledger = new TokenLedger();

	private readonly holders = new Holders();

	private readonly standing: Standing;

	private readonly grants: Grants;

	private readonly departures = new Departures();

	private readonly probes = new TokenProbes();

	/** When a refresh token was refused first (monotonic ms). */
	private readonly refusedSince = new BoundedMap<number>(1_000);

	/**
	 * @param profile what the provider is like
	 * @param profileOf where it is the credential that tells; default: it is alike for all
	 */
	constructor(
		readonly profile: OAuth2Profile,
		private readonly profileOf: ProfileOf = () => profile,
	) {
		this.standing = new Standing(profileOf, this.ledger, this.holders);
		this.grants = new Grants(profileOf, this.ledger, this.holders, this.standing);
	}

	/**
	 * Whoever holds these credentials reads every answer itself and calls `rejectToken`: the host runs
	 * `preAuthentication` for them only when a token has to be obtained.
	 */
	accompany(credentials: Credentials): void {
		this.holders.accompany(credentials);
	}

	/**
	 * Tells which of the host's credentials an object was loaded from just now, so that a new consent for it is heeded
	 * at once and one for another credential of the same client is not.
	 */
	identify(credentials: Credentials, id: string): void {
		this.holders.identify(credentials, id);
	}

	/** Lets the engine look, before it stores what a token request brought, whether it still counts. */
	rereadBy(credentials: Credentials, read: () => Promise<Credentials>): void {
		this.holders.rereadBy(credentials, read);
	}

	/**
	 * For grants with a password: whether a refused refresh is told first (RFC 6749 section 5.2,
	 * `invalid_grant`) instead of being made up for by a new login. Another process may have spent the
	 * refresh token, and then its tokens are as good.
	 * @returns false where there is no login to fall back on
	 */
	putOffLogin(credentials: Credentials, putOff: boolean): boolean {
		if (!logsIn(this.profileOf(credentials))) return false;
		this.holders.beTold(credentials, putOff);
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
		refuseEndUsers(this.profileOf(credentials), credentials);
		this.departures.refuseRepetition(credentials, request, this.profileOf(credentials));
		// What the host asks for next is a token, not why a request failed.
		this.departures.stay(credentials);
		this.grants.refuseKnownBadLogin(credentials);
		if (this.needsGrant(credentials)) {
			const reason = failedSecond(credentials) ?? this.grants.whyWaiting(credentials);
			throw reason ?? new TokenNeededError();
		}
		const profile = this.profileOf(credentials);
		readdress(profile, request);
		refuseElsewhere(profile, request);
		request.headers = {
			...withDefaults(profile.headers?.(credentials) ?? {}, request.headers),
			...authorizationOf(profile, text(credentials, 'accessToken')),
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
		const result = await this.prepare(http, credentials);
		const holdsTokens = result.accessToken !== undefined;
		return holdsTokens
			? { ...result, ...stampOf(this.profileOf(credentials), credentials) }
			: result;
	}

	private async prepare(http: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		refuseEndUsers(this.profileOf(credentials), credentials);
		const accompanied = this.holders.isAccompanied(credentials);
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
		const held = this.standing.held(credentials);
		// Good when the call left, and worthless now: what is said of it now tells nothing of then.
		if (isExpired(held, Date.now())) return false;
		const scope = scopeOf(this.profileOf(credentials), credentials);
		if (this.ledger.isRejected(scope, { ...held, accessToken: call.token })) return true;
		if (this.ledger.newest(scope, held).accessToken !== call.token) return false;
		const verdict = await this.probes.verdict(
			call.token,
			call.at,
			async () => await probeToken(http, this.profileOf(credentials), credentials),
		);
		if (verdict === 'revoked') throw revokedError(this.profileOf(credentials));
		call.isAccepted = verdict === 'accepted';
		if (verdict !== 'refused') return false;
		this.ledger.reject(scope, call.token);
		return true;
	}

	/** Whether a request made with this credential now has to obtain a token first. */
	needsGrant(credentials: Credentials): boolean {
		return this.standing.needsGrant(credentials);
	}

	/** The access token that `authenticate` put on a call. */
	tokenOn(request: IHttpRequestOptions, credentials: Credentials): string | undefined {
		return tokenOf(this.profileOf(credentials), request);
	}

	/** Remembers that the provider refused the access token, whichever way it said so. */
	rejectToken(credentials: Credentials, accessToken: string): void {
		this.ledger.reject(scopeOf(this.profileOf(credentials), credentials), accessToken);
	}

	/** See `TokenLedger.ageOf`. */
	ageOf(credentials: Credentials, accessToken: string): number {
		return this.ledger.ageOf(scopeOf(this.profileOf(credentials), credentials), accessToken);
	}

	private async tested(http: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		const verdict = await verifyConnection(http, this.profileOf(credentials), credentials);
		if (verdict === 'token rejected') {
			this.rejectToken(credentials, text(credentials, 'accessToken'));
			return await this.obtain(http, credentials);
		}
		// The host stores this: what was renewed or connected while the vendor was asked must not be undone.
		const held = this.standing.held(credentials);
		const { tokens, consent } = this.standing.current(credentials, held);
		if (tokens.accessToken !== held.accessToken) return stored(tokens, credentials, consent);
		return stored(held, credentials, verdict ? { connectedAccount: verdict.id } : {});
	}

	private async obtain(http: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		if (this.profileOf(credentials).grants.includes('authorization_code')) {
			const code = this.standing.pending(credentials);
			if (isHandOver(code)) {
				return await this.grants.takeOver(
					http,
					credentials,
					code,
					async (newest) => await this.issue(http, credentials, newest),
				);
			}
			if (code !== '') return await this.grants.exchangeCode(http, credentials, code);
		}
		const outcome = await outcomeOf(this.renew(http, credentials, this.standing.held(credentials)));
		const again = this.standing.pastedAgain(credentials);
		if (again !== '' && !outcome.ok && isOver(outcome.error)) {
			return await this.grants.exchangeCode(http, credentials, again);
		}
		if (!outcome.ok) throw outcome.error;
		// Where it stayed it would go wherever the settings lead one day.
		return { ...outcome.value, ...(again === '' ? {} : { authorizationCode: '' }) };
	}

	/** The newest of what is held, known to this process, or issued now. */
	private async renew(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
	): Promise<IDataObject> {
		const began = monotonicNow();
		const { tokens: from, consent } = this.standing.current(credentials, held);
		const scope = scopeOf(this.profileOf(credentials), credentials);
		if (this.ledger.isUsable(scope, from, Date.now())) return stored(from, credentials, consent);
		const outcome = await outcomeOf(this.issue(http, credentials, from));
		if (!outcome.ok) {
			// Of a token that nothing can renew nothing is refused: it is good until its end.
			const isRefused = isOver(outcome.error) && from.refreshToken !== '';
			if (!isRefused) this.ledger.putOffRenewal(scope, from);
			throw outcome.error;
		}
		const issued = outcome.value;
		await this.refuseSuperseded(credentials);
		const meanwhile = this.standing.replacement(credentials, from, began);
		if (meanwhile === 'unknown') throw new SupersededError(this.profileOf(credentials).displayName);
		return meanwhile
			? stored(meanwhile, credentials, consentOf(meanwhile))
			: { ...issued, ...consent };
	}

	/** @throws SupersededError when another process has connected the credential anew meanwhile */
	private async refuseSuperseded(credentials: Credentials): Promise<void> {
		const kept = await this.holders.reread(credentials);
		if (kept && isReconnected(kept, credentials)) {
			throw new SupersededError(this.profileOf(credentials).displayName);
		}
	}

	/**
	 * Where the holder of a credential cannot read it again (n8n's HTTP Request node), a refused refresh token
	 * tells nothing yet: another process may have spent it and be about to store what it brought.
	 */
	private orElsewhere(credentials: Credentials, refreshToken: string, error: unknown): unknown {
		if (this.holders.canTell(credentials)) return error;
		const token = sha256(refreshToken);
		const first = this.refusedSince.get(token) ?? monotonicNow();
		this.refusedSince.set(token, first);
		return monotonicNow() - first < TOKEN_REQUEST_LIMIT_MS
			? maybeElsewhere(this.profileOf(credentials).displayName)
			: error;
	}

	private async issue(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
	): Promise<IDataObject> {
		const canLogIn = logsIn(this.profileOf(credentials));
		const until = monotonicNow() + TOKEN_REQUEST_LIMIT_MS;
		if (held.refreshToken !== '') {
			const outcome = await outcomeOf(this.grants.refresh(http, credentials, held, until));
			if (outcome.ok) return stored(outcome.value, credentials);
			const refused = isOver(outcome.error);
			if (!canLogIn && refused) {
				throw this.orElsewhere(credentials, held.refreshToken, outcome.error);
			}
			if (!canLogIn || !refused || this.holders.isPatient(credentials)) throw outcome.error;
		}
		if (canLogIn) return await this.grants.logIn(http, credentials, held, until);
		const former = this.standing.formerHome(credentials);
		if (former !== undefined) throw this.movedError(credentials, former);
		const changed = this.standing.changed(credentials);
		const { displayName, consent } = this.profileOf(credentials);
		if (changed.length > 0) {
			throw changedError(displayName, changed, consent?.instruction ?? 'open it');
		}
		if (this.standing.isOverwritten(credentials)) {
			// Without its id this process cannot tell whether the consent is about to be stored again.
			throw this.holders.idOf(credentials) !== ''
				? this.overwrittenError(credentials)
				: maybeElsewhere(this.profileOf(credentials).displayName);
		}
		const profile = this.profileOf(credentials);
		// Of the credential dialog alone: what it can tell without a token must not wait for one.
		if (!this.holders.isAccompanied(credentials)) await refuseWrongHost(http, profile, credentials);
		const instruction = profile.consent?.instruction ?? 'open it';
		if (!wasConnected(credentials)) throw new NotConnectedError(profile.displayName, instruction);
		throw reconnectError(
			`The access of this ${profile.displayName} credential has ended, and there is nothing to renew it with. Connect it again: ${instruction}`,
		);
	}

	private movedError(credentials: Credentials, former: string): OAuth2Error {
		const { displayName, consent } = this.profileOf(credentials);
		return movedError(displayName, former, credentials, consent?.instruction ?? 'open it');
	}

	private overwrittenError(credentials: Credentials): OAuth2Error {
		const { displayName, consent } = this.profileOf(credentials);
		return reconnectError(
			`This ${displayName} credential was connected while another process of this n8n renewed its former access, which was stored last. Neither is used. Connect it again: ${consent?.instruction ?? 'open it'}`,
		);
	}

	/** See `Grants.connectAnother`. */
	async connectAnother(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
		owner: string,
	): Promise<HandedOver> {
		return await this.grants.connectAnother(http, credentials, code, owner);
	}
}

/** Whether somebody has connected a credential, whatever has become of it. */
const wasConnected = (credentials: Credentials): boolean =>
	['accessToken', 'refreshToken', 'connectedAccount'].some(
		(name) => text(credentials, name) !== '',
	);

/** Whether tokens can be had without anybody's consent. */
const logsIn = ({ grants }: OAuth2Profile): boolean =>
	grants.includes('password') || grants.includes('client_credentials');

/** Whether only a person can connect again. */
const isOver = (error: unknown): boolean =>
	error instanceof OAuth2Error && error.kind === 'reconnect';

const maybeElsewhere = (displayName: string): OAuth2Error =>
	temporaryError(
		`${displayName} refused to renew the access. Another process of this n8n may have renewed it a moment ago: run this again in half a minute`,
		{ repeatable: false },
	);
