import type { IDataObject } from 'n8n-workflow';
import { reconnectError, type OAuth2Error } from './errors';
import { chainOf, textsOf } from './hostError';
import type { Credentials } from './profile';
import { explainRefusal, type TokenIssuer } from './refusal';
import { networkError } from './tokenRequest';
import { parsed } from './values';

/** A credential type whose tokens n8n's own OAuth2 obtains and renews (it extends `oAuth2Api`). */
export interface HostDriven extends TokenIssuer {
	grant: 'authorization_code' | 'client_credentials';
}

/** The access token that n8n keeps; '' when there is none. */
export function hostAccessToken(credentials: Credentials): string {
	const data = credentials.oauthTokenData;
	const token = typeof data === 'object' && !Array.isArray(data) ? data.access_token : undefined;
	return typeof token === 'string' ? token : '';
}

/**
 * The `preAuthentication` of a type with n8n's Connect button: n8n runs it before every request, and
 * without a token would say no more than that it cannot sign.
 * @throws OAuth2Error (reconnect) when nobody has connected yet
 */
export function requireConnection(displayName: string, credentials: Credentials): IDataObject {
	if (hostAccessToken(credentials) !== '') return {};
	throw notConnectedError(displayName);
}

const notConnectedError = (displayName: string) =>
	reconnectError(
		`This ${displayName} credential is not connected yet. Open it and click the Connect button`,
	);

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
	const { url } = (config ?? {}) as { url?: unknown };
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
