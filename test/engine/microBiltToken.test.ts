import { connectionOf } from '../support/connections';
import { MicroBiltSimulator } from '../simulators/microBilt';
import type { Engine } from './support/engine';
import { connect, packEngine, read, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'microBiltOAuth2Api';
let simulator: MicroBiltSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new MicroBiltSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const VERIFY = { BankRoutingNumber: '011103093', BankAccountNumber: '900000001' };

const CUSTOM_CALL = {
	method: 'POST',
	path: '/ABAAcctVerification',
	body: JSON.stringify(VERIFY),
};

const send = async (parameters: Record<string, string>, count = 1) =>
	await runOperation(engine, TYPE, credential, 'customApiCall.send', parameters, {
		input: Array.from({ length: count }, () => ({ json: {} })),
	});

describe('the token', () => {
	it('is asked for once, as documented, and never in a URL', async () => {
		const { items, error } = await read(engine, TYPE, credential, 50);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(50);
		const asked = simulator.recorder.to('/OAuth/GetAccessToken');
		expect(asked).toHaveLength(1);
		expect(asked[0]?.query).toEqual({ grant_type: 'client_credentials' });
		expect(asked[0]?.headers['content-type']).toContain('application/x-www-form-urlencoded');
		expect(asked[0]?.headers.authorization).toBeUndefined();
		expect(simulator.counts.tokensInUrls).toBe(0);
	});

	it('comes from the other path when that is chosen', async () => {
		simulator.knobs.tokenPath = '/OAuth/Token';
		const other = connect(engine, TYPE, simulator, { tokenPath: '/OAuth/Token' });
		expect((await read(engine, TYPE, other)).error).toBeUndefined();
		const { error } = await read(engine, TYPE, credential);
		expect(`${error?.message} ${error?.description}`).toContain('no token endpoint');
	});

	it('is renewed by asking again, and the refused call is billed once', async () => {
		await send(CUSTOM_CALL);
		simulator.oauth.expireAccessTokens();
		simulator.oauth.resetCounts();
		const { error } = await send(CUSTOM_CALL, 20);
		expect(error).toBeUndefined();
		expect(simulator.billed).toBe(21);
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, clientCredentials: 1 });
	});

	it('is not asked for again because a product is missing', async () => {
		simulator.knobs.products = [];
		const { error } = await send({ method: 'POST', path: '/Equifax/GetReport', body: '{}' });
		expect(error?.message).toBe('This MicroBilt app is not subscribed to the product Equifax');
		expect(simulator.oauth.counts.tokenRequests).toBe(1);
	});

	it('that is refused for wrong keys says so once for all items', async () => {
		const wrong = connect(engine, TYPE, simulator, connectionOf(TYPE).wrong);
		const { error } = await read(engine, TYPE, wrong, 10);
		expect(`${error?.message} ${error?.description}`).toContain('"Client ID"');
		expect(simulator.recorder.to('/OAuth/GetAccessToken')).toHaveLength(1);
	});
});

describe('reports', () => {
	const report = async (lastName: string) =>
		await send({
			method: 'POST',
			path: '/EnhancedPeopleSearch/GetReport',
			body: JSON.stringify({ PersonInfo: { PersonName: { LastName: lastName } } }),
		});

	it('are never sent twice, whatever happens', async () => {
		for (const fault of [{ status: 502, body: '<html>' }, { cut: 'after' as const }]) {
			simulator.recorder.clear();
			simulator.faults.add({ path: '/EnhancedPeopleSearch/GetReport', ...fault });
			const { error } = await report('EXAMPLE');
			expect(error).toBeDefined();
			expect(simulator.recorder.count('POST', '/EnhancedPeopleSearch/GetReport')).toBe(1);
		}
	});

	it('that failed with HTTP 200 are errors, that found nobody are not', async () => {
		const { error } = await report('');
		expect(error?.message).toBe('LastName is required');
		expect(error?.description).toContain('may have been charged');
		const { items } = await report('NOHIT');
		expect(items).toHaveLength(1);
	});

	it('lose the password that MicroBilt repeats', async () => {
		const { items, data } = await report('EXAMPLE');
		expect(items[0]?.json.MBCLVRq).toMatchObject({ MsgRqHdr: { MemberId: 'member' } });
		expect(data).not.toContain('canary-');
	});
});
