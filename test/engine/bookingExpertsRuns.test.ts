import type { INodeParameters } from 'n8n-workflow';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import type { Engine } from './support/engine';
import { connect, inFuture, packEngine, read, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

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

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const stay = {
	startDate: '2026-07-01',
	endDate: '2026-07-08',
	guestGroup: { adults: 2, children: 1 },
	rentableTypeId: id('5001'),
};

describe('the limit of calls', () => {
	it('that would outlast the workflow is told before it is hit', async () => {
		engine.settings = { executionTimeout: 20 };
		simulator.remaining = 0;
		const { error } = await read(engine, TYPE, credential, 30);
		expect(error?.message).toMatch(
			/^Booking Experts asks to wait \d+ seconds, longer than this workflow may take$/,
		);
		expect(error).toMatchObject({ failure: { cause: 'rate-limited' } });
		// Those that were under way when the first answer told it.
		expect(simulator.recorder.count('GET', '/v3/administrations')).toBeLessThanOrEqual(20);
	});
});

describe('a reservation', () => {
	const create = async (more: object) =>
		await runOperation(engine, TYPE, credential, 'reservation.create', {
			channelId: id('5000'),
			...stay,
			...more,
		} as Parameters<typeof runOperation>[4]);

	it('is never created twice by itself', async () => {
		for (const fault of [{ status: 503 }, { cut: 'after' as const }]) {
			simulator.recorder.clear();
			simulator.faults.add({ path: '/v3/channels/5000/reservations', method: 'POST', ...fault });
			expect((await create({})).error).toBeDefined();
			expect(simulator.recorder.count('POST', '/v3/channels/5000/reservations')).toBe(1);
		}
	});

	it('needs guests, and a real channel', async () => {
		const nobody = await create({ guestGroup: {} });
		expect(nobody.error?.message).toContain('"Guest Group"');
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	const along = '[{"type": "booking", "meta": {"temp_id": "b1", "method": "create"}}]';

	it.each<[string, INodeParameters]>([
		['in the options', { options: { contentType: 'application/json', included: along } }],
		[
			'where workflows of before have them',
			{ included: along, options: { contentType: 'application/json' } },
		],
	])('may bring new records along, %s', async (_where, parameters) => {
		const { error } = await create({
			relationships: { rows: [{ name: 'label', type: 'label', id: '3' }] },
			...parameters,
		});
		expect(error).toBeUndefined();
		const [sent] = simulator.recorder.to('/v3/channels/5000/reservations');
		expect(sent?.headers['content-type']).toBe('application/json');
		expect(sent?.body).toMatchObject({
			data: { relationships: { label: { data: { type: 'label', id: '3' } } } },
			included: [{ type: 'booking', meta: { temp_id: 'b1', method: 'create' } }],
		});
		const wrong = await create({ included: '[{"type": "booking"}]' });
		expect(wrong.error?.message).toBe('needs meta.temp_id and meta.method (/included)');
	});
});

it.each(['/v3/../oauth/token', 'https://evil.example.com/v3/x', '/v3/a?b=c', '..', ''])(
	'the path %j of a generic record is refused or stays below /v3',
	async (path) => {
		await runOperation(engine, TYPE, credential, 'genericRecord.get', { path }).catch(() => {});
		for (const request of simulator.recorder.requests) expect(request.path).toMatch(/^\/v3\//);
	},
);

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
