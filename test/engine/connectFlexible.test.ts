import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CLIENT, QuirkyServer, type Quirks } from '../simulators/quirky';
import { call } from './support/flexible';
import type { Engine, WebhookResult } from './support/engine';
import { HttpRequestTwin } from './support/httpRequest';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

const PATH = '/webhook-test/11111111-2222-4333-8444-555555555555/connect';
const PRODUCTION = '/webhook/11111111-2222-4333-8444-555555555555/connect';
const addressOf = (path: string) => `http://127.0.0.1:5678${path}`;

let engine: Engine;
let server: QuirkyServer;
let credential: string;

async function start(
	quirks: Omit<Quirks, 'grant'> = {},
	more: ICredentialDataDecryptedObject = {},
): Promise<void> {
	server = await new QuirkyServer({ ...quirks, grant: 'authorization_code' }).start();
	engine = packEngine([new HttpRequestTwin()]);
	credential = engine.addCredential('flexibleOAuth2Api', {
		environment: 'custom',
		grantType: 'authorizationCode',
		apiBaseUrl: `${server.origin}/api`,
		authUrl: `${server.origin}/login?fixed=1`,
		accessTokenUrl: `${server.origin}/token`,
		...CLIENT,
		authentication: 'body',
		scope: 'read, write',
		quirks: ['account', 'calls', 'consent', 'tokenReply', 'tokenRequest'],
		accountUrl: '/me',
		...more,
	});
}
afterEach(async () => await server.stop());

async function visit(
	query: Record<string, string>,
	{ cookie = '', path = PATH, ...parameters }: Record<string, unknown> = {},
): Promise<WebhookResult> {
	return await engine.webhook({
		type: 'oAuth2ConnectTrigger',
		parameters: { provider: 'flexible', options: {}, ...parameters },
		credentials: { flexibleOAuth2Api: credential },
		request: {
			query,
			headers: { cookie: String(cookie) },
			originalUrl: `${String(path)}?${new URLSearchParams(query).toString()}`,
		},
		mode: path === PATH ? 'manual' : 'webhook',
	});
}

async function begin(query: Record<string, string> = {}, path = PATH) {
	const result = await visit(query, { path });
	const { location = 'http://none', 'set-cookie': set = '' } = result.headers;
	return { location: new URL(location), cookie: set.split(';')[0] ?? '', result };
}

/** As the provider sends the browser back. */
async function consent(
	names: { code?: string; more?: Record<string, string>; path?: string } = {},
) {
	const { path = PATH, code = 'code', more = {} } = names;
	const { location, cookie } = await begin({ reference: 'customer 7' }, path);
	const state = location.searchParams.get('state');
	const query = { [code]: server.code(location), ...(state ? { state } : {}), ...more };
	return { query, cookie, location, result: await visit(query, { cookie, path }) };
}

const items = (result: WebhookResult) => result.data.workflowData?.[0]?.map(({ json }) => json);

const stored = () => engine.credentials.read(credential);

it('connects by the book, keeps the reference, and goes on over an expiry', async () => {
	await start();
	const { location, result } = await consent();
	expect(location.origin + location.pathname).toBe(`${server.origin}/login`);
	expect(Object.fromEntries(location.searchParams)).toEqual({
		fixed: '1',
		response_type: 'code',
		client_id: CLIENT.clientId,
		redirect_uri: addressOf(PATH),
		scope: 'read write',
		state: expect.stringMatching(/^[\w-]+\.[\w-]+$/),
	});
	expect(result.body).toContain('Connected to Ada');
	expect(items(result)).toEqual([
		{
			provider: 'flexible',
			status: 'connected',
			account: { id: '7', name: 'Ada' },
			reference: 'customer 7',
		},
	]);
	expect(JSON.stringify(result)).not.toContain('canary');
	expect(stored()).toMatchObject({ connectedAccount: '7', authorizationCode: '' });
	server.expire();
	engine.credentials.write(credential, { tokenExpiresAt: new Date(0).toISOString() });
	const { error } = await call(engine, credential, `${server.origin}/api/rows`);
	expect(error).toBeUndefined();
	expect(server.counts).toMatchObject({ issued: 1, renewed: 1, refused: 0 });
});

it("uses the provider's own names on the way and back, and no state where it returns none", async () => {
	const names = {
		client_id: 'client_key',
		code: 'auth_code',
		redirect_uri: 'back',
		scope: 'scopes',
	};
	await start(
		{ names },
		{
			parameterNames: JSON.stringify(names),
			codeParameter: 'spapi_oauth_code',
			echoesState: false,
			scopeSeparator: 'comma',
			exchangeParameters: '',
			scope: '',
			authQueryParameters: 'prompt=consent',
		},
	);
	const { location, result } = await consent({ code: 'spapi_oauth_code', more: { code: 'other' } });
	expect(Object.fromEntries(location.searchParams)).toEqual({
		fixed: '1',
		response_type: 'code',
		client_key: CLIENT.clientId,
		back: addressOf(PATH),
		prompt: 'consent',
	});
	expect(items(result)).toMatchObject([{ status: 'connected' }]);
});

it.each([
	['without the cookie', ''],
	['with another cookie', 'n8n-oauth2-connect=x.y'],
])('takes no code %s, with or without a state', async (_what, cookie) => {
	for (const echoesState of [true, false]) {
		await start({}, { echoesState });
		const { location } = await begin();
		const state = location.searchParams.get('state');
		const query = { code: server.code(location), ...(state ? { state } : {}) };
		const result = await visit(query, { cookie });
		expect(result.status).toBe(400);
		expect(items(result)).toBeUndefined();
		expect(server.recorder.to('/token')).toEqual([]);
		await server.stop();
	}
});

describe('PKCE', () => {
	it('proves that the code is of this consent; the verifier is stored nowhere', async () => {
		await start({ pkce: true }, { pkce: true });
		const { location, result, cookie } = await consent();
		expect(location.searchParams.get('code_challenge_method')).toBe('S256');
		expect(location.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
		expect(items(result)).toMatchObject([{ status: 'connected' }]);
		const [sent] = server.recorder.to('/token');
		const verifier = new URLSearchParams(JSON.stringify(sent?.body)).toString();
		expect(verifier).toContain('code_verifier');
		const { code_verifier: own } = sent?.body as Record<string, string>;
		expect(own).toMatch(/^[\w-]{43}$/);
		const seen = JSON.stringify([stored(), result, cookie, location.href]);
		expect(seen).not.toContain(String(own));
		expect(Object.keys(stored())).not.toContain('codeVerifier');
	});

	it('two consents have two verifiers', async () => {
		await start({ pkce: true }, { pkce: true });
		const challenges = [await begin(), await begin()].map(({ location }) =>
			location.searchParams.get('code_challenge'),
		);
		expect(new Set(challenges).size).toBe(2);
	});

	it('a code of another consent is refused', async () => {
		await start({ pkce: true }, { pkce: true });
		const other = await begin();
		const { location, cookie } = await begin();
		const query = {
			code: server.code(other.location),
			state: location.searchParams.get('state') ?? '',
		};
		const result = await visit(query, { cookie });
		expect(result.status).toBe(400);
		expect(stored().refreshToken ?? '').toBe('');
	});

	it('a public client needs a key of its own to sign with, which is not sent', async () => {
		const pkce = { pkce: true, authentication: 'none' };
		await start({ pkce: true, client: 'none' }, { ...pkce, clientSecret: 'short' });
		expect((await begin()).result.status).toBe(503);
		engine.credentials.write(credential, { clientSecret: 'canary-key-of-sixteen-or-more' });
		const { result } = await consent();
		expect(items(result)).toMatchObject([{ status: 'connected' }]);
		expect(JSON.stringify(server.recorder.requests)).not.toContain('canary-key');
	});

	it('a pasted code is told where it has to come from', async () => {
		await start({ pkce: true }, { pkce: true, authorizationCode: 'abc' });
		const { error } = await call(engine, credential, `${server.origin}/api/rows`);
		expect(`${error?.message} ${error?.description}`).toContain('OAuth2 Connect Trigger');
		expect(server.recorder.requests).toEqual([]);
	});
});

describe('what comes back with the code', () => {
	const company = { accountUrl: '/company/{realmId}/me', keepCallback: 'realmId' };

	it('is kept and used in addresses and headers', async () => {
		await start({}, { ...company, callHeaders: '{"X-Realm":"{realmId}"}' });
		const { result } = await consent({ more: { realmId: '4620816365', other: 'x' } });
		expect(items(result)).toMatchObject([{ account: { id: '4620816365' } }]);
		expect(JSON.parse(String(stored().keptFields))).toEqual({ realmId: '4620816365' });
		await call(engine, credential, `${server.origin}/api/company/{realmId}/me`);
		const last = server.recorder.requests.at(-1);
		expect(last?.path).toBe('/api/company/4620816365/me');
		expect(last?.headers['x-realm']).toBe('4620816365');
		// A renewal tells nothing of it.
		engine.credentials.write(credential, { tokenExpiresAt: new Date(0).toISOString() });
		await call(engine, credential, `${server.origin}/api/rows`);
		expect(stored().keptFields).toContain('4620816365');
		expect(JSON.stringify(stored())).not.toContain('"callbackParameters"');
	});

	it('of another company takes the place of the former one', async () => {
		await start({}, company);
		await consent({ more: { realmId: '111' } });
		const { result } = await consent({ more: { realmId: '222' } });
		expect(items(result)).toMatchObject([{ account: { id: '222' } }]);
		expect(stored()).toMatchObject({ connectedAccount: '222', keptFields: '{"realmId":"222"}' });
	});

	it('does not replace the connected account of a published workflow', async () => {
		await start({}, company);
		await consent({ more: { realmId: '111' }, path: PRODUCTION });
		const held = stored();
		const { result } = await consent({ more: { realmId: '222' }, path: PRODUCTION });
		expect(result.status).toBe(400);
		expect(result.body).toContain('which was kept');
		expect(stored()).toEqual(held);
	});

	it.each(['../me', 'a/b', 'x?y', 'evil.example.com/', 'a%2fb', '7\n8'])(
		'that is no name is not taken: %j',
		async (realmId) => {
			await start({}, company);
			await consent({ more: { realmId } });
			expect(stored().keptFields ?? '{}').not.toContain(realmId.slice(0, 3));
			expect(server.recorder.requests.every(({ path }) => !path.includes('evil'))).toBe(true);
		},
	);

	it('does not choose the host', async () => {
		await start({}, { keepCallback: 'shop', apiBaseUrl: 'https://{shop}/admin' });
		const { result } = await consent({ more: { shop: 'evil.example.com' } });
		expect(result.status).toBe(503);
		expect(server.recorder.requests).toEqual([]);
	});
});

it.each<[string, ICredentialDataDecryptedObject]>([
	['another grant', { grantType: 'clientCredentials' }],
	['no account to ask', { accountUrl: '' }],
	['no login page', { authUrl: '' }],
	['two ways to begin', { vendorStarts: true }],
	['PKCE that nobody began', { vendorStarts: true, authUrl: '', pkce: true }],
	['a foreign login page', { authUrl: 'https://evil.example.com/login' }],
	['no client secret', { clientSecret: '' }],
	['a code called as the reference', { codeParameter: 'reference' }],
	['a code that is kept', { keepCallback: 'code' }],
])(
	'a credential with %s starts no consent, and strangers are not told why',
	async (_what, wrong) => {
		await start({}, wrong);
		const { result } = await begin({}, PRODUCTION);
		expect(result.status).toBe(503);
		expect(result.headers.location).toBeUndefined();
		expect(result.body).not.toMatch(/Account URL|Grant Type|Client Secret|evil/);
		expect(server.recorder.requests).toEqual([]);
	},
);

it('without the trigger the address that was landed on is pasted, whatever its names', async () => {
	const redirect = 'https://n8n.example.com/rest/oauth2-credential/callback';
	await start(
		{},
		{ codeParameter: 'auth_code', keepCallback: 'realmId', accountUrl: '/company/{realmId}/me' },
	);
	const asked = new URL('http://login');
	asked.searchParams.set('client_id', CLIENT.clientId);
	asked.searchParams.set('redirect_uri', redirect);
	const query = new URLSearchParams({ auth_code: server.code(asked), code: 'no', realmId: '42' });
	engine.credentials.write(credential, { authorizationCode: `${redirect}?${String(query)}` });
	const { error } = await call(engine, credential, `${server.origin}/api/rows`);
	expect(error).toBeUndefined();
	expect(stored()).toMatchObject({ connectedAccount: '42', keptFields: '{"realmId":"42"}' });
});

it('an address that was signed proves the reference', async () => {
	await start({ pkce: true }, { pkce: true });
	const { items: made, error } = await engine.run({
		type: 'oAuth2ConnectedAccounts',
		parameters: {
			resource: 'address',
			operation: 'create',
			signingProvider: 'flexible',
			address: addressOf(PATH),
			reference: 'customer-7',
			daysValid: 7,
		},
		credentials: { flexibleOAuth2Api: credential },
	});
	expect(error).toBeUndefined();
	const signed = new URL(String(made[0]?.json.address));
	const options = { onlySigned: true };
	expect((await visit({}, { options })).status).toBe(400);
	const { headers } = await visit(Object.fromEntries(signed.searchParams), { options });
	const location = new URL(headers.location ?? '');
	const cookie = (headers['set-cookie'] ?? '').split(';')[0] ?? '';
	const query = { code: server.code(location), state: location.searchParams.get('state') ?? '' };
	expect(items(await visit(query, { cookie, options }))).toMatchObject([
		{ status: 'connected', reference: 'customer-7', referenceVerified: true },
	]);
});

it('a provider that starts the consent itself sends a code only', async () => {
	await start({}, { vendorStarts: true, authUrl: '', sendRedirectUrl: true });
	const opened = await begin();
	expect(opened.result.status).toBe(200);
	expect(opened.result.headers.location).toBeUndefined();
	const asked = new URL('http://login');
	asked.searchParams.set('client_id', CLIENT.clientId);
	asked.searchParams.set('redirect_uri', addressOf(PATH));
	const result = await visit({ code: server.code(asked) });
	expect(items(result)).toMatchObject([{ status: 'connected', account: { id: '7' } }]);
});

it('a refusal is told, and a code works once', async () => {
	await start();
	const { location, cookie } = await begin();
	const state = location.searchParams.get('state') ?? '';
	const denied = await visit({ error: 'access_denied', state }, { cookie });
	expect(items(denied)).toMatchObject([{ status: 'denied', provider: 'flexible' }]);
	const done = await consent();
	const again = await visit(done.query, { cookie: done.cookie });
	expect(items(again)).toBeUndefined();
	expect(server.counts.issued).toBe(1);
});
