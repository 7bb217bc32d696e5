import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { billitConsent } from './support/billitConsent';
import { N8n } from './support/n8n';
import { failure, output } from './support/rest';
import { hasLimit } from './support/version';
import { chain, items, manualTrigger, node } from './support/workflow';

let n8n: N8n;
let simulator: BillitSimulator;

beforeAll(async () => {
	simulator = await new BillitSimulator().start();
	n8n = await N8n.start();
});
afterAll(async () => {
	await n8n?.remove();
	await simulator?.stop();
});
beforeEach(() => {
	simulator.faults.clear();
	simulator.recorder.clear();
	simulator.oauth.resetCounts();
	simulator.tokenErrorStatus = 401;
});

const inFuture = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

const settings = () => ({
	environment: 'custom',
	apiBaseUrl: simulator.apiOrigin,
	authBaseUrl: simulator.authOrigin,
	...DEMO_CLIENT,
	redirectUrl: 'http://127.0.0.1:5678/webhook/by-hand/connect',
	partyId: '1001',
});

const connected = async (more: Record<string, string> = {}, username = 'ada') =>
	await n8n.rest.createCredential('billitOAuth2Api', {
		...settings(),
		...simulator.connect(username),
		tokenExpiresAt: inFuture(3600),
		tokenLifetime: '3600',
		...more,
	});

const NAME = 'My billitOAuth2Api';

/** A workflow that gets one order for each of `count` items. */
async function workflow(credential: string, count = 1): Promise<string> {
	return await n8n.rest.createWorkflow(
		chain('Get orders', [
			manualTrigger(),
			items(count),
			node(
				'Billit',
				'billit',
				{
					resource: 'order',
					operation: 'get',
					orderId: { __rl: true, mode: 'id', value: '1001000004' },
					// A call for every item, although all read the same.
					options: { alwaysAskAgain: true },
				},
				{ credentials: { billitOAuth2Api: { id: credential, name: NAME } } },
			),
		]),
	);
}

const run = async (credential: string, count = 1) =>
	await n8n.rest.run(await workflow(credential, count), 'Start');

describe('refresh in the real n8n', () => {
	it('1,000 items over an expired single-use token: one token request, no failed item', async () => {
		const credential = await connected({ tokenExpiresAt: inFuture(-1) });
		simulator.oauth.expireAccessTokens();
		const execution = await run(credential, 1000);
		expect(execution.status).toBe('success');
		expect(output(execution, 'Billit')).toHaveLength(1000);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1, replays: 0 });
	});

	it('the token expires in the middle of a run', async () => {
		const credential = await connected();
		simulator.latency = 20;
		const id = await n8n.rest.start(await workflow(credential, 400), 'Start');
		while (simulator.recorder.count('GET', '/v1/orders/1001000004') < 40) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		simulator.oauth.expireAccessTokens();
		const execution = await n8n.rest.finished(String(id));
		simulator.latency = 0;
		expect(execution.status).toBe('success');
		expect(output(execution, 'Billit')).toHaveLength(400);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1, replays: 0 });
	});

	it('ahead of expiry no call is refused', async () => {
		const execution = await run(await connected({ tokenExpiresAt: inFuture(20) }), 5);
		expect(execution.status).toBe('success');
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1 });
		expect(simulator.recorder.requests.map(({ status }) => status)).not.toContain(401);
	});

	it('expiry told only by AccessTokenExpired in a 400', async () => {
		simulator.tokenErrorStatus = 400;
		const credential = await connected();
		simulator.oauth.expireAccessTokens();
		const execution = await run(credential, 10);
		expect(execution.status).toBe('success');
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1, replays: 0 });
	});

	it('a revoked grant asks to reconnect and names the credential', async () => {
		const credential = await connected();
		simulator.oauth.revokeUser('ada');
		const execution = await run(credential);
		expect(execution.status).toBe('error');
		expect(failure(execution).message).toBe(`The credential "${NAME}" needs to be reconnected`);
	});

	it("n8n's own HTTP Request node uses the credential, refresh included", async () => {
		const credential = await connected();
		simulator.oauth.expireAccessTokens();
		const id = await n8n.rest.createWorkflow(
			chain('HTTP Request', [
				manualTrigger(),
				node(
					'HTTP Request',
					'n8n-nodes-base.httpRequest',
					{
						url: `${simulator.apiOrigin}/v1/account/accountInformation`,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: 'billitOAuth2Api',
						options: {},
					},
					{ typeVersion: 4.2, credentials: { billitOAuth2Api: { id: credential, name: NAME } } },
				),
			]),
		);
		const execution = await n8n.rest.run(id, 'Start');
		expect(output(execution, 'HTTP Request')).toEqual([
			expect.objectContaining({ Email: 'ada@example.com' }),
		]);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1 });
		for (const { query } of simulator.recorder.requests) {
			expect(JSON.stringify(query)).not.toContain('canary-');
		}
	});

	it('two accounts in two credentials never mix, run in parallel', async () => {
		const list = (credential: string) =>
			n8n.rest.createWorkflow(
				chain('List', [
					manualTrigger(),
					items(60),
					node(
						'Billit',
						'billit',
						{ resource: 'order', operation: 'getMany', limit: 1, simplify: false },
						{ credentials: { billitOAuth2Api: { id: credential, name: NAME } } },
					),
				]),
			);
		const expired = { tokenExpiresAt: inFuture(-1) };
		const ada = await list(await connected(expired));
		const bob = await list(await connected({ ...expired, partyId: '2001' }, 'bob'));
		const [first, second] = await Promise.all([
			n8n.rest.run(ada, 'Start'),
			n8n.rest.run(bob, 'Start'),
		]);
		const companies = (execution: typeof first) =>
			output(execution, 'Billit').map(({ CompanyID }) => CompanyID);
		expect(companies(first)).toEqual(Array(60).fill(1001));
		expect(companies(second)).toEqual(Array(60).fill(2001));
		expect(simulator.oauth.counts).toMatchObject({ refreshes: 2, replays: 0 });
	});
});

describe('consent in the real n8n, workflow published', () => {
	const HOOK = 'c1111111-2222-4333-8444-555555555501';

	const consent = async (decision: 'allow' | 'deny', reference = '') =>
		await billitConsent(`${n8n.url}/webhook/${HOOK}/connect`, simulator, decision, { reference });

	it('survives a restart between consent and use, and refuses the same code twice', async () => {
		const credential = await n8n.rest.createCredential('billitOAuth2Api', settings());
		const connect = await n8n.rest.createWorkflow(
			chain('Connect', [
				node(
					'Connect',
					'oAuth2ConnectTrigger',
					{ provider: 'billit', options: {} },
					{
						credentials: { billitOAuth2Api: { id: credential, name: NAME } },
						webhookId: HOOK,
					},
				),
				node('Connected', 'n8n-nodes-base.noOp'),
			]),
		);
		await n8n.rest.activate(connect, `${HOOK}/connect`);

		const denied = await (await consent('deny', 'nobody')).visit();
		expect(denied.body).toContain('Access denied');

		const { landing, visit } = await consent('allow', 'customer-9');
		const foreign = await visit(landing, '');
		expect(foreign).toMatchObject({ status: 400 });
		expect(foreign.body).toContain('in another browser');
		const tampered = await visit(landing.replace(/state=./, 'state=x'));
		expect(tampered).toMatchObject({ status: 400 });
		expect(simulator.oauth.counts.tokenRequests).toBe(0);

		expect((await visit()).body).toContain('Connected to Lovelace Consulting');
		expect(await visit()).toMatchObject({ status: 400 });
		expect(simulator.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });

		await new Promise((resolve) => setTimeout(resolve, 500));
		const executions = await n8n.rest.executions(connect);
		expect(executions).toHaveLength(2);
		const [connectedRun, deniedRun] = await Promise.all(
			executions.map(async ({ id }) => await n8n.rest.finished(id)),
		);
		expect(connectedRun && output(connectedRun, 'Connected')).toEqual([
			expect.objectContaining({ provider: 'billit', status: 'connected', reference: 'customer-9' }),
		]);
		expect(deniedRun && output(deniedRun, 'Connected')).toEqual([
			{ provider: 'billit', status: 'denied', account: null, reference: 'nobody' },
		]);

		await n8n.restart();
		const execution = await run(credential);
		expect(execution.status).toBe('success');
		expect(simulator.oauth.counts).toMatchObject({ exchanges: 1, refreshes: 0 });
		await n8n.rest.deactivate(connect);
	});
});

describe('what the credential dialog says', () => {
	const told = (ours: string, hosts: string) => (hasLimit('generalWords') ? hosts : ours);

	const verdict = async (data: Record<string, string>) =>
		await n8n.rest.testCredential(await n8n.rest.createCredential('billitOAuth2Api', data));

	it('works when connected', async () => {
		expect(await n8n.rest.testCredential(await connected())).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
	});

	it.each([
		['not connected yet', {}, 'Saved, not connected yet'],
		['wrong secret', { clientSecret: 'x', code: 'yes' }, 'Check "Client ID", "Client Secret"'],
		[
			'wrong redirect URL',
			{ redirectUrl: 'http://127.0.0.1/webhook/x', code: 'yes' },
			'redirect URL',
		],
		['wrong host', { apiBaseUrl: 'http://no-such-host.invalid', code: 'yes' }, 'There is no host'],
		['simulator down', { apiBaseUrl: 'http://127.0.0.1:1', code: 'yes' }, 'does not answer at'],
	])('%s', async (_what, change, text) => {
		const { code, ...rest } = change as Record<string, string>;
		const data = {
			...settings(),
			...(code ? { authorizationCode: simulator.code(settings().redirectUrl) } : {}),
			...rest,
		};
		const { status, message } = await verdict(data);
		expect(status).toBe('Error');
		expect(message).toContain(text);
		expect(message).not.toContain('canary-');
	});

	it.each([
		[
			'HTML instead of JSON',
			{ status: 200, body: '<html></html>' },
			'The address answers, but not as Billit does',
		],
		['an empty body', { status: 200, body: '' }, 'The address answers, but not as Billit does'],
		[
			'no permission',
			{ status: 403, body: '' },
			told('its user may not read the account', 'Forbidden'),
		],
	])('%s', async (_what, fault, text) => {
		const credential = await connected();
		simulator.faults.add({ path: '/v1/account/accountInformation', times: 5, ...fault });
		const { status, message } = await n8n.rest.testCredential(credential);
		expect(status).toBe('Error');
		expect(message).toContain(text);
	});

	it.each([
		['a right key', 'canary-billit-key-ada', 'OK', 'Connection successful!'],
		[
			'a wrong key',
			'canary-billit-key-wrong',
			'Error',
			told('Billit refused this credential', 'Authorization failed'),
		],
	])('%s', async (_what, apiKey, status, text) => {
		const { environment, apiBaseUrl } = settings();
		const id = await n8n.rest.createCredential('billitApi', { environment, apiBaseUrl, apiKey });
		const result = await n8n.rest.testCredential(id);
		expect(result.status).toBe(status);
		expect(result.message).toContain(text);
	});
});

/** The last test of this file looks at everything that the others left behind. */
it('no token, code, secret or password is anywhere', async () => {
	const credentials = (await n8n.rest.http.get('/credentials')).data.data;
	const answers = await Promise.all(
		credentials.map(async ({ id }: { id: string }) => await n8n.rest.credential(id)),
	);
	expect(answers.length).toBeGreaterThan(10);
	const executions = await n8n.rest.executions();
	const data = await Promise.all(
		executions.map(async ({ id }) => (await n8n.rest.finished(id)).text),
	);
	expect(data.length).toBeGreaterThan(5);
	expect(JSON.stringify(answers)).not.toContain('canary-');
	expect(data.join('\n')).not.toContain('canary-');
	expect(n8n.log().length).toBeGreaterThan(10_000);
	const leaks = n8n
		.log()
		.split('\n')
		.filter((line) => line.includes('canary-'));
	expect(leaks).toEqual([]);
});
