import { environmentProperties, hostsOf, type Environments } from '../hosts';
import { TokenLifecycle } from '../lifecycle';
import type { Credentials, OAuth2Profile, ProviderResponse, Refusal } from '../profile';
import { isOn, text } from '../settings';
import { accountIdIn, isRecord, property, wordsIn } from '../../base/values';

export const LUCA_ORIGIN = 'https://go.lucaregnskap.no';

const environments: Environments = { production: { api: LUCA_ORIGIN, auth: LUCA_ORIGIN } };

export const lucaHosts = (credentials: Credentials) => hostsOf(environments, credentials);

export const lucaEnvironmentProperties = environmentProperties({
	displayName: 'Luca Regnskap',
	sandbox: false,
	separateAuthHost: false,
});

/** Asks for the companies that the access covers: the vendor's own probe. */
export const LUCA_COMPANIES_QUERY = '{ companies { nodes { id name organisationNumber } } }';

export const LUCA_GRAPHQL_PATH = '/api/v1/graphql';

/** The keys under which Luca's servers have been seen to word a refused token request. */
const REFUSAL_KEYS = ['error_description', 'error_descriptions', 'errors_descriptions', 'errors'];

/** Luca refuses with text, a list or an object, under several names, also with HTTP 200. */
export function lucaRefusal({
	status,
	body,
}: Pick<ProviderResponse, 'body' | 'status'>): Refusal | undefined {
	if (typeof body === 'string' && isGrantCode(body.trim())) return { code: body.trim() };
	if (!isRecord(body)) return undefined;
	const error = property(body, 'error');
	const words = [
		...REFUSAL_KEYS.map((key) => wordsOf(property(body, key))),
		typeof error === 'string' ? '' : wordsOf(error),
	].filter((each) => each !== '');
	const told = isRecord(error) ? property(error, 'code') : error;
	const code =
		typeof told === 'string' && (/^[a-z_]+$/.test(told) || isGrantCode(told)) ? told : undefined;
	if (code === undefined && typeof error === 'string' && error !== '') words.unshift(error);
	if (code === undefined && words.length === 0) return undefined;
	return {
		...(code ? { code } : {}),
		...(words.length > 0 ? { text: words.join('; ') } : {}),
		// The older token endpoint tells every refusal by a sentence alone, with HTTP 200.
		...(code === undefined && REFUSING.has(status) && words.some(speaksOfGrant)
			? { refusesGrant: true }
			: {}),
	};
}

/** RFC 6749 section 5.2, also as `InvalidGrant`. */
const isGrantCode = (code: string): boolean => /^invalid_?grant$/i.test(code);

/** HTTP statuses with which a token endpoint refuses a grant. */
const REFUSING = new Set([200, 400, 401]);

/** A grant, a code or a token, and not the service that issues it nor what that service does with it. */
const GRANT = String.raw`(?:(?:authori[sz]ation|refresh|access|provided|supplied|given|submitted) )*(?:grant|code|token)\b(?! (?:services?|server|requests?|endpoint|types?|stor|look|lock|cluster|response|gateway|was issued|issu|generat|creat|validat|verif|exchange|renewal|refresh|introspect|database|cache|queue|backend|provider|sign|key))`;

const VERDICT =
	"invalid|invalidated|expired|revoked|withdrawn|redeemed|unknown|used|wrong|rejected|refused|not (?:found|valid|recogni[sz]ed)|does ?n[o']t exist|no longer|issued to";

const NORWEGIAN_VERDICT =
	'ugyldig|utløpt|utgått|ikke gyldig|tilbakekalt|trukket tilbake|brukt|ukjent|finnes ikke|ikke funnet';

/**
 * `The provided authorization grant … is invalid, expired, revoked`, `Invalid refresh token`, and what Norwegian
 * makes of them: Luca writes in the language of its user. A reason after a colon is another sentence.
 */
const REFUSED_GRANT = [
	new RegExp(
		String.raw`^(?:(?:the|this|your|an?) )?${GRANT}(?![^;:]*\b(?:could|can) ?(?:not|n't))[^;:]*\b(?:${VERDICT})\b`,
		'i',
	),
	new RegExp(
		String.raw`^(?:(?:the|an?) )?(?:invalid|expired|revoked|unknown|wrong|bad|no(?: such)?)(?:(?:,| or) (?:invalid|expired|revoked|unknown))* ${GRANT}`,
		'i',
	),
	/^(?:(?:the|your) )?(?:access|authori[sz]ation|consent|session) (?:has been|was|is) (?:revoked|withdrawn)\b/i,
	/^(?:ugyldig|utløpt|ukjent|tilbakekalt)e? (?:\w+[- ]?)?(?:kode|token|tilgang)/i,
	new RegExp(
		String.raw`^(?:autorisasjons|tilgangs|oppdaterings|fornyings|fornyelses|refresh|access)?[- ]?(?:koden?|token(?:et)?|tilgangen)\b(?![^;:]*\bkunne ikke)[^;:]*\b(?:${NORWEGIAN_VERDICT})\b`,
		'i',
	),
];

/** Whether a sentence says that what was handed in is refused. A firewall speaks of codes and tokens of its own. */
function speaksOfGrant(words: string): boolean {
	const plain = words.replace(/[_-]/g, ' ').trim();
	return REFUSED_GRANT.some((pattern) => pattern.test(plain));
}

function wordsOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.map(wordsOf).filter(Boolean).join('; ');
	if (!isRecord(value)) return '';
	const message = property(value, 'message');
	if (typeof message === 'string') return message;
	return Object.values(value).map(wordsOf).filter(Boolean).join('; ');
}

/** The `extensions.code` of every error in a GraphQL reply; '' where an error has none. */
export function lucaErrorCodes(body: unknown): string[] {
	const errors = isRecord(body) ? body.errors : undefined;
	if (!Array.isArray(errors)) return [];
	return errors.map((error) => {
		const extensions = isRecord(error) ? error.extensions : undefined;
		const code = isRecord(extensions) ? extensions.code : undefined;
		return typeof code === 'string' ? code : '';
	});
}

/** GraphQL codes of a server that may answer the same question a moment later. */
const MOMENTARY_CODES = new Set([
	'INTERNAL_SERVER_ERROR',
	'SERVICE_UNAVAILABLE',
	'RATE_LIMITED',
	'TOO_MANY_REQUESTS',
	'THROTTLED',
	'TIMEOUT',
]);

/** Nothing was carried out and the access token is the reason, whatever the HTTP status. */
export function lucaRejectsToken({ status, body }: ProviderResponse): boolean {
	if (status === 401) return true;
	const nothingRan = !isRecord(body) || body.data === undefined || body.data === null;
	return nothingRan && lucaErrorCodes(body).includes('UNAUTHENTICATED');
}

/** The companies in the reply to `LUCA_COMPANIES_QUERY`; undefined when it is no such reply. */
export function lucaCompanies(
	body: unknown,
): Array<{ id: string; name: string; organisationNumber: string }> | undefined {
	const data = isRecord(body) ? body.data : undefined;
	const companies = isRecord(data) ? data.companies : undefined;
	const nodes = isRecord(companies) ? companies.nodes : undefined;
	if (!Array.isArray(nodes)) return undefined;
	return nodes.filter(isRecord).map(({ id, name, organisationNumber }) => ({
		id: accountIdIn(id),
		name: wordsIn(name),
		organisationNumber: String(organisationNumber ?? ''),
	}));
}

/** A company in words; Luca may tell none, or one without a number. */
function described(name: string, number: string): string {
	if (name === '' && number === '') return 'no company that Luca tells of';
	return number === '' ? `"${name}", which tells no organisation number` : `"${name}" (${number})`;
}

const digits = (value: string) => value.replace(/\D/g, '');

/**
 * Luca's article "API: Authenticate with OAuth2": version 1 of the consent page, version 2 of the token
 * endpoint, no `state`, one scope.
 */
export const lucaProfile: OAuth2Profile = {
	displayName: 'Luca Regnskap',
	tokenUrl: (credentials) =>
		`${lucaHosts(credentials).api}${text(credentials, 'tokenPath') || '/api/v2/oauth2/token'}`,
	tokenRequestFormat: () => 'form',
	grants: ['authorization_code', 'refresh_token'],
	sendsRedirectUri: (credentials) => isOn(credentials, 'sendRedirectUrl'),
	consent: {
		authorizeUrl(credentials, { redirectUrl }) {
			const organisation = digits(text(credentials, 'organisationNumber'));
			const locale = text(credentials, 'locale');
			const query = new URLSearchParams({
				client_id: text(credentials, 'clientId'),
				response_type: 'code',
				scope: 'accounting',
				redirect_uri: redirectUrl,
				...(organisation ? { organisation_number: organisation } : {}),
				...(locale ? { locale } : {}),
			});
			return `${lucaHosts(credentials).auth}/api/v1/oauth2/authorize?${query.toString()}`;
		},
		echoesState: false,
		instruction:
			'open the address of an OAuth2 Connect Trigger that uses this credential, or paste the address you land on after the Luca login into "Authorization Code"',
	},
	account: {
		method: 'POST',
		url: (credentials) => `${lucaHosts(credentials).api}${LUCA_GRAPHQL_PATH}`,
		headers: { 'Content-Type': 'application/json' },
		body: { query: LUCA_COMPANIES_QUERY },
		read(body, credentials) {
			const companies = lucaCompanies(body);
			if (!companies) return undefined;
			const wanted = digits(text(credentials, 'organisationNumber'));
			const connected = text(credentials, 'connectedAccount');
			// The list may come in another order: whoever is connected stays, as long as it is among them.
			const company =
				companies.find(
					({ organisationNumber }) => wanted && digits(organisationNumber) === wanted,
				) ??
				companies.find(({ id }) => connected !== '' && id === connected) ??
				companies[0];
			return {
				id: company?.id ?? '',
				name: company?.name ?? '',
				organisationNumber: company?.organisationNumber ?? '',
				companies,
			};
		},
		failsForTheMoment: (body) =>
			!lucaCompanies(body) && lucaErrorCodes(body).some((code) => MOMENTARY_CODES.has(code)),
		refuse(account, credentials) {
			const wanted = digits(text(credentials, 'organisationNumber'));
			const connected = digits(String(account?.organisationNumber ?? ''));
			return wanted !== '' && connected !== wanted
				? `The consent was given for ${described(account?.name ?? '', connected)}, but "Organisation Number" of the credential is ${wanted}. Nothing was stored. Connect again and choose that company, or change the field`
				: undefined;
		},
	},
	headers: () => ({ Accept: 'application/json' }),
	readRefusal: lucaRefusal,
	rejectsToken: lucaRejectsToken,
	wrongTokenHostHint:
		'Check the Environment and API Base URL of the credential. A server without this endpoint may have the newer login: use the "Luca OAuth2 (PKCE) API" credential then',
};

export const lucaTokens = new TokenLifecycle(lucaProfile);
