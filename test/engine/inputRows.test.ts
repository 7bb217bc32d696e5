import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { LucaSimulator } from '../simulators/luca';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

let engine: Engine;
beforeEach(() => {
	engine = packEngine();
});

describe('Luca: lines from the input', () => {
	let simulator: LucaSimulator;
	let credential: string;

	beforeEach(async () => {
		simulator = await new LucaSimulator().start();
		credential = connect(engine, 'lucaOAuth2Api', simulator);
	});
	afterEach(async () => await simulator.stop());

	const run = async (operation: string, parameters: INodeParameters, json: IDataObject) =>
		await runOperation(
			engine,
			'lucaOAuth2Api',
			credential,
			`saleInvoice.${operation}`,
			parameters,
			{ input: [{ json }] },
		);

	const create = async (parameters: INodeParameters, json: IDataObject) =>
		await run(
			'create',
			{
				customerId: id('QWzh2Bc1'),
				invoiceDate: '2026-05-01',
				paymentDays: 14,
				linesFrom: 'input',
				...parameters,
			},
			json,
		);

	const sent = () =>
		simulator.recorder
			.to('/api/v1/graphql')
			.flatMap(({ body }) => [
				(body as { variables?: { saleInvoice?: { saleInvoiceLineItems?: unknown } } }).variables
					?.saleInvoice?.saleInvoiceLineItems,
			])
			.filter((lines) => lines !== undefined);

	const LINES = [
		{ productId: 'QWzh2Bp1', quantity: 2, price: '711,50', note: 'x' },
		{ productId: 'QWzh2Bp2', quantity: 1, price: 10.1 * 3 },
		{ productId: 'QWzh2Bp1', quantity: '3', price: 5 },
	];

	const AS_SENT = [
		{ saleProductId: 'QWzh2Bp1', quantity: 2, unitPriceCents: '71150' },
		{ saleProductId: 'QWzh2Bp2', quantity: 1, unitPriceCents: '3030' },
		{ saleProductId: 'QWzh2Bp1', quantity: 3, unitPriceCents: '500' },
	];

	it('are as many as the list has, by the rules of the panel', async () => {
		const { error, items } = await create({}, { lines: LINES });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(sent()).toEqual([AS_SENT]);
	});

	it('come from another list and other columns', async () => {
		const inputLines = {
			source: 'order.rows',
			saleProductId: 'sku',
			quantity: 'n',
			unitPriceCents: 'ore',
		};
		await create({ inputLines }, { order: { rows: [{ sku: 'QWzh2Bp1', n: 3, ore: 71150 }] } });
		expect(sent()).toEqual([[{ saleProductId: 'QWzh2Bp1', quantity: 3, unitPriceCents: '71150' }]]);
	});

	it('change a draft', async () => {
		const updateFields = {
			inputLines: {
				source: 'lines',
				saleProductId: 'productId',
				quantity: 'quantity',
				unitPrice: 'price',
			},
		};
		const { error } = await run(
			'update',
			{ invoiceId: id('QWzh2Bi250'), updateFields },
			{ lines: LINES },
		);
		expect(error).toBeUndefined();
		expect(sent()).toEqual([AS_SENT]);
	});

	it('are not taken where lines are filled in too', async () => {
		const lines = { rows: [{ saleProductId: id('QWzh2Bp1'), quantity: 1, unitPrice: '1' }] };
		const updateFields = { lines, inputLines: { source: 'lines' } };
		const { error } = await run(
			'update',
			{ invoiceId: id('QWzh2Bi250'), updateFields },
			{ lines: LINES },
		);
		expect(error?.message).toContain('Take one of them away');
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it.each([
		[{ lines: [] }, 'Add at least one row to "Lines of the Input"'],
		[{ rows: LINES }, 'the item has no list in "lines"'],
		[
			{ lines: [LINES[0], { productId: 'QWzh2Bp1', price: 5 }] },
			'Row 2 of "Lines of the Input": "Quantity"',
		],
		[{ lines: [LINES[0], { productId: 'QWzh2Bp1', quantity: 1, price: '1.005' }] }, 'Row 2 of'],
		[{ lines: [{ quantity: 1, price: 5 }] }, 'no row has a column "productId"'],
	])('%j is refused before anything leaves', async (json, words) => {
		const { error } = await create({}, json as IDataObject);
		expect(error?.message).toContain(words);
		expect(simulator.recorder.requests).toHaveLength(0);
	});
});

describe('Booking Experts: guests from the input', () => {
	let simulator: BookingExpertsSimulator;
	let credential: string;

	beforeEach(async () => {
		simulator = await new BookingExpertsSimulator().start();
		credential = connect(engine, 'bookingExpertsOAuth2Api', simulator);
	});
	afterEach(async () => await simulator.stop());

	const PATH = '/v3/administrations/1000/reservations/5001/guests';

	const add = async (guests: unknown, more: INodeParameters = {}, retried = {}) =>
		await runOperation(
			engine,
			'bookingExpertsOAuth2Api',
			credential,
			'guest.create',
			{
				administrationId: id('1000'),
				reservationId: id('5001'),
				guestsFrom: 'input',
				simplify: true,
				...more,
			},
			{ input: [{ json: { guests } as IDataObject }], ...retried },
		);

	const sent = () =>
		simulator.recorder.to(PATH).map(({ body }) => (body as { data: unknown }).data);

	const GUESTS = [
		{ firstName: 'Jan', lastName: 'Jansen', mail: 'jan@example.com' },
		{ firstName: 'Gea', lastName: 'Jansen' },
		{ firstName: 'Bo', lastName: 'Jansen', mail: 'bo@example.com' },
	];

	const NAMED = { source: 'guests', first_name: 'firstName', last_name: 'lastName', email: 'mail' };

	it('are added one by one, an item each', async () => {
		const { error, items } = await add(GUESTS, { inputGuests: NAMED });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.first_name)).toEqual(['Jan', 'Gea', 'Bo']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(Array(3).fill({ item: 0 }));
		expect(sent()).toEqual([
			{
				type: 'guest',
				attributes: { first_name: 'Jan', last_name: 'Jansen', email: 'jan@example.com' },
			},
			{ type: 'guest', attributes: { first_name: 'Gea', last_name: 'Jansen' } },
			{
				type: 'guest',
				attributes: { first_name: 'Bo', last_name: 'Jansen', email: 'bo@example.com' },
			},
		]);
	});

	it.each([
		[[], 'is empty'],
		[[GUESTS[0], { firstName: 'Gea' }], 'Row 2 of "Guests of the Input": "Last Name"'],
		['none', '"Guests of the Input"'],
	])('%j is refused before anything leaves', async (guests, words) => {
		const { error } = await add(guests);
		expect(error?.message).toContain(words);
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('one that is refused is named, with those that were added before it', async () => {
		const wrong = [GUESTS[0], { ...GUESTS[1], mail: 'nobody' }, GUESTS[2]];
		const { error } = await add(wrong, { inputGuests: NAMED });
		expect(error?.message).toMatch(/^Row 2 of 3: is invalid/);
		expect(error?.description).toMatch(
			/^Made before it, and not again by a retry: \d+\. Those after/,
		);
		expect(sent()).toHaveLength(2);
	});
});
