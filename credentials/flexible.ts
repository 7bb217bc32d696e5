import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';
import { DEFAULTS, LABELS, QUIRKS, type Group, type Name } from './oauth2/flexible/vocabulary';
import { consentProperties, secretProperty } from './oauth2/properties';
import { testRules } from './testRules';

type Show = NonNullable<NonNullable<INodeProperties['displayOptions']>['show']>;

/** A field of the vocabulary: its label and default stand there. */
const field = (
	name: Name,
	description: string,
	more: Partial<INodeProperties> = {},
): INodeProperties => ({
	displayName: LABELS[name] ?? name,
	name,
	type: typeof DEFAULTS[name] === 'boolean' ? 'boolean' : 'string',
	default: DEFAULTS[name] ?? '',
	description,
	...more,
});

const shown = (show: Show): Partial<INodeProperties> => ({ displayOptions: { show } });

const choices = (values: Record<string, string>): Partial<INodeProperties> => ({
	type: 'options',
	options: Object.entries(values).map(([value, name]) => ({ name, value })),
});

const FORMATS = choices({ form: 'Form', json: 'JSON', query: 'Query' });

const METHODS = choices({ GET: 'GET', POST: 'POST' });

const quirk =
	(group: Group) =>
	(name: Name, description: string, more: Partial<INodeProperties> = {}): INodeProperties =>
		field(name, description, { ...more, ...shown({ quirks: [group] }) });

const tokenRequest = quirk('tokenRequest');
const tokenReply = quirk('tokenReply');
const calls = quirk('calls');
const second = quirk('secondExchange');
const account = quirk('account');
const consent = quirk('consent');

const JSON_EXAMPLE = { placeholder: 'e.g. {"audience": "https://api.example.com"}' };

/** A field that may hold keys. */
const masked = { typeOptions: { password: true } };

/** n8n does not save an empty field that must be filled in, and a pasted profile may fill this one in. */
const unlessInProfile = (property: INodeProperties): INodeProperties[] => [
	{ ...property, required: true, displayOptions: { hide: { quirks: ['profile'] } } },
	{ ...property, ...shown({ quirks: ['profile'] }) },
];

/** The fields that n8n's generic OAuth2 credential has, by the same names. */
export const flexibleBasics: INodeProperties[] = [
	...unlessInProfile(
		field(
			'apiBaseUrl',
			'Where the API is. The access token is only ever sent there and to "Other Hosts"',
			{ placeholder: 'e.g. https://api.example.com/v1' },
		),
	),
	field('grantType', 'How tokens are obtained', {
		type: 'options',
		options: [
			{
				name: 'Authorization Code',
				value: 'authorizationCode',
				description: 'Somebody approves the access in a browser',
			},
			{
				name: 'Client Credentials',
				value: 'clientCredentials',
				description: 'By client ID and secret alone',
			},
			{ name: 'Password', value: 'password', description: 'By a login beside the client' },
			{
				name: 'Refresh Token',
				value: 'refreshToken',
				description: 'A refresh token that you have already',
			},
		],
	}),
	...unlessInProfile(
		field('accessTokenUrl', 'Where tokens are issued', {
			placeholder: 'e.g. https://login.example.com/oauth/token',
		}),
	),
	field('authUrl', 'Where people approve the access', {
		placeholder: 'e.g. https://login.example.com/oauth/authorize',
		...shown({ grantType: ['authorizationCode'] }),
	}),
	field('clientId', 'Identifier of your client, issued by the provider'),
	secretProperty(
		'clientSecret',
		'Client Secret',
		'Secret of your client, issued by the provider; empty where it has none',
	),
	field('username', 'User name of the login', shown({ grantType: ['password'] })),
	secretProperty(
		'password',
		'Password',
		'Password of the login',
		shown({ grantType: ['password'] }),
	),
	field('scope', 'Scopes to ask for, with blanks or commas between them; none where it is empty'),
	{
		...field('authentication', 'How the client proves itself when it asks for tokens'),
		...choices({
			body: 'Body',
			both: 'Both',
			header: 'Header',
			plainHeader: 'Header, Not Encoded',
			none: 'None (Public Client)',
		}),
	},
	field('allowedHosts', 'Further hosts that the access token may go to, with commas between them', {
		placeholder: 'e.g. files.example.com, eu.example.com',
	}),
	secretProperty(
		'authorizationCode',
		'Refresh Token',
		'The refresh token that you have. It is taken once, and kept with the tokens that come of it',
		shown({ grantType: ['refreshToken'] }),
	),
	...consentProperties('Use the address that the OAuth2 Connect Trigger shows.').map(
		(property) => ({
			...property,
			...shown({ grantType: ['authorizationCode'] }),
		}),
	),
	{
		displayName: 'The trigger needs an <b>Account URL</b>: choose <b>Quirks: Account</b>.',
		name: 'accountNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { grantType: ['authorizationCode'] }, hide: { quirks: ['account'] } },
	},
];

/** What n8n's generic credential cannot say. */
export const flexibleQuirks: INodeProperties[] = [
	{
		displayName: 'Quirks',
		name: 'quirks',
		type: 'multiOptions',
		options: [
			{ name: QUIRKS.account, value: 'account', description: 'A call that tells who is connected' },
			{ name: QUIRKS.calls, value: 'calls', description: 'Header, prefix, statuses' },
			{ name: QUIRKS.consent, value: 'consent', description: 'Parameters of the login page' },
			{ name: QUIRKS.profile, value: 'profile', description: 'All settings at once, as JSON' },
			{
				name: QUIRKS.secondExchange,
				value: 'secondExchange',
				description: 'One more call makes the token that calls need',
			},
			{ name: QUIRKS.tokenReply, value: 'tokenReply', description: 'Where the tokens stand' },
			{
				name: QUIRKS.tokenRequest,
				value: 'tokenRequest',
				description: 'Format, names, parameters',
			},
		],
		default: [],
		description: 'What this provider does otherwise than RFC 6749; each choice shows its fields',
	},
	tokenRequest('tokenRequestFormat', 'How the parameters are sent', FORMATS),
	tokenRequest('tokenMethod', 'HTTP method of the token request', METHODS),
	tokenRequest('refreshUrl', 'Where tokens are renewed, if that is another address'),
	tokenRequest(
		'parameterNames',
		"The provider's names of parameters, as JSON; an empty one is left out",
		{
			placeholder: 'e.g. {"client_id": "client_key"}',
		},
	),
	tokenRequest('exchangeParameters', 'Sent along when tokens are issued, as JSON', JSON_EXAMPLE),
	tokenRequest('refreshParameters', 'Sent along when they are renewed, as JSON', JSON_EXAMPLE),
	tokenRequest('tokenHeaders', 'Headers of the token request, as JSON; they may hold keys', {
		...masked,
		placeholder: 'e.g. {"X-Api-Key": "…"}',
	}),
	tokenReply('accessTokenPath', 'Names with dots between them; $ where the reply is the token', {
		placeholder: 'e.g. data.access_token',
	}),
	tokenReply('refreshTokenPath', 'Names with dots between them', {
		placeholder: 'e.g. data.refresh_token',
	}),
	tokenReply('expiryPath', 'Where the lifetime or the time of expiry stands; empty: expires_in', {
		placeholder: 'e.g. data.expire',
	}),
	tokenReply('expiryUnit', 'What stands there', {
		...choices({
			epochMilliseconds: 'Epoch, Milliseconds',
			epochSeconds: 'Epoch, Seconds',
			isoTime: 'ISO Time',
			milliseconds: 'Milliseconds From Now',
			seconds: 'Seconds From Now',
		}),
	}),
	tokenReply('defaultLifetime', 'Seconds; empty: a token is used until it is refused', {
		placeholder: 'e.g. 3600',
	}),
	tokenReply('errorPath', 'Where a refusal tells its code, also with HTTP 200', {
		placeholder: 'e.g. code',
	}),
	tokenReply('errorTextPath', 'Where a refusal tells its reason in words', {
		placeholder: 'e.g. msg',
	}),
	tokenReply('refusalCodes', 'Codes by which a refresh token is refused for good, with commas', {
		placeholder: 'e.g. 20026, 20037',
	}),
	tokenReply(
		'keepFields',
		'Paths of further fields, with commas; as {name} in "API Base URL" and "Headers of Calls"',
		{ placeholder: 'e.g. instance_url' },
	),
	calls('headerName', 'The header that carries the access token'),
	calls('headerPrefix', 'What stands before the token; "none" for nothing'),
	calls('callHeaders', 'Headers of every call, as JSON; they may hold keys', masked),
	calls('expiredStatuses', 'HTTP statuses by which the API refuses an access token', {
		placeholder: 'e.g. 401, 403',
	}),
	second('secondUrl', 'The call that makes the second token', {
		placeholder: 'e.g. https://api.example.com/session',
	}),
	second('secondMethod', 'HTTP method of that call', METHODS),
	second('secondFormat', 'How its parameters are sent', FORMATS),
	second(
		'secondParameters',
		'As JSON; {access_token} stands for the first token, {client_id} and {client_secret} for the client',
		{
			placeholder: 'e.g. {"token": "{access_token}"}',
		},
	),
	second('secondHeaders', 'As JSON; {access_token} stands for the first token', {
		placeholder: 'e.g. {"Authorization": "Bearer {access_token}"}',
	}),
	second('secondTokenPath', 'Where the second token stands'),
	second('secondExpiryPath', 'Where its expiry stands; the unit is that of "Token Reply"'),
	account('accountUrl', 'A GET that tells whose account it is; also the test of this credential', {
		placeholder: 'e.g. https://api.example.com/v1/me',
	}),
	account('accountBody', 'What is sent to it as JSON, such as a GraphQL query; empty: a GET', {
		type: 'json',
		placeholder: 'e.g. {"query": "{ me { id name } }"}',
	}),
	account('accountIdPath', 'Where its answer has the ID'),
	account('accountNamePath', 'Where its answer has the name'),
	consent('authQueryParameters', 'Further parameters of the login page', {
		placeholder: 'e.g. prompt=consent&access_type=offline',
	}),
	consent('scopeSeparator', 'What stands between scopes', {
		...choices({ comma: 'Comma', plus: 'Plus', space: 'Space' }),
	}),
	consent('pkce', 'Whether the provider wants PKCE (RFC 7636, S256)'),
	consent('echoesState', 'Whether the provider hands `state` back on the redirect'),
	consent('codeParameter', 'Name under which the code comes back'),
	consent(
		'keepCallback',
		'Further parameters that come back with the code, with commas; as {name} in "API Base URL" and "Headers of Calls"',
		{ placeholder: 'e.g. realmId' },
	),
	consent(
		'vendorStarts',
		'Whether people start at the provider, such as in its app store, and there is no login page to be sent to',
	),
	consent('sendRedirectUrl', 'Whether the redirect URL is sent with the code again'),
	{
		displayName: 'Profile',
		name: 'profile',
		type: 'json',
		default: '',
		description:
			'Settings by name, as docs/recipes has them; a field that you fill in counts before it. No secrets',
		...shown({ quirks: ['profile'] }),
	},
	{
		displayName: 'Choose <b>Grant Type</b> as the profile has it: it shows the login fields.',
		name: 'profileNotice',
		type: 'notice',
		default: '',
		...shown({ quirks: ['profile'] }),
	},
	{ displayName: 'environment', name: 'environment', type: 'hidden', default: 'custom' },
	{
		displayName: 'keptFields',
		name: 'keptFields',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
];

/** A POST the engine has sent before, when it looked whose account it is. */
const HAS_ACCOUNT =
	'$credentials.quirks?.includes("account") && !$credentials.accountBody && $credentials.accountUrl';

/**
 * Asks for the account where there is an address of it, else whether the API can be reached. What is wrong with
 * settings and tokens the engine tells before. n8n reads every part as an expression, switches too.
 */
const request: Record<string, string | number> = {
	baseURL:
		'={{ !$credentials.apiBaseUrl || /^[a-z][a-z0-9+.-]*:\\/\\//i.test($credentials.apiBaseUrl) ? $credentials.apiBaseUrl : "https://" + $credentials.apiBaseUrl }}',
	url: `={{ ${HAS_ACCOUNT} || "/" }}`,
	ignoreHttpStatusErrors: `={{ !(${HAS_ACCOUNT}) }}`,
	timeout: 30_000,
};

export const flexibleTest: ICredentialTestRequest = {
	request,
	rules: testRules({
		statuses: {
			401: 'The API refused the access token. Check "Scope", and "Header Name" and "Header Prefix" under Quirks: API Calls',
			403: 'The access token is right, but it may not read "Account URL"',
			404: 'The API has nothing at "Account URL"',
		},
	}),
};
