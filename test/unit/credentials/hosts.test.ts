import { billitHosts, billitProfile } from '../../../credentials/oauth2/profiles/billit';

it.each([
	[{}, 'https://api.billit.be', 'https://my.billit.be'],
	[{ environment: 'production' }, 'https://api.billit.be', 'https://my.billit.be'],
	[{ environment: 'sandbox' }, 'https://api.sandbox.billit.be', 'https://my.sandbox.billit.be'],
	[
		{
			environment: 'custom',
			apiBaseUrl: ' http://127.0.0.1:7001/ ',
			authBaseUrl: 'http://127.0.0.1:7002',
		},
		'http://127.0.0.1:7001',
		'http://127.0.0.1:7002',
	],
	[
		{ environment: 'custom', apiBaseUrl: 'http://127.0.0.1:7001' },
		'http://127.0.0.1:7001',
		'http://127.0.0.1:7001',
	],
	[
		{ environment: 'custom', apiBaseUrl: 'localhost:7001', authBaseUrl: 'my.example.com/' },
		'http://localhost:7001',
		'https://my.example.com',
	],
	[
		{ environment: 'custom', apiBaseUrl: '\u200b\ufeffhttps://api.example.com / \u2060\n' },
		'https://api.example.com',
		'https://api.example.com',
	],
	[
		{ environment: 'production', apiBaseUrl: 'http://left.over.example' },
		'https://api.billit.be',
		'https://my.billit.be',
	],
])('%j', (credentials, api, auth) => {
	expect(billitHosts(credentials)).toEqual({ api, auth });
	expect(billitProfile.tokenUrl(credentials)).toBe(`${api}/OAuth2/token`);
});

it.each([
	['', 'is empty'],
	['not an address', 'is not an address'],
	['https://api.exam\nple.com', 'is not an address'],
	['https://api.exam\u200bple.com', 'is not an address'],
	['https://api .example.com', 'is not an address'],
	['ftp://api.example.com', 'must start with https:// or http://'],
	['https://user:canary@api.example.com', 'must not contain a user name'],
	['https://api.example.com/base?x=1', 'must end before'],
	['https://api.example.com/#y', 'must end before'],
])('refuses "%s" as base URL', (apiBaseUrl, words) => {
	const hosts = () => billitHosts({ environment: 'custom', apiBaseUrl });
	expect(hosts).toThrow('API Base URL');
	expect(hosts).toThrow(words);
	expect(hosts).not.toThrow('canary');
});

it.each(['Production', 'PRODUCTION', 'prod', 'staging', 'Custom', 1])(
	'%j is no environment: a key does not go to the address that was left over',
	(environment) => {
		const hosts = () => billitHosts({ environment, apiBaseUrl: 'http://left.over.example' });
		expect(hosts).toThrow(
			'"Environment" of the credential is none of production, sandbox, custom. Choose it again',
		);
	},
);

it('sends the browser to the login host with the documented parameters only', () => {
	const url = new URL(
		billitProfile.consent?.authorizeUrl?.(
			{ environment: 'sandbox', clientId: 'id & more' },
			{ redirectUrl: 'https://n8n.example.com/webhook/1/connect', state: 's' },
		) ?? '',
	);
	expect(`${url.origin}${url.pathname}`).toBe('https://my.sandbox.billit.be/Account/Logon');
	expect(Object.fromEntries(url.searchParams)).toEqual({
		client_id: 'id & more',
		redirect_uri: 'https://n8n.example.com/webhook/1/connect',
		state: 's',
	});
});
