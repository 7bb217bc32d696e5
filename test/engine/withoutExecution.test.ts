import type { INodeParameters } from 'n8n-workflow';
import { connectionOf } from '../support/connections';
import { cardSale } from '../support/payments';
import { invoiceOf } from './support/billit';
import { started } from './support/pack';

/** n8n's agents run a node by itself, without an execution: nothing is remembered from one call to the next. */

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const WRITES: Array<[string, string, INodeParameters, string]> = [
	[
		'billitApi',
		'order.create',
		invoiceOf({ orderNumber: '={{ $json.number }}' }),
		'POST /v1/orders',
	],
	[
		'omniFundApi',
		'cardPayment.sale',
		cardSale({ invoiceId: '={{ $json.number }}' }),
		'POST /os/system/gateway/transact.php',
	],
	[
		'microBiltOAuth2Api',
		'person.search',
		{ firstName: 'Ada', lastName: '={{ $json.number }}' },
		'POST /EnhancedPeopleSearch/GetReport',
	],
	[
		'lucaApi',
		'saleInvoice.create',
		{
			customerId: id('QWzh2Bc1'),
			invoiceDate: '2026-05-01',
			paymentDays: '={{ $json.days }}',
			lines: { rows: [{ saleProductId: id('QWzh2Bp1'), quantity: 1, unitPrice: '1' }] },
		},
		'POST /api/v1/graphql',
	],
];

it.each(WRITES)('%s: %s goes out once for each item', async (type, name, parameters, sent) => {
	const { vendor, engine, credential } = await started(type);
	const { node } = connectionOf(type);
	const { authentication } = node.parameters('first');
	const [resource, operation] = name.split('.');
	const run = async () =>
		await engine.runAlone({
			type: node.type,
			parameters: {
				...(authentication ? { authentication } : {}),
				resource,
				operation,
				...parameters,
			},
			credentials: { [type]: credential },
			input: [{ json: { number: 'Sample', days: 14 } }, { json: { number: 'Example', days: 15 } }],
		});
	expect(await run()).toHaveLength(2);
	// Luca's answers to reads come by the same address.
	const calls = () =>
		vendor.recorder.requests.filter(
			({ method, path, body }) =>
				`${method} ${path}` === sent &&
				(path !== '/api/v1/graphql' || JSON.stringify(body).includes('saleInvoiceCreate')),
		);
	expect(calls()).toHaveLength(2);
	await run();
	expect(calls()).toHaveLength(4);
	await vendor.stop();
});
