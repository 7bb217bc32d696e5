import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import type { Engine, RunOptions, RunResult } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

/** Writes side by side, where the user wants that. */
const TYPE = 'bookingExpertsOAuth2Api';
const PATH = '/v3/administrations/1000/todos';

let simulator: BookingExpertsSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BookingExpertsSimulator().start();
	simulator.latency = 30;
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const items = (count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({ json: { name: `Todo ${index}` } }));

const create = async (
	count: number,
	options: INodeParameters,
	more: Partial<RunOptions> = {},
): Promise<RunResult> =>
	await runOperation(
		engine,
		TYPE,
		credential,
		'todo.create',
		{ administrationId: id('1000'), name: '={{ $json.name }}', todoFields: {}, options },
		{ input: items(count), ...more },
	);

const names = (count: number) => Array.from({ length: count }, (_, index) => `Todo ${index}`);

/** What the vendor has made, in order of names. */
const made = () =>
	simulator.records
		.collection(PATH)
		.map(({ attributes }) => String(attributes.name))
		.filter((name) => name.startsWith('Todo '))
		.sort();

const sent = () => simulator.recorder.to(PATH).length;

it.each([
	['one after the other, unless told', {}, 1],
	['at the same time, as many as the user wants', { writesAtOnce: 4 }, 4],
])('items are written %s, and come out in order', async (_, options, peak) => {
	const result = await create(8, options);
	expect(result.error).toBeUndefined();
	expect(simulator.recorder.peak).toBe(peak);
	expect(result.items.map(({ json }) => json.name)).toEqual(names(8));
	expect(made()).toEqual(names(8));
});

it('a payment has no such option', async () => {
	const { error } = await runOperation(
		engine,
		TYPE,
		credential,
		'payment.create',
		{
			administrationId: id('1000'),
			invoiceId: '5001',
			paidAt: '2026-01-31',
			foreignPrice: 12,
			options: { writesAtOnce: 5 },
		},
		{ input: items(4) },
	);
	expect(error?.message).toBe('"Options" has no field "writesAtOnce"');
	expect(simulator.recorder.requests).toEqual([]);
});

describe('with Retry On Fail', () => {
	const retrying = { retryOnFail: true };

	it('only what was refused is sent again, although others were carried out meanwhile', async () => {
		simulator.faults.add({ path: PATH, method: 'POST', status: 422, body: '{}', delay: 200 });
		const result = await create(6, { writesAtOnce: 3 }, retrying);
		expect(result.error).toBeUndefined();
		expect(result.items.map(({ json }) => json.name)).toEqual(names(6));
		expect(made()).toEqual(names(6));
		expect(sent()).toBe(7);
	});

	it('what may have been carried out is not sent again', async () => {
		simulator.faults.add({ path: PATH, method: 'POST', cut: 'after', delay: 200 });
		const result = await create(6, { writesAtOnce: 3 }, retrying);
		expect(result.error?.message).toContain('connection to Booking Experts broke');
		expect(new Set(made()).size).toBe(made().length);
		expect(sent()).toBe(made().length);
		// Those that were under way were seen out, and are known.
		expect(made()).toHaveLength(6);
	});

	it('an error tells how many others were carried out', async () => {
		simulator.faults.add({ path: PATH, method: 'POST', status: 422, body: '{}', delay: 200 });
		const { error } = await create(6, { writesAtOnce: 3 });
		expect(error?.description).toContain('Beside it, 5 items were carried out');
		expect(made()).toHaveLength(5);
	});
});

it('a retry of the failed execution sends only what is left', async () => {
	simulator.faults.add({ path: PATH, method: 'POST', status: 422, body: '{}' });
	const first = await create(6, { writesAtOnce: 2 });
	expect(first.error?.description).toContain('1 item was carried out');
	expect(made()).toHaveLength(1);
	const second = await create(6, { writesAtOnce: 2 }, { retryOf: first });
	expect(second.items.map(({ json }) => json.name)).toEqual(names(6));
	expect(made()).toEqual(names(6));
	expect(sent()).toBe(7);
});
