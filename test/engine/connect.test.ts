import { sealHandOver } from '../../credentials/oauth2/handOver';
import { billitEngine, billitSettings } from './support/billit';
import type { Engine, WebhookRequest, WebhookResult } from './support/engine';
import { BillitSimulator } from '../simulators/billit';
import { impatient } from './support/patience';

impatient();

const PATH = '/webhook-test/11111111-2222-4333-8444-555555555555/connect';
const PRODUCTION = '/webhook/11111111-2222-4333-8444-555555555555/connect';
const ADDRESS = `http://127.0.0.1:5678${PATH}`;

let simulator: BillitSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = billitEngine();
	credential = engine.addCredential('billitOAuth2Api', billitSettings(simulator));
});
afterEach(async () => await simulator.stop());

type Visit = Partial<WebhookRequest> & {
	path?: string;
	mode?: 'manual' | 'webhook';
	options?: object;
};

const visit = async ({
	query = {},
	headers = {},
	path = PATH,
	mode = 'manual',
	options = {},
}: Visit) =>
	await engine.webhook({
		type: 'oAuth2ConnectTrigger',
		parameters: { provider: 'billit', options: { ...options } },
		credentials: { billitOAuth2Api: credential },
		request: {
			query,
			headers,
			originalUrl: `${path}?${new URLSearchParams(query).toString()}`,
		},
		mode,
	});

/** Opens the trigger's address as a browser does. */
async function begin(more: Visit = {}) {
	const result = await visit(more);
	const location = new URL(result.headers.location ?? '');
	return {
		result,
		location,
		state: location.searchParams.get('state') ?? '',
		cookie: (result.headers['set-cookie'] ?? '').split(';')[0] ?? '',
	};
}

const items = (result: WebhookResult) => result.data.workflowData?.[0]?.map(({ json }) => json);

describe('opening the address', () => {
	it("sends the browser to the vendor's login with nothing but the documented parameters", async () => {
		const { result, location, state } = await begin();
		expect(result.status).toBe(302);
		expect(result.data).toEqual({ noWebhookResponse: true });
		expect(location.origin + location.pathname).toBe(`${simulator.authOrigin}/Account/Logon`);
		expect([...location.searchParams.keys()]).toEqual(['client_id', 'redirect_uri', 'state']);
		expect(location.searchParams.get('redirect_uri')).toBe(ADDRESS);
		expect(state).toMatch(/^[\w.-]+$/);
		expect(result.headers['set-cookie']).toMatch(
			/^n8n-oauth2-connect=[\w.-]+; Path=\/webhook-test\/[\w-]+\/connect; Max-Age=600; HttpOnly; SameSite=Lax$/,
		);
		expect(result.headers['cache-control']).toBe('no-store');
		expect(result.headers['referrer-policy']).toBe('no-referrer');
	});

	it('uses the address by which it was reached', async () => {
		const { location } = await begin({ path: PRODUCTION, mode: 'webhook' });
		expect(location.searchParams.get('redirect_uri')).toBe(`http://127.0.0.1:5678${PRODUCTION}`);
	});
});

describe('coming back with a code', () => {
	it('stores the tokens and starts the workflow with whom they belong to, and no token', async () => {
		const { state, cookie } = await begin({ query: { reference: 'customer-7' } });
		const code = simulator.code(ADDRESS);
		const result = await visit({ query: { code, state }, headers: { cookie } });
		expect(result.status).toBe(200);
		expect(result.body).toContain('Connected to Lovelace Consulting');
		expect(items(result)).toEqual([
			{
				provider: 'billit',
				status: 'connected',
				account: {
					id: '1001',
					name: 'Lovelace Consulting',
					companies: [
						{ id: '1001', name: 'Lovelace Consulting' },
						{ id: '1002', name: 'Analytical Engines' },
					],
				},
				reference: 'customer-7',
			},
		]);
		expect(JSON.stringify(result)).not.toContain('canary-');
		// What started the consent is gone from the browser.
		expect(result.headers['set-cookie']).not.toContain(state);
		const stored = engine.credentials.read(credential);
		expect(stored).toMatchObject({
			accessToken: expect.stringMatching(/^canary-billit-access-/),
			refreshToken: expect.stringMatching(/^canary-billit-refresh-/),
			connectedAccount: '1001',
			authorizationCode: '',
			redirectUrl: 'http://127.0.0.1:5678/webhook/some-id/connect',
		});
		expect(stored).not.toHaveProperty('keepConnectedAccount');
	});

	it('refuses the same code a second time and keeps what is stored', async () => {
		const { state, cookie } = await begin();
		const code = simulator.code(ADDRESS);
		await visit({ query: { code, state }, headers: { cookie } });
		const held = engine.credentials.read(credential);
		const again = await visit({ query: { code, state }, headers: { cookie } });
		expect(again.status).toBe(400);
		expect(again.body).toContain('codes work once');
		expect(items(again)).toBeUndefined();
		expect(engine.credentials.read(credential)).toEqual(held);
		expect(simulator.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
	});

	it('ends with the words of the integrator, as text', async () => {
		const options = { pageTitle: 'Thank <you>', pageText: 'We begin at noon.' };
		const { state, cookie } = await begin({ options });
		const query = { code: simulator.code(ADDRESS), state };
		const { body } = await visit({ query, headers: { cookie }, options });
		expect(body).toContain('<h1>Thank &lt;you&gt;</h1><p>We begin at noon.</p>');
		expect(body).toContain('<svg class="connected"');
		expect(body).not.toContain('Lovelace');
	});

	it("leads on to the integrator's own address, which learns the reference and nothing else", async () => {
		const options = { redirectWhenConnected: 'https://app.example.com/done?plan=a#top' };
		const { state, cookie } = await begin({ query: { reference: 'customer 7' }, options });
		const query = { code: simulator.code(ADDRESS), state };
		const result = await visit({ query, headers: { cookie }, options });
		expect(result.status).toBe(303);
		expect(result.headers.location).toBe(
			'https://app.example.com/done?plan=a&reference=customer+7#top',
		);
		expect(result.headers['referrer-policy']).toBe('no-referrer');
		expect(items(result)).toHaveLength(1);
	});

	it('leads nowhere when the account was not connected', async () => {
		const options = { redirectWhenConnected: 'https://app.example.com/done' };
		const { cookie } = await begin({ options });
		const denied = await visit({ query: { error: 'access_denied' }, headers: { cookie }, options });
		expect(denied.status).toBe(200);
		expect(denied.headers.location).toBeUndefined();
		expect(denied.body).toContain('<svg class="denied"');
		const wrong = await visit({ query: { code: 'abc', state: 'x' }, headers: { cookie }, options });
		expect(wrong.headers.location).toBeUndefined();
		expect(wrong.body).toContain('<svg class="failed"');
	});

	it.each(['http://app.example.com', 'javascript:alert(1)', '/done', 'https://a:b@example.com'])(
		'refuses %s as address to lead on to before the vendor is asked',
		async (redirectWhenConnected) => {
			const { state, cookie } = await begin();
			const options = { redirectWhenConnected };
			const opened = await visit({ options });
			expect(opened.status).toBe(503);
			expect(opened.body).toContain('must be an https address');
			const query = { code: simulator.code(ADDRESS), state };
			const landed = await visit({ query, headers: { cookie }, options });
			expect(landed.status).toBe(503);
			expect(simulator.oauth.counts.tokenRequests).toBe(0);
			const stranger = await visit({ options, path: PRODUCTION, mode: 'webhook' });
			expect(stranger.body).not.toContain('https address');
		},
	);

	const refused = async (query: Record<string, string>, cookie: string) => {
		const result = await visit({ query, headers: { cookie } });
		expect(result.status).toBe(400);
		expect(items(result)).toBeUndefined();
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
		expect(engine.credentials.read(credential)).not.toHaveProperty('accessToken');
		return result.body;
	};

	it.each([
		['missing', () => ''],
		['changed', (state: string) => `${state.slice(0, -2)}xx`],
		[
			'with another payload',
			(state: string) =>
				`${Buffer.from('{"nonce":"x","reference":"","startedAt":1}').toString('base64url')}.${state.split('.')[1]}`,
		],
		['unsigned', (state: string) => state.split('.')[0] ?? ''],
		['of three parts', (state: string) => `${state}.x`],
	])('refuses a state that is %s', async (_what, change) => {
		const { state, cookie } = await begin();
		const body = await refused({ code: simulator.code(ADDRESS), state: change(state) }, cookie);
		expect(body).toContain('no answer to a consent that was started here');
	});

	it('refuses a state of another credential', async () => {
		const { state, cookie } = await begin();
		credential = engine.addCredential('billitOAuth2Api', {
			...billitSettings(simulator),
			clientSecret: 'canary-another-secret',
		});
		await refused({ code: simulator.code(ADDRESS), state }, cookie);
	});

	it('refuses a state that is older than ten minutes', async () => {
		const { state, cookie } = await begin();
		jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10 * 60_000 + 1);
		await refused({ code: simulator.code(ADDRESS), state }, cookie);
		jest.restoreAllMocks();
	});

	it('takes no tokens that a caller brings along as a code', async () => {
		const { state, cookie } = await begin();
		const tokens = { ...simulator.connect(), expiresAt: '', lifetime: 0 };
		const { clientId, clientSecret } = billitSettings(simulator);
		const scope = `${simulator.apiOrigin}/OAuth2/token\n${String(clientId)}`;
		// Even one that is genuine.
		const code = sealHandOver({ account: '1001', tokens }, String(clientSecret), scope);
		expect(await refused({ code, state }, cookie)).toContain('This is no code of Billit');
	});

	it('refuses a consent that was started in another browser', async () => {
		const { state } = await begin();
		const { cookie } = await begin();
		const query = { code: simulator.code(ADDRESS), state };
		expect(await refused(query, '')).toContain('in another browser');
		expect(await refused(query, cookie)).toContain('in another browser');
	});

	it('tells what is wrong when the vendor refuses', async () => {
		const { state, cookie } = await begin();
		const result = await visit({
			query: { code: simulator.code('http://elsewhere.example.com/'), state },
			headers: { cookie },
		});
		expect(result.status).toBe(400);
		expect(result.body).toContain('refused the redirect URL');
		expect(result.body).not.toContain('canary-');
	});

	it('keeps the connected account while the workflow is active, unless that is allowed', async () => {
		engine.credentials.write(credential, {
			...simulator.connect('bob'),
			connectedAccount: '2001',
			partyId: '',
		});
		const held = engine.credentials.read(credential);
		const active = { path: PRODUCTION, mode: 'webhook' } as const;
		const address = `http://127.0.0.1:5678${PRODUCTION}`;

		const first = await begin(active);
		const kept = await visit({
			...active,
			query: { code: simulator.code(address), state: first.state },
			headers: { cookie: first.cookie },
		});
		expect(kept.status).toBe(400);
		expect(kept.body).toContain('is connected to another Billit account, which was kept');
		// To log in anew: the same code is of the same account.
		expect(kept.body).toMatch(/href="\?"[^>]*>Try again/);
		expect(items(kept)).toBeUndefined();
		expect(engine.credentials.read(credential)).toEqual(held);

		const second = await begin(active);
		const replaced = await visit({
			...active,
			options: { allowReplacingAccount: true },
			query: { code: simulator.code(address), state: second.state },
			headers: { cookie: second.cookie },
		});
		expect(replaced.body).toContain('Connected to Lovelace Consulting');
		expect(engine.credentials.read(credential).connectedAccount).toBe('1001');
	});
});

describe('coming back without a code', () => {
	it('says that access was denied and starts the workflow with that', async () => {
		const { cookie } = await begin({ query: { reference: 'r' } });
		const result = await visit({ query: { error: 'access_denied' }, headers: { cookie } });
		expect(result.status).toBe(200);
		expect(result.body).toContain('Access denied');
		expect(items(result)).toEqual([
			{ provider: 'billit', status: 'denied', account: null, reference: 'r' },
		]);
		expect(engine.credentials.read(credential)).not.toHaveProperty('accessToken');
	});

	it('starts nothing for a refusal that no consent here led to', async () => {
		const { state } = await begin();
		const strangers: Array<Record<string, string>> = [
			{ error: 'access_denied' },
			{ error: 'access_denied', state },
		];
		for (const query of strangers) {
			const result = await visit({ query });
			expect(result.status).toBe(400);
			expect(items(result)).toBeUndefined();
		}
	});

	it('shows nothing of what a caller put into the address', async () => {
		const attack = '<script>alert(1)</script>';
		const { state, cookie } = await begin();
		const results = [
			await visit({ query: { error: attack, state }, headers: { cookie } }),
			await visit({ query: { error: attack, error_description: attack } }),
			await visit({ query: { code: attack, state: attack } }),
		];
		for (const { body, headers } of results) {
			expect(body).not.toContain('<script');
			expect(headers['content-security-policy']).toContain("default-src 'none'");
		}
	});
});

describe('the address of the login', () => {
	it.each([
		[
			'a host of the caller',
			{ headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } },
		],
		[
			'a way back of the caller',
			{ query: { redirect_uri: 'https://evil.example/', redirect: '//evil.example' } },
		],
		[
			'line breaks in the reference',
			{ query: { reference: 'x\r\nLocation: https://evil.example/' } },
		],
		['markup in the reference', { query: { reference: '"><script>alert(1)</script>' } }],
	])("is the vendor's own, whatever comes with the call: %s", async (_what, more) => {
		const { location, result } = await begin(more);
		expect(location.origin).toBe(simulator.authOrigin);
		expect(new URL(location.searchParams.get('redirect_uri') ?? '').origin).toBe(
			'http://127.0.0.1:5678',
		);
		for (const [name, value] of Object.entries(result.headers)) {
			expect({ name, value }).toEqual({
				name,
				value: expect.not.stringMatching(/[\r\n]|evil|<script/),
			});
		}
	});
});
