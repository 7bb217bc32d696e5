import type { INodeParameters } from 'n8n-workflow';
import type { Engine } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine } from './support/pack';

describe('a credit note', () => {
	let vendor: OwnVendor;
	let engine: Engine;
	let credential: string;

	beforeAll(async () => {
		vendor = await new OwnVendor().start();
		vendor.answer = (_call, response) => reply(response, 5);
		engine = packEngine();
		credential = engine.addCredential('billitApi', {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			authBaseUrl: vendor.origin,
			apiKey: 'canary-key',
		});
	});

	afterAll(async () => await vendor.stop());

	const line = (Quantity: number, UnitPriceExcl: string) => ({
		Description: 'Work',
		Quantity,
		UnitPriceExcl,
	});

	const create = async (operation: string, rows: INodeParameters[], more: INodeParameters) => {
		vendor.calls = [];
		return await engine.run({
			type: 'billit',
			parameters: {
				authentication: 'apiKey',
				resource: 'order',
				operation,
				orderType: 'CreditNote',
				orderDirection: 'Income',
				orderDate: '2026-01-15',
				expiryDate: '2026-02-14',
				counterPartyId: { __rl: true, mode: 'id', value: '7' },
				orderLines: { rows },
				...more,
			},
			credentials: { billitApi: credential },
		});
	};

	it.each(['create', 'createOrUpdate', 'createAndSend'])(
		'%s: not of less than nothing',
		async (name) => {
			const ofOne = { matchBy: 'externalProviderId', externalProviderId: 'A1', confirm: true };
			for (const rows of [[line(-1, '50')], [line(1, '-50')], [line(1, '10'), line(-2, '50')]]) {
				const { error } = await create(name, rows, ofOne);
				expect(error?.message).toContain('The lines of a credit note come to less than nothing');
				expect(vendor.calls).toEqual([]);
			}
		},
	);

	it('may take something off, and an invoice may be negative', async () => {
		const mixed = [line(2, '50'), line(-1, '20')];
		expect((await create('create', mixed, {})).error).toBeUndefined();
		const invoice = await create('create', [line(-1, '50')], { orderType: 'Invoice' });
		expect(invoice.error).toBeUndefined();
		expect(vendor.calls).toHaveLength(1);
	});
});
