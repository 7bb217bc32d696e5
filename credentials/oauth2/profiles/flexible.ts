import { outcomeOf } from '../../base/outcome';
import { isRecord } from '../../base/values';
import { OAuth2Error, settingsError } from '../errors';
import { codesIn, EXPIRY_UNITS, Settings, wrong } from '../flexible/settings';
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
import { at } from '../tokenReply';

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

/** What a credential's API Base URL comes to, with the fields that were kept of the token reply. */
export function flexibleBaseUrl(credentials: Credentials): string {
	const settings = new Settings({
		...credentials,
		apiBaseUrl: filledIn(String(new Settings(credentials).text('apiBaseUrl')), credentials),
	});
	return settings.url('apiBaseUrl', true);
}

/** `{instance_url}`: a field that was kept. @throws OAuth2Error where the provider has not told it */
function filledIn(template: string, credentials: Credentials): string {
	const kept = keptFields(credentials);
	return template.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
		const value = kept[name];
		if (value !== undefined) return value;
		// Before it is connected nothing is kept; afterwards a name that is not there is a mistake.
		if (Object.keys(kept).length === 0) return whole;
		throw settingsError(
			`The provider's token reply had no "${name}", which the credential uses. Check "Fields to Keep"`,
		);
	});
}

/**
 * Builds the profile from a credential's fields.
 * @throws OAuth2Error (settings) that names the field
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
		...accountOf(settings, hosts, callHeaders),
		headers: callHeaders,
		authorization: settings.header('headerName', 'headerPrefix'),
		hosts,
		shape: JSON.stringify([grantType, settings.text('scope'), ...shapeOf(settings)]),
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

/** What else a token is for: two credentials that differ in it share none. */
const shapeOf = (settings: Settings) =>
	(
		[
			'apiBaseUrl',
			'refreshUrl',
			'authentication',
			'exchangeParameters',
			'refreshParameters',
			'tokenHeaders',
			'accessTokenPath',
			'secondUrl',
			'secondParameters',
			'secondHeaders',
		] as const
	).map((name) => settings.text(name));

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
	const base = settings.text('apiBaseUrl');
	const own =
		/\{[^{}]+\}/.test(base) && Object.keys(keptFields(credentials)).length === 0
			? []
			: [new URL(flexibleBaseUrl(credentials)).origin];
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
	hosts: readonly string[],
	headers: () => Record<string, string>,
): Pick<OAuth2Profile, 'account'> {
	const url = settings.url('accountUrl');
	if (url === '') return {};
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
	if (settings.text('expiryPath') === '' && settings.text('expiryUnit') !== 'seconds') {
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
