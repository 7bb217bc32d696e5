import { exactScrub, scrubberOf, secretsOf } from '../../../credentials/oauth2/scrub';

const KEY = 'abcdefghij1234567890';

it.each<[string, Record<string, unknown>, string]>([
	['a short key', { callHeaders: '{"X-Api-Key":"k3y12345"}' }, 'k3y12345'],
	['a key behind a word', { callHeaders: { 'X-Auth': `Key ${KEY}` } }, KEY],
	['what Basic encodes', { callHeaders: { Authorization: 'Basic dXNlcjpzM2NyZXRw' } }, 's3cretp'],
	['a cookie', { callHeaders: `{"Cookie":"sid=${KEY}; theme=dark"}` }, KEY],
	['a number', { tokenHeaders: { 'X-Pin': 123_456_789_012 } }, '123456789012'],
	[
		'what the provider told',
		{ callHeaders: '{"X-Sid":"{sid}"}', keptFields: `{"sid":"${KEY}"}` },
		KEY,
	],
	['a key in the question for the account', { accountBody: `{"apiKey":"${KEY}"}` }, KEY],
	['a key by no name', { exchangeParameters: `{"k":"${KEY}"}` }, KEY],
	['a session by its ID', { refreshParameters: `{"session_id":"${KEY}"}` }, KEY],
])('hides %s of the user', (_what, credentials, secret) => {
	expect(scrubberOf(secretsOf(credentials))(`Seen: ${secret}!`)).toBe('Seen: ***!');
});

it.each<[string, string, string]>([
	['callHeaders', 'Accept', 'application/json'],
	['callHeaders', 'Accept', 'application/vnd.api+json;version=2'],
	['callHeaders', 'User-Agent', 'ExampleCompany/1.0.2'],
	['callHeaders', 'X-Tenant-Id', 'company-4711-of-norway'],
	['callHeaders', 'X-Company', '7f9c2ba4-e88f-4b3a-9a55-6a1f3b1c2d3e'],
	['exchangeParameters', 'audience', 'https://api.example.com'],
	['exchangeParameters', 'scope', 'read:customers write:customers2'],
	['exchangeParameters', 'grant_type', 'account_credentials'],
	['exchangeParameters', 'client_assertion_type', 'urn:ietf:params:oauth:jwt-bearer-2'],
	['refreshParameters', 'authority', 'https://login.example.com/tenant1'],
])('leaves what %s say as "%s" in records: %s', (field, name, value) => {
	const hide = exactScrub(secretsOf({ [field]: JSON.stringify({ [name]: value }) }));
	expect(hide(`{"link":"${value}/items/1"}`)).toBe(`{"link":"${value}/items/1"}`);
});
