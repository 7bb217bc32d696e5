import { resources } from '../../nodes/OmniFund/resources';
import { OmniFundSimulator } from '../simulators/omniFund';
import { describeOperations, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { connect, inFuture, packEngine, read, runOperation } from './support/pack';

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

const rows: Record<string, Row> = {
	'customer.getMany': {
		parameters: {
			returnAll: false,
			limit: 2,
			simplify: true,
			filters: { firstName: 'Ada' },
			options: {},
		},
		request: { method: 'GET', path: '/api/customers', query: { firstName: 'Ada' } },
		item: {
			id: 1001,
			customerRef: 'ref-1001',
			company: 'Example Co 0',
			paymentAccountCount: 2,
		},
		items: 2,
		list: {
			all: 75,
			pages: [{}, { page: '2' }, { page: '3' }].map((page) => ({ firstName: 'Ada', ...page })),
			limit: 40,
			requests: 2,
		},
	},
	'customApiCall.send': {
		parameters: { method: 'GET', path: '/api/customers', query: '{"id[]": [1003, 1005]}' },
		request: { method: 'GET', path: '/api/customers', query: { 'id[]': '1005' } },
		item: { '@id': '/api/customers/1003', id: 1003 },
		items: 2,
	},
};

describe('every operation of the OmniFund node', () => {
	describeOperations({
		resources,
		nodeFolder: 'OmniFund',
		rows,
		vendor: () => simulator,
		run: async (name, parameters, more) =>
			await runOperation(engine, TYPE, credential, name, parameters, more),
		headers: {
			accept: 'application/ld+json',
			authorization: expect.stringMatching(/^Bearer canary-omnifund-access-/),
		},
		refusal: {
			status: 400,
			body: '{"@type":"hydra:Error","hydra:title":"An error occurred","hydra:description":"Wrong filter"}',
			message: 'Wrong filter',
		},
	});
});

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
