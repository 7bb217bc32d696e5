import {
	RefusedLoginError,
	reconnectError,
	settingsError,
	temporaryError,
	type OAuth2Error,
} from './errors';
import type { Credentials, Grant, OAuth2Profile, ProviderResponse, Refusal } from './profile';
import { askedToWait } from './retryAfter';
import { isRecord, property, text } from './values';

/** A token request that was sent: which grant, with which parameters. */
export interface Attempt {
	grant: Grant | 'client_credentials';
	parameters: Record<string, string>;
}

/** What has to be known of a provider to explain why it issued no token. */
export type TokenIssuer = Pick<
	OAuth2Profile,
	'displayName' | 'tokenUrl' | 'readRefusal' | 'consent' | 'wrongTokenHostHint' | 'wrongFormatHint'
>;

/**
 * Turns a token reply without a token into the error that says what to do, whatever its status:
 * some servers refuse with HTTP 200.
 */
export function explainRefusal(
	profile: TokenIssuer,
	credentials: Credentials,
	response: ProviderResponse,
	attempt: Attempt,
): OAuth2Error {
	const { displayName: provider } = profile;
	const refusal = (profile.readRefusal ?? readRefusal)(response) ?? readRefusal(response);
	const said = quote(refusal, credentials, attempt);
	const early = byStatus(profile, credentials, response, refusal, said);
	if (early) return early;

	const code = refusal?.code?.toLowerCase() ?? '';
	const words = `${code} ${refusal?.text ?? ''}`;
	const standardGrantError = code === 'invalid_grant';
	// Some servers put every possible reason into one invalid_grant sentence; then no single one is blamed.
	const vague = standardGrantError && /expired|revoked/i.test(words);
	if (/redirect/i.test(words) && !vague) {
		return settingsError(
			`${provider} refused the redirect URL${said}. "Redirect URL" must be, character by character, the one registered at ${provider} and used for the consent`,
		);
	}
	if (!standardGrantError && /client|secret/i.test(words) && !/expired|revoked/i.test(words)) {
		return settingsError(
			`${provider} refused the client${said}. Check "Client ID", "Client Secret" and "Environment" of the credential`,
		);
	}
	if (code === 'unsupported_grant_type' || code === 'invalid_scope') {
		return settingsError(
			`${provider} does not allow this client to connect this way${said}. Check how the client is registered at ${provider}`,
		);
	}
	if (code === 'invalid_request' && profile.wrongFormatHint) {
		return settingsError(
			`${provider} did not understand the token request${said}. ${profile.wrongFormatHint}`,
		);
	}
	return refusedGrant(profile, attempt.grant, said, standardGrantError);
}

const GRANT_WORDS: Record<Attempt['grant'], string> = {
	authorization_code: 'the authorization code: it has expired or was used before',
	refresh_token: 'to renew the access: it was revoked or has expired',
	password: 'the user name and password',
	client_credentials: 'the client',
};

function refusedGrant(
	profile: TokenIssuer,
	grant: Attempt['grant'],
	said: string,
	certain: boolean,
): OAuth2Error {
	const refused = `${profile.displayName} refused ${GRANT_WORDS[grant]}${said}.`;
	if (grant === 'password') {
		return new RefusedLoginError(
			`${refused} Check "Username" and "Password" of the credential; they are not tried again until you change them`,
		);
	}
	if (grant === 'client_credentials') {
		return settingsError(
			`${refused} Check "Client ID", "Client Secret" and "Environment" of the credential`,
		);
	}
	const doubt = certain
		? ''
		: ' If that ends the same way, check "Client ID", "Client Secret" and "Redirect URL".';
	return reconnectError(`${refused} Connect again: ${profile.consent?.instruction ?? ''}${doubt}`);
}

/** What the HTTP status alone settles; undefined when the body has to be read. */
function byStatus(
	profile: TokenIssuer,
	credentials: Credentials,
	response: ProviderResponse,
	refusal: Refusal | undefined,
	said: string,
): OAuth2Error | undefined {
	const { status, headers, body } = response;
	const { displayName: provider } = profile;
	const url = new URL(profile.tokenUrl(credentials));
	const where = `${url.host}${url.pathname}`;
	if (status === 429 || status >= 500) {
		return temporaryError(
			`${provider} cannot issue tokens at the moment (HTTP ${status})${said}. Try again later`,
			{ retryAfterMs: askedToWait(headers), repeatable: true },
		);
	}
	if (refusal?.code || refusal?.text) return undefined;
	if (status === 404 || status === 405) {
		return settingsError(
			`There is no token endpoint at ${where} (HTTP ${status}). ${profile.wrongTokenHostHint ?? 'Check the Environment and the base URLs of the credential'}`,
		);
	}
	if (status === 415) {
		return settingsError(
			`${provider} does not take the format of the token request (HTTP 415) at ${where}. ${profile.wrongFormatHint ?? 'Check the Environment and the base URLs of the credential'}`,
		);
	}
	if (status >= 300 && status < 400) {
		return settingsError(
			`${where} answered with a redirect instead of tokens (HTTP ${status}). Check the Environment and the base URLs of the credential`,
		);
	}
	if (body === '' || body === undefined || body === null) {
		return status < 300
			? temporaryError(
					`${provider} sent an empty answer instead of tokens from ${where}. Try again later; if it stays so, check the Environment and the base URLs of the credential`,
					{ repeatable: false },
				)
			: undefined;
	}
	if (typeof body === 'string') {
		return settingsError(
			`${where} answered with ${/<html|<!doctype/i.test(body) ? 'a web page' : 'text'} instead of JSON (HTTP ${status}). Check the Environment and the base URLs of the credential`,
		);
	}
	return undefined;
}

/** RFC 6749 section 5.2. */
export function readRefusal({ body }: ProviderResponse): Refusal | undefined {
	if (!isRecord(body)) return undefined;
	const code = property(body, 'error');
	const description = property(body, 'error_description');
	const refusal: Refusal = {};
	if (typeof code === 'string') refusal.code = code;
	if (typeof description === 'string') refusal.text = description;
	return refusal.code !== undefined || refusal.text !== undefined ? refusal : undefined;
}

/** The provider's own words in brackets, without any secret of this exchange. */
function quote(refusal: Refusal | undefined, credentials: Credentials, attempt: Attempt): string {
	const words = [refusal?.code, refusal?.text].filter(Boolean).join(': ');
	if (words === '') return '';
	const secrets = [
		attempt.parameters.code,
		attempt.parameters.refresh_token,
		attempt.parameters.password,
		text(credentials, 'clientSecret'),
		text(credentials, 'accessToken'),
	];
	return ` ("${plain(words, secrets)}")`;
}

/** One line of at most 200 characters, no markup, the given secrets blanked. */
export function plain(words: string, secrets: ReadonlyArray<string | undefined>): string {
	let result = words;
	for (const secret of secrets) {
		if (secret !== undefined && secret.length >= 4) result = result.split(secret).join('***');
	}
	result = result
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return result.length > 200 ? `${result.slice(0, 199)}…` : result;
}
