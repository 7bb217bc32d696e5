import type { Engine } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine } from './support/pack';

describe('an order is found by its own ID as it comes out of a sheet', () => {
	let vendor: OwnVendor;
	let engine: Engine;
	let credential: string;

	beforeAll(async () => {
		vendor = await new OwnVendor().start();
		vendor.answer = ({ method, query }, response) =>
			method === 'GET'
				? reply(response, {
						Items: query.get('$filter')?.includes("'A1'")
							? [{ OrderID: 5, ExternalProviderID: 'A1' }]
							: [],
					})
				: reply(response, 5);
		engine = packEngine();
		credential = engine.addCredential('billitApi', {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			authBaseUrl: vendor.origin,
			apiKey: 'canary-key',
		});
	});

	afterAll(async () => await vendor.stop());

	it.each(['A1', ' A1', 'A1\n', 'A1\u200b', 'A1\u00a0'])('%j is not created again', async (id) => {
		vendor.calls = [];
		const { error } = await engine.run({
			type: 'billit',
			parameters: {
				authentication: 'apiKey',
				resource: 'order',
				operation: 'createOrUpdate',
				matchBy: 'externalProviderId',
				externalProviderId: id,
				orderType: 'Invoice',
				orderDirection: 'Income',
				orderDate: '2026-01-15',
				expiryDate: '2026-02-14',
				counterPartyId: { __rl: true, mode: 'id', value: '7' },
				orderLines: { rows: [{ Description: 'Work', Quantity: 1, UnitPriceExcl: '50' }] },
			},
			credentials: { billitApi: credential },
		});
		expect(error).toBeUndefined();
		const [posted] = vendor.calls.filter(({ method }) => method === 'POST');
		expect(JSON.parse(posted?.body ?? '{}')).toMatchObject({
			OrderID: 5,
			ExternalProviderID: 'A1',
		});
	});
});
