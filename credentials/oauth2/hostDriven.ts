import type { IDataObject } from 'n8n-workflow';
import { NotConnectedError, reconnectError, temporaryError, type OAuth2Error } from './errors';
import { changedError } from './granted';
import { homeNamed, movedError, TokenHomes } from './home';
import { chainOf, textsOf } from '../base/hostError';
import type { Credentials } from './profile';
import { explainRefusal, type TokenIssuer } from './refusal';
import { networkError } from './tokenRequest';
import { text } from './settings';
import { whyNoToken } from './tokenReply';
import { isRecord, parsed, sha256 } from '../base/values';

/** A credential type whose tokens n8n's own OAuth2 obtains and renews (it extends `oAuth2Api`). */
export interface HostDriven extends TokenIssuer {
	grant: 'authorization_code' | 'client_credentials';
}

/** The access token that n8n keeps; '' when there is none, and for a text that is none. */
export function hostAccessToken(credentials: Credentials): string {
	const { access_token: token } = hostTokenData(credentials);
	return typeof token === 'string' && whyNoToken(token) === undefined ? token : '';
}

/** What n8n keeps of the token endpoint's answer; empty before there was one. */
function hostTokenData({ oauthTokenData: data }: Credentials): IDataObject {
	return isRecord(data) ? data : {};
}

/** Of all types that n8n drives; n8n stores none with the first token of a consent. */
const homes = new TokenHomes();

/**
 * Where the token that n8n keeps belongs, if the settings of the credential name another environment or client; else
 * undefined. See `placeOf`.
 */
function formerPlace(credentials: Credentials, id: string): string | undefined {
	const token = hostAccessToken(credentials);
	if (token === '') return undefined;
	const named = placeOf(credentials);
	const noted = hostTokenData(credentials)[HOME];
	const [of = '', ...at] = typeof noted === 'string' ? noted.split('\n') : [];
	const place = of === sha256(token) ? at.join('\n') : homes.of(id, token, named);
	// Older versions of this pack noted no client.
	const isSame = place === named || named.startsWith(`${place}\n`);
	return isSame ? undefined : place;
}

/** Where a token belongs, and the client that it was issued to. */
const placeOf = (credentials: Credentials): string =>
	`${homeNamed(credentials)}\n${sha256(text(credentials, 'clientId'))}`;

/** Remembers that n8n has just obtained a token with these settings. See `TokenHomes.of`. */
export const noteHome = (token: string, settings: Credentials, id: string): void =>
	void homes.of(id, token, placeOf(settings));

/** Kept by n8n inside its token data when it renews a token: the token's hash, its home and its client. */
const HOME = 'issuedFor';

/** Whether n8n keeps an answer of the token endpoint that had no token in it: with that it would never ask again. */
export function holdsNoToken(credentials: Credentials): boolean {
	const isEmpty = Object.keys(hostTokenData(credentials)).length === 0;
	return !isEmpty && hostAccessToken(credentials) === '';
}

/**
 * The `preAuthentication` of a type that n8n drives: n8n runs it before every request and after each renewal,
 * and stores what it returns after a renewal.
 * @param type.tokenType put in the place of what the vendor calls its tokens
 * @throws OAuth2Error when nobody has connected yet: n8n would say no more than that it cannot sign; and when
 * the token belongs to another environment than the settings name
 */
export function prepared(
	type: Pick<HostDriven, 'displayName' | 'grant'> & { tokenType?: string },
	credentials: Credentials,
): IDataObject {
	const { displayName, tokenType } = type;
	if (holdsNoToken(credentials)) throw withoutToken(type);
	const token = hostAccessToken(credentials);
	if (token === '') {
		if (type.grant === 'authorization_code') throw notConnectedError(displayName);
		return {};
	}
	const moved = movedFrom(type, credentials, '');
	if (moved) throw moved;
	return {
		oauthTokenData: {
			...hostTokenData(credentials),
			...(tokenType === undefined ? {} : { token_type: tokenType }),
			[HOME]: `${sha256(token)}\n${placeOf(credentials)}`,
		},
	};
}

/**
 * Why the token must not be sent: the settings name another environment or client now.
 * @param id which of the host's credentials this is; '' where that is not known
 * @returns undefined when it may be sent
 */
export function movedFrom(
	{ displayName, grant }: Pick<HostDriven, 'displayName' | 'grant'>,
	credentials: Credentials,
	id: string,
): OAuth2Error | undefined {
	const former = formerPlace(credentials, id);
	if (former === undefined) return undefined;
	const connect =
		grant === 'client_credentials'
			? `run a ${displayName} node with it once`
			: 'open it and click the Connect button';
	const [home = ''] = former.split('\n');
	return home === homeNamed(credentials)
		? changedError(displayName, ['Client ID'], connect)
		: movedError(displayName, home, credentials, connect);
}

const withoutToken = ({ displayName, grant }: Pick<HostDriven, 'displayName' | 'grant'>) =>
	temporaryError(
		`${displayName} issued no access token when it was asked last. ${
			grant === 'client_credentials'
				? `Run a ${displayName} node with this credential: it asks again`
				: 'Try again later; if it stays so, open the credential and click the Connect button again'
		}`,
		{ repeatable: false },
	);

const notConnectedError = (displayName: string) =>
	new NotConnectedError(displayName, 'open it and click the Connect button');

/** Why nothing can be sent with a credential that holds no token; undefined when n8n can get one by itself. */
export function notConnected(type: HostDriven): OAuth2Error | undefined {
	if (type.grant === 'client_credentials') return undefined;
	return notConnectedError(type.displayName);
}

/**
 * Explains why n8n got no token.
 * @param error what n8n threw while it asked the token endpoint
 * @returns undefined when the error tells nothing about the token endpoint
 */
export function hostTokenProblem(
	error: unknown,
	type: HostDriven,
	credentials: Credentials,
): OAuth2Error | undefined {
	const reply = replyIn(error) ?? (saysReconnect(error) ? REFUSED_GRANT : undefined);
	if (reply) {
		const grant = type.grant === 'client_credentials' ? type.grant : 'refresh_token';
		return explainRefusal(type, credentials, reply, { grant, parameters: {} });
	}
	if (/no refresh token is available/.test(messageOf(error))) {
		return reconnectError(
			`${type.displayName} gave no way to renew the access. Open the credential and click the Connect button again`,
		);
	}
	const tokenUrl = type.tokenUrl(credentials);
	const failed = chainOf(error).find(
		({ code, config }) => typeof code === 'string' && goesTo(config, tokenUrl),
	);
	return failed && networkError(failed, type, credentials);
}

/**
 * Whether a failed request was for the token endpoint. n8n asks for a token and sends the call in one
 * go; a call that broke may have been carried out, and must not count as one that never left.
 */
function goesTo(config: unknown, tokenUrl: string): boolean {
	const url = isRecord(config) ? config.url : undefined;
	if (typeof url !== 'string' || !URL.canParse(url)) return false;
	const [asked, expected] = [new URL(url), new URL(tokenUrl)];
	return asked.origin === expected.origin && asked.pathname === expected.pathname;
}

/** RFC 6749 section 5.2: what n8n saw when it says that a credential needs to be reconnected. */
const REFUSED_GRANT = { status: 400, headers: {}, body: { error: 'invalid_grant' } };

const saysReconnect = (error: unknown) => /needs to be reconnected/.test(messageOf(error));

/** The token endpoint's answer inside n8n's error; of an older n8n no more than its status. */
function replyIn(error: unknown) {
	const found = chainOf(error).find(({ body }) => body !== undefined);
	if (found) {
		const { status } = found;
		return {
			status: typeof status === 'number' ? status : 400,
			headers: {},
			body: parsed(found.body),
		};
	}
	// What n8n's OAuth2 client says; calls of the API are told by other words.
	const [told] = textsOf(error).flatMap(
		(text) =>
			/^(?:Failed to acquire OAuth2 access token: )?HTTP status (\d{3})$/.exec(text)?.[1] ?? [],
	);
	return told === undefined ? undefined : { status: Number(told), headers: {}, body: undefined };
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : '');
