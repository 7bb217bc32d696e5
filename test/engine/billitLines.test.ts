import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'billitOAuth2Api';
let simulator: BillitSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

/** Creates an order of an item. */
const create = async (parameters: INodeParameters, json: IDataObject = {}) =>
	await runOperation(
		engine,
		TYPE,
		credential,
		'order.create',
		{
			orderType: 'Invoice',
			orderDirection: 'Income',
			counterPartyId: { __rl: true, mode: 'id', value: '100103' },
			...parameters,
		},
		{ input: [{ json }] },
	);

const bodies = () =>
	simulator.recorder.requests
		.filter(({ method, path }) => method === 'POST' && path === '/v1/orders')
		.map(({ body }) => body as IDataObject);

const LINES = [
	{ description: 'Work', quantity: 2, price: '12,5', vat: 21, note: 'x' },
	{ description: 'Travel', quantity: 1, price: 10.1 * 3, vat: 6 },
	{ description: 'Books', quantity: 3, price: 20, vat: 6 },
];

describe('lines from the input', () => {
	it('are as many as the list of the item has, by the rules of the panel', async () => {
		await create({ linesFrom: 'input' }, { lines: LINES });
		expect(bodies()).toMatchObject([
			{
				OrderLines: [
					{ Description: 'Work', Quantity: 2, UnitPriceExcl: 12.5, VATPercentage: 21 },
					{ Description: 'Travel', Quantity: 1, UnitPriceExcl: 30.3, VATPercentage: 6 },
					{ Description: 'Books', Quantity: 3, UnitPriceExcl: 20, VATPercentage: 6 },
				],
			},
		]);
	});

	it.each([
		[{ description: 'Books', quantity: 3, price: 20, vat: null }, '"VAT'],
		[{ description: 'Books', quantity: 3, price: 20 }, '"VAT'],
		[{ description: 'Books', quantity: null, price: 20, vat: 6 }, '"Quantity"'],
		[{ description: 'Books', price: 20, vat: 6 }, '"Quantity"'],
	])('a row that lacks its VAT or quantity gets none that nobody said: %j', async (row, field) => {
		const { error } = await create({ linesFrom: 'input' }, { lines: [LINES[0] ?? {}, row] });
		expect(error?.message).toContain(field);
		expect(error?.message).toContain('2');
		expect(bodies()).toEqual([]);
	});

	const NAMED = {
		source: 'order.rows',
		Description: 'what.name',
		UnitPriceExcl: 'each',
		Reference: 'art',
		Quantity: 'count',
		VATPercentage: 'rate',
	};

	const rows = [{ what: { name: 'Work' }, each: 5, art: 'A1', count: 1, rate: 6 }];

	it('come from a list and columns of other names', async () => {
		await create({ linesFrom: 'input', inputLines: NAMED }, { order: { rows } });
		expect(bodies()).toMatchObject([
			{
				OrderLines: [
					{
						Description: 'Work',
						Quantity: 1,
						UnitPriceExcl: 5,
						Reference: 'A1',
						VATPercentage: 6,
					},
				],
			},
		]);
	});

	it.each([
		['={{ $json.lines }}', '"Quantity"'],
		['={{ ({ rows: $json.lines }) }}', '"Quantity"'],
		[{ rows: '={{ $json.lines }}' }, '"Quantity"'],
	])('given as a whole by %j have what the data has, and no more', async (given, field) => {
		const row = { Description: 'Work', UnitPriceExcl: 5, VATPercentage: 6 };
		const parameters = { orderLines: given as INodeParameters };
		const { error } = await create(parameters, { lines: [row] });
		expect(error?.message).toContain(field);
		expect(bodies()).toEqual([]);
		await create(parameters, { lines: [{ ...row, Quantity: 3 }] });
		expect(bodies()).toMatchObject([{ OrderLines: [{ ...row, Quantity: 3 }] }]);
	});

	it.each(['={{ ({ rows: $json.places }) }}', { rows: '={{ $json.places }}' }])(
		'inside a collection, %j fills in no usual value either',
		async (Addresses) => {
			const newParty = { Name: 'Shop', Addresses };
			const parameters = {
				counterPartyId: { __rl: true, mode: 'id', value: '' },
				newParty: newParty as INodeParameters,
				linesFrom: 'input',
			};
			const { error } = await create(parameters, { lines: LINES, places: [{ City: 'Gent' }] });
			expect(error).toBeUndefined();
			expect(JSON.stringify(bodies())).toContain('{"City":"Gent"}');
		},
	);

	it.each([
		['Quantity', '"Quantity"'],
		['VATPercentage', '"VAT (%)"'],
	])('without a column of %s nothing is filled in', async (column, field) => {
		const inputLines = Object.fromEntries(
			Object.entries(NAMED).filter(([name]) => name !== column),
		);
		const { error } = await create({ linesFrom: 'input', inputLines }, { order: { rows } });
		expect(error?.message).toContain(field);
		expect(bodies()).toEqual([]);
	});

	it.each([
		[
			'the row of a wrong value',
			[LINES[0], { ...LINES[1], price: '1 000' }],
			'Row 2 of "Lines of the Input": "Unit Price Excl. VAT"',
		],
		[
			'the row that lacks one',
			[LINES[0], { ...LINES[1], description: '' }],
			'Row 2 of "Lines of the Input": "Description" is empty',
		],
		[
			'a column that no row has',
			[{ ...LINES[0], price: undefined, prijs: 1 }],
			'no row has a column "price"',
		],
		['that there is no list', 'none', '"Lines of the Input"'],
		['that the list is empty', [], 'Add at least one row'],
	])('an error names %s, and nothing leaves', async (_what, lines, message) => {
		const { error } = await create(
			{ linesFrom: 'input' },
			{ lines: lines as IDataObject['lines'] },
		);
		expect(error?.message).toContain(message);
		expect(bodies()).toEqual([]);
	});
});

describe('a workflow that was saved before', () => {
	it('keeps what stood beside the first fields of a line', async () => {
		await create({
			orderLines: {
				rows: [
					{
						Description: 'Work',
						UnitPriceIncl: '60',
						InclLeading: true,
						VentilationCode: '3',
						Unit: 'HUR',
					},
				],
			},
			options: { idempotencyKey: 'none' },
		});
		const [{ OrderLines: lines }] = bodies() as [IDataObject];
		expect(lines).toEqual([
			{
				Description: 'Work',
				Quantity: 1,
				UnitPriceIncl: 60,
				InclLeading: true,
				VentilationCode: '3',
				Unit: 'HUR',
			},
		]);
	});

	it('keeps references and JSON that stood below; those of the options win', async () => {
		await create({
			orderLines: { rows: [{ Description: 'Work', UnitPriceExcl: '60' }] },
			additionalDocuments: '[{ "ID": "A" }]',
			additionalJson: '{ "Comments": "old", "Reference": "kept" }',
			options: { additionalJson: '{ "Comments": "new" }' },
		});
		expect(bodies()).toMatchObject([
			{
				AdditionalDocumentReference: [{ ID: 'A' }],
				Comments: 'new',
				Reference: 'kept',
			},
		]);
	});
});

describe('the dates of a new order', () => {
	const lines = { orderLines: { rows: [{ Description: 'Work', UnitPriceExcl: '60' }] } };

	it('are today and in 30 days unless they are changed', async () => {
		await create(lines);
		const [{ OrderDate: day, ExpiryDate: due }] = bodies() as [IDataObject];
		const days = (Date.parse(String(due)) - Date.parse(String(day))) / 86_400_000;
		expect(day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		expect(days).toBe(30);
	});

	it('are refused when they were emptied', async () => {
		await expect(create({ ...lines, orderDate: '' })).rejects.toThrow('"Order Date" is required');
		expect(bodies()).toEqual([]);
	});

	it('are never made up for an order that may be there already', async () => {
		const parameters = {
			orderType: 'Invoice',
			orderDirection: 'Income',
			matchBy: 'externalProviderId',
			externalProviderId: 'mine',
			counterPartyId: { __rl: true, mode: 'id', value: '100103' },
			...lines,
		};
		await expect(
			runOperation(engine, TYPE, credential, 'order.createOrUpdate', parameters),
		).rejects.toThrow('"Order Date" is required');
	});
});

it.each([
	['CompanyNameOrContactNameIsRequired', 'fill in "Name" in "New Party"'],
	['TheFileCannotBeEmpty', 'Check the binary field'],
	['OrderNotFound', '"Order" names no order'],
	['TheCountryCode_12_IsRequired', 'needs a value of "Country Code"'],
	['EmailIsRequired', 'needs a value of Email'],
	['ThereMustBeAtLeastOneOrderLine', 'Add a row to "Order Lines"'],
	['InvalidVAtPercentageForTaxCountry_0_', 'Check "VAT (%)" of the lines'],
	['Expiry Date Is Required', 'Fill in "Expiry Date"'],
	['_0_IsNoValidBEVAT', 'Check "VAT Number"'],
])("%s is told in plain words, with its code and Billit's own text", async (code, words) => {
	simulator.faults.add({
		path: '/v1/orders',
		status: 400,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ errors: [{ Code: code, Description: 'Het veld is fout' }] }),
	});
	const { error } = await create({
		orderLines: { rows: [{ Description: 'Work', UnitPriceExcl: '60' }] },
	});
	expect(error?.message).toContain('Het veld is fout');
	expect(error?.description).toContain(code);
	expect(error?.description).toContain(words);
});
