import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { INodeParameters } from 'n8n-workflow';
import { connectionOf, type Vendor } from '../support/connections';
import { cardSale } from '../support/payments';
import type { Engine, RunResult } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { FaultProxy, type Strike } from './support/proxy';
import { impatient } from './support/patience';

impatient();

// Pauses between repetitions pass at once: the clock of the code under test jumps instead.
let jumped = 0;
const realNow = Date.now;
const realElapsed = performance.now.bind(performance);
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) => {
		jumped += ms;
		await new Promise(setImmediate);
	},
}));
beforeAll(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + jumped);
	// Pauses are counted on this clock: one that stood still would be waited for by looking again and again.
	jest.spyOn(performance, 'now').mockImplementation(() => realElapsed() + jumped);
});
afterAll(() => void jest.restoreAllMocks());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** One kind of call: how it may be repeated, and what it looks like. */
interface Kind {
	name: string;
	type: string;
	operation: string;
	parameters: INodeParameters;
	path: string;
	/** `yes`: changes nothing; `key`: carries an idempotency key; `no`: never after it may have run. */
	repeats: 'yes' | 'key' | 'no';
	/** A file, whatever its bytes are. */
	file?: boolean;
	/** The answer may be empty, or a bare number that cannot be told from half of one. */
	bareAnswer?: boolean;
}

const KINDS: Kind[] = [
	{
		name: 'Billit: get',
		type: 'billitApi',
		operation: 'order.get',
		parameters: { orderId: id('1001000004'), simplify: true, options: {} },
		path: '/v1/orders/1001000004',
		repeats: 'yes',
	},
	{
		name: 'Billit: list',
		type: 'billitOAuth2Api',
		operation: 'order.getMany',
		parameters: { returnAll: false, limit: 3, simplify: true, options: {} },
		path: '/v1/orders',
		repeats: 'yes',
	},
	{
		name: 'Billit: create with an idempotency key',
		type: 'billitOAuth2Api',
		operation: 'party.create',
		parameters: { partyType: 'Customer', name: 'Demo NV', additionalFields: {}, options: {} },
		path: '/v1/parties',
		repeats: 'key',
		bareAnswer: true,
	},
	{
		name: 'Billit: create without a key',
		type: 'billitApi',
		operation: 'party.create',
		parameters: {
			partyType: 'Customer',
			name: 'Demo NV',
			additionalFields: {},
			options: { idempotencyKey: 'none' },
		},
		path: '/v1/parties',
		repeats: 'no',
		bareAnswer: true,
	},
	{
		name: 'Billit: update',
		type: 'billitApi',
		operation: 'party.update',
		parameters: { partyId: id('100103'), updateFields: { Email: 'a@example.com' } },
		path: '/v1/parties/100103',
		repeats: 'no',
		bareAnswer: true,
	},
	{
		name: 'Booking Experts: get',
		type: 'bookingExpertsOAuth2Api',
		operation: 'reservation.get',
		parameters: { reservationId: id('5001'), administrationId: id('1000'), options: {} },
		path: '/v3/administrations/1000/reservations/5001',
		repeats: 'yes',
	},
	{
		name: 'Booking Experts: update',
		type: 'bookingExpertsApi',
		operation: 'reservation.update',
		parameters: {
			reservationId: id('5001'),
			scope: 'administration',
			administrationId: id('1000'),
			additionalFields: { late_checkout: true },
		},
		path: '/v3/administrations/1000/reservations/5001',
		repeats: 'no',
		bareAnswer: true,
	},
	{
		name: 'Luca: list',
		type: 'lucaOAuth2Api',
		operation: 'saleInvoice.getMany',
		parameters: { returnAll: false, limit: 2, simplify: true, filters: {}, options: {} },
		path: '/api/v1/graphql',
		repeats: 'yes',
	},
	{
		name: 'OmniFund: list',
		type: 'omniFundApi',
		operation: 'customer.getMany',
		parameters: { returnAll: false, limit: 2, simplify: true, filters: {}, options: {} },
		path: '/api/customers',
		repeats: 'yes',
	},
	{
		name: 'OmniFund: payment',
		type: 'omniFundPasswordOAuth2Api',
		operation: 'cardPayment.sale',
		parameters: cardSale({ invoiceId: '={{ $json.a }}' }),
		path: '/os/system/gateway/transact.php',
		repeats: 'no',
	},
	{
		name: 'Any provider: list',
		type: 'flexibleOAuth2Api',
		operation: 'apiCall.getMany',
		parameters: { path: '/api/customers', recordsPath: 'hydra:member', returnAll: true },
		path: '/api/customers',
		repeats: 'yes',
	},
	{
		name: 'MicroBilt: lookup',
		type: 'microBiltOAuth2Api',
		operation: 'vehicle.getManyYears',
		parameters: { returnAll: true },
		path: '/NADAVehiclePricing/GetYears',
		repeats: 'yes',
	},
	{
		name: 'MicroBilt: report',
		type: 'microBiltOAuth2Api',
		operation: 'contact.validateEmail',
		parameters: { email: 'name@example.com', options: {} },
		path: '/EmailValidation/GetReport',
		repeats: 'no',
	},
];

/** One fault, and what has to come of it. */
interface Fault {
	name: string;
	strike?: Strike;
	/** In place of a strike: where the credential points. */
	address?: (proxy: FaultProxy) => string;
	/** Whether the call certainly was not carried out. */
	notCarriedOut?: boolean;
	/** Whether it passes by itself, so that a repetition helps. */
	passes?: boolean;
	/** Whether the answer arrives in the end. */
	harmless?: boolean;
	/** Whether a call that may not be repeated otherwise is, because the provider did nothing. */
	refused?: boolean;
	/** GET follows it. */
	followed?: boolean;
}

const status = (
	code: number,
	retryAfter?: 'seconds' | 'date',
	more: Partial<Fault> = {},
): Fault => ({
	name: `HTTP ${code}${retryAfter ? `, Retry-After in ${retryAfter === 'date' ? 'a date' : retryAfter}` : ''}`,
	strike: { kind: 'status', status: code, ...(retryAfter ? { retryAfter } : {}) },
	notCarriedOut: true,
	passes: true,
	...more,
});

const FAULTS: Fault[] = [
	{ name: 'connection cut before', strike: { kind: 'cut before' }, passes: true },
	{ name: 'connection cut after', strike: { kind: 'cut after' }, passes: true },
	{ name: 'half an answer', strike: { kind: 'half' }, passes: true },
	{ name: 'truncated JSON', strike: { kind: 'truncated' } },
	{ name: 'garbled answer', strike: { kind: 'garbled' } },
	{ name: 'empty answer', strike: { kind: 'empty' } },
	{ name: 'HTML instead of JSON', strike: { kind: 'html' } },
	{ name: '100 MB of something', strike: { kind: 'huge', bytes: 100 * 1024 * 1024 } },
	{ name: 'late by 0.3 s', strike: { kind: 'late', ms: 300 }, harmless: true },
	{ name: 'slow drip', strike: { kind: 'drip', ms: 300 }, harmless: true },
	status(408),
	status(429, undefined, { refused: true }),
	status(429, 'seconds', { refused: true }),
	status(429, 'date', { refused: true }),
	status(500),
	status(502),
	status(503),
	status(503, 'seconds'),
	status(503, 'date'),
	status(504),
	{
		name: 'redirect on the same host',
		strike: { kind: 'redirect', to: 'same' },
		notCarriedOut: true,
		followed: true,
	},
	{
		name: 'redirect to a foreign host',
		strike: { kind: 'redirect', to: 'foreign' },
		notCarriedOut: true,
	},
	{
		name: 'no TLS where TLS is expected',
		address: ({ origin }) => origin.replace('http:', 'https:'),
		notCarriedOut: true,
	},
	{
		name: 'host that does not exist',
		address: () => 'https://no-such-host.invalid',
		notCarriedOut: true,
	},
];

const vendors = new Map<string, { vendor: Vendor; proxy: FaultProxy }>();
let engine: Engine;

/** What came of each kind under each fault, for the documents. */
const outcomes = new Map<string, Map<string, string>>();

beforeAll(async () => {
	for (const { type } of KINDS) {
		if (vendors.has(type)) continue;
		const connection = connectionOf(type);
		const vendor = await connection.start();
		const target = String(connection.settings(vendor, 'first').apiBaseUrl);
		vendors.set(type, { vendor, proxy: await FaultProxy.start(target) });
	}
});
beforeEach(() => (engine = packEngine()));
afterAll(async () => {
	for (const { vendor, proxy } of vendors.values()) {
		await proxy.stop();
		await vendor.stop();
	}
});

let count = 0;

async function run(kind: Kind, apiBaseUrl: string): Promise<RunResult> {
	const { vendor } = vendors.get(kind.type) ?? {};
	if (!vendor) throw new Error('no vendor');
	const credential = connect(engine, kind.type, vendor, { apiBaseUrl });
	count += 1;
	return await runOperation(engine, kind.type, credential, kind.operation, kind.parameters, {
		input: [{ json: { a: `F-${count}` } }],
	});
}

/** The way out that an error has to name, or the words that say what is not known. */
const TELLS =
	/HTTP \d{3}|did not answer|does not answer|broke before|no host|secure connection|cannot be read|not known|not an? |something else|answered with|cannot answer|wait|Check|check|limit|Luca|Look for the document/;

describe.each(KINDS)('$name', (kind) => {
	const { name, repeats } = kind;
	const cells = new Map<string, string>();
	beforeAll(() => void outcomes.set(name, cells));

	const proxyOf = () => {
		const found = vendors.get(kind.type);
		if (!found) throw new Error('no proxy');
		return found.proxy;
	};

	const check = (fault: Fault, { items, error, data }: RunResult, repeated: boolean) => {
		const proxy = proxyOf();
		const calls = proxy.passed.filter((each) => each.path === kind.path);
		expect(proxy.foreign.map(({ authorization }) => authorization)).toEqual(
			proxy.foreign.map(() => undefined),
		);
		expect(proxy.foreign.map(({ url }) => url).join()).not.toMatch(/canary-|access_token/);
		if (repeats === 'no') {
			expect(calls.filter(({ method }) => method !== 'GET').length).toBeLessThanOrEqual(1);
		}
		if (repeats === 'key')
			expect(new Set(calls.map((each) => each.idempotencyKey)).size).toBeLessThanOrEqual(1);
		expect(data.replace(/"cardNumber":"\d+"/g, '')).not.toMatch(/canary-/);
		if (!error) {
			expect(items.length).toBeGreaterThan(0);
			return repeated ? 'right after repeating' : 'right';
		}
		expect(`${error.message} ${error.description ?? ''}`).toMatch(TELLS);
		expect(error.message.length).toBeLessThan(400);
		const open = /not known/.test(`${error.message} ${error.description ?? ''}`);
		if (fault.notCarriedOut && repeats !== 'no') expect(open).toBe(false);
		return open ? 'error: outcome not known' : 'error';
	};

	it.each(FAULTS)('$name', async (fault) => {
		const proxy = proxyOf();
		const isGet = repeats === 'yes' && name !== 'Luca: list';
		if (fault.strike) proxy.arm(fault.strike, kind.path, 1);
		const result = await run(kind, fault.address?.(proxy) ?? proxy.origin);
		proxy.disarm();
		const mayRepeat =
			fault.passes === true &&
			(repeats !== 'no' || (fault.refused === true && /update/.test(name)));
		// With a key, Billit refuses the second one: the error says that the first was processed.
		const isDouble = repeats === 'key' && /after|half/.test(fault.name);
		const isRight =
			!isDouble && (fault.harmless === true || mayRepeat || (fault.followed === true && isGet));
		if (isDouble) expect(result.error?.message).toContain('has already processed this call');
		if (isRight) expect(result.error).toBeUndefined();
		else if (!(kind.bareAnswer && /empty|truncated/.test(fault.name)))
			expect(result.error).toBeDefined();
		let told = check(fault, result, mayRepeat && !fault.harmless);
		if (isRight && mayRepeat && fault.strike) {
			// The same for good: no end of repeating, and an error in the end.
			proxy.arm(fault.strike, kind.path, Number.POSITIVE_INFINITY);
			const forGood = await run(kind, proxy.origin);
			proxy.disarm();
			expect(forGood.error).toBeDefined();
			check(fault, forGood, true);
			expect(proxy.passed.filter((each) => each.path === kind.path).length).toBeLessThanOrEqual(4);
			told = `${told}; for good: error`;
		}
		cells.set(fault.name, told);
	});
});

describe.each([10, -10])('a clock %d minutes off', (minutes) => {
	const driven = KINDS.filter(({ type, repeats }) => /OAuth2/.test(type) && repeats === 'yes');

	it.each(driven)('changes nothing: $name', async (kind) => {
		const { vendor, proxy } = vendors.get(kind.type) ?? {};
		if (!vendor || !proxy) throw new Error('no vendor');
		const oauth = connectionOf(kind.type).oauth?.(vendor);
		vendor.clock.advance(minutes * 60_000);
		oauth?.resetCounts();
		const { items, error } = await run(kind, proxy.origin);
		vendor.clock.advance(-minutes * 60_000);
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		expect(oauth?.counts.refreshes).toBe(0);
	});
});

it('100 MB answers leave nothing behind', async () => {
	const [kind] = KINDS;
	if (!kind) throw new Error('no kind');
	const { proxy } = vendors.get(kind.type) ?? {};
	if (!proxy) throw new Error('no proxy');
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const heap = () => {
		collect();
		return process.memoryUsage().heapUsed / 1024 / 1024;
	};
	await run(kind, proxy.origin);
	const before = heap();
	for (let round = 0; round < 5; round++) {
		proxy.arm({ kind: 'huge', bytes: 100 * 1024 * 1024 }, kind.path, 1);
		await run(kind, proxy.origin);
	}
	proxy.disarm();
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(heap() - before).toBeLessThan(60);
});

it('the table in the documents is what came of it', () => {
	const file = path.resolve(__dirname, '../../docs/faults.md');
	const table = [
		'# What happens when something fails',
		'Made by `npm run docs` from the tests: a proxy between n8n and the simulated providers does to one call of each kind what networks and gateways do. "Right after repeating": the call was sent again by itself, at most three times. "Outcome not known": the error says so, and nothing was sent again. No fault sends a token to another host, puts a secret into an error, or makes a payment, report or other change twice.',
		...[...outcomes].map(([name, cells]) =>
			[
				`## ${name}`,
				'',
				'| Fault | Outcome |',
				'| --- | --- |',
				...[...cells].map(([fault, outcome]) => `| ${fault} | ${outcome} |`),
			].join('\n'),
		),
	].join('\n\n');
	if (process.env.UPDATE_DOCS) writeFileSync(file, `${table}\n`);
	const plain = (text: string) => text.replace(/ +\|/g, ' |').replace(/-+/g, '-').trim();
	expect(plain(existsSync(file) ? readFileSync(file, 'utf8') : '')).toBe(plain(table));
});
