import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { QuirkyServer } from '../simulators/quirky';
import { recipes, type Recipe } from '../support/recipes';
import type { Engine } from './support/engine';
import { call, filledIn, serverOf } from './support/flexible';
import { HttpRequestTwin } from './support/httpRequest';
import { packEngine } from './support/pack';

let engine: Engine;
let server: QuirkyServer;

async function start(recipe: Recipe, more: ICredentialDataDecryptedObject = {}): Promise<string> {
	server = await serverOf(recipe);
	engine = packEngine([new HttpRequestTwin()]);
	return add(recipe, more);
}
afterEach(async () => await server.stop());

const add = (recipe: Recipe, more: ICredentialDataDecryptedObject = {}) =>
	engine.addCredential('flexibleOAuth2Api', { ...filledIn(recipe, server), ...more });

const rows = () => `${server.origin}/api/rows`;

const stored = (credential: string) => engine.credentials.read(credential);

/** The token is as old as it gets, and the server takes it no more. */
function expire(credential: string): void {
	server.expire();
	const past = new Date(Date.now() - 1_000).toISOString();
	engine.credentials.write(credential, { tokenExpiresAt: past });
}

describe.each(recipes)('$page', (recipe) => {
	const renews = recipe.server.renews ?? recipe.grantType !== 'clientCredentials';

	it('obtains a token and calls with it', async () => {
		const credential = await start(recipe);
		const { error, items } = await call(engine, credential, rows(), { items: 3 });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(3);
		expect(items[0]?.json.statusCode).toBe(200);
		expect(server.counts.refused).toBe(0);
		expect(server.counts.issued + server.counts.renewed).toBe(1);
		expect(JSON.stringify(items)).not.toContain('canary');
	});

	it('goes on over an expiry, with one request for all items', async () => {
		const credential = await start(recipe);
		await call(engine, credential, rows());
		expire(credential);
		const { error, items } = await call(engine, credential, rows(), { items: 2 });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.statusCode)).toEqual([200, 200]);
		const began = recipe.grantType === 'refreshToken' ? 0 : 1;
		expect(server.counts).toMatchObject(
			renews
				? { issued: began, renewed: 2 - began, refused: 0 }
				: { issued: 2, renewed: 0, refused: 0 },
		);
	});

	it('knows the lifetime as the reply tells it', async () => {
		const credential = await start(recipe);
		await call(engine, credential, rows());
		const left = Date.parse(String(stored(credential).tokenExpiresAt)) - Date.now();
		expect(left).toBeGreaterThan(3_590_000);
		expect(left).toBeLessThanOrEqual(3_600_000);
	});

	it('says what to do when the access was taken back', async () => {
		const credential = await start(recipe);
		await call(engine, credential, rows());
		server.revoke();
		expire(credential);
		const { error } = await call(engine, credential, rows());
		// Who can log in does so; a refresh token alone has to be had anew.
		if (!/refreshToken|authorizationCode/.test(recipe.grantType)) {
			return expect(error).toBeUndefined();
		}
		expect(error?.message).toMatch(/Refresh Token|Authorization Code|Another process of this n8n/);
		expect(String(error?.message)).not.toContain('canary');
	});

	it('tells a wrong client, or a wrong login where there is none, by the field', async () => {
		const hasClient = recipe.server.names?.client_id !== '';
		const wrong: ICredentialDataDecryptedObject = hasClient
			? { clientId: 'wrong', clientSecret: 'canary-wrong' }
			: { password: 'canary-wrong' };
		const credential = await start(recipe, wrong);
		const { error } = await call(engine, credential, rows());
		expect(`${error?.message} ${error?.description}`).toMatch(hasClient ? /Client ID/ : /Password/);
		expect(`${error?.message} ${error?.description}`).not.toMatch(/Environment/);
		expect(JSON.stringify(error)).not.toContain('canary');
		expect(server.recorder.to('/api/rows')).toEqual([]);
	});

	it('works as a profile that was pasted', async () => {
		server = await serverOf(recipe);
		engine = packEngine([new HttpRequestTwin()]);
		const { environment, grantType, authorizationCode, clientId, clientSecret, ...all } = filledIn(
			recipe,
			server,
		);
		const { username, password, quirks, redirectUrl, ...profile } = all;
		const login = { username, password, redirectUrl };
		const own = { environment, authorizationCode, clientId, clientSecret, ...login };
		const given = Object.entries(own).filter(([, value]) => value !== undefined);
		const credential = engine.addCredential('flexibleOAuth2Api', {
			...(Object.fromEntries(given) as ICredentialDataDecryptedObject),
			quirks: ['profile'],
			profile: JSON.stringify({ ...profile, grantType }),
		});
		expect(quirks).toBeDefined();
		expect((await call(engine, credential, rows())).error).toBeUndefined();
		expect(server.counts.refused).toBe(0);
	});
});

const PLAIN = recipes.find(({ page }) => page === 'audience') as Recipe;

describe('tokens of credentials that differ', () => {
	it.each<[string, ICredentialDataDecryptedObject]>([
		['the audience', { exchangeParameters: '{"audience":"https://other.example.com"}' }],
		['the scope', { scope: 'other' }],
		['how the reply is read', { refreshTokenPath: 'data.refresh_token' }],
		['the names of parameters', { parameterNames: '{"client_id":"app"}' }],
		['the API', { apiBaseUrl: 'http://127.0.0.1:1/api' }],
		['a header', { tokenHeaders: '{"X-Tenant":"2"}' }],
	])('never meet: %s', async (_what, other) => {
		const first = await start(PLAIN);
		await call(engine, first, rows());
		const before = server.recorder.to('/token').length;
		const second = add(PLAIN, other);
		await call(engine, second, rows());
		expect(server.recorder.to('/token').length).toBeGreaterThan(before);
		expect(stored(second).accessToken ?? '').not.toBe(stored(first).accessToken);
	});
});

describe('the token goes nowhere else', () => {
	it('than to the API and the hosts that are named', async () => {
		const credential = await start(PLAIN);
		const other = await serverOf(PLAIN);
		const address = `${other.origin}/api/rows`;
		const refused = await call(engine, credential, address);
		expect(refused.error?.message).toContain('is not sent to 127.0.0.1');
		expect(other.recorder.requests).toEqual([]);
		engine.credentials.write(credential, { allowedHosts: new URL(other.origin).host });
		await call(engine, credential, address);
		expect(other.recorder.to('/api/rows')[0]?.headers.authorization).toMatch(/^Bearer canary/);
		await other.stop();
	});
});

describe('a redirect', () => {
	it.each(['httpRequestWithAuthentication', 'requestWithAuthentication'])(
		'is not followed by %s: the token stays, in whichever header it is',
		async (helper) => {
			const recipe = recipes.find(({ page }) => page === 'shopify-admin') as Recipe;
			const credential = await start(recipe, { callHeaders: '{"X-Key":"canary-key-of-the-user"}' });
			const other = await serverOf(recipe);
			const location = `${other.origin}/api/rows`;
			server.faults.add({
				path: '/api/rows',
				status: 302,
				headers: { Location: location },
				body: '',
			});
			await call(engine, credential, rows(), { helper });
			expect(server.recorder.to('/api/rows')).toHaveLength(1);
			expect(other.recorder.requests).toEqual([]);
			await other.stop();
		},
	);
});

describe('addresses that change', () => {
	it.each<[string, (origin: string) => ICredentialDataDecryptedObject]>([
		['the access token URL', (origin) => ({ accessTokenUrl: `${origin}/token` })],
		['the profile', (origin) => ({ profile: JSON.stringify({ apiBaseUrl: origin }) })],
	])('take no old token along: %s', async (_what, change) => {
		const tempo = recipes.find(({ page }) => page === 'qonto') as Recipe;
		const credential = await start(tempo);
		await call(engine, credential, rows());
		const held = stored(credential);
		const other = await serverOf(tempo);
		expire(credential);
		engine.credentials.write(credential, change(other.origin));
		await call(engine, credential, `${other.origin}/api/rows`);
		await call(engine, credential, rows());
		const got = JSON.stringify(other.recorder.requests);
		expect(got).not.toContain(String(held.refreshToken));
		expect(got).not.toContain(String(held.accessToken));
		await other.stop();
	});

	it('a trailing slash of a token URL stays', async () => {
		const credential = await start(PLAIN, {});
		engine.credentials.write(credential, { accessTokenUrl: `${server.origin}/token/` });
		await call(engine, credential, rows());
		expect(server.recorder.to('/token/')).toHaveLength(1);
	});

	it.each(['evil.example.com#', 'evil.example.com/', 'a\\b', 'x?y', 'u@evil.example.com'])(
		'a reply does not choose another host: %s',
		async (shop) => {
			const recipe = recipes.find(({ page }) => page === 'salesforce-kind') as Recipe;
			const credential = await start(
				{ ...recipe, server: { also: { shop } } },
				{ apiBaseUrl: 'https://{shop}.example.com/api', keepFields: 'shop' },
			);
			const { error } = await call(engine, credential, 'https://evil.example.com/api');
			expect(error).toBeDefined();
			expect(`${error?.message} ${error?.description}`).toMatch(/cannot stand in|is not sent to/);
		},
	);
});

describe('a second exchange', () => {
	const recipe = recipes.find(({ page }) => page === 'login-then-session') as Recipe;
	const withRefresh: Recipe = {
		...recipe,
		grantType: 'password',
		server: { ...recipe.server, renews: true },
	};

	it('that fails for a moment is tried again, the first is not', async () => {
		const credential = await start(withRefresh);
		server.faults.add({ path: '/session', status: 503, body: '' });
		expect((await call(engine, credential, rows())).error).toBeUndefined();
		expect(server.counts).toMatchObject({ issued: 1, second: 1 });
	});

	it('that is refused tells why, and the refresh token is kept', async () => {
		const credential = await start(withRefresh);
		const body = '{"error":"no_seat","error_description":"No seat is left"}';
		server.faults.add({ path: '/session', status: 400, body, times: Infinity });
		const { error } = await call(engine, credential, rows());
		expect(`${error?.message} ${error?.description}`).toContain('No seat is left');
		expect(stored(credential).refreshToken).toMatch(/^canary-quirky-refresh/);
		server.faults.clear();
	});
});

it('keys in headers and parameters are told by no error', async () => {
	const key = 'canary-key-of-the-user';
	const credential = await start(PLAIN, {
		tokenHeaders: JSON.stringify({ 'X-Api-Key': key }),
		exchangeParameters: JSON.stringify({ audience: key }),
	});
	const body = JSON.stringify({ error: 'bad', error_description: `no ${key}` });
	server.faults.add({ path: '/token', status: 400, body, times: Infinity });
	const { error, data } = await call(engine, credential, rows());
	expect(`${error?.message} ${error?.description} ${data}`).not.toContain(key);
});

describe('settings that cannot be meant are told by field, and nothing is sent', () => {
	it.each<[string, ICredentialDataDecryptedObject, RegExp]>([
		['no API', { apiBaseUrl: '' }, /"API Base URL" is empty/],
		['http', { apiBaseUrl: 'http://api.example.com' }, /"API Base URL" must begin with https/],
		[
			'http',
			{ accessTokenUrl: 'http://a.example.com' },
			/"Access Token URL" must begin with https/,
		],
		['a login', { accessTokenUrl: 'https://a:b@x.example.com' }, /must not contain a user name/],
		['no address', { accessTokenUrl: 'https://' }, /"Access Token URL"/],
		['no JSON', { exchangeParameters: 'audience=1' }, /"Further Parameters" must be a JSON object/],
		['a list', { parameterNames: '["a"]' }, /"Parameter Names" must be a JSON object/],
		['an object', { refreshParameters: '{"a":{}}' }, /has a value for "a" that is no text/],
		['a header', { tokenHeaders: '{"X Y":"1"}' }, /"X Y", which is no name of a header/],
		['two lines', { callHeaders: '{"X":"1\\n2"}' }, /with a line break/],
		['a header', { headerName: 'X: Y' }, /"Header Name" is no name of a header/],
		['a status', { expiredStatuses: '401, teapot' }, /"Statuses That Mean Expired"/],
		['a unit', { expiryUnit: 'hours', expiryPath: 'a' }, /"Expiry Unit" must be one of/],
		['a unit alone', { expiryUnit: 'isoTime', expiryPath: '' }, /"Expiry Path", which is empty/],
		['a lifetime', { defaultLifetime: 'long' }, /"Lifetime If None Is Told" must be seconds/],
		['a path', { accessTokenPath: 'a..b' }, /"Access Token Path" must be names with dots/],
		['GET', { tokenMethod: 'GET', tokenRequestFormat: 'json' }, /"Format" is JSON/],
		['another grant', { grantType: 'implicit' }, /"Grant Type" must be one of/],
		['a foreign account', { accountUrl: 'https://evil.example.com/me' }, /"Account URL" gets the/],
		[
			'a foreign call',
			{ secondUrl: 'https://evil.example.com/s', secondParameters: '{"t":"{access_token}"}' },
			/"Second URL" gets the/,
		],
		[
			'a foreign login',
			{ grantType: 'authorizationCode', authUrl: 'https://evil.example.com/a' },
			/"Authorization URL" is at/,
		],
		['a foreign renewal', { refreshUrl: 'https://evil.example.com/r' }, /"Refresh URL" is at/],
		[
			'one in a profile',
			{ profile: '{"refreshUrl":"https://evil.example.com/r"}' },
			/"Refresh URL" is at evil\.example\.com.*add evil\.example\.com to "Other Hosts"/,
		],
		['a header twice', { callHeaders: '{"authorization":"x"}' }, /"Headers of Calls" has "auth/],
		['a wrong name', { parameterNames: '{"clientId":"x"}' }, /"Parameter Names" has "clientId"/],
		[
			'a name twice',
			{ parameterNames: '{"client_id":"x","client_secret":"x"}' },
			/"Parameter Names" gives two/,
		],
		['a good status', { expiredStatuses: '200' }, /"Statuses That Mean Expired" has 200/],
		['a half call', { secondParameters: '{"a":"1"}' }, /"Second Parameters" is filled in/],
		[
			'an empty call',
			{ secondUrl: 'http://127.0.0.1:1/s', secondParameters: { a: '1' } },
			/"Second Parameters" and "Second Headers" carry nothing/,
		],
		['no client', { clientId: '', authentication: 'header' }, /"Client ID" is empty/],
		['a wildcard', { allowedHosts: '*.example.com' }, /"Other Hosts" has "\*/],
		['a field', { apiBaseUrl: 'https://{shop}.example.com' }, /\{shop\}, which is not among/],
		['a field', { callHeaders: '{"X-Shop":"{shop}"}' }, /\{shop\}, which is not among/],
		['a nested secret', { profile: '{"exchangeParameters":{"client_secret":"x"}}' }, /"client_sec/],
		['a key', { profile: '{"secondHeaders":"{\\"X-Api-Key\\":\\"x\\"}"}' }, /"X-Api-Key" of/],
		['a name of JavaScript', { profile: '{"toString":"x"}' }, /"Profile" has "toString"/],
		['a secret', { profile: '{"clientSecret":"x"}' }, /must not hold "clientSecret"/],
		['a secret', { profile: '{"tokenHeaders":"{}"}' }, /must not hold "tokenHeaders"/],
		['a name', { profile: '{"clientKey":"x"}' }, /"Profile" has "clientKey"/],
		['no JSON', { profile: 'x' }, /"Profile" must be a JSON object/],
	])('%s: %j', async (_what, wrong, text) => {
		const credential = await start(PLAIN, wrong);
		const { error } = await call(engine, credential, rows());
		expect(`${error?.message} ${error?.description}`).toMatch(text);
		expect(server.recorder.requests).toEqual([]);
	});
});

describe('an error that names fields which the dialog does not show', () => {
	const json = recipes.find(({ page }) => page === 'json-client-credentials') as Recipe;
	const told = async (quirks: string[]) => {
		const credential = await start(json, { quirks, tokenRequestFormat: 'form' });
		const { error } = await call(engine, credential, rows());
		return `${error?.message}`;
	};

	it('tells by which choice they are shown, once', async () => {
		const words = await told([]);
		expect(words).toContain('"Format"; "Headers of the Token Request" (Quirks: Token Request)');
		expect(words.split('Quirks')).toHaveLength(2);
	});

	it('tells no choice that was made', async () => {
		const words = await told(['tokenRequest']);
		expect(words).toContain('"Format"');
		expect(words).not.toContain('Quirks');
	});
});

it('a field that is not shown counts as not set', async () => {
	const credential = await start(PLAIN, {
		quirks: [],
		headerName: 'X: Y',
		exchangeParameters: '{',
	});
	await call(engine, credential, rows());
	expect(server.recorder.to('/token')[0]?.body).not.toHaveProperty('audience');
});
