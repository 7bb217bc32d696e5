import type { Quirks } from '../simulators/quirky';
import { loginRecipes } from './loginRecipes';

/** A provider that n8n's own credential cannot connect, as a public report tells of it. */
export interface Recipe {
	/** As its page is called. */
	page: string;
	name: string;
	/** What n8n's own credential cannot do. */
	quirk: string;
	/** Issues and pull requests, `owner/repository#number`, or the vendor's own document. */
	sources: string[];
	grantType: 'clientCredentials' | 'password' | 'refreshToken' | 'authorizationCode';
	/** Further fields, as a profile has them. Addresses begin with `{origin}`. */
	settings: Record<string, unknown>;
	/** Options of OAuth2 API Call, where the API too tells with HTTP 200 what is wrong. */
	call?: { expiredPath?: string; expiredValues?: string; errorPath: string };
	/** The server of the report. */
	server: Omit<Quirks, 'grant'>;
}

const json = (value: object) => JSON.stringify(value);

/** Own words; nothing of it was tried at the vendors. */
export const recipes: Recipe[] = [
	{
		page: 'feishu-lark-tenant',
		name: 'Feishu / Lark (tenant)',
		quirk:
			'A JSON login with app ID and secret; the reply has tenant_access_token and expire; an expired token is told by HTTP 200 and code 99991663',
		sources: ['zeroclaw-labs/zeroclaw#1049', 'zeroclaw-labs/zeroclaw#1050'],
		grantType: 'clientCredentials',
		settings: {
			authentication: 'body',
			tokenRequestFormat: 'json',
			parameterNames: json({ client_id: 'app_id', client_secret: 'app_secret', grant_type: '' }),
			accessTokenPath: 'tenant_access_token',
			expiryPath: 'expire',
			errorPath: 'code',
			errorTextPath: 'msg',
		},
		call: { expiredPath: 'code', expiredValues: '99991663', errorPath: 'code' },
		server: {
			format: 'json',
			names: { client_id: 'app_id', client_secret: 'app_secret', grant_type: '' },
			reply: { accessToken: 'tenant_access_token', expiry: 'expire' },
			also: { code: 0, msg: 'ok' },
			refusal: { status: 200, body: () => ({ code: 10014, msg: 'app secret invalid' }) },
		},
	},
	{
		page: 'tiktok',
		name: 'TikTok',
		quirk: 'client_key in place of client_id',
		sources: ['n8n-io/n8n#11119', 'simov/grant#269', 'NangoHQ/nango#352', 'expo/expo#28639'],
		grantType: 'refreshToken',
		settings: {
			authentication: 'body',
			parameterNames: json({ client_id: 'client_key' }),
			scopeSeparator: 'comma',
		},
		server: { names: { client_id: 'client_key' } },
	},
	{
		page: 'tempo',
		name: 'Tempo',
		quirk: 'The refresh wants redirect_uri',
		sources: ['n8n-io/n8n#24624'],
		grantType: 'refreshToken',
		settings: {
			authentication: 'body',
			refreshParameters: json({ redirect_uri: 'https://n8n.example.com/callback' }),
		},
		server: { refresh: { redirect_uri: 'https://n8n.example.com/callback' } },
	},
	{
		page: 'qonto',
		name: 'Qonto',
		quirk: 'The client in the body, on the refresh too',
		sources: ['n8n-io/n8n#9178'],
		grantType: 'refreshToken',
		settings: { authentication: 'body' },
		server: { client: 'body' },
	},
	{
		page: 'slack-user-token',
		name: 'Slack (user token)',
		quirk: 'The token stands at authed_user.access_token; refusals are told by HTTP 200',
		sources: ['NangoHQ/nango#4025', 'preset-io/agor#823', 'slackhq/slack-api-docs#68'],
		grantType: 'refreshToken',
		settings: {
			authentication: 'body',
			accessTokenPath: 'authed_user.access_token',
			refreshTokenPath: 'authed_user.refresh_token',
			expiryPath: 'authed_user.expires_in',
			errorPath: 'error',
			refusalCodes: 'invalid_refresh_token',
		},
		call: { errorPath: 'error' },
		server: {
			reply: {
				accessToken: 'authed_user.access_token',
				refreshToken: 'authed_user.refresh_token',
				expiry: 'authed_user.expires_in',
			},
			refusal: {
				status: 200,
				body: (code) => ({
					ok: false,
					error: code === 'invalid_grant' ? 'invalid_refresh_token' : code,
				}),
			},
		},
	},
	{
		page: 'nested-token-data',
		name: 'A provider of httpx_auth users',
		quirk: 'Token and lifetime nested in tokenData',
		sources: ['Colin-b/httpx_auth#119'],
		grantType: 'clientCredentials',
		settings: { accessTokenPath: 'tokenData.access_token', expiryPath: 'tokenData.expires_in' },
		server: {
			client: 'header',
			reply: { accessToken: 'tokenData.access_token', expiry: 'tokenData.expires_in' },
			also: { success: true },
		},
	},
	{
		page: 'entra-id',
		name: 'Entra ID v2',
		quirk: 'The refresh wants scope',
		sources: [
			'modelcontextprotocol/rust-sdk#624',
			'nuxt-community/auth-module#1369',
			'openintegrationhub/openintegrationhub#1424',
		],
		grantType: 'refreshToken',
		settings: {
			authentication: 'body',
			refreshParameters: json({ scope: 'offline_access api://example/.default' }),
		},
		server: { refresh: { scope: 'offline_access api://example/.default' } },
	},
	{
		page: 'anthropic',
		name: 'Anthropic',
		quirk: 'The refresh refuses scope',
		sources: ['earendil-works/pi#2357'],
		grantType: 'refreshToken',
		settings: { authentication: 'none', tokenRequestFormat: 'json' },
		server: { client: 'none', format: 'json' },
	},
	{
		page: 'zoho',
		name: 'Zoho',
		quirk: 'The prefix is Zoho-oauthtoken',
		sources: ['postmanlabs/postman-app-support#6616'],
		grantType: 'refreshToken',
		settings: { authentication: 'body', headerPrefix: 'Zoho-oauthtoken' },
		server: { prefix: 'Zoho-oauthtoken' },
	},
	{
		page: 'shopify-admin',
		name: 'Shopify Admin',
		quirk: 'The token goes into X-Shopify-Access-Token, without a prefix',
		sources: ['usebruno/bruno#6827'],
		grantType: 'clientCredentials',
		settings: {
			authentication: 'body',
			headerName: 'X-Shopify-Access-Token',
			headerPrefix: 'none',
		},
		server: { header: 'X-Shopify-Access-Token', prefix: '' },
	},
	{
		page: 'sugarcrm',
		name: 'SugarCRM',
		quirk: 'The header OAuth-Token, and a password grant',
		sources: ['ruby-oauth/oauth2#175'],
		grantType: 'password',
		settings: { authentication: 'body', headerName: 'OAuth-Token', headerPrefix: 'none' },
		server: { header: 'OAuth-Token', prefix: '' },
	},
	{
		page: 'gateway-header',
		name: 'Gateways with a header of their own',
		quirk: 'Any other name of the header',
		sources: ['Kong/insomnia#3117', 'Kong/insomnia#7870', 'airbytehq/airbyte#19827'],
		grantType: 'clientCredentials',
		settings: { headerName: 'X-Gateway-Authorization' },
		server: { client: 'header', header: 'X-Gateway-Authorization' },
	},
	{
		page: 'json-client-credentials',
		name: 'Client credentials as JSON',
		quirk: 'The token request is JSON',
		sources: ['Colin-b/requests_auth#92', 'googleworkspace/apps-script-oauth2#280'],
		grantType: 'clientCredentials',
		settings: { authentication: 'body', tokenRequestFormat: 'json' },
		server: { format: 'json' },
	},
	{
		page: 'password-grant',
		name: 'Servers with a password grant',
		quirk: "n8n's own credential has no grant of that name",
		sources: [
			'postmanlabs/postman-app-support#3341',
			'jenius-apps/nightingale-rest-api-client#223',
		],
		grantType: 'password',
		settings: { authentication: 'header' },
		server: { client: 'header' },
	},
	{
		page: 'expired-by-403',
		name: 'Atlassian and others',
		quirk: 'An expired token is told by 403, 404 or 400',
		sources: ['n8n-io/n8n#37776', 'n8n-io/n8n#17450'],
		grantType: 'refreshToken',
		settings: { authentication: 'body', expiredStatuses: '401, 403' },
		server: { expired: { status: 403, body: { message: 'Forbidden' } } },
	},
	{
		page: 'form-reply',
		name: 'Servers before RFC 6749',
		quirk: 'The token reply is a form',
		sources: ['mlavin/django-all-access#10'],
		grantType: 'clientCredentials',
		settings: { authentication: 'body' },
		server: { replyAsForm: true },
	},
	{
		page: 'audience',
		name: 'Client credentials with an audience',
		quirk: 'Further parameters of the exchange',
		sources: ['n8n-io/n8n#16573', 'n8n-io/n8n#4377'],
		grantType: 'clientCredentials',
		settings: {
			authentication: 'body',
			exchangeParameters: json({ audience: 'https://api.example.com' }),
		},
		server: { exchange: { audience: 'https://api.example.com' } },
	},
	{
		page: 'optimizely',
		name: 'Optimizely, Freelancer',
		quirk: 'Another name for scope',
		sources: ['simov/grant'],
		grantType: 'clientCredentials',
		settings: {
			authentication: 'body',
			scope: 'all read',
			parameterNames: json({ scope: 'scopes' }),
		},
		server: { exchange: { scopes: 'all read' } },
	},
	{
		page: 'refresh-elsewhere',
		name: "Sixteen providers of Nango's list",
		quirk: 'Tokens are renewed at another address',
		sources: ['NangoHQ/nango'],
		grantType: 'password',
		settings: { authentication: 'body', refreshUrl: '{origin}/renew' },
		server: { refreshPath: '/renew' },
	},
	{
		page: 'expires-in-ms',
		name: 'Lifetimes in milliseconds',
		quirk: 'expires_in counts milliseconds',
		sources: ['NangoHQ/nango'],
		grantType: 'clientCredentials',
		settings: { authentication: 'body', expiryPath: 'expires_in', expiryUnit: 'milliseconds' },
		server: { expiry: 'milliseconds' },
	},
	{
		page: 'expires-at',
		name: 'A time of expiry in place of a lifetime',
		quirk: 'The reply tells when the token ends',
		sources: ['NangoHQ/nango'],
		grantType: 'clientCredentials',
		settings: { authentication: 'body', expiryPath: 'expires_at', expiryUnit: 'isoTime' },
		server: { reply: { expiry: 'expires_at' }, expiry: 'isoTime' },
	},
	{
		page: 'salesforce-kind',
		name: 'The Salesforce kind',
		quirk: 'The base URL of the API comes in the token reply',
		sources: ['NangoHQ/nango'],
		grantType: 'refreshToken',
		settings: {
			authentication: 'body',
			apiBaseUrl: '{instance_url}/api',
			keepFields: 'instance_url',
		},
		server: { also: { instance_url: '{origin}' } },
	},
	{
		page: 'login-then-session',
		name: 'A login, then a session',
		quirk: 'A second call makes the token that calls need',
		sources: ['NangoHQ/nango'],
		grantType: 'clientCredentials',
		settings: {
			authentication: 'body',
			secondUrl: '{origin}/session',
			secondParameters: json({ company: '1' }),
			secondHeaders: json({ Authorization: 'Bearer {access_token}' }),
			secondTokenPath: 'session.id',
			headerName: 'X-Session',
			headerPrefix: 'none',
			defaultLifetime: '3600',
		},
		server: {
			header: 'X-Session',
			prefix: '',
			second: {
				parameters: { company: '1' },
				headers: { Authorization: 'Bearer {access_token}' },
				reply: 'session.id',
			},
		},
	},
	...loginRecipes,
	{
		page: 'omnifund',
		name: 'OmniFund',
		quirk: 'A password grant; it has its own credential in this pack',
		sources: ["the vendor's document"],
		grantType: 'password',
		settings: { authentication: 'body' },
		server: { also: { scope: null, token_type: 'bearer' } },
	},
	{
		page: 'microbilt',
		name: 'MicroBilt',
		quirk:
			'The token type is BearerToken, numbers are text; it has its own credential in this pack',
		sources: ["the vendor's document"],
		grantType: 'clientCredentials',
		settings: { authentication: 'body', tokenRequestFormat: 'json' },
		server: { format: 'json', also: { token_type: 'BearerToken', issued_at: '1767225600000' } },
	},
	{
		page: 'billit',
		name: 'Billit',
		quirk: 'The token request is JSON; it has its own credential in this pack',
		sources: ["the vendor's document"],
		grantType: 'refreshToken',
		settings: { authentication: 'body', tokenRequestFormat: 'json' },
		server: { format: 'json' },
	},
	{
		page: 'luca-regnskap',
		name: 'Luca Regnskap',
		quirk: 'Refusals come with HTTP 200; it has its own credential in this pack',
		sources: ["the vendor's document"],
		grantType: 'refreshToken',
		settings: {
			authentication: 'body',
			errorPath: 'error_descriptions',
			refusalCodes: 'The provided authorization grant is invalid',
		},
		server: {
			refusal: {
				status: 200,
				body: (code) => ({
					error_descriptions:
						code === 'invalid_grant' ? 'The provided authorization grant is invalid' : code,
				}),
			},
		},
	},
	{
		page: 'booking-experts',
		name: 'Booking Experts',
		quirk: 'The vendor starts the flow; it has its own credential in this pack',
		sources: ["the vendor's document"],
		grantType: 'refreshToken',
		settings: { authentication: 'body' },
		server: {},
	},
];
