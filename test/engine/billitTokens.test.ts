import { createHash } from 'node:crypto';
import { billitEngine, billitSettings, connected, inFuture, runBillit } from './support/billit';
import type { Engine, RunResult } from './support/engine';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { impatient } from './support/patience';

impatient();

let simulator: BillitSimulator;
let engine: Engine;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = billitEngine();
});
afterEach(async () => await simulator.stop());

const ORDER = 1001000004;
const GET = {
	orderId: { mode: 'id', value: String(ORDER) },
	simplify: true,
	// One call an item, although all read the same.
	options: { alwaysAskAgain: true },
};

const get = async (credential: string, count = 1): Promise<RunResult> =>
	await runBillit(engine, credential, 'order.get', GET, {
		input: Array.from({ length: count }, () => ({ json: {} })),
	});

const orderStatuses = () =>
	simulator.recorder.to(`/v1/orders/${ORDER}`).map(({ status }) => status);

const expectNoSecrets = (result: RunResult) => {
	expect(result.data).not.toContain('canary-');
	expect(JSON.stringify([result.error?.message, result.error?.description])).not.toContain(
		'canary-',
	);
};

describe('renewing the access token', () => {
	it('happens ahead of expiry, with no refused call on the wire', async () => {
		const credential = connected(engine, simulator, { tokenExpiresAt: inFuture(30) });
		const result = await get(credential, 3);
		expect(result.error).toBeUndefined();
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1 });
		expect(orderStatuses()).toEqual([200, 200, 200]);
		const [request] = simulator.recorder.to('/OAuth2/token');
		expect(request).toMatchObject({ method: 'POST', query: {} });
		expect(request?.headers['content-type']).toBe('application/json');
		expect(request?.headers.authorization).toBeUndefined();
		expect(Object.keys(request?.body as object).sort()).toEqual([
			'client_id',
			'client_secret',
			'grant_type',
			'refresh_token',
		]);
	});

	it('leaves a token alone that lasts longer than a minute', async () => {
		await get(connected(engine, simulator, { tokenExpiresAt: inFuture(90) }));
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
	});

	it('takes a tenth of a short lifetime as the margin', async () => {
		await get(connected(engine, simulator, { tokenExpiresAt: inFuture(5), tokenLifetime: '20' }));
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
		await get(connected(engine, simulator, { tokenExpiresAt: inFuture(1), tokenLifetime: '20' }));
		expect(simulator.oauth.counts.tokenRequests).toBe(1);
	});

	it.each([401, 400])('follows AccessTokenExpired in a body with status %i', async (status) => {
		simulator.tokenErrorStatus = status;
		const credential = connected(engine, simulator);
		simulator.oauth.expireAccessTokens();
		const result = await get(credential, 5);
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(5);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1, replays: 0 });
	});

	it('happens once for 1,000 items with single-use refresh tokens', async () => {
		const credential = connected(engine, simulator, { tokenExpiresAt: inFuture(-1) });
		simulator.oauth.expireAccessTokens();
		const result = await get(credential, 1000);
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(1000);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1, replays: 0 });
		expect(orderStatuses().every((status) => status === 200)).toBe(true);
	});

	it('happens once although the expiry comes in the middle of the run', async () => {
		const credential = connected(engine, simulator);
		simulator.latency = 5;
		const running = get(credential, 400);
		await new Promise((resolve) => setTimeout(resolve, 60));
		simulator.oauth.expireAccessTokens();
		const result = await running;
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(400);
		expect(orderStatuses()).toContain(401);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1, replays: 0 });
	});

	it('happens once although a refusal of the old token comes late', async () => {
		const credential = connected(engine, simulator);
		simulator.oauth.expireAccessTokens();
		simulator.faults.add({ path: `/v1/orders/${ORDER}`, delay: 300 });
		const result = await get(credential, 60);
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(60);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1 });
	});

	it('happens once for several workflows that run at the same time', async () => {
		const credential = connected(engine, simulator);
		simulator.oauth.expireAccessTokens();
		const results = await Promise.all(
			Array.from({ length: 3 }, async () => await runOthers(credential)),
		);
		expect(results.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1, replays: 0 });
	});

	it('keeps the chain: every renewal stores the newest pair', async () => {
		const credential = connected(engine, simulator);
		for (let round = 0; round < 5; round++) {
			simulator.oauth.expireAccessTokens();
			expect((await get(credential, 10)).error).toBeUndefined();
			const { refreshToken } = engine.credentials.read(credential);
			expect(simulator.oauth.isLiveRefreshToken(String(refreshToken))).toBe(true);
		}
		expect(simulator.oauth.counts).toMatchObject({ refreshes: 5, replays: 0 });
	});

	it('uses what another process has stored meanwhile', async () => {
		const credential = connected(engine, simulator, { tokenExpiresAt: inFuture(-1) });
		simulator.oauth.expireAccessTokens();
		// The other process spent the refresh token a moment ago and stores its result late.
		const spent = String(engine.credentials.read(credential).refreshToken);
		await simulator.oauth.grant({
			grant_type: 'refresh_token',
			refresh_token: spent,
			client_id: DEMO_CLIENT.clientId,
			client_secret: DEMO_CLIENT.clientSecret,
		});
		const theirs = simulator.connect();
		setTimeout(
			() => engine.credentials.write(credential, { ...theirs, tokenExpiresAt: inFuture(3600) }),
			300,
		);
		const result = await get(credential, 3);
		expect(result.error).toBeUndefined();
		expect(result.items).toHaveLength(3);
	});

	it('never mixes two accounts of the same client', async () => {
		const ada = connected(engine, simulator, { tokenExpiresAt: inFuture(-1) });
		const bob = connected(
			engine,
			simulator,
			{ tokenExpiresAt: inFuture(-1), partyId: '2001' },
			'bob',
		);
		const list = { returnAll: false, limit: 1, simplify: false, filters: {}, options: {} };
		const input = Array.from({ length: 50 }, () => ({ json: {} }));
		const [first, second] = [
			await runBillit(engine, ada, 'order.getMany', list, { input }),
			await runBillit(engine, bob, 'order.getMany', list, { input }),
		];
		expect(new Set(first.items.map(({ json }) => json.CompanyID))).toEqual(new Set([1001]));
		expect(new Set(second.items.map(({ json }) => json.CompanyID))).toEqual(new Set([2001]));
	});
});

/** The engine's seed is one for all runs, so runs at the same time use the same input. */
async function runOthers(credential: string): Promise<RunResult> {
	return await get(credential, 20);
}

describe('when the access is gone', () => {
	const RECONNECT = 'The credential "My billitOAuth2Api" needs to be reconnected';

	it('says so, and names the credential, when the user revoked it', async () => {
		const credential = connected(engine, simulator);
		simulator.oauth.revokeUser('ada');
		const result = await get(credential);
		expect(result.error?.message).toBe(RECONNECT);
		expect(result.error?.description).toContain('The access was revoked at Billit');
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
		expectNoSecrets(result);
	});

	it('says so when the refresh token is refused, without trying it again', async () => {
		const credential = connected(engine, simulator, {
			refreshToken: 'canary-billit-refresh-unknown',
			tokenExpiresAt: inFuture(-1),
		});
		const result = await get(credential, 20);
		expect(result.error?.message).toBe(RECONNECT);
		expect(result.error?.description).toContain('Billit refused to renew the access');
		expect(result.error).toMatchObject({ failure: { cause: 'credential-invalid' } });
		expect(simulator.oauth.counts.tokenRequests).toBe(1);
		expectNoSecrets(result);
	});

	it('asks once also when the items are to go on after an error', async () => {
		const credential = connected(engine, simulator, {
			refreshToken: 'canary-billit-refresh-unknown',
			tokenExpiresAt: inFuture(-1),
		});
		const { items } = await runBillit(engine, credential, 'order.get', GET, {
			input: Array.from({ length: 100 }, () => ({ json: {} })),
			continueOnFail: true,
		});
		expect(items).toHaveLength(100);
		expect(new Set(items.map(({ json }) => json.error))).toEqual(new Set([RECONNECT]));
		expect(simulator.oauth.counts.tokenRequests).toBe(1);
	});

	it('says what to do first when nothing was ever connected', async () => {
		const credential = engine.addCredential('billitOAuth2Api', billitSettings(simulator));
		const result = await get(credential);
		expect(result.error?.message).toBe('The credential "My billitOAuth2Api" is not connected yet');
		expect(result.error?.description).toContain('Saved, not connected yet. To connect this');
		expect(simulator.recorder.requests).toHaveLength(0);
	});
});

describe('a pasted code', () => {
	const address = 'http://127.0.0.1:5678/webhook/some-id/connect';
	const hash = (code: string) => createHash('sha256').update(code).digest('hex');

	const pasted = (authorizationCode: string, more = {}) =>
		engine.addCredential('billitOAuth2Api', {
			...billitSettings(simulator),
			authorizationCode,
			...more,
		});

	it.each([
		['the bare code', (code: string) => code],
		['the whole address', (code: string) => `${address}?code=${code}&state=anything`],
		['the query', (code: string) => `?code=${code}`],
	])('is exchanged when it is %s', async (_what, text) => {
		const code = simulator.code(address);
		const credential = pasted(text(code));
		const result = await get(credential, 30);
		expect(result.error).toBeUndefined();
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, exchanges: 1, replays: 0 });
		expect(simulator.recorder.to('/OAuth2/token')[0]?.body).toEqual({
			grant_type: 'authorization_code',
			code,
			client_id: DEMO_CLIENT.clientId,
			client_secret: DEMO_CLIENT.clientSecret,
			redirect_uri: address,
		});
		expect(engine.credentials.read(credential)).toMatchObject({
			exchangedCode: hash(code),
			connectedAccount: '1001',
		});
	});

	it('is never sent again, though the editor saves it back into the form', async () => {
		const code = simulator.code(address);
		const credential = pasted(code);
		await get(credential);
		for (const exchangedCode of [hash(code), '']) {
			engine.credentials.write(credential, { authorizationCode: code, exchangedCode });
			expect((await get(credential)).error).toBeUndefined();
		}
		// As the editor does when it saves the form that was open since before the exchange.
		engine.credentials.write(credential, {
			authorizationCode: code,
			exchangedCode: '',
			accessToken: '',
			refreshToken: '',
			tokenExpiresAt: '',
		});
		expect((await get(credential)).error).toBeUndefined();
		expect(simulator.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
	});

	it('that has expired asks for a new consent', async () => {
		const credential = pasted(simulator.code(address));
		simulator.clock.advance(11 * 60_000);
		const result = await get(credential);
		expect(result.error?.message).toContain('needs to be reconnected');
		expect(result.error?.description).toContain('Billit refused the authorization code');
		expectNoSecrets(result);
	});

	it('that is an address with access_denied says that access was denied', async () => {
		const result = await get(pasted(`${address}?error=access_denied`));
		expect(result.error?.description).toContain('The access was denied at Billit');
		expect(simulator.recorder.requests).toHaveLength(0);
	});
});

describe('each wrong setting has its own text', () => {
	const failing = async (settings: Record<string, string>): Promise<RunResult> => {
		const code = simulator.code('http://127.0.0.1:5678/webhook/some-id/connect');
		const credential = engine.addCredential('billitOAuth2Api', {
			...billitSettings(simulator),
			authorizationCode: code,
			...settings,
		});
		const result = await get(credential);
		expectNoSecrets(result);
		return result;
	};

	it.each([
		[{ clientSecret: 'wrong' }, 'Billit refused the client ("InvalidClient"). Check "Client ID"'],
		[{ clientId: 'other' }, 'Billit refused the client ("InvalidClient"). Check "Client ID"'],
		[{ redirectUrl: 'http://127.0.0.1:5678/webhook/other/connect' }, 'refused the redirect URL'],
		[{ apiBaseUrl: 'http://no-such-host.invalid' }, 'There is no host no-such-host.invalid'],
		[{ apiBaseUrl: 'http://127.0.0.1:1' }, 'Billit does not answer at 127.0.0.1:1'],
		[{ apiBaseUrl: '' }, '"API Base URL" is empty'],
		[{ apiBaseUrl: 'api billit be' }, '"API Base URL" is not an address'],
		[{ apiBaseUrl: 'ftp://api.billit.be' }, '"API Base URL" must start with https://'],
	])('%j', async (settings, text) => {
		const { error } = await failing(settings as Record<string, string>);
		expect(`${error?.message}: ${error?.description}`).toContain(text);
	});

	it.each([
		[
			'HTML instead of JSON',
			{ status: 200, body: '<html>Login</html>' },
			'a web page instead of JSON',
		],
		['an empty body', { status: 200, body: '' }, 'an empty answer instead of tokens'],
		[
			'an error in a 200',
			{ status: 200, body: '{"error":"invalid_grant"}' },
			'refused the authorization code',
		],
		['404', { status: 404, body: '' }, 'There is no token endpoint at'],
		['415', { status: 415, body: '' }, 'does not take the format of the token request'],
		[
			'a redirect',
			{ status: 302, headers: { Location: 'http://evil.example.com/' } },
			'answered with a redirect',
		],
		[
			'a later time',
			{ status: 429, headers: { 'Retry-After': '3600' } },
			'cannot issue tokens at the moment',
		],
	])('%s', async (_what, fault, text) => {
		simulator.faults.add({ path: '/OAuth2/token', times: 9, ...fault });
		const { error } = await failing({});
		expect(`${error?.message}: ${error?.description}`).toContain(text);
		expect(simulator.recorder.to('/OAuth2/token')).toHaveLength(1);
	});

	it('a token endpoint in trouble is tried three times and nothing is lost', async () => {
		const credential = connected(engine, simulator, { tokenExpiresAt: inFuture(-1) });
		simulator.faults.add({ path: '/OAuth2/token', status: 503, times: 2 });
		expect((await get(credential)).error).toBeUndefined();
		expect(simulator.recorder.to('/OAuth2/token')).toHaveLength(3);

		engine.credentials.write(credential, { tokenExpiresAt: inFuture(-1) });
		const held = engine.credentials.read(credential);
		simulator.faults.add({ path: '/OAuth2/token', cut: 'before', times: 3 });
		const { error } = await get(credential);
		expect(error?.message).toContain('Billit does not answer at');
		expect(error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		expect(engine.credentials.read(credential)).toEqual(held);
	});
});
