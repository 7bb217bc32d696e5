import type { IDataObject } from 'n8n-workflow';
import { reconnectError } from './errors';
import { homeNamed } from './home';
import { readLanding } from './landing';
import type { Credentials, OAuth2Profile } from './profile';
import { isStale, type Tokens } from './tokenReply';
import { isRecord, parsed, sha256 } from '../base/values';
import { text } from './settings';

/**
 * What the engine keeps in a credential. The names are a contract: stored credentials depend on them, and
 * nothing else reads or writes them.
 */

/** The tokens a credential holds. */
export function heldTokens(credentials: Credentials): Tokens {
	return {
		accessToken: text(credentials, 'accessToken'),
		refreshToken: text(credentials, 'refreshToken'),
		expiresAt: text(credentials, 'tokenExpiresAt'),
		lifetime: Number(text(credentials, 'tokenLifetime')) || 0,
	};
}

/** What the provider told beside the tokens, by the path in its reply; none where nothing is kept. */
export function keptFields(credentials: { keptFields?: unknown }): Record<string, string> {
	const kept = parsed(credentials.keptFields);
	if (!isRecord(kept)) return {};
	return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, String(value)]));
}

/** Which environment the stored tokens are of; '' in what older versions of this pack stored. */
export const tokenHome = (credentials: Credentials): string => text(credentials, 'tokenHome');

/**
 * Whether the tokens are not of the consent that connected the credential last: n8n has no lock, so a process may
 * have stored over the consent what it had begun before. They may be another account's.
 */
export const isOverwritten = (credentials: Credentials): boolean =>
	lastConsent(credentials) !== '' && lastConsent(credentials) !== tokenConsent(credentials);

/** The consent that the stored tokens descend from, hashed. */
export const tokenConsent = (credentials: Credentials): string => text(credentials, 'tokenConsent');

/** The consent that connected the credential last, hashed; '' where an older version of this pack did. */
export const lastConsent = (credentials: Credentials): string => text(credentials, 'lastConsent');

/** What the host stores of the consent itself. */
export const consented = (exchangedCode: string): IDataObject => ({
	exchangedCode,
	authorizationCode: '',
	tokenConsent: exchangedCode,
	lastConsent: exchangedCode,
});

/**
 * The properties that the host stores; those of the consent only where this process has seen it.
 * @param credentials what the tokens are stored in
 */
export function stored(
	tokens: Tokens,
	credentials: Credentials,
	more: IDataObject = {},
): IDataObject {
	const { connection } = tokens;
	return {
		tokenHome: homeNamed(credentials),
		tokenConsent: tokenConsent(credentials),
		accessToken: tokens.accessToken,
		refreshToken: tokens.refreshToken,
		tokenExpiresAt: tokens.expiresAt,
		tokenLifetime: String(tokens.lifetime),
		...(tokens.kept
			? { keptFields: JSON.stringify({ ...keptFields(credentials), ...tokens.kept }) }
			: {}),
		...connection,
		...more,
	};
}

/** The redirect URL as used for the consent: the configured one, else the pasted address. */
export const redirectUrl = (credentials: Credentials): string =>
	text(credentials, 'redirectUrl') ||
	readLanding(text(credentials, 'authorizationCode')).redirectUrl;

/**
 * The code that waits to be exchanged; '' when there is none.
 * @throws OAuth2Error (reconnect) when the pasted address tells that consent was refused
 * @see docs/decisions/2026-11-21-authorization-code-cleared.md
 */
export function pendingCode(profile: OAuth2Profile, credentials: Credentials): string {
	const literal = credentials[LITERAL_CODE];
	const pasted = text(credentials, 'authorizationCode');
	// A field that is not shown for this grant may still hold what it held for another.
	if (pasted === '' || !profile.grants.includes('authorization_code')) return '';
	const isLiteral = literal === true || profile.pastes !== undefined;
	const name = profile.consent?.returns?.code;
	const { code, error } = isLiteral ? { code: pasted, error: '' } : readLanding(pasted, name);
	if (error !== '' && code === '') {
		throw reconnectError(
			error === 'access_denied'
				? `The access was denied at ${profile.displayName}. Connect again and approve it: ${profile.consent?.instruction ?? ''}`
				: `${profile.displayName} ended the consent without a code. Connect again: ${profile.consent?.instruction ?? ''}`,
		);
	}
	return code !== '' && sha256(code) === text(credentials, 'exchangedCode') ? '' : code;
}

/**
 * Set by the Connect trigger on the credential it hands to the host, never stored: the code came from the
 * vendor and is one, whatever it looks like. Only what a person pastes may be an address.
 */
export const LITERAL_CODE = 'literalAuthorizationCode';

/** Set by the Connect trigger beside the code, never stored: the verifier of the consent (RFC 7636 section 4.5). */
export const CODE_VERIFIER = 'codeVerifier';

/**
 * Set by the Connect trigger beside the code, never stored: what came back with it, as JSON of texts by name. Of a
 * code that was pasted the address tells.
 */
export const CALLBACK = 'callbackParameters';

/** What came back with the code and is to be kept. */
export function callbackFields(
	{ consent }: OAuth2Profile,
	credentials: Credentials,
): Record<string, string> {
	const told = text(credentials, CALLBACK);
	const pasted = () => readLanding(text(credentials, 'authorizationCode')).query;
	const came = told === '' ? pasted() : parsed(told);
	const kept = consent?.keeps ?? [];
	if (!isRecord(came)) return {};
	return Object.fromEntries(
		Object.entries(came).filter(
			(pair): pair is [string, string] => kept.includes(pair[0]) && isCallbackValue(pair[1]),
		),
	);
}

/** Anybody can write it into the address: a name, and no part of another address. */
export const isCallbackValue = (value: unknown): boolean =>
	typeof value === 'string' && /^(?!\.+$)[\w.-]{1,200}$/.test(value);

/**
 * Whether a credential was connected by another consent, renewed elsewhere, moved to another environment, or holds
 * a new code since it was loaded. An open editor may have put an old `exchangedCode` back; the refresh token tells too.
 */
export function isReconnected(kept: Credentials, used: Credentials): boolean {
	const code = text(kept, 'authorizationCode');
	return (
		homeNamed(kept) !== homeNamed(used) ||
		text(kept, 'exchangedCode') !== text(used, 'exchangedCode') ||
		text(kept, 'refreshToken') !== text(used, 'refreshToken') ||
		(code !== '' && code !== text(used, 'authorizationCode'))
	);
}

/**
 * Whether another code was pasted, or another consent stored, since a credential was loaded.
 * @param own hash of the consent for which it was loaded
 */
export function isOvertaken(
	profile: OAuth2Profile,
	kept: Credentials,
	used: Credentials,
	own: string,
): boolean {
	const pasted = text(kept, 'authorizationCode');
	// An open editor may have put an old `exchangedCode` back.
	const isAnother = (consentOf: (credentials: Credentials) => string) =>
		consentOf(kept) !== consentOf(used) && consentOf(kept) !== own;
	return (
		(pasted !== text(used, 'authorizationCode') && pendingCode(profile, kept) !== '') ||
		isAnother((credentials) => text(credentials, 'exchangedCode')) ||
		isAnother(lastConsent)
	);
}

/** Whether another process that holds the same credential can spend what this one would get a token by. */
export const holdsGrant = (credentials: Credentials): boolean =>
	text(credentials, 'refreshToken') !== '' || text(credentials, 'authorizationCode') !== '';

/**
 * Whether somebody has stored something better than what is being used: a token that is another one and good for a
 * while, or a code that is not exchanged yet. The clock of who stored it may be another: a refresh token of a later
 * renewal counts too, and any other one where what is used is refused.
 */
export function isNewer(
	kept: Credentials,
	used: Credentials,
	now: number,
	isRefused: boolean,
): boolean {
	const code = text(kept, 'authorizationCode');
	const isNew = code !== '' && code !== text(used, 'authorizationCode');
	// Where a refresh token is pasted, it is taken as it is.
	const hashes = [code, readLanding(code).code].map(sha256);
	if (isNew && !hashes.includes(text(kept, 'exchangedCode'))) return true;
	const tokens = heldTokens(kept);
	const { accessToken, refreshToken, expiresAt } = heldTokens(used);
	const isRotated = tokens.refreshToken !== '' && tokens.refreshToken !== refreshToken;
	const isLater = Date.parse(tokens.expiresAt) > Date.parse(expiresAt);
	return (
		!isOverwritten(kept) &&
		tokens.accessToken !== '' &&
		tokens.accessToken !== accessToken &&
		(!isStale(tokens, now) || (isRotated && (isRefused || isLater)))
	);
}
