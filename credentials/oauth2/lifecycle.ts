import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { lookUpAccount, verifyConnection } from './account';
import {
	OAuth2Error,
	reconnectError,
	RefusedLoginError,
	settingsError,
	TokenNeededError,
} from './errors';
import { isHandOver, openHandOver, sealHandOver } from './handOver';
import { withDefaults } from './headers';
import { readLanding } from './landing';
import { TokenLedger } from './ledger';
import { outcomeOf } from './outcome';
import type { ConnectedAccount, Credentials, OAuth2Profile } from './profile';
import { isStale, type Tokens } from './tokenReply';
import { requestTokens } from './tokenRequest';
import { sha256, text } from './values';

/**
 * The token lifecycle of a pack-driven credential type: the host stores and hands out, this decides
 * which grant to run and when. One per profile.
 */
export class TokenLifecycle {
	private readonly ledger = new TokenLedger();

	/** The token last put on a request for this very object: the host passes one object per request. */
	private readonly handedOut = new WeakMap<Credentials, string>();

	/** Credentials whose holder wants to hear of a refused refresh before anybody logs in anew. */
	private readonly patient = new WeakSet<Credentials>();

	constructor(readonly profile: OAuth2Profile) {}

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
	 */
	async authenticate(
		credentials: Credentials,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		this.refuseKnownBadLogin(credentials);
		if (this.needsGrant(credentials)) throw new TokenNeededError();
		const token = text(credentials, 'accessToken');
		this.handedOut.set(credentials, token);
		request.headers = {
			...withDefaults(this.profile.headers?.(credentials) ?? {}, request.headers),
			Authorization: `Bearer ${token}`,
		};
		return request;
	}

	/**
	 * The host's `preAuthentication`, run when there is no token, after a refusal, and by the
	 * credential test. What it returns is stored in the credential.
	 * @throws OAuth2Error
	 */
	async preAuthentication(
		http: IHttpRequestHelper,
		credentials: Credentials,
	): Promise<IDataObject> {
		this.noteRefusal(credentials);
		if (!this.needsGrant(credentials)) {
			// Nothing is due: only the credential test asks now. Use the token once, to tell what is wrong.
			return await this.tested(http, credentials);
		}
		return await this.obtain(http, credentials);
	}

	/** Whether a request made with this credential now has to obtain a token first. */
	needsGrant(credentials: Credentials): boolean {
		return (
			this.pendingCode(credentials) !== '' ||
			!this.ledger.isUsable(heldTokens(credentials), Date.now())
		);
	}

	/** Remembers that the provider refused the access token, whichever way it said so. */
	rejectToken(accessToken: string): void {
		this.ledger.reject(accessToken);
	}

	/** Hands the host's second call for the same object over as what it is: the token was refused. */
	private noteRefusal(credentials: Credentials): void {
		const token = text(credentials, 'accessToken');
		if (token !== '' && this.handedOut.get(credentials) === token) this.ledger.reject(token);
	}

	private async tested(http: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		const verdict = await verifyConnection(http, this.profile, credentials);
		if (verdict === 'token rejected') {
			this.ledger.reject(text(credentials, 'accessToken'));
			return await this.obtain(http, credentials);
		}
		return stored(heldTokens(credentials), verdict ? { connectedAccount: verdict.id } : {});
	}

	private async obtain(http: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		if (this.profile.grants.includes('authorization_code')) {
			const code = this.pendingCode(credentials);
			if (isHandOver(code)) return await this.takeOver(http, credentials, code);
			if (code !== '') return await this.exchangeCode(http, credentials, code);
		}
		const scope = this.scope(credentials);
		const newest = this.ledger.newest(scope, heldTokens(credentials));
		if (this.ledger.isUsable(newest, Date.now())) return stored(newest);
		return await this.renew(http, credentials, newest);
	}

	private async renew(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
	): Promise<IDataObject> {
		const canLogIn = this.profile.grants.includes('password');
		if (held.refreshToken !== '') {
			const outcome = await outcomeOf(this.refresh(http, credentials, held));
			if (outcome.ok) return stored(outcome.value);
			const refused = outcome.error instanceof OAuth2Error && outcome.error.kind === 'reconnect';
			if (!canLogIn || !refused || this.patient.has(credentials)) throw outcome.error;
		}
		if (canLogIn) return await this.logIn(http, credentials, held);
		throw reconnectError(
			`This ${this.profile.displayName} credential is not connected yet. To connect it, ${this.profile.consent?.instruction ?? 'open it'}`,
		);
	}

	/** RFC 6749 section 6. */
	private async refresh(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
	): Promise<Tokens> {
		const spent = { kind: 'refresh', value: held.refreshToken } as const;
		return await this.ledger.once(
			this.scope(credentials),
			spent,
			held,
			async () =>
				await requestTokens(http, this.profile, credentials, {
					grant: 'refresh_token',
					parameters: { grant_type: 'refresh_token', refresh_token: held.refreshToken },
				}),
		);
	}

	/** RFC 6749 section 4.3. A refused login is stored as refused, so that nobody hammers with it. */
	private async logIn(
		http: IHttpRequestHelper,
		credentials: Credentials,
		held: Tokens,
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
					await requestTokens(http, this.profile, credentials, {
						grant: 'password',
						parameters: { grant_type: 'password', username, password },
					}),
			),
		);
		if (outcome.ok) return stored(outcome.value, { refusedLogin: '' });
		if (!(outcome.error instanceof RefusedLoginError)) throw outcome.error;
		return {
			...stored({ accessToken: '', refreshToken: '', expiresAt: '', lifetime: 0 }),
			refusedLogin: value,
			refusedLoginReason: outcome.error.message,
		};
	}

	private async exchangeCode(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
	): Promise<IDataObject> {
		const { tokens, account } = await this.redeem(http, credentials, code);
		return stored(tokens, {
			exchangedCode: sha256(code),
			authorizationCode: '',
			...(account ? { connectedAccount: account.id } : {}),
		});
	}

	/**
	 * RFC 6749 section 4.1.3. A code that this process exchanged before brings what came of it, without the
	 * account.
	 */
	private async redeem(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
	): Promise<{ tokens: Tokens; account?: ConnectedAccount }> {
		const scope = this.scope(credentials);
		const known = this.ledger.broughtBy(scope, code);
		if (known) return { tokens: known };

		const held = heldTokens(credentials);
		let account: ConnectedAccount | undefined;
		const tokens = await this.ledger.once(scope, { kind: 'code', value: code }, held, async () => {
			const issued = await requestTokens(http, this.profile, credentials, {
				grant: 'authorization_code',
				parameters: {
					grant_type: 'authorization_code',
					code,
					...(this.profile.sendsRedirectUri(credentials)
						? { redirect_uri: this.redirectUrl(credentials) }
						: {}),
				},
			});
			account = await lookUpAccount(http, this.profile, credentials, issued);
			return issued;
		});
		return { tokens, account };
	}

	/**
	 * Exchanges a code for a credential that does not exist yet. Nothing is stored. The same code may be
	 * handed in again until the account is known.
	 * @param credentials the client, with no tokens of its own
	 * @throws OAuth2Error
	 */
	async connectAnother(
		http: IHttpRequestHelper,
		credentials: Credentials,
		code: string,
	): Promise<{
		account?: ConnectedAccount;
		/** Text for "Authorization Code" of the credential that is to hold the tokens. */
		handOver: string;
	}> {
		const secret = text(credentials, 'clientSecret');
		if (secret === '') {
			throw settingsError(`Fill in "Client Secret" of the ${this.profile.displayName} credential`);
		}
		const { tokens, account: found } = await this.redeem(http, credentials, code);
		const account = found ?? (await lookUpAccount(http, this.profile, credentials, tokens));
		const handOver = { tokens, account: account?.id ?? '' };
		return { account, handOver: sealHandOver(handOver, secret, this.scope(credentials)) };
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
		const handOver = openHandOver(sealed, text(credentials, 'clientSecret'), scope);
		if (!handOver) throw this.badHandOver();
		const newest = this.ledger.newest(scope, handOver.tokens);
		const taken = this.ledger.isUsable(newest, Date.now())
			? stored(newest)
			: await this.renew(http, credentials, newest);
		return {
			...taken,
			exchangedCode: sha256(sealed),
			authorizationCode: '',
			connectedAccount: handOver.account,
		};
	}

	private badHandOver(): OAuth2Error {
		return reconnectError(
			`The tokens in "Authorization Code" were made for another ${this.profile.displayName} client, or are not complete. Connect the account again: open the address of the OAuth2 Connect Trigger that made this credential`,
		);
	}

	/** The redirect URL as used for the consent: the configured one, else the pasted address. */
	private redirectUrl(credentials: Credentials): string {
		return (
			text(credentials, 'redirectUrl') ||
			readLanding(text(credentials, 'authorizationCode')).redirectUrl
		);
	}

	/**
	 * The code that waits to be exchanged; '' when there is none.
	 * @throws OAuth2Error (reconnect) when the pasted address tells that consent was refused
	 */
	private pendingCode(credentials: Credentials): string {
		const pasted = text(credentials, 'authorizationCode');
		if (pasted === '') return '';
		const { code, error } = readLanding(pasted);
		if (error !== '' && code === '') {
			throw reconnectError(
				error === 'access_denied'
					? `The access was denied at ${this.profile.displayName}. Connect again and approve it: ${this.profile.consent?.instruction ?? ''}`
					: `${this.profile.displayName} ended the consent without a code. Connect again: ${this.profile.consent?.instruction ?? ''}`,
			);
		}
		return code !== '' && sha256(code) === text(credentials, 'exchangedCode') ? '' : code;
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

	private loginHash(credentials: Credentials): string {
		const password = typeof credentials.password === 'string' ? credentials.password : '';
		return sha256(
			[
				this.scope(credentials),
				text(credentials, 'clientSecret'),
				text(credentials, 'username'),
				password,
			].join('\n'),
		);
	}

	/** Tokens of one provider, host and client belong together; no others ever meet in the ledger. */
	private scope(credentials: Credentials): string {
		return `${this.profile.tokenUrl(credentials)}\n${text(credentials, 'clientId')}`;
	}
}

/** The tokens a credential holds. */
function heldTokens(credentials: Credentials): Tokens {
	return {
		accessToken: text(credentials, 'accessToken'),
		refreshToken: text(credentials, 'refreshToken'),
		expiresAt: text(credentials, 'tokenExpiresAt'),
		lifetime: Number(text(credentials, 'tokenLifetime')) || 0,
	};
}

/** Whether another process that holds the same credential can spend what this one would renew it by. */
export function holdsRefreshToken(credentials: Credentials): boolean {
	return (
		text(credentials, 'refreshToken') !== '' || isHandOver(text(credentials, 'authorizationCode'))
	);
}

/**
 * Whether somebody has stored something better than what is being used: a token that is another one and
 * good for a while, or a code that is not exchanged yet.
 */
export function isNewer(stored: Credentials, used: Credentials, now: number): boolean {
	const code = text(stored, 'authorizationCode');
	const isNew = code !== '' && code !== text(used, 'authorizationCode');
	if (isNew && sha256(readLanding(code).code) !== text(stored, 'exchangedCode')) return true;
	const tokens = heldTokens(stored);
	return (
		tokens.accessToken !== '' &&
		tokens.accessToken !== text(used, 'accessToken') &&
		!isStale(tokens, now)
	);
}

/** The properties that the host stores. */
function stored(tokens: Tokens, more: IDataObject = {}): IDataObject {
	return {
		accessToken: tokens.accessToken,
		refreshToken: tokens.refreshToken,
		tokenExpiresAt: tokens.expiresAt,
		tokenLifetime: String(tokens.lifetime),
		...more,
	};
}
