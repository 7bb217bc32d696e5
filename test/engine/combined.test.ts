import type { INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { LucaSimulator } from '../simulators/luca';
import { schemaWithRecords } from '../simulators/luca/schema';
import type { RecordedRequest } from '../simulators/shared/recorder';
import type { RunOptions, RunResult } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

/** Records by their IDs: those of several items come by one call. */
const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const BY_ITEM = id('={{ $json.id }}');

const inputOf = (ids: readonly string[]) => ids.map((each) => ({ json: { id: each } }));

const numbered = (count: number, idOf: (index: number) => string) =>
	Array.from({ length: count }, (_, index) => idOf(index));

const idsOf = ({ items }: RunResult) => items.map(({ json }) => String(json.id ?? json.OrderID));

const linksOf = ({ items }: RunResult) =>
	items.map(({ pairedItem }) => (pairedItem as { item: number }).item);

describe('Luca', () => {
	const PATH = '/api/v1/graphql';
	let simulator: LucaSimulator;
	beforeEach(async () => {
		simulator = await new LucaSimulator({ invoices: 1_000 }).start();
		simulator.schema = schemaWithRecords;
	});
	afterEach(async () => await simulator.stop());

	async function get(
		ids: readonly string[],
		parameters: INodeParameters = {},
		more: Partial<RunOptions> = {},
	): Promise<RunResult> {
		const engine = packEngine();
		const credential = connect(engine, 'lucaOAuth2Api', simulator);
		return await runOperation(
			engine,
			'lucaOAuth2Api',
			credential,
			'saleInvoice.get',
			{ invoiceId: BY_ITEM, simplify: true, options: {}, ...parameters },
			{ input: inputOf(ids), ...more },
		);
	}

	const invoice = (number: number) => `QWzh2Bi${number}`;

	it('1,000 invoices come by at most 25 calls, and are the same as one by one', async () => {
		const ids = numbered(1_000, (index) => invoice(index + 1));
		const result = await get(ids);
		expect(result.error).toBeUndefined();
		expect(idsOf(result)).toEqual(ids);
		expect(linksOf(result)).toEqual(ids.map((_id, index) => index));
		expect(simulator.recorder.requests.length).toBeLessThanOrEqual(25);
		const few = [3, 500, 998].map(invoice);
		const alone = await get(few, { options: { alwaysAskAgain: true } });
		const all = result.items.map(({ json }) => json);
		expect(alone.items.map(({ json }) => json)).toEqual(
			few.map((each) => all.find((json) => json.id === each)),
		);
	});

	it('where the server has no such call, the list is looked through once for all', async () => {
		await simulator.stop();
		simulator = await new LucaSimulator({ invoices: 250 }).start();
		const ids = numbered(250, (index) => invoice(index + 1));
		const result = await get([...ids, 'nobody'], {}, { continueOnFail: true });
		expect(idsOf(result).slice(0, 250)).toEqual(ids);
		expect(result.items[250]?.json.error).toBe(
			'There is no sale invoice "nobody" among the first 5000',
		);
		// The schema and three pages.
		expect(simulator.recorder.to(PATH)).toHaveLength(4);
	});

	it('what Luca refuses of one record is the error of its item', async () => {
		const ids = [invoice(1), 'nobody', invoice(3), 'noone'];
		const result = await get(ids, {}, { continueOnFail: true });
		expect(result.items.map(({ json }) => json.error ?? json.id)).toEqual([
			ids[0],
			'Fant ikke fakturaen',
			ids[2],
			'Fant ikke fakturaen',
		]);
		expect(linksOf(result)).toEqual([0, 1, 2, 3]);
		expect(JSON.stringify(result.items)).not.toContain('_errors');
		const [one, other] = await Promise.all([
			get(['nobody', 'noone']),
			get(['nobody'], { options: { alwaysAskAgain: true } }),
		]);
		expect(one.error?.message).toBe(other.error?.message);
		expect(one.error?.description).toBe(other.error?.description);
		expect(one.error?.context?.itemIndex).toBe(0);
	});

	it('a server that takes fewer in a document gets smaller ones', async () => {
		simulator.mostRootFields = 15;
		const ids = numbered(120, (index) => invoice(index + 1));
		expect(idsOf(await get(ids))).toEqual(ids);
		expect(simulator.recorder.to(PATH).length).toBeLessThan(25);
	});

	it('a document that a fault hits is asked for anew', async () => {
		const ids = numbered(50, (index) => invoice(index + 1));
		await get(ids);
		simulator.recorder.clear();
		simulator.faults.add({ path: PATH, status: 503, body: '', times: 1 });
		expect(idsOf(await get(ids))).toEqual(ids);
		// It, what it was split into where nobody had seen that the server takes several, and the rest.
		expect(simulator.recorder.to(PATH)).toHaveLength(3);
	});

	it('every item has its own call where the user wants every one sent', async () => {
		await get(
			numbered(5, (index) => invoice(index + 1)),
			{ options: { alwaysAskAgain: true } },
		);
		const documents = simulator.recorder.to(PATH).filter(({ rawBody }) => /"id"/.test(rawBody));
		expect(documents).toHaveLength(5);
	});
});

describe('Booking Experts', () => {
	let simulator: BookingExpertsSimulator;
	beforeEach(async () => {
		simulator = await new BookingExpertsSimulator().start();
	});
	afterEach(async () => await simulator.stop());

	async function get(
		operation: string,
		ids: readonly string[],
		parameters: INodeParameters,
		more: Partial<RunOptions> = {},
	): Promise<RunResult> {
		const engine = packEngine();
		const credential = connect(engine, 'bookingExpertsOAuth2Api', simulator);
		return await runOperation(
			engine,
			'bookingExpertsOAuth2Api',
			credential,
			operation,
			{ simplify: true, options: {}, ...parameters },
			{ input: inputOf(ids), ...more },
		);
	}

	const sent = () =>
		simulator.recorder.requests.map(({ path, query }) => [path, query['filter[id]']]);

	it('1,000 reservations come by ten calls, each with its own related records', async () => {
		const held = simulator.records.collection('/v3/reservations');
		const [first] = held;
		if (!first) throw new Error('No reservations');
		while (held.length < 1_000) held.push({ ...first, id: String(5000 + held.length) });
		const ids = numbered(1_000, (index) => String(5000 + index));
		const parameters = { reservationId: BY_ITEM, options: { include: 'booking' } };
		const result = await get('reservation.get', ids, parameters);
		expect(result.error).toBeUndefined();
		expect(idsOf(result)).toEqual(ids);
		expect(simulator.recorder.requests).toHaveLength(10);
		const alone = await get('reservation.get', ['5007'], parameters);
		expect(result.items[7]?.json).toEqual(alone.items[0]?.json);
		expect(alone.items[0]?.json.booking).toMatchObject({ id: '7007' });
	});

	it('what is missing is asked for singly, with the error of its own', async () => {
		const ids = ['5001', '9999', '5002'];
		const result = await get(
			'booking.get',
			ids,
			{ administrationId: id('1000'), bookingId: BY_ITEM },
			{ continueOnFail: true },
		);
		expect(idsOf(result)).toEqual(['5001', 'undefined', '5002']);
		expect(result.items[1]?.json.error).toBeDefined();
		expect(sent()).toEqual([
			['/v3/administrations/1000/bookings', '5001,9999,5002'],
			['/v3/administrations/1000/bookings/9999', undefined],
		]);
	});

	it('a service that does not heed the filter is asked for one by one', async () => {
		simulator.heedsFilters = false;
		const ids = numbered(30, (index) => String(5000 + index));
		const result = await get('reservation.get', ids, { reservationId: BY_ITEM });
		expect(idsOf(result)).toEqual(ids);
		expect(sent().filter(([path]) => path === '/v3/reservations')).toHaveLength(1);
	});

	it.each([
		[false, 3],
		[true, 1],
	])('kinds without evidence are combined by choice only (%s)', async (combineReads, calls) => {
		const parameters = { administrationId: id('1000'), invoiceId: '={{ $json.id }}' };
		const ids = ['5001', '5002', '5003'];
		const result = await get('invoice.get', ids, { ...parameters, options: { combineReads } });
		expect(idsOf(result)).toEqual(ids);
		expect(simulator.recorder.requests).toHaveLength(calls);
	});
});

describe('Billit', () => {
	let simulator: BillitSimulator;
	beforeEach(async () => {
		simulator = await new BillitSimulator().start();
	});
	afterEach(async () => await simulator.stop());

	async function get(ids: readonly string[], options: INodeParameters, simplify = true) {
		const engine = packEngine();
		const credential = connect(engine, 'billitOAuth2Api', simulator);
		return await runOperation(
			engine,
			'billitOAuth2Api',
			credential,
			'order.get',
			{ orderId: BY_ITEM, simplify, options },
			{ input: inputOf(ids) },
		);
	}

	const order = (index: number) => String(1001 * 1_000_000 + index);

	const sent = (): RecordedRequest[] => simulator.recorder.requests;

	it.each([
		['by choice', { combineReads: true }, true, 3],
		['not without it', {}, true, 50],
		['not in full, as a list has less', { combineReads: true }, false, 50],
	])('orders are combined %s', async (_, options, simplify, calls) => {
		const ids = numbered(50, order);
		const result = await get(ids, options, simplify);
		expect(result.error).toBeUndefined();
		expect(idsOf(result)).toEqual(ids);
		expect(sent()).toHaveLength(calls);
	});

	it('combined ones are the same as single ones', async () => {
		const ids = numbered(20, order);
		const [one, other] = [await get(ids, { combineReads: true }), await get(ids, {})];
		expect(one.items.map(({ json }) => json)).toEqual(other.items.map(({ json }) => json));
	});

	it('the run tells how many calls it had open, where the service refused some', async () => {
		const ids = numbered(45, order);
		expect((await get(ids, {})).hints).toEqual([]);
		simulator.faults.add({ path: `/v1/orders/${ids[30]}`, status: 429, times: 1 });
		const { hints, error } = await get(ids, {});
		expect(error).toBeUndefined();
		expect(hints).toContainEqual(expect.stringMatching(/^Calls at the same time: 20.*\(/));
	});

	it('rows that lack a column are asked for singly', async () => {
		const ids = numbered(5, order);
		simulator.listsLack = 'Reference';
		const result = await get(ids, { combineReads: true });
		expect(result.items.map(({ json }) => typeof json.Reference)).toEqual(ids.map(() => 'string'));
		expect(sent()).toHaveLength(6);
	});
});
