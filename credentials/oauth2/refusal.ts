import {
	RefusedLoginError,
	reconnectError,
	settingsError,
	temporaryError,
	type OAuth2Error,
} from './errors';
import type { Credentials, Grant, OAuth2Profile, ProviderResponse, Refusal } from './profile';
import { askedToWait } from '../base/retryAfter';
import { scrubberOf, secretsOf } from './scrub';
import { isRecord, property } from '../base/values';
import { text } from './settings';

/** A token request that was sent: which grant, with which parameters. */
export interface Attempt {
	grant: Grant | 'client_credentials';
	parameters: Record<string, string>;
}

/** What has to be known of a provider to explain why it issued no token. */
export type TokenIssuer = Pick<
	OAuth2Profile,
	| 'displayName'
	| 'tokenUrl'
	| 'readRefusal'
	| 'consent'
	| 'wrongTokenHostHint'
	| 'wrongFormatHint'
	| 'wrongReplyHint'
	| 'advice'
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

	const advice = profile.advice?.(response, refusal, attempt.grant);
	const code = refusal?.code?.toLowerCase() ?? '';
	if (isForTheMoment(refusal) && refusal?.refusesGrant) {
		return temporaryError(
			`${provider} issued no token${said}. Nothing that is stored was discarded. Try again later; if it stays so, connect again: ${profile.consent?.instruction ?? ''}`,
			{ repeatable: false },
		);
	}
	if (isForTheMoment(refusal)) {
		return temporaryError(`${provider} cannot issue tokens at the moment${said}. Try again later`, {
			retryAfterMs: askedToWait(response.headers),
			repeatable: true,
			undone: isPutOff(response, refusal),
		});
	}
	if (!refusal?.code && !refusal?.text) {
		if (advice === undefined) return unrelated(profile, credentials, response);
		return settingsError(
			`${whereOf(profile, credentials)} issued no token (HTTP ${response.status}). ${advice}`,
		);
	}
	const words = `${code} ${refusal.text ?? ''}`;
	const isRefused = refusesGrant(refusal);
	// Some servers put every possible reason into one invalid_grant sentence; then no single one is blamed.
	const vague = isRefused && /expired|revoked/i.test(words);
	if (/redirect/i.test(words) && !vague) {
		return settingsError(
			`${provider} refused the redirect URL${said}. "Redirect URL" must be, character by character, the one registered at ${provider} and used for the consent`,
		);
	}
	if (isRefused && code !== '') return refusedGrant(profile, attempt.grant, said);
	if (/client|secret/i.test(words) && !/expired|revoked/i.test(words)) {
		return settingsError(`${provider} refused the client${said}. ${advice ?? CHECK_CLIENT}`);
	}
	if (code === 'unsupported_grant_type' || code === 'invalid_scope') {
		return settingsError(
			`${provider} does not allow this client to connect this way${said}. ${advice ?? `Check how the client is registered at ${provider}`}`,
		);
	}
	const hint = advice ?? profile.wrongFormatHint;
	if (code === 'invalid_request' && hint) {
		return settingsError(`${provider} did not understand the token request${said}. ${hint}`);
	}
	if (isRefused) return refusedGrant(profile, attempt.grant, said, DOUBT);
	return settingsError(
		`${provider} issued no token (HTTP ${response.status})${said}. Nothing that is stored was discarded. ${advice ?? `${CHECK_CLIENT}; if they are right and it stays so, connect again`}`,
	);
}

const CHECK_CLIENT = 'Check "Client ID", "Client Secret" and "Environment" of the credential';

const whereOf = (profile: TokenIssuer, credentials: Credentials): string => {
	const { host, pathname } = new URL(profile.tokenUrl(credentials));
	return `${host}${pathname}`;
};

const letters = (code: string): string => code.toLowerCase().replace(/[^a-z]/g, '');

/**
 * Whether what was handed in is refused for good: RFC 6749 section 5.2 has one word for it, which vendors
 * also write `InvalidGrant`. Whatever else is said, the same may be taken a moment later, and nothing is
 * thrown away for it.
 */
const refusesGrant = (refusal: Refusal): boolean =>
	refusal.refusesGrant === true ||
	(refusal.code ?? '').split(', ').some((code) => letters(code) === 'invalidgrant');

/** RFC 6749 section 4.1.2.1 knows these of the consent; servers use them at the token endpoint too. */
const MOMENTARY = new Set([
	'temporarilyunavailable',
	'servererror',
	'slowdown',
	'ratelimitexceeded',
]);

const isForTheMoment = (refusal: Refusal | undefined): boolean =>
	refusal?.code
		? refusal.code.split(', ').some((code) => MOMENTARY.has(letters(code)))
		: speaksOfTheMoment(refusal?.text ?? '');

/** How servers say, without a code, that the same may be taken a moment later; the last line is Norwegian. */
const MOMENTARY_WORDS = [
	/temporar|try again|retry|later\b|at the moment|right now|too many|rate.?limit|throttl|overload|busy\b/i,
	/unavailable|time[d -]?out|internal (?:server )?error|(?:unexpected|unknown|server|database) error|maintenance/i,
	/connection (?:refused|reset|failed)|\b(?:dead)?lock(?:ed|s)?\b|concurrent|another request|database|upstream|gateway|storage|cluster|\b5\d\d\b/i,
	/annen forespørsel|akkurat nå|er nede|midlertidig|prøv igjen|senere|for mange|utilgjengelig|vedlikehold|(?:ukjent|uventet|intern) feil/i,
];

export const speaksOfTheMoment = (words: string): boolean =>
	MOMENTARY_WORDS.some((pattern) => pattern.test(words));

/** An answer that speaks of no token and no refusal: a proxy's, a firewall's, or another program's. */
function unrelated(
	profile: TokenIssuer,
	credentials: Credentials,
	{ status }: ProviderResponse,
): OAuth2Error {
	return temporaryError(
		`${whereOf(profile, credentials)} answered with something else than tokens (HTTP ${status}). Try again later; if it stays so, check the Environment and the base URLs of the ${profile.displayName} credential, and whether something between n8n and ${profile.displayName} answers in its place`,
		{ repeatable: false },
	);
}

const GRANT_WORDS: Record<Attempt['grant'], string> = {
	authorization_code: 'the authorization code: it has expired or was used before',
	refresh_token: 'to renew the access: it was revoked or has expired',
	password: 'the user name and password',
	client_credentials: 'the client',
};

/** Where the provider tells a wrong client and a spent token by the same sentence. */
const DOUBT = ' If that ends the same way, check "Client ID", "Client Secret" and "Redirect URL".';

function refusedGrant(
	profile: TokenIssuer,
	grant: Attempt['grant'],
	said: string,
	doubt = '',
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
	return reconnectError(`${refused} Connect again: ${profile.consent?.instruction ?? ''}${doubt}`);
}

/** HTTP statuses of a server that may answer a moment later (RFC 9110 section 15, RFC 8470, RFC 6585). */
export const isMomentary = (status: number): boolean =>
	status === 408 || status === 425 || status === 429 || status >= 500;

/** Whether an answer says that the request was not looked at: come again, and when; or the word for it. */
const isPutOff = ({ status, headers }: ProviderResponse, refusal: Refusal | undefined): boolean =>
	((status === 429 || status === 503) && askedToWait(headers) !== undefined) ||
	letters(refusal?.code ?? '') === 'temporarilyunavailable';

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
	const where = whereOf(profile, credentials);
	if (isMomentary(status)) {
		return temporaryError(
			`${provider} cannot issue tokens at the moment (HTTP ${status})${said}. Try again later`,
			{
				retryAfterMs: askedToWait(headers),
				repeatable: true,
				undone: isPutOff(response, refusal),
			},
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
	const isEmpty = body === '' || body === undefined || body === null;
	// RFC 6749 section 5.2: this status is for a client that is not known.
	if (isEmpty && status === 401) {
		return settingsError(
			`${provider} refused the client (HTTP 401). Check "Client ID", "Client Secret" and "Environment" of the credential`,
		);
	}
	if (isEmpty) {
		return temporaryError(
			`${provider} sent an empty answer instead of tokens from ${where} (HTTP ${status}). Try again later; if it stays so, check the Environment and the base URLs of the credential`,
			{ repeatable: false },
		);
	}
	if (typeof body === 'string' && (status === 401 || status === 403)) {
		return unrelated(profile, credentials, response);
	}
	if (typeof body === 'string') {
		if (/<html|<!doctype/i.test(body)) {
			return settingsError(
				`${where} answered with a web page instead of JSON (HTTP ${status}). Check the Environment and the base URLs of the credential. If they were right before, the page may be one of a firewall or of maintenance: nothing that is stored was discarded, try again later`,
			);
		}
		return settingsError(
			`${where} answered with text instead of JSON (HTTP ${status}). ${profile.wrongReplyHint ?? 'Check the Environment and the base URLs of the credential'}`,
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
		attempt.parameters.first,
		text(credentials, 'clientSecret'),
		text(credentials, 'accessToken'),
		...secretsOf(credentials),
	];
	return ` ("${plain(words, secrets)}")`;
}

/** More of a text is not looked at: what is told of it is one line. */
const MOST_READ = 4_000;

/** One line of at most 200 characters, no markup, the given secrets blanked. */
export function plain(words: string, secrets: ReadonlyArray<string | undefined>): string {
	// A secret that is cut in two at the end is not recognised any more: its length more is read.
	const longest = Math.max(0, ...secrets.map((secret) => secret?.length ?? 0));
	let result = words.slice(0, MOST_READ + longest);
	result = scrubberOf(secrets.filter((secret) => secret !== undefined))(result);
	result = withoutMarkup(result.slice(0, MOST_READ)).replace(/\s+/g, ' ').trim();
	return result.length > 200 ? `${result.slice(0, 199)}…` : result;
}

/** Tags become blanks, in one pass: `<[^>]*>` looks at the rest of the text again for every `<`. */
function withoutMarkup(words: string): string {
	let result = '';
	for (let from = 0; from < words.length;) {
		const open = words.indexOf('<', from);
		const close = open < 0 ? -1 : words.indexOf('>', open);
		if (close < 0) return result + words.slice(from);
		result += `${words.slice(from, open)} `;
		from = close + 1;
	}
	return result;
}
