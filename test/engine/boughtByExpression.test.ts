import type { INodeParameters } from 'n8n-workflow';
import type { Engine } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine } from './support/pack';

describe('a payment whose expression gives nothing', () => {
	let vendor: OwnVendor;
	let engine: Engine;
	let credential: string;

	beforeAll(async () => {
		vendor = await new OwnVendor().start();
		vendor.answer = (_call, response) => reply(response, { status: 'G', ticketId: '1' });
		engine = packEngine();
		credential = engine.addCredential('omniFundApi', {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			apiKeyId: 'canary-id',
			apiKeySecret: 'canary-secret',
		});
	});

	afterAll(async () => await vendor.stop());

	const byId = (value: string) => ({ __rl: true, mode: 'id', value });

	const sale = { invoiceId: 'I-1', payWith: 'token', paymentToken: byId('tok'), amount: '5.00' };

	it.each<[string, string, INodeParameters]>([
		[
			'sale',
			'Process Date',
			{ ...sale, options: { schedule: { processDate: '={{ $json.typo }}' } } },
		],
		['sale', 'Process Date', { ...sale, options: { processDate: '={{ $json.typo }}' } }],
		['void', 'Amount', { ticketId: 'T-1', amount: '={{ $json.typo }}' }],
	])('%s: nothing leaves without "%s"', async (operation, label, parameters) => {
		vendor.calls = [];
		const { error } = await engine.run({
			type: 'omniFund',
			parameters: {
				authentication: 'apiKey',
				resource: 'cardPayment',
				operation,
				customerId: byId('C-1'),
				...parameters,
			},
			credentials: { omniFundApi: credential },
		});
		expect(error?.message).toContain(`"${label}" must be filled in, but it is empty`);
		expect(vendor.calls).toEqual([]);
	});
});
