import type { INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import { MicroBiltSimulator } from '../simulators/microBilt';
import { OmniFundSimulator } from '../simulators/omniFund';
import { connect, packEngine, runOperation } from './support/pack';

const ORDER = 1001000004;

describe('of an order at Billit', () => {
	let simulator: BillitSimulator;
	beforeAll(async () => (simulator = await new BillitSimulator().start()));
	afterAll(async () => await simulator.stop());

	const run = async (operation: string, parameters: INodeParameters) => {
		const engine = packEngine();
		const credential = connect(engine, 'billitOAuth2Api', simulator);
		simulator.recorder.clear();
		return await runOperation(engine, 'billitOAuth2Api', credential, operation, parameters);
	};
	const orderId = { mode: 'id', value: String(ORDER) };
	const get = async (parameters: INodeParameters) =>
		await run('order.get', { orderId, ...parameters });
	const names = async (parameters: INodeParameters) =>
		Object.keys((await get(parameters)).items[0]?.json ?? {});

	const SIMPLIFIED = [
		'OrderID',
		'OrderNumber',
		'OrderType',
		'OrderDirection',
		'OrderStatus',
		'OrderDate',
		'ExpiryDate',
		'Reference',
		'Paid',
		'DueDate',
		'PartyID',
		'CounterPartyName',
		'TotalIncl',
		'Currency',
	];

	it.each<[string, INodeParameters]>([
		['nothing was saved', {}],
		['the old switch was on', { simplify: true }],
		['an expression gives true', { simplify: '={{ 1 < 2 }}' }],
		['an agent writes it out', { simplify: 'Simplified' }],
	])('is simplified where %s', async (_when, parameters) => {
		expect(await names(parameters)).toEqual(SIMPLIFIED);
	});

	it.each<[string, INodeParameters]>([
		['the old switch was off', { simplify: false }],
		['an expression gives false', { simplify: '={{ 1 > 2 }}' }],
		['text says so', { simplify: 'no' }],
		['an agent writes it out', { simplify: 'raw' }],
	])('is raw where %s', async (_when, parameters) => {
		expect(await names(parameters)).toEqual(
			expect.arrayContaining(['OrderLines', 'TotalVAT', 'LastModified']),
		);
	});

	it('tells party, payment, reference and the day when it is due', async () => {
		const { items } = await get({});
		expect(items[0]?.json).toMatchObject({
			PartyID: 100104,
			Paid: false,
			Reference: 'PO 4',
			DueDate: '2025-02-04T00:00:00',
			TotalIncl: 169.4,
		});
	});

	it('holds the selected fields alone, in any case, and those inside others', async () => {
		const selectedFields =
			'OrderID, totalincl , Customer.Name, OrderLines.Description, OrderLines.Quantity';
		const { items, hints } = await get({ simplify: 'selectedFields', selectedFields });
		expect(items[0]?.json).toEqual({
			OrderID: ORDER,
			TotalIncl: 169.4,
			Customer: { Name: 'Customer 4' },
			OrderLines: [{ Description: 'Consulting', Quantity: 2 }],
		});
		expect(hints).toEqual([]);
	});

	it('of a list too, with a word where no item has a field', async () => {
		const { items, hints } = await run('order.getMany', {
			limit: 3,
			simplify: 'selectedFields',
			selectedFields: 'OrderNumber, Colour',
		});
		expect(items.map(({ json }) => json)).toEqual([
			{ OrderNumber: 'INV-000001' },
			{ OrderNumber: 'INV-000002' },
			{ OrderNumber: 'INV-000003' },
		]);
		expect(hints).toEqual([expect.stringContaining('No item has the field Colour. They have: ')]);
	});

	it.each<[string, INodeParameters, string]>([
		['no field is named', { simplify: 'selectedFields', selectedFields: ' ' }, '"Fields" is empty'],
		['the choice is none', { simplify: 'some' }, '"Output" must be Simplified, Raw or Selected'],
	])('asks nothing where %s', async (_when, parameters, message) => {
		const { error } = await get(parameters);
		expect(error?.message).toContain(message);
		expect(simulator.recorder.requests).toHaveLength(0);
	});
});

it('of a report at MicroBilt: nothing is bought where no field is named', async () => {
	const simulator = await new MicroBiltSimulator().start();
	const engine = packEngine();
	const credential = connect(engine, 'microBiltOAuth2Api', simulator);
	const verify = async (selectedFields: string) =>
		await runOperation(engine, 'microBiltOAuth2Api', credential, 'bankAccount.verify', {
			routingNumber: '011103093',
			accountNumber: '900000001',
			simplify: 'selectedFields',
			selectedFields,
		});
	const bought = () => simulator.recorder.to('/ABAAcctVerification').length;
	expect((await verify('')).error?.message).toContain('"Fields" is empty');
	expect(bought()).toBe(0);
	const { items } = await verify('_microBilt.environment');
	expect(items.map(({ json }) => json)).toEqual([{ _microBilt: { environment: 'custom' } }]);
	expect(bought()).toBe(1);
	await simulator.stop();
});

it('of the triggers that look: what the user selected, and nothing is kept where it cannot be', async () => {
	const simulator = await new OmniFundSimulator().start();
	const engine = packEngine();
	const type = 'omniFundPasswordOAuth2Api';
	const credential = connect(engine, type, simulator);
	const poll = async (more: INodeParameters) =>
		await engine.poll(
			{
				type: 'omniFundTrigger',
				parameters: { authentication: 'oAuth2Password', triggerOn: 'event', ...more },
				credentials: { [type]: credential },
			},
			'manual',
		);
	const found = await poll({ simplify: 'selectedFields', selectedFields: 'id, type' });
	expect(found.map((json) => Object.keys(json))).toEqual(found.map(() => ['id', 'type']));
	expect(Object.keys((await poll({ simplify: false }))[0] ?? {}).length).toBeGreaterThan(
		Object.keys((await poll({ simplify: true }))[0] ?? {}).length,
	);
	await expect(poll({ simplify: 'selectedFields' })).rejects.toThrow('"Fields" is empty');
	await simulator.stop();
});
