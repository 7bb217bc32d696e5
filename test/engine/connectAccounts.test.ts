import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { billitTokens } from '../../credentials/oauth2/profiles/billit';
import { openHandOver } from '../../credentials/oauth2/handOver';
import { BillitOAuth2Api } from '../../credentials/BillitOAuth2Api.credentials';
import { BookingExpertsOAuth2Api } from '../../credentials/BookingExpertsOAuth2Api.credentials';
import { LucaOAuth2Api } from '../../credentials/LucaOAuth2Api.credentials';
import { sha256 } from '../../credentials/base/values';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { LucaSimulator } from '../simulators/luca';
import { DEMO_KEY, N8nSimulator } from '../simulators/n8n';
import { connectionOf, type Vendor } from '../support/connections';
import type { Engine, WebhookResult } from './support/engine';
import { inFuture, packEngine, read } from './support/pack';
import { impatient } from './support/patience';

impatient();

const PATH = '/webhook/11111111-2222-4333-8444-555555555555/connect';
const ADDRESS = `http://127.0.0.1:5678${PATH}`;

let n8n: N8nSimulator;
let engine: Engine;
let apiKey: string;

const shownFields = (type: { properties: Array<{ name: string; type: string }> }) =>
	Object.fromEntries(
		type.properties.filter((each) => each.type !== 'hidden').map((each) => [each.name, each.type]),
	);

beforeEach(async () => {
	n8n = await new N8nSimulator().start();
	n8n.schemas.set('billitOAuth2Api', shownFields(new BillitOAuth2Api()));
	n8n.schemas.set('bookingExpertsOAuth2Api', shownFields(new BookingExpertsOAuth2Api()));
	n8n.schemas.set('lucaOAuth2Api', shownFields(new LucaOAuth2Api()));
	engine = packEngine();
	apiKey = engine.addCredential('n8nInstanceApi', { baseUrl: n8n.origin, apiKey: DEMO_KEY });
});
afterEach(async () => await n8n.stop());

/** The trigger of one provider, in a published workflow. */
class Trigger {
	readonly template: string;

	project = '';

	/** `manual` while somebody listens for a test event in the editor. */
	mode: 'webhook' | 'manual' = 'webhook';

	constructor(
		private readonly provider: string,
		readonly credentialType: string,
		vendor: Vendor,
		more: ICredentialDataDecryptedObject = {},
	) {
		this.template = engine.addCredential(credentialType, {
			...connectionOf(credentialType).settings(vendor, 'first'),
			...more,
		});
	}

	async visit(query: Record<string, string>, cookie = ''): Promise<WebhookResult> {
		return await engine.webhook({
			type: 'oAuth2ConnectTrigger',
			parameters: {
				provider: this.provider,
				connectTo: 'accounts',
				project: { __rl: true, mode: 'id', value: this.project },
				options: {},
			},
			credentials: { [this.credentialType]: this.template, n8nInstanceApi: apiKey },
			request: {
				query,
				headers: { cookie },
				originalUrl: `${PATH}?${new URLSearchParams(query).toString()}`,
			},
			mode: this.mode,
		});
	}

	/** Opens the address; what the browser then holds. */
	async begin(reference = '') {
		const result = await this.visit(reference ? { reference } : {});
		return { result, cookie: cookieOf(result), state: stateOf(result) };
	}
}

const cookieOf = (result: WebhookResult) =>
	(result.headers['set-cookie'] ?? '').split(';')[0] ?? '';

const stateOf = ({ headers: { location } }: WebhookResult) =>
	(location && new URL(location).searchParams.get('state')) ?? '';

const items = (result: WebhookResult) => result.data.workflowData?.[0]?.map(({ json }) => json);

const single = () => {
	const [first, ...rest] = [...n8n.credentials.values()];
	expect(rest).toEqual([]);
	if (!first) throw new Error('n8n has no credential');
	return first;
};

describe('Billit', () => {
	let billit: BillitSimulator;
	let trigger: Trigger;
	beforeEach(async () => {
		billit = await new BillitSimulator().start();
		trigger = new Trigger('billit', 'billitOAuth2Api', billit);
	});
	afterEach(async () => await billit.stop());

	const connect = async (username = 'ada', reference = '', from = trigger) => {
		const { cookie, state } = await from.begin(reference);
		return await from.visit({ code: billit.code(ADDRESS, username), state }, cookie);
	};

	/** The account's credential as n8n then has it. */
	const adopt = (data = single().data) =>
		engine.addCredential('billitOAuth2Api', data as ICredentialDataDecryptedObject);

	it('makes a credential of the account, names it, and tells of it without a token', async () => {
		const held = engine.credentials.read(trigger.template);
		const result = await connect('bob', 'customer-7');
		expect(result.status).toBe(200);
		expect(result.body).toContain('Connected to');
		const made = single();
		expect(made).toMatchObject({
			type: 'billitOAuth2Api',
			projectId: 'personal1',
			name: expect.stringMatching(/^Billit: .+ \(customer-7\)$/),
		});
		expect(made.data).toEqual({
			environment: 'custom',
			apiBaseUrl: billit.apiOrigin,
			authBaseUrl: billit.authOrigin,
			...DEMO_CLIENT,
			redirectUrl: ADDRESS,
			authorizationCode: expect.stringMatching(/^tokens:/),
			partyId: '2001',
			contextPartyId: '',
		});
		expect(items(result)).toEqual([
			{
				provider: 'billit',
				status: 'connected',
				account: expect.objectContaining({ id: '2001' }),
				reference: 'customer-7',
				credential: { id: made.id, name: made.name, type: made.type, created: true },
			},
		]);
		expect(JSON.stringify(result)).not.toMatch(/canary-|tokens:/);
		expect(JSON.stringify(n8n.recorder.requests.map(({ body }) => body))).not.toMatch(
			/canary-billit-(?:access|refresh)/,
		);
		expect(engine.credentials.read(trigger.template)).toEqual(held);
		expect(n8n.recorder.count('POST', `/api/v1/credentials/${made.id}/test`)).toBe(1);
	});

	it('the credential works by its own account, and takes the tokens over once', async () => {
		await connect('bob');
		const id = adopt();
		billit.oauth.resetCounts();
		for (let time = 0; time < 2; time++) {
			const { items: orders, error } = await read(engine, 'billitOAuth2Api', id, 20);
			expect(error).toBeUndefined();
			expect(orders.map(({ json }) => json.CompanyID)).toEqual(Array(20).fill(2001));
		}
		expect(engine.credentials.read(id)).toMatchObject({
			connectedAccount: '2001',
			authorizationCode: '',
			exchangedCode: expect.stringMatching(/^[0-9a-f]{64}$/),
			refreshToken: expect.stringMatching(/^canary-/),
		});
		expect(billit.oauth.counts.tokenRequests).toBe(0);
	});

	it('a late form, or a late process, brings no old tokens back', async () => {
		await connect();
		const late = single().data;
		const id = adopt();
		await read(engine, 'billitOAuth2Api', id);
		engine.credentials.write(id, { tokenExpiresAt: inFuture(-1) });
		await read(engine, 'billitOAuth2Api', id);
		const held = engine.credentials.read(id);
		// The second is what a process holds that read the credential before it took the tokens over.
		for (const old of [late, { ...late, accessToken: '', refreshToken: '', exchangedCode: '' }]) {
			engine.credentials.write(id, old as ICredentialDataDecryptedObject);
			const { error } = await read(engine, 'billitOAuth2Api', id);
			expect(error).toBeUndefined();
			expect(engine.credentials.read(id).refreshToken).toBe(held.refreshToken);
		}
		expect(billit.oauth.counts.replays).toBe(0);
	});

	it('tokens that have expired on the way are renewed before they are stored', async () => {
		await connect();
		billit.oauth.resetCounts();
		const { data } = single();
		const scope = `${billit.apiOrigin}/OAuth2/token\n${DEMO_CLIENT.clientId}`;
		const handed = openHandOver(String(data.authorizationCode), DEMO_CLIENT.clientSecret, scope);
		billit.oauth.expireAccessTokens();
		const id = adopt();
		billitTokens.rejectToken(engine.credentials.read(id), handed?.tokens.accessToken ?? '');
		const written: unknown[] = [];
		const { credentials } = engine;
		const store = credentials.preAuthentication.bind(credentials);
		jest.spyOn(credentials, 'preAuthentication').mockImplementation(async (...given) => {
			const result = await store(...given);
			written.push(credentials.read(id).accessToken);
			return result;
		});
		const { error } = await read(engine, 'billitOAuth2Api', id, 10);
		expect(error).toBeUndefined();
		expect(billit.oauth.counts).toMatchObject({ tokenRequests: 1, replays: 0 });
		expect(written.length).toBeGreaterThan(0);
		expect(written).not.toContain(handed?.tokens.accessToken);
	});

	it('waits for another process that was faster to take the tokens over', async () => {
		await connect();
		const id = adopt();
		const { data } = single();
		const scope = `${billit.apiOrigin}/OAuth2/token\n${DEMO_CLIENT.clientId}`;
		const handed = openHandOver(String(data.authorizationCode), DEMO_CLIENT.clientSecret, scope);
		billit.oauth.expireAccessTokens();
		billitTokens.rejectToken(engine.credentials.read(id), handed?.tokens.accessToken ?? '');
		const answer = await fetch(`${billit.apiOrigin}/OAuth2/token`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({
				grant_type: 'refresh_token',
				refresh_token: handed?.tokens.refreshToken,
				client_id: DEMO_CLIENT.clientId,
				client_secret: DEMO_CLIENT.clientSecret,
			}),
		});
		const renewed = (await answer.json()) as { access_token: string; refresh_token: string };
		const run = read(engine, 'billitOAuth2Api', id, 5);
		while (billit.oauth.counts.replays === 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		engine.credentials.write(id, {
			accessToken: renewed.access_token,
			refreshToken: renewed.refresh_token,
			tokenExpiresAt: inFuture(3_600),
			exchangedCode: sha256(String(data.authorizationCode)),
			authorizationCode: '',
		});
		const { error, items: orders } = await run;
		expect(error).toBeUndefined();
		expect(orders).toHaveLength(5);
	});

	it.each([
		['made for another client', { clientId: 'other' }],
		['made with another secret', { clientSecret: 'canary-other' }],
		['cut', { authorizationCode: 'tokens:abcd' }],
	])('a hand-over that was %s says to connect again', async (_what, change) => {
		await connect();
		const id = adopt({ ...single().data, ...change });
		const { error, data } = await read(engine, 'billitOAuth2Api', id);
		expect(error?.message).toBe('The credential "My billitOAuth2Api" needs to be reconnected');
		expect(error?.description).toContain('Connect the account again');
		expect(data).not.toMatch(/canary-|tokens:/);
		expect(billit.recorder.to('/v1/orders')).toEqual([]);
	});

	it('a second account gets a second credential', async () => {
		await connect('ada');
		await connect('bob');
		expect([...n8n.credentials.values()].map(({ data }) => data.partyId)).toEqual(['1001', '2001']);
	});

	it('connecting again mends the same credential, and leaves name and company as they are', async () => {
		const first = await connect('ada', 'customer-7');
		const made = single();
		Object.assign(made, { name: 'My own name' });
		Object.assign(made.data, { partyId: '1002', accessToken: 'old', exchangedCode: 'x' });
		const handed = made.data.authorizationCode;
		const again = await connect('ada', 'another-reference');
		const mended = single();
		expect(mended.id).toBe(made.id);
		expect(mended.name).toBe('My own name');
		expect(mended.data).toMatchObject({ partyId: '1002', accessToken: 'old', exchangedCode: 'x' });
		expect(mended.data.authorizationCode).not.toBe(handed);
		expect(items(first)).toMatchObject([{ credential: { id: made.id, created: true } }]);
		expect(items(again)).toMatchObject([
			{ credential: { id: made.id, name: 'My own name', created: false } },
		]);
	});

	it('a run that is under way goes on with the tokens of a new consent', async () => {
		await connect();
		const id = adopt();
		await read(engine, 'billitOAuth2Api', id);
		await connect();
		billit.oauth.resetCounts();
		billit.recorder.clear();
		billit.latency = 20;
		const run = read(engine, 'billitOAuth2Api', id, 100);
		while (billit.recorder.to('/v1/orders').length < 30) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		engine.credentials.write(id, { authorizationCode: String(single().data.authorizationCode) });
		const old = engine.credentials.read(id).accessToken;
		billit.faults.add({
			path: '/v1/orders',
			status: 401,
			headers: { 'Content-Type': 'application/json' },
			body: '{"errors":[{"Code":"AccessTokenExpired"}]}',
		});
		const { error, items: orders } = await run;
		expect(error).toBeUndefined();
		expect(orders).toHaveLength(100);
		expect(billit.oauth.counts.tokenRequests).toBe(0);
		expect(engine.credentials.read(id).accessToken).not.toBe(old);
	});

	it('two at once end at one credential', async () => {
		const results = await Promise.all([connect('ada'), connect('ada'), connect('ada')]);
		expect(results.map(({ status }) => status)).toEqual([200, 200, 200]);
		const made = results.map((result) => items(result)?.[0]?.credential);
		expect(new Set(made.map((each) => (each as { id: string }).id))).toEqual(
			new Set([single().id]),
		);
		expect(made.filter((each) => (each as { created: boolean }).created)).toHaveLength(1);
	});

	it('a lost answer of n8n makes no second credential', async () => {
		n8n.faults.add({ path: '/api/v1/credentials', method: 'POST', cut: 'after' });
		const result = await connect('ada');
		expect(result.status).toBe(200);
		single();
	});

	it('makes it in the chosen project', async () => {
		n8n.projects.set('team1', 'Customers');
		trigger.project = 'team1';
		await connect();
		expect(single().projectId).toBe('team1');
	});

	it('denied: nothing is made', async () => {
		const { cookie } = await trigger.begin('r');
		const result = await trigger.visit({ error: 'access_denied' }, cookie);
		expect(items(result)).toEqual([
			{ provider: 'billit', status: 'denied', account: null, reference: 'r' },
		]);
		expect(n8n.credentials.size).toBe(0);
	});

	describe('before anybody is sent to the vendor', () => {
		/** What whoever sets the trigger up reads; strangers read none of it. */
		const refused = async () => {
			const pages: string[] = [];
			for (const mode of ['webhook', 'manual'] as const) {
				trigger.mode = mode;
				const { result } = await trigger.begin();
				expect(result.status).toBe(503);
				expect(result.headers.location).toBeUndefined();
				expect(items(result)).toBeUndefined();
				expect(result.body).not.toContain('canary-');
				pages.push(result.body);
			}
			const [forStrangers = '', forListeners = ''] = pages;
			expect(forStrangers).toContain('Accounts cannot be connected here at the moment');
			expect(forStrangers).not.toMatch(/API key|credential:|n8n 2|n8n 1|pack|project/);
			return forListeners;
		};

		it('a wrong key', async () => {
			engine.credentials.write(apiKey, { apiKey: 'canary-wrong' });
			expect(await refused()).toContain('n8n refused the API key');
		});

		it('a missing scope', async () => {
			n8n.scopes = ['credential:create', 'credential:list'];
			expect(await refused()).toContain('The n8n API key lacks credential:update');
		});

		it.each([
			['2.30', { takesId: false }],
			['1.123', { discovers: false }],
		])('n8n %s', async (_version, older) => {
			Object.assign(n8n, older);
			expect(await refused()).toContain('needs n8n 2.41 or later');
		});

		it('an n8n without this pack', async () => {
			n8n.schemas.clear();
			expect(await refused()).toContain('does not have this pack');
		});

		it('an unknown project', async () => {
			n8n.add(trigger.template, 'billitOAuth2Api', 'The template');
			trigger.project = 'nowhere';
			expect(await refused()).toContain('There is no such project in n8n');
			expect(single().name).toBe('The template');
		});

		it('an n8n that is down', async () => {
			engine.credentials.write(apiKey, { baseUrl: 'http://127.0.0.1:1' });
			const body = await refused();
			expect(body).toContain('Accounts cannot be connected here at the moment');
			expect(body).not.toContain('127.0.0.1');
		});
	});

	it('a code is not spent while n8n would not take the tokens, and the page can be loaded again', async () => {
		const { cookie, state } = await trigger.begin();
		const code = billit.code(ADDRESS);
		engine.credentials.write(apiKey, { apiKey: 'canary-wrong' });
		const first = await trigger.visit({ code, state }, cookie);
		expect(first.status).toBe(503);
		expect(first.headers['set-cookie']).toBeUndefined();
		expect(billit.oauth.counts.tokenRequests).toBe(0);
		engine.credentials.write(apiKey, { apiKey: DEMO_KEY });
		expect((await trigger.visit({ code, state }, cookie)).status).toBe(200);
		single();
	});

	it('tokens that n8n refuses are told of, and stored when the page is loaded again', async () => {
		const { cookie, state } = await trigger.begin('customer-7');
		const code = billit.code(ADDRESS);
		n8n.faults.add({
			path: '/api/v1/credentials',
			method: 'POST',
			status: 403,
			headers: { 'Content-Type': 'application/json' },
			body: '{"message":"Forbidden"}',
		});
		const first = await trigger.visit({ code, state }, cookie);
		expect(first.status).toBe(503);
		expect(first.body).toContain('gave the access, but n8n could not store it');
		expect(items(first)).toEqual([
			{
				provider: 'billit',
				status: 'failed',
				account: expect.objectContaining({ id: '1001' }),
				reference: 'customer-7',
				credential: null,
				error: expect.stringContaining('The n8n API key may not do this'),
			},
		]);
		expect(JSON.stringify(first)).not.toMatch(/canary-|tokens:/);
		const second = await trigger.visit({ code, state }, cookie);
		expect(second.status).toBe(200);
		expect(billit.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
		expect((await read(engine, 'billitOAuth2Api', adopt())).error).toBeUndefined();
	});

	it('an account that cannot be asked for the moment: the page can be loaded again', async () => {
		const { cookie, state } = await trigger.begin();
		const code = billit.code(ADDRESS);
		billit.faults.add({ path: '/v1/account/accountInformation', times: 2, status: 503 });
		const first = await trigger.visit({ code, state }, cookie);
		expect(first.status).toBe(400);
		expect(first.body).toContain('Reload this page to try again');
		expect(first.headers['set-cookie']).toBeUndefined();
		expect((await trigger.visit({ code, state }, cookie)).status).toBe(200);
		expect(billit.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
	});

	it('the address that was landed on is good once', async () => {
		const { cookie, state } = await trigger.begin();
		const code = billit.code(ADDRESS);
		const first = await trigger.visit({ code, state }, cookie);
		const again = await trigger.visit({ code, state }, cookie);
		expect(again.status).toBe(400);
		expect(again.body).toContain('codes work once');
		expect(items(again)).toBeUndefined();
		// The browser that connected shows the same once more, in any process of n8n.
		const reloaded = await trigger.visit({ code, state }, cookieOf(first));
		expect([reloaded.status, reloaded.body]).toEqual([200, first.body]);
		expect(items(reloaded)).toBeUndefined();
		expect(billit.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
	});

	it('takes no tokens that a caller brings along', async () => {
		await connect('bob');
		const stolen = String(single().data.authorizationCode);
		n8n.credentials.clear();
		const { cookie, state } = await trigger.begin();
		billit.oauth.resetCounts();
		const result = await trigger.visit({ code: stolen, state }, cookie);
		expect(result.status).toBe(400);
		expect(n8n.credentials.size).toBe(0);
		expect(billit.oauth.counts.tokenRequests).toBe(0);
	});

	it.each([
		['line breaks', 'a\r\nb', 'a b'],
		['turned text', 'a\u202eb\u2066c', 'a b c'],
		['markup', '<b>x</b>', '<b>x</b>'],
		['a long text', 'x'.repeat(200), `${'x'.repeat(39)}…`],
		['half a letter', 'a\ud800', 'a\ufffd'],
	])('keeps the name on one short line: %s', async (_what, reference, shown) => {
		await connect('ada', reference);
		expect(single().name).toBe(`Billit: Lovelace Consulting (${shown})`);
	});
});

describe('Booking Experts', () => {
	let bookingExperts: BookingExpertsSimulator;
	let trigger: Trigger;
	beforeEach(async () => {
		bookingExperts = await new BookingExpertsSimulator().start();
		trigger = new Trigger('bookingExperts', 'bookingExpertsOAuth2Api', bookingExperts);
	});
	afterEach(async () => await bookingExperts.stop());

	const installApp = async (username: string, cookie = '') =>
		await trigger.visit({ code: bookingExperts.code(ADDRESS, username) }, cookie);

	it('each organization that installs the app gets its credential', async () => {
		const [anna, bas] = [await installApp('anna'), await installApp('bas')];
		expect(anna.body).toContain('Connected to Duinpark BV');
		expect(bas.body).toContain('Connected to Heidepark BV');
		expect([...n8n.credentials.values()].map(({ name }) => name)).toEqual([
			'Booking Experts: Duinpark BV',
			'Booking Experts: Heidepark BV',
		]);
		const again = await installApp('anna');
		expect(items(again)).toMatchObject([{ credential: { created: false } }]);
		expect(n8n.credentials.size).toBe(2);
	});

	it('a reload of the landing page delivers nothing a second time', async () => {
		const code = bookingExperts.code(ADDRESS, 'anna');
		await trigger.visit({ code });
		const again = await trigger.visit({ code });
		expect(again.body).toContain('codes work once');
		expect(bookingExperts.oauth.counts).toMatchObject({ exchanges: 1, replays: 0 });
	});

	it('an app that may not read whose it is makes no credential, and says so', async () => {
		bookingExperts.subscriptionReadable = false;
		const code = bookingExperts.code(ADDRESS, 'anna');
		const refused = await trigger.visit({ code });
		expect(refused.status).toBe(400);
		expect(refused.body).toContain('did not tell whose account this is');
		expect(n8n.credentials.size).toBe(0);
		bookingExperts.subscriptionReadable = true;
		expect((await trigger.visit({ code })).status).toBe(200);
		single();
	});
});

it('Luca Regnskap: each company gets its credential, pinned to it', async () => {
	const luca = await new LucaSimulator().start();
	const trigger = new Trigger('luca', 'lucaOAuth2Api', luca, { organisationNumber: '999000002' });
	const { cookie, result: begun } = await trigger.begin('kunde 7');
	expect(begun.headers.location).not.toContain('organisation_number');
	const query = { code: luca.code(ADDRESS), scope: 'accounting' };
	const result = await trigger.visit(query, cookie);
	const data = single().data as ICredentialDataDecryptedObject;
	// What was handed over is taken by a credential of that company, and by no other one.
	const other = engine.addCredential('lucaOAuth2Api', { ...data, organisationNumber: '999000002' });
	const { error } = await read(engine, 'lucaOAuth2Api', other);
	expect(error?.description).toContain('"Organisation Number" of the credential is 999000002');
	expect(engine.credentials.read(other).refreshToken ?? '').toBe('');
	const own = engine.addCredential('lucaOAuth2Api', data);
	// The company was told at the consent: a Luca that cannot answer now costs no renewed tokens.
	const asked = luca.recorder.to('/api/v1/graphql').length;
	expect((await read(engine, 'lucaOAuth2Api', own)).error).toBeUndefined();
	expect(luca.recorder.to('/api/v1/graphql')).toHaveLength(asked + 1);
	await luca.stop();
	expect(result.body).toContain('Connected to Fjordkafé AS');
	expect(single()).toMatchObject({
		name: 'Luca Regnskap: Fjordkafé AS (kunde 7)',
		data: { organisationNumber: expect.stringMatching(/^9\d{8}$/) },
	});
	expect(single().data.organisationNumber).not.toBe('999000002');
});

describe('the picker of projects', () => {
	const list = async () =>
		await engine.listSearch({
			type: 'oAuth2ConnectTrigger',
			parameters: { provider: 'billit', connectTo: 'accounts' },
			credentials: { n8nInstanceApi: apiKey },
			method: 'searchProjects',
			filter: 'cust',
		});

	it('finds them by a part of their name', async () => {
		n8n.projects.set('team1', 'Customers');
		expect((await list()).results).toEqual([{ name: 'Customers', value: 'team1' }]);
	});

	it('says what to do where n8n has no licence for it', async () => {
		n8n.licensed = false;
		await expect(list()).rejects.toThrow('Choose "By ID" instead');
	});
});
