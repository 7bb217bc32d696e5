import type { INodeParameters } from 'n8n-workflow';
import { OmniFundSimulator } from '../simulators/omniFund';
import type { Engine } from './support/engine';
import { connect, inFuture, packEngine, read, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'omniFundPasswordOAuth2Api';
let simulator: OmniFundSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new OmniFundSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const PASSPORT = 'a'.repeat(32);

const passport = () => {
	simulator.own.passports.set(PASSPORT, { id: PASSPORT, type: 'email' });
};

const passportFields = {
	type: 'email',
	customerId: id('1001'),
	email: 'payer@example.com',
	subTotal: '2.25',
	total: '2.25',
	options: { noSurcharge: true, memo: 'May' },
};

describe('Customer: Get Many', () => {
	const list = async (parameters: object) =>
		await runOperation(engine, TYPE, credential, 'customer.getMany', {
			returnAll: true,
			filters: {},
			...parameters,
		});

	it('finds several customers by their IDs', async () => {
		const { items } = await list({ filters: { id: '1003, 1005' } });
		expect(items.map(({ json }) => json.id)).toEqual([1003, 1005]);
	});

	it('counts the pages itself where the vendor does not tell of them', async () => {
		simulator.knobs.sendsView = false;
		const { items } = await list({});
		expect(items).toHaveLength(75);
		expect(simulator.recorder.to('/api/customers').map(({ query }) => query)).toEqual([
			{},
			{ page: '2' },
			{ page: '3' },
			{ page: '4' },
		]);
	});

	it('never follows a next page to another host', async () => {
		const elsewhere = await new OmniFundSimulator().start();
		simulator.faults.add({
			path: '/api/customers',
			status: 200,
			headers: { 'Content-Type': 'application/ld+json' },
			body: JSON.stringify({
				'hydra:member': [{ '@id': '/api/customers/1', id: 1 }],
				'hydra:view': { 'hydra:next': `${elsewhere.origin}/api/customers?page=2` },
			}),
		});
		const { items } = await list({});
		expect(items).toHaveLength(1 + 45);
		expect(elsewhere.recorder.requests).toHaveLength(0);
		await elsewhere.stop();
	});
});

describe('the password grant', () => {
	const tokenRequests = () =>
		simulator.recorder
			.to('/oauth/v2/token')
			.map(({ body }) => (body as { grant_type: string }).grant_type);

	const unconnected = (more = {}) =>
		connect(engine, TYPE, simulator, {
			accessToken: '',
			refreshToken: '',
			tokenExpiresAt: '',
			...more,
		});

	it('logs in once, then refreshes', async () => {
		const id = unconnected();
		expect((await read(engine, TYPE, id, 30)).error).toBeUndefined();
		expect(simulator.recorder.to('/oauth/v2/token')[0]).toMatchObject({
			query: {},
			headers: { 'content-type': expect.stringContaining('application/x-www-form-urlencoded') },
			body: {
				grant_type: 'password',
				client_id: 'omnifund-demo-client',
				client_secret: 'canary-omnifund-client-secret',
				username: 'mia',
				password: 'canary-omnifund-password-mia',
			},
		});
		simulator.oauth.expireAccessTokens();
		expect((await read(engine, TYPE, id, 30)).error).toBeUndefined();
		expect(tokenRequests()).toEqual(['password', 'refresh_token']);
	});

	it('logs in with JSON where the settings say so', async () => {
		simulator.knobs.tokenRequestFormats = ['json'];
		const refused = await read(engine, TYPE, unconnected());
		expect(refused.error?.description).toContain('Token Request Format');
		const id = unconnected({ tokenRequestFormat: 'json' });
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
	});

	it('falls back to the password once when the refresh token is refused', async () => {
		const id = connect(engine, TYPE, simulator, {
			refreshToken: 'canary-omnifund-refresh-unknown',
			tokenExpiresAt: inFuture(-1),
		});
		expect((await read(engine, TYPE, id, 20)).error).toBeUndefined();
		expect(tokenRequests()).toEqual(['refresh_token', 'password']);
		const { refreshToken } = engine.credentials.read(id);
		expect(simulator.oauth.isLiveRefreshToken(String(refreshToken))).toBe(true);
	});

	it('does not try a refused password again until the credential is edited', async () => {
		const id = unconnected({ password: 'wrong' });
		for (let round = 0; round < 3; round++) {
			const { error, data } = await read(engine, TYPE, id, 20);
			expect(error?.message).toBe(`The credential "My ${TYPE}" has a wrong setting`);
			expect(error?.description).toMatch(/Username.*Password/);
			expect(data).not.toContain('canary-');
		}
		expect(tokenRequests()).toEqual(['password']);
		engine.credentials.write(id, { password: 'canary-omnifund-password-mia' });
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		expect(tokenRequests()).toEqual(['password', 'password']);
	});

	it('keeps a wrong client apart from a wrong password', async () => {
		const { error } = await read(engine, TYPE, unconnected({ clientSecret: 'wrong' }));
		expect(error?.description).toContain('"Client Secret"');
		expect(error?.description).not.toContain('Username');
	});

	it('does not log in because the token endpoint is in trouble', async () => {
		const id = connect(engine, TYPE, simulator, { tokenExpiresAt: inFuture(-1) });
		simulator.faults.add({ path: '/oauth/v2/token', status: 503, times: 9 });
		const { error } = await read(engine, TYPE, id);
		expect(error).toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
		expect(new Set(tokenRequests())).toEqual(new Set(['refresh_token']));
	});
});

it('a key pair goes as Basic', async () => {
	const id = connect(engine, 'omniFundApi', simulator);
	expect((await read(engine, 'omniFundApi', id)).error).toBeUndefined();
	const pair = Buffer.from('demo-key-mia:canary-omnifund-key-mia').toString('base64');
	expect(simulator.recorder.to('/api/customers')[0]?.headers.authorization).toBe(`Basic ${pair}`);
});

describe('the end of a range', () => {
	const ranged = async (operation: string, filters: INodeParameters, timezone = 'UTC') => {
		simulator.recorder.clear();
		engine.settings = { timezone };
		const { items, error } = await runOperation(engine, TYPE, credential, operation, {
			returnAll: true,
			simplify: false,
			filters,
			options: {},
		});
		expect(error).toBeUndefined();
		const [request] = simulator.recorder.requests;
		return { items: items.map(({ json }) => json), query: request?.query ?? {} };
	};

	// One transaction a day, each at midnight in UTC; one event an hour.
	it.each(['2025-12-31', '2025-12-31T00:00:00'])(
		'that is the day of its start, %s, finds that day',
		async (day) => {
			const { items } = await ranged('transaction.getMany', {
				transactionDateFrom: day,
				transactionDateTo: day,
			});
			expect(items.map(({ tranDate }) => tranDate)).toEqual([1_767_139_200]);
			const events = await ranged('event.getMany', { after: day, before: day });
			expect(events.items).toHaveLength(24);
		},
	);

	it.each([
		['UTC', '1767139200..1767225599'],
		['America/Denver', '1767164400..1767250799'],
		['Asia/Tokyo', '1767106800..1767193199'],
	])('is that of the day in %s', async (timezone, between) => {
		const day = '2025-12-31';
		const { query } = await ranged(
			'pendingTransaction.getMany',
			{ transactionDateFrom: day, transactionDateTo: day },
			timezone,
		);
		expect(query['tranDate[between]']).toBe(between);
		const events = await ranged('event.getMany', { after: day, before: day }, timezone);
		const { 'createdAt[gte]': first, 'createdAt[lte]': last } = events.query;
		expect(`${first}..${last}`).toBe(between);
	});

	it('keeps a time', async () => {
		const { query } = await ranged(
			'transaction.getMany',
			{ transactionDateTo: '2025-12-31T09:30:00' },
			'America/Denver',
		);
		expect(query['tranDate[lte]']).toBe('1767198600');
	});
});

describe('an update of a passport payment', () => {
	it('sends what was emptied, and IDs of any length as they are', async () => {
		passport();
		const long = '90071992547409931';
		const { error } = await runOperation(engine, TYPE, credential, 'passportPayment.update', {
			passportId: PASSPORT,
			...passportFields,
			customerId: id(long),
			options: { memo: '', description: 'June' },
		});
		expect(error).toBeUndefined();
		const [sent] = simulator.recorder.to(`/api/v1/passports/${PASSPORT}`);
		expect(sent?.body).toMatchObject({ customer: long, memo: '', description: 'June' });
	});
});

it('a link that leads to the records that were just read is an error', async () => {
	const page = {
		'hydra:member': [{ '@id': '/api/customers/1', id: 1 }],
		'hydra:view': { 'hydra:next': '/api/customers?page=2' },
	};
	const headers = { 'Content-Type': 'application/ld+json' };
	const body = JSON.stringify(page);
	simulator.faults.add({ path: '/api/customers', status: 200, headers, body, times: 3 });
	const { error } = await runOperation(engine, TYPE, credential, 'customer.getMany', {
		returnAll: true,
		filters: {},
		simplify: true,
		options: {},
	});
	simulator.faults.clear();
	expect(error?.message).toContain('leads to a page that was read before');
});
