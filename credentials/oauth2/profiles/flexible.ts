import { outcomeOf } from '../../base/outcome';
import { at, accountIdIn, isRecord, sha256, wordsIn } from '../../base/values';
import { OAuth2Error } from '../errors';
import {
	addressed,
	filledIn,
	flexibleBaseUrl,
	hasPlaceholder,
	refuseUntold,
} from '../flexible/address';
import { plainRefusal, secondAdvice, tokenAdvice } from '../flexible/advice';
import { refuseContradictions } from '../flexible/contradictions';
import { codesIn, EXPIRY_UNITS, Settings, wrong } from '../flexible/settings';
import { tellsOfNone } from '../flexible/success';
import { DEFAULTS, grantToChoose, LABELS, quirksToChoose, type Name } from '../flexible/vocabulary';
import { TokenLifecycle } from '../lifecycle';
import type {
	Credentials,
	Grant,
	Granted,
	OAuth2Profile,
	ProviderResponse,
	SecondExchange,
	TokenRequestShape,
} from '../profile';
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
		'open the address of an OAuth2 Connect Trigger that uses this credential, or approve the access in your browser and paste the address you land on into "Authorization Code" of the credential',
};

const METHODS = ['POST', 'GET'] as const;

const AUTHENTICATIONS = ['header', 'plainHeader', 'body', 'both', 'none'] as const;

const FORMATS = ['form', 'json', 'query'] as const;

/**
 * Builds the profile from a credential's fields.
 * @throws OAuth2Error (settings) that names the field
 * @see docs/decisions/2026-11-27-flexible-oauth2.md
 */
export function flexibleProfile(credentials: Credentials): OAuth2Profile {
	const values = [
		...READ.map((name) => credentials[name]),
		text(credentials, 'accessToken') === '',
	];
	const known = built.get(credentials);
	if (known?.values.every((value, index) => value === values[index])) return known.profile;
	const profile = profileFrom(credentials);
	built.set(credentials, { values, profile });
	return profile;
}

/** The engine asks many times for one call. */
const built = new WeakMap<Credentials, { values: unknown[]; profile: OAuth2Profile }>();

/** All that a profile is made of. */
const READ = [...Object.keys(DEFAULTS), 'profile', 'quirks', 'keptFields'];

function profileFrom(credentials: Credentials): OAuth2Profile {
	const settings = new Settings(credentials);
	const grantType = settings.choice('grantType', GRANTS);
	const tokenUrl = settings.url('accessTokenUrl', true);
	const displayName = new URL(tokenUrl).host;
	const expired = settings.statuses('expiredStatuses');
	const headers = settings.headers('callHeaders');
	const hosts = hostsOf(settings, credentials);
	// Before the provider has told what belongs in them, headers are left out.
	const callHeaders = () =>
		Object.fromEntries(
			Object.entries(headers)
				.map(([name, value]) => [name, filledIn(value, credentials)] as const)
				.filter(([, value]) => {
					refuseUntold(value, credentials);
					return !hasPlaceholder(value);
				}),
		);
	refuseContradictions(settings, credentials);
	const errorPath = settings.path('errorPath');
	const authorization = settings.header('headerName', 'headerPrefix');
	const keepsScheme = authorization.prefix.toLowerCase() !== 'bearer';
	const second = secondExchange(settings, tokenUrl, hosts, keepsScheme);
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
			// What the second exchange does with it is written into its own fields.
			keepsScheme: keepsScheme || second !== undefined,
			refreshToken: settings.path('refreshTokenPath'),
			expiry: settings.path('expiryPath'),
			expiryUnit: settings.choice('expiryUnit', EXPIRY_UNITS),
			lifetime: settings.seconds('defaultLifetime'),
			keep: settings.list('keepFields'),
		},
		...(second ? { secondExchange: second } : {}),
		...accountOf(settings, credentials, callHeaders),
		headers: callHeaders,
		authorization,
		hosts,
		// Its keys are all the names.
		shape: JSON.stringify(Object.keys(DEFAULTS).map((name) => [name, settings.raw(name as Name)])),
		granted: grantedFor(
			settings,
			grantType,
			text(credentials, 'clientId'),
			text(credentials, 'username'),
		),
		addressed: (text) => addressed(text, credentials),
		advice: tokenAdvice(settings.path('accessTokenPath')),
		unsureHint:
			'Whether it was the token cannot be told without an "Account URL" (Quirks: Account), so it was neither renewed nor sent again. Fill one in; and check "Header Name", "Header Prefix" and "Scope"',
		wrongFormatHint: 'Check "Format" and "Method" under Quirks: Token Request',
		wrongReplyHint:
			'Check "Access Token URL"; where the text is the token itself, write $ into "Access Token Path"',
		readRefusal: (response) =>
			refusalAt(settings, errorPath, response) ?? readRefusal(response) ?? plainRefusal(response),
		rejectsToken: ({ status }) => expired.has(status),
	};
}

/** What the grant brought is of no use once one of these is changed. Secrets and keys may be changed at any time. */
function grantedFor(
	settings: Settings,
	grantType: GrantType,
	clientId: string,
	username: string,
): Granted {
	const hashes = (names: readonly Name[]) =>
		Object.fromEntries(
			names.map((name) => [LABELS[name] ?? name, sha256(JSON.stringify(settings.raw(name)))]),
		);
	// A refresh token that was pasted is of another consent, in which these had no part.
	const asked: Name[] = grantType === 'refreshToken' ? [] : ['scope', 'exchangeParameters'];
	return {
		grant: {
			...hashes(['grantType', 'accessTokenUrl', ...asked]),
			[LABELS.clientId ?? '']: sha256(clientId),
			...(grantType === 'password' ? { [LABELS.username ?? '']: sha256(username) } : {}),
		},
		renewal: hashes(['refreshParameters', 'tokenHeaders', ...SECOND]),
	};
}

const SECOND: readonly Name[] = [
	'secondUrl',
	'secondParameters',
	'secondHeaders',
	'secondTokenPath',
];

/** RFC 6749 section 4.1.1. */
function consentOf(
	settings: Settings,
	grantType: GrantType,
): NonNullable<OAuth2Profile['consent']> {
	const authUrl = settings.url('authUrl');
	const names = settings.pairs('parameterNames');
	const echoesState = settings.isOn('echoesState');
	const pkce = settings.isOn('pkce');
	const consent = {
		echoesState,
		instruction: INSTRUCTIONS[grantType],
		returns: { code: settings.text('codeParameter'), state: names.state || 'state' },
		pkce,
		vendorStarts: settings.isOn('vendorStarts'),
		keeps: settings.list('keepCallback'),
	};
	if (grantType !== 'authorizationCode' || authUrl === '') return consent;
	return {
		...consent,
		authorizeUrl(credentials, { redirectUrl, state, codeChallenge = '' }) {
			const url = new URL(authUrl);
			const own = {
				response_type: 'code',
				client_id: text(credentials, 'clientId'),
				redirect_uri: redirectUrl,
				scope: scopeOf(settings),
				// Who does not hand it back may not take it either.
				state: echoesState ? state : '',
				code_challenge: codeChallenge,
				code_challenge_method: codeChallenge === '' ? '' : 'S256',
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
		.replace(/\p{Cf}/gu, '')
		.split(/[\s,]+/)
		.filter(Boolean)
		.join(between);
}

function tokenRequest(settings: Settings): TokenRequestShape {
	// RFC 6749 section 4.1.3: with a code there is no scope any more; it stood on the login page.
	const isConsent = settings.text('grantType') === 'authorizationCode';
	const scope = isConsent ? '' : scopeOf(settings);
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
	const own = hasPlaceholder(base) ? [] : [new URL(base).origin];
	return [...own, ...settings.hosts('allowedHosts')];
}

const isAmong = (hosts: readonly string[], url: string): boolean =>
	hosts.includes(new URL(url).origin) || hosts.includes(new URL(url).host);

function secondExchange(
	settings: Settings,
	tokenUrl: string,
	hosts: readonly string[],
	keepsScheme: boolean,
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
			keepsScheme,
			expiry: settings.path('secondExpiryPath'),
			expiryUnit: settings.choice('expiryUnit', EXPIRY_UNITS),
			lifetime: settings.seconds('defaultLifetime'),
			keep: settings.list('keepFields'),
		},
		advice: secondAdvice(settings.path('secondTokenPath')),
		hint: 'Check "Second URL", "Second Method" and "Second Format"',
	};
}

function accountOf(
	settings: Settings,
	credentials: Credentials,
	headers: () => Record<string, string>,
): Pick<OAuth2Profile, 'account'> {
	const path = settings.text('accountUrl');
	if (path === '') return {};
	const isBelow = path.startsWith('/') && !path.startsWith('//');
	if (!isBelow) refuseElsewhere(settings.url('accountUrl'), credentials);
	const idPath = settings.path('accountIdPath') ?? 'id';
	const namePath = settings.path('accountNamePath') ?? 'name';
	const body = settings.object('accountBody');
	return {
		account: {
			method: body ? 'POST' : 'GET',
			...(body ? { body } : {}),
			url(current) {
				const whole = isBelow ? `${flexibleBaseUrl(current)}${path}` : settings.url('accountUrl');
				const url = addressed(whole, current);
				refuseUntold(url, current);
				refuseElsewhere(url, current);
				return url;
			},
			headers: body ? { 'Content-Type': 'application/json', ...headers() } : headers(),
			hint: 'Check "Account URL" and "Account ID Path"',
			read(body) {
				const id = accountIdIn(at(body, idPath));
				return id === '' ? undefined : { id, name: wordsIn(at(body, namePath)) || id };
			},
		},
	};
}

/** @throws OAuth2Error for an address that the token must not go to; one that is not known yet is looked at later */
function refuseElsewhere(url: string, credentials: Credentials): void {
	if (hasPlaceholder(url) || isAmong(hostsOf(new Settings(credentials), credentials), url)) return;
	throw wrong('accountUrl', notNamed(url));
}

const notNamed = (url: string) =>
	`gets the access token, and ${new URL(url).host} is neither the host of "API Base URL" nor among "Other Hosts". Add it there if it is meant`;

function refusalAt(
	settings: Settings,
	path: string | undefined,
	{ body, status }: ProviderResponse,
) {
	if (path === undefined || !isRecord(body)) return undefined;
	const code = at(body, path);
	if (code === undefined || code === null || code === '') return undefined;
	// A code of success says nothing of why there is no token.
	if (status < 300 && tellsOfNone(code)) return undefined;
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
 * The engine's words name an Environment, which a credential of this type does not have, and fields that its dialog
 * shows only when they were chosen.
 * @throws what came, in words of its fields
 */
export async function inItsWords<T>(credentials: Credentials, work: Promise<T>): Promise<T> {
	const outcome = await outcomeOf(work);
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof OAuth2Error)) throw error;
	const own = error.message
		.replace(/"Environment"/g, '"Access Token URL"')
		.replace(/the Environment and the base URLs/g, '"Access Token URL" and "API Base URL"');
	const hidden = [
		...grantToChoose(own, credentials),
		...quirksToChoose(own, credentials.quirks).map((name) => `Quirks: ${name}`),
	];
	// The same error: its class says what may be done about it.
	error.message = hidden.length === 0 ? own : `${own} (${hidden.join(', ')})`;
	throw error;
}

export const flexibleTokens = new TokenLifecycle(UNKNOWN, flexibleProfile);
