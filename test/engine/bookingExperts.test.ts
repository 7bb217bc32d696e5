import { resources } from '../../nodes/BookingExperts/resources';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { describeOperations, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { connect, inFuture, packEngine, read, runOperation } from './support/pack';

const TYPE = 'bookingExpertsOAuth2Api';
let simulator: BookingExpertsSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BookingExpertsSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const page = (number: number) => ({ 'page[number]': String(number), 'page[size]': '100' });

const rows: Record<string, Row> = {
	'administration.getMany': {
		parameters: {
			returnAll: false,
			limit: 2,
			simplify: true,
			filters: {},
			options: { sort: 'name', acceptLanguage: 'nl' },
		},
		request: {
			method: 'GET',
			path: '/v3/administrations',
			query: { sort: 'name', 'page[number]': '1', 'page[size]': '2' },
			headers: { 'accept-language': 'nl' },
		},
		item: {
			id: '1000',
			name: 'Park 000',
			description: { nl: 'Over Park 000' },
			organization_id: '1',
		},
		items: 2,
		list: {
			all: 230,
			pages: [1, 2, 3].map((number) => ({ sort: 'name', ...page(number) })),
			limit: 130,
			requests: 2,
		},
	},
	'subscription.get': {
		parameters: { simplify: true, options: { include: 'organization' } },
		request: { method: 'GET', path: '/v3/subscription', query: { include: 'organization' } },
		item: {
			id: '501',
			organization_id: '1',
			administrations: [
				{ id: '1000', name: '' },
				{ id: '1001', name: '' },
			],
			returnUrl: expect.stringMatching(/\/apps\/501$/),
		},
		items: 1,
	},
	'customApiCall.send': {
		parameters: { method: 'GET', path: '/v3/administrations', query: '{"page[size]": 1}' },
		request: { method: 'GET', path: '/v3/administrations', query: { 'page[size]': '1' } },
		item: { type: 'administration', id: '1000' },
		items: 1,
	},
};

describe('every operation of the Booking Experts node', () => {
	describeOperations({
		resources,
		nodeFolder: 'BookingExperts',
		rows,
		vendor: () => simulator,
		run: async (name, parameters, more) =>
			await runOperation(engine, TYPE, credential, name, parameters, more),
		headers: {
			accept: 'application/vnd.api+json',
			authorization: expect.stringMatching(/^Bearer canary-bookingexperts-access-/),
		},
		refusal: {
			status: 422,
			body: '{"errors":[{"status":"422","code":"FORBIDDEN_INPUT","title":"Invalid","detail":"is not allowed","source":{"pointer":"/data/attributes/x"}}]}',
			message: 'is not allowed (/data/attributes/x)',
			description: 'FORBIDDEN_INPUT',
		},
	});
});

describe('Administration: Get Many', () => {
	const list = async (parameters: object) =>
		await runOperation(engine, TYPE, credential, 'administration.getMany', {
			returnAll: true,
			filters: {},
			...parameters,
		});

	it("filters in the vendor's grammar", async () => {
		const { items } = await list({
			filters: { rows: [{ attribute: 'name', value: '~k 22' }] },
		});
		expect(items).toHaveLength(10);
		expect(simulator.recorder.to('/v3/administrations')[0]?.query).toMatchObject({
			'filter[name]': '~k 22',
		});
	});

	it('refuses an attribute name that would be something else', async () => {
		const { error } = await list({
			filters: { rows: [{ attribute: 'name]&page[size', value: '1' }] },
		});
		expect(error?.message).toContain('"Filters"');
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('never follows a next page to another host', async () => {
		const elsewhere = await new BookingExpertsSimulator().start();
		simulator.faults.add({
			path: '/v3/administrations',
			status: 200,
			headers: { 'Content-Type': 'application/vnd.api+json' },
			body: JSON.stringify({
				data: [{ type: 'administration', id: 'x', attributes: {} }],
				links: { next: `${elsewhere.apiOrigin}/v3/administrations?page[number]=2` },
			}),
		});
		const { items } = await list({});
		expect(items).toHaveLength(1 + 130);
		expect(elsewhere.recorder.requests).toHaveLength(0);
		await elsewhere.stop();
	});

	it('says why when the app is halted or a key is wrong', async () => {
		simulator.halted = true;
		const halted = await list({});
		expect(halted.error?.message).toBe('This application has been halted');
		expect(halted.error).toMatchObject({ failure: { cause: 'configuration-invalid' } });
		simulator.halted = false;
		const key = connect(engine, 'bookingExpertsApi', simulator, { apiKey: 'wrong' });
		const wrong = await read(engine, 'bookingExpertsApi', key);
		expect(wrong.error?.message).toBe('The API key is not valid');
		expect(wrong.error?.description).toContain('API key of the credential "My bookingExpertsApi"');
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
	});
});

describe('tokens', () => {
	const REDIRECT = 'http://127.0.0.1:5678/webhook/by-hand/connect';
	const pasted = () =>
		engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			authorizationCode: `${REDIRECT}?code=${simulator.code(REDIRECT)}`,
		});

	it('are asked for as documented, and the subscription is read right after', async () => {
		const id = pasted();
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		const [token, next] = simulator.recorder.requests;
		expect(token?.path).toBe('/oauth/token');
		expect(Object.keys(token?.body as object).sort()).toEqual([
			'client_id',
			'client_secret',
			'code',
			'grant_type',
			'redirect_uri',
		]);
		expect(next?.path).toBe('/v3/subscription');
		expect(engine.credentials.read(id)).toMatchObject({
			connectedAccount: '501',
			tokenLifetime: '604800',
		});
	});

	it('last 3600 seconds after a renewal, which spells the lifetime `expires`', async () => {
		const id = connect(engine, TYPE, simulator, {
			tokenExpiresAt: inFuture(-1),
			tokenLifetime: '604800',
		});
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		const { tokenLifetime, tokenExpiresAt } = engine.credentials.read(id);
		expect(tokenLifetime).toBe('3600');
		const seconds = (Date.parse(String(tokenExpiresAt)) - Date.now()) / 1000;
		expect(seconds).toBeGreaterThan(3500);
		expect(seconds).toBeLessThanOrEqual(3600);
		expect(Object.keys(simulator.recorder.to('/oauth/token')[0]?.body as object).sort()).toEqual([
			'client_id',
			'client_secret',
			'grant_type',
			'refresh_token',
		]);
	});

	it('come from api. or app., and a wrong choice names the setting', async () => {
		simulator.tokenHosts = { api: true, app: false };
		const { error } = await read(engine, TYPE, pasted());
		expect(error?.description).toContain('Token Host');
		simulator.tokenHosts = { api: false, app: true };
		expect((await read(engine, TYPE, pasted())).error).toBeUndefined();
		const viaApi = connect(engine, TYPE, simulator, {
			authBaseUrl: '',
			tokenExpiresAt: inFuture(-1),
		});
		simulator.tokenHosts = { api: true, app: false };
		expect((await read(engine, TYPE, viaApi)).error).toBeUndefined();
	});
});
