import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import type { QuirkyServer } from '../simulators/quirky';
import { recipes, type Recipe } from '../support/recipes';
import type { Engine } from './support/engine';
import { call, filledIn, serverOf } from './support/flexible';
import { HttpRequestTwin } from './support/httpRequest';
import { packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

let engine: Engine;
let server: QuirkyServer;
let credential: string;

const recipeOf = (page: string): Recipe => recipes.find((recipe) => recipe.page === page) as Recipe;

async function start(recipe: Recipe, more: ICredentialDataDecryptedObject = {}): Promise<void> {
	server = await serverOf(recipe);
	engine = packEngine([new HttpRequestTwin()]);
	credential = engine.addCredential('flexibleOAuth2Api', { ...filledIn(recipe, server), ...more });
}
afterEach(async () => await server.stop());

const rows = () => `${server.origin}/api/rows`;

const said = ({ error }: { error?: { message: string; description?: string | null } }) =>
	`${error?.message} ${error?.description}`;

const send = async (parameters: INodeParameters = {}, items = 1) =>
	await runOperation(
		engine,
		'flexibleOAuth2Api',
		credential,
		'apiCall.send',
		{ method: 'GET', path: '/rows', query: '{}', bodyType: 'none', answer: 'json', ...parameters },
		{
			input: Array.from({ length: items }, () => ({ json: {} })),
			continueOnFail: items > 1,
		},
	);

describe('settings that are changed on a connected credential', () => {
	const withLogin: Recipe = { ...recipeOf('audience'), grantType: 'password', server: {} };

	it.each<[string, ICredentialDataDecryptedObject]>([
		['Scope', { scope: 'other' }],
		['Further Parameters', { exchangeParameters: '{"audience":"https://other.example.com"}' }],
		['Client ID', { clientId: 'other' }],
		['Username', { username: 'bob@example.com' }],
		['Grant Type', { grantType: 'clientCredentials' }],
	])(
		'%s: neither the old access token nor the old refresh token is used',
		async (_label, change) => {
			await start(withLogin, { exchangeParameters: '' });
			await call(engine, credential, rows());
			const { accessToken, refreshToken } = engine.credentials.read(credential);
			expect(refreshToken).toMatch(/^canary/);
			const before = server.recorder.requests.length;
			engine.credentials.write(credential, change);
			await call(engine, credential, rows());
			const sent = JSON.stringify(server.recorder.requests.slice(before));
			expect(sent).toContain('/token');
			expect(sent).not.toContain(String(accessToken));
			expect(sent).not.toContain(String(refreshToken));
		},
	);

	it('who cannot log in is told which setting it was, and nothing is sent', async () => {
		await start(recipeOf('qonto'));
		await call(engine, credential, rows());
		const before = server.recorder.requests.length;
		engine.credentials.write(credential, { clientId: 'other' });
		const told = said(await call(engine, credential, rows()));
		expect(told).toContain('"Client ID" of this');
		expect(told).toContain('Connect it again: paste a new refresh token');
		expect(server.recorder.requests).toHaveLength(before);
		engine.credentials.write(credential, { clientId: 'quirky-client' });
		expect((await call(engine, credential, rows())).error).toBeUndefined();
	});

	it('what shapes only the access token renews it, and keeps the refresh token', async () => {
		await start(recipeOf('qonto'));
		await call(engine, credential, rows());
		engine.credentials.write(credential, { tokenHeaders: '{"X-Tenant":"2"}' });
		expect((await call(engine, credential, rows())).error).toBeUndefined();
		expect(server.counts).toMatchObject({ renewed: 2, refused: 0 });
	});

	it('a new client secret costs nothing', async () => {
		await start(recipeOf('qonto'));
		await call(engine, credential, rows());
		engine.credentials.write(credential, { clientSecret: 'canary-rotated-secret' });
		expect((await call(engine, credential, rows())).error).toBeUndefined();
		expect(server.counts.renewed).toBe(1);
	});
});

describe('statuses that may mean an expired token, or something else', () => {
	const odd = { status: 404, body: { message: 'No such invoice 7' } };
	const none = { path: '/rows', status: 404, body: JSON.stringify(odd.body), times: Infinity };

	it('renew once in a run, and the words of the API are told', async () => {
		await start(recipeOf('audience'), { expiredStatuses: '401, 404' });
		server.faults.add({ ...none, path: '/api/rows' });
		const query = '={{ JSON.stringify({ n: $itemIndex }) }}';
		const { items } = await send({ query }, 5);
		expect(items.map(({ json }) => json.error)).toEqual(Array(5).fill('No such invoice 7'));
		expect(server.counts.issued).toBe(2);
	});

	it('a call that changes something is not sent again after a 500', async () => {
		await start(recipeOf('audience'), { expiredStatuses: '401, 500' });
		server.faults.add({ path: '/api/rows', status: 500, body: '{"message":"boom"}' });
		const post = { method: 'POST', bodyType: 'json', body: '{}' };
		expect(said(await send(post))).toContain('boom');
		expect(server.recorder.to('/api/rows')).toHaveLength(1);
		// The next one has a new token.
		expect((await send(post)).error).toBeUndefined();
		expect(server.counts.issued).toBe(2);
	});

	it('an expired token that is told so is renewed', async () => {
		await start({ ...recipeOf('audience'), server: { expired: odd } }, { expiredStatuses: '404' });
		engine.credentials.write(credential, { exchangeParameters: '' });
		await send();
		server.expire();
		expect((await send()).error).toBeUndefined();
	});
});

describe('what a reply brings', () => {
	it('stands in headers of the first call already', async () => {
		const recipe = { ...recipeOf('audience'), server: { also: { shop: 'shop-7' } } };
		await start(recipe, {
			exchangeParameters: '',
			keepFields: 'shop',
			callHeaders: '{"X-Shop":"{shop}"}',
		});
		expect((await send()).error).toBeUndefined();
		expect(server.recorder.to('/api/rows')[0]?.headers['x-shop']).toBe('shop-7');
	});

	it('and what it lacks is told by the field', async () => {
		await start(recipeOf('audience'), { apiBaseUrl: '{shop}', keepFields: 'shop' });
		expect(said(await call(engine, credential, rows()))).toContain('told no "shop"');
	});

	it.each([
		['accessTokenPath', 'data.token', 'There is no token at "data.token". The reply has: '],
		['accessTokenPath', '$', '"Access Token Path"'],
	])('a token that is not at %s = %s is told with what there is', async (field, path, text) => {
		await start(recipeOf('audience'), { [field]: path });
		const told = said(await call(engine, credential, rows()));
		expect(told).toContain(text);
		expect(told).toContain('"Access Token Path"');
		expect(told).not.toContain('canary');
	});

	it('a refused second exchange is told with its own address and fields', async () => {
		await start(recipeOf('login-then-session'));
		server.faults.add({ path: '/session', status: 400, body: '{"hm":1}', times: Infinity });
		const told = said(await call(engine, credential, rows()));
		expect(told).toContain('/session');
		expect(told).toContain('"Second Parameters"');
	});

	it.each(['message', 'errorMessage', 'msg', 'detail'])(
		'words of a refusal at "%s" are told, with the fields',
		async (name) => {
			await start(recipeOf('thingsboard'));
			const body = JSON.stringify({ [name]: 'Invalid username or password' });
			server.faults.add({ path: '/token', status: 401, body, times: Infinity });
			const told = said(await call(engine, credential, rows()));
			expect(told).toContain('Invalid username or password');
			expect(told).toContain('"Username" and "Password"');
		},
	);
});

it('keys in headers that an expression gives as an object are told by nobody', async () => {
	const key = 'canary-key-of-the-user';
	await start(recipeOf('audience'), {
		tokenHeaders: { 'X-Api-Key': key },
		callHeaders: { 'X-Api-Key': key },
	});
	const body = JSON.stringify({ error: 'bad', error_description: `no ${key}` });
	server.faults.add({ path: '/token', status: 400, body });
	expect(said(await call(engine, credential, rows()))).not.toContain(key);
	server.faults.add({ path: '/api/rows', status: 200, body });
	expect(JSON.stringify((await send()).items)).not.toContain(key);
});

it('a 401 is not called a good token where nobody could ask', async () => {
	await start(recipeOf('audience'), { headerPrefix: 'Bear' });
	const told = said(await call(engine, credential, rows()));
	expect(told).not.toContain('accepts the access token');
	expect(told).toContain('"Account URL"');
	expect(told).toContain('"Header Prefix"');
});
