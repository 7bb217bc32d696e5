import { outcomeOf } from '../../base/outcome';
import { at, isRecord } from '../../base/values';
import { OAuth2Error, settingsError } from '../errors';
import { codesIn, EXPIRY_UNITS, Settings, wrong } from '../flexible/settings';
import { DEFAULTS, type Name } from '../flexible/vocabulary';
import { withScheme } from '../hosts';
import { TokenLifecycle } from '../lifecycle';
import type {
	Credentials,
	Grant,
	OAuth2Profile,
	ProviderResponse,
	SecondExchange,
	TokenRequestShape,
} from '../profile';
import { keptFields } from '../record';
import { readRefusal } from '../refusal';
import { text } from '../settings';

const GRANTS = ['clientCredentials', 'password', 'refreshToken', 'authorizationCode'] as const;

type GrantType = (typeof GRANTS)[number];

/** In the order in which they are tried. */
const GRANTS_OF: Record<GrantType, readonly Grant[]> = {
	clientCredentials: ['refresh_token', 'client_credentials'],
	password: ['refresh_token', 'password'],
	refreshToken: ['authorization_code', 'refresh_token'],
	authorizationCode: ['authorization_code', 'refresh_token'],
};

const INSTRUCTIONS: Record<GrantType, string> = {
	clientCredentials: 'check the client',
	password: 'check the login',
	refreshToken: 'paste a new refresh token into "Refresh Token" of the credential',
	authorizationCode:
		'approve the access in your browser, then paste the address you land on into "Authorization Code" of the credential',
};

const METHODS = ['POST', 'GET'] as const;

const AUTHENTICATIONS = ['header', 'body', 'both', 'none'] as const;

const FORMATS = ['form', 'json', 'query'] as const;

/**
 * What a credential's API Base URL comes to, with the fields that were kept of the token reply. Before these are
 * known their names stand in it.
 */
export function flexibleBaseUrl(credentials: Credentials): string {
	const template = new Settings(credentials).text('apiBaseUrl');
	const filled = filledIn(template, credentials, isPartOfAddress);
	if (PLACEHOLDER.test(filled)) return withScheme(filled).replace(/\/+$/, '');
	const settings = new Settings({ ...credentials, apiBaseUrl: filled });
	return settings.url('apiBaseUrl', true).replace(/\/+$/, '');
}

/** `{instance_url}`: a field that was kept. */
const PLACEHOLDER = /\{([\w.]+)\}/;

/** @param fits whether a value may stand where its name does */
function filledIn(
	template: string,
	credentials: Credentials,
	fits: (value: string, offset: number) => boolean = () => true,
): string {
	const kept = keptFields(credentials);
	return template.replace(new RegExp(PLACEHOLDER, 'g'), (whole, name: string, offset: number) => {
		const value = kept[name];
		if (value === undefined) return whole;
		if (fits(value, offset)) return value;
		throw settingsError(
			`The provider's token reply has a "${name}" that cannot stand in "API Base URL"`,
		);
	});
}

/** A whole address at the beginning, else a name that ends neither the host nor the path. */
const isPartOfAddress = (value: string, offset: number): boolean =>
	offset === 0
		? /^https?:\/\/[\w.:[\]-]+(?:\/[\w./-]*)?$|^[\w.-]+$/.test(value)
		: /^[\w.-]+$/.test(value);

/** An address in which names of kept fields stand, once they are known. */
function addressed(text: string, credentials: Credentials): string {
	const scheme = /^https?:\/\/(?=\{)/.exec(text)?.[0] ?? '';
	const filled = filledIn(text.slice(scheme.length), credentials, isPartOfAddress);
	return /^https?:\/\//.test(filled) ? filled : `${scheme}${filled}`;
}

/**
 * Builds the profile from a credential's fields.
 * @throws OAuth2Error (settings) that names the field
 * @see docs/decisions/2026-11-27-flexible-oauth2.md
 */
export function flexibleProfile(credentials: Credentials): OAuth2Profile {
	const settings = new Settings(credentials);
	const grantType = settings.choice('grantType', GRANTS);
	const tokenUrl = settings.url('accessTokenUrl', true);
	const displayName = new URL(tokenUrl).host;
	const expired = settings.statuses('expiredStatuses');
	const headers = settings.headers('callHeaders');
	const hosts = hostsOf(settings, credentials);
	const callHeaders = () =>
		Object.fromEntries(
			Object.entries(headers).map(([name, value]) => [name, filledIn(value, credentials)]),
		);
	refuseContradictions(settings);
	const errorPath = settings.path('errorPath');
	const second = secondExchange(settings, tokenUrl, hosts);
	return {
		displayName,
		tokenUrl: () => tokenUrl,
		tokenRequestFormat: () => settings.choice('tokenRequestFormat', FORMATS),
		grants: GRANTS_OF[grantType],
		...(grantType === 'refreshToken' ? { pastes: 'refresh_token' as const } : {}),
		sendsRedirectUri: () => settings.isOn('sendRedirectUrl'),
		consent: consentOf(settings, grantType),
		tokenRequest: tokenRequest(settings),
		tokenReply: {
			accessToken: settings.path('accessTokenPath'),
			refreshToken: settings.path('refreshTokenPath'),
			expiry: settings.path('expiryPath'),
			expiryUnit: settings.choice('expiryUnit', EXPIRY_UNITS),
			lifetime: settings.seconds('defaultLifetime'),
			keep: settings.list('keepFields'),
		},
		...(second ? { secondExchange: second } : {}),
		...accountOf(settings, flexibleBaseUrl(credentials), hosts, callHeaders),
		headers: callHeaders,
		authorization: settings.header('headerName', 'headerPrefix'),
		hosts,
		// Its keys are all the names.
		shape: JSON.stringify(Object.keys(DEFAULTS).map((name) => [name, settings.raw(name as Name)])),
		addressed: (text) => addressed(text, credentials),
		readRefusal: (response) => refusalAt(settings, errorPath, response) ?? readRefusal(response),
		rejectsToken: ({ status }) => expired.has(status),
	};
}

/** RFC 6749 section 4.1.1. */
function consentOf(
	settings: Settings,
	grantType: GrantType,
): NonNullable<OAuth2Profile['consent']> {
	const authUrl = settings.url('authUrl');
	const echoesState = settings.isOn('echoesState');
	const instruction = INSTRUCTIONS[grantType];
	if (grantType !== 'authorizationCode' || authUrl === '') return { echoesState, instruction };
	const names = settings.pairs('parameterNames');
	return {
		echoesState,
		instruction,
		authorizeUrl(credentials, { redirectUrl, state }) {
			const url = new URL(authUrl);
			const own = {
				response_type: 'code',
				client_id: text(credentials, 'clientId'),
				redirect_uri: redirectUrl,
				scope: scopeOf(settings),
				state,
			};
			for (const [name, value] of Object.entries(own)) {
				const called = names[name] ?? name;
				if (called !== '' && value !== '') url.searchParams.set(called, value);
			}
			for (const [name, value] of new URLSearchParams(settings.text('authQueryParameters'))) {
				url.searchParams.set(name, value);
			}
			return url.href;
		},
	};
}

/** The scopes, with what the provider has between them. */
function scopeOf(settings: Settings): string {
	const separator = settings.choice('scopeSeparator', ['space', 'comma', 'plus']);
	const between = { space: ' ', comma: ',', plus: '+' }[separator];
	return settings
		.text('scope')
		.split(/[\s,]+/)
		.filter(Boolean)
		.join(between);
}

function tokenRequest(settings: Settings): TokenRequestShape {
	const scope = scopeOf(settings);
	const names = settings.pairs('parameterNames');
	const scopeName = names.scope ?? 'scope';
	return {
		method: settings.choice('tokenMethod', METHODS),
		refreshUrl: settings.url('refreshUrl'),
		clientAuthentication: settings.choice('authentication', AUTHENTICATIONS),
		names,
		exchange: {
			...(scope !== '' && scopeName !== '' ? { [scopeName]: scope } : {}),
			...settings.pairs('exchangeParameters'),
		},
		refresh: settings.pairs('refreshParameters'),
		headers: settings.headers('tokenHeaders'),
	};
}

/** The hosts that the token may go to. */
function hostsOf(settings: Settings, credentials: Credentials): string[] {
	const base = flexibleBaseUrl(credentials);
	const own = PLACEHOLDER.test(base) ? [] : [new URL(base).origin];
	return [...own, ...settings.list('allowedHosts').map((host) => host.toLowerCase())];
}

const isAmong = (hosts: readonly string[], url: string): boolean =>
	hosts.includes(new URL(url).origin) || hosts.includes(new URL(url).host);

function secondExchange(
	settings: Settings,
	tokenUrl: string,
	hosts: readonly string[],
): SecondExchange | undefined {
	const url = settings.url('secondUrl');
	if (url === '') return undefined;
	if (new URL(url).origin !== new URL(tokenUrl).origin && !isAmong(hosts, url)) {
		throw wrong('secondUrl', notNamed(url));
	}
	return {
		method: settings.choice('secondMethod', METHODS),
		url,
		format: settings.choice('secondFormat', FORMATS),
		parameters: settings.pairs('secondParameters'),
		headers: settings.headers('secondHeaders'),
		reply: {
			accessToken: settings.path('secondTokenPath'),
			expiry: settings.path('secondExpiryPath'),
			expiryUnit: settings.choice('expiryUnit', EXPIRY_UNITS),
			lifetime: settings.seconds('defaultLifetime'),
		},
	};
}

function accountOf(
	settings: Settings,
	base: string,
	hosts: readonly string[],
	headers: () => Record<string, string>,
): Pick<OAuth2Profile, 'account'> {
	const path = settings.text('accountUrl');
	const isBelow = path.startsWith('/') && !path.startsWith('//');
	const url = isBelow ? `${base}${path}` : settings.url('accountUrl');
	// Before the provider has told its address nobody is asked.
	if (url === '' || PLACEHOLDER.test(url)) return {};
	if (!isAmong(hosts, url)) throw wrong('accountUrl', notNamed(url));
	const idPath = settings.path('accountIdPath') ?? 'id';
	const namePath = settings.path('accountNamePath') ?? 'name';
	return {
		account: {
			method: 'GET',
			url: () => url,
			headers: headers(),
			read(body) {
				const id = at(body, idPath);
				if (typeof id !== 'string' && typeof id !== 'number') return undefined;
				return { id: String(id), name: String(at(body, namePath) ?? id) };
			},
		},
	};
}

const notNamed = (url: string) =>
	`gets the access token, and ${new URL(url).host} is neither the host of "API Base URL" nor among "Other Hosts". Add it there if it is meant`;

function refusalAt(settings: Settings, path: string | undefined, { body }: ProviderResponse) {
	if (path === undefined || !isRecord(body)) return undefined;
	const code = at(body, path);
	if (code === undefined || code === null || code === '') return undefined;
	const textPath = settings.path('errorTextPath');
	const words = textPath === undefined ? undefined : at(body, textPath);
	return {
		code: String(code),
		...(typeof words === 'string' ? { text: words } : {}),
		...(codesIn(settings.text('refusalCodes')).includes(String(code))
			? { refusesGrant: true }
			: {}),
	};
}

/** @throws OAuth2Error for settings of which one cannot be meant */
function refuseContradictions(settings: Settings): void {
	const method = settings.choice('tokenMethod', METHODS);
	if (method === 'GET' && settings.choice('tokenRequestFormat', FORMATS) === 'json') {
		throw wrong(
			'tokenRequestFormat',
			'is JSON, which a GET has no place for. Choose POST, or Query',
		);
	}
	const expiries = `${settings.text('expiryPath')}${settings.text('secondExpiryPath')}`;
	if (expiries === '' && settings.text('expiryUnit') !== 'seconds') {
		throw wrong('expiryUnit', 'says how to read "Expiry Path", which is empty');
	}
	const authUrl = settings.url('authUrl');
	if (authUrl === '') return;
	const [login, tokens] = [authUrl, settings.url('accessTokenUrl')].map((url) => new URL(url));
	const others = settings.list('allowedHosts');
	if (login && tokens && siteOf(login) !== siteOf(tokens) && !others.includes(login.host)) {
		throw wrong(
			'authUrl',
			`is at ${login.host}, another site than the tokens come from. If it is meant, add ${login.host} to "Other Hosts"`,
		);
	}
}

/** The last two names of a host: near enough to notice a foreign login page. */
const siteOf = ({ hostname }: URL): string => hostname.split('.').slice(-2).join('.');

/** Of no credential: what the engine says before it has one. */
const UNKNOWN: OAuth2Profile = {
	displayName: 'the provider',
	tokenUrl: () => '',
	tokenRequestFormat: () => 'form',
	grants: [],
	sendsRedirectUri: () => true,
	rejectsToken: ({ status }) => status === 401,
};

/**
 * The engine's words name an Environment, which a credential of this type does not have.
 * @throws what came, in words of its fields
 */
export async function inItsWords<T>(work: Promise<T>): Promise<T> {
	const outcome = await outcomeOf(work);
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof OAuth2Error) || !/Environment/.test(error.message)) throw error;
	const { kind, description, retryAfterMs, repeatable } = error;
	const words = error.message
		.replace(/"Environment"/g, '"Access Token URL"')
		.replace(/the Environment and the base URLs/g, '"Access Token URL" and "API Base URL"');
	throw new OAuth2Error(kind, words, { description, retryAfterMs, repeatable });
}

export const flexibleTokens = new TokenLifecycle(UNKNOWN, flexibleProfile);
