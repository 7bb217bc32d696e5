import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { isCallbackValue } from '../../credentials/oauth2/record';
import { toOre } from '../../nodes/Luca/fields';
import type { Vendor } from '../support/connections';
import { cardSale } from '../support/payments';
import type { Engine } from './support/engine';
import { runOperation, started } from './support/pack';
import { impatient } from './support/patience';

impatient();

let engine: Engine;
let vendor: Vendor;
let credential: string;
let type: string;

async function start(credentialType: string): Promise<void> {
	type = credentialType;
	({ vendor, engine, credential } = await started(type));
}
afterEach(async () => await vendor?.stop());

const run = async (operation: string, parameters: INodeParameters) =>
	await runOperation(engine, type, credential, operation, parameters);

const JSON_TYPE = { 'Content-Type': 'application/json' };

const answer = (method: string, path: string, body: unknown, times = 9) =>
	vendor.faults.add({
		path,
		method,
		status: 200,
		headers: JSON_TYPE,
		body: JSON.stringify(body),
		times,
	});

const posts = (path: string) =>
	vendor.recorder.requests.filter((each) => each.method === 'POST' && each.path === path);

it('Create and Send tells what was sent as sent, although its delivery cannot be read', async () => {
	await start('billitApi');
	vendor.faults.add({ path: '/v1/orders/', method: 'GET', status: 500, times: 99 });
	const { items, error } = await run('order.createAndSend', {
		orderType: 'Invoice',
		orderDirection: 'Income',
		counterPartyId: { __rl: true, mode: 'id', value: '100103' },
		orderLines: { rows: [{ Description: 'Work', UnitPriceExcl: '50' }] },
		transportType: 'SMTP',
		options: { waitForDelivery: true },
	});
	expect(error).toBeUndefined();
	expect(posts('/v1/orders/commands/send')).toHaveLength(1);
	expect(items[0]?.json).toMatchObject({
		sent: true,
		deliveries: [{ settled: false, deliveryError: expect.stringContaining('Billit') }],
	});
});

it('Send by number takes no order of another number, from a list that does not heed the filter', async () => {
	await start('billitApi');
	answer('GET', '/v1/orders', { Items: [{ OrderID: 5, OrderNumber: 'INV-1' }] });
	const { error } = await run('order.send', {
		orderIds: { __rl: true, mode: 'number', value: 'INV-9' },
		transportType: 'SMTP',
	});
	expect(error?.message).toBe('"Orders": no order has the number "INV-9"');
	expect(posts('/v1/orders/commands/send')).toEqual([]);
});

describe('Already Charged', () => {
	it.each<[string, IDataObject]>([
		['no ID', { referenceId: 'INV-1', amount: '10.00', status: 'G' }],
		['a reference of null', { id: 5, referenceId: null, status: 'G' }],
		['an empty reference', { id: 5, referenceId: '', status: 'G' }],
	])('sees a transaction with %s', async (_what, record) => {
		await start('omniFundApi');
		answer('GET', '/api/transactions-history', { 'hydra:member': [record] });
		answer('GET', '/api/transactions-pending', { 'hydra:member': [record] });
		const { error } = await run('cardPayment.sale', {
			...cardSale({ invoiceId: 'INV-1' }),
			options: { alreadyCharged: 'always' },
		});
		expect(error?.message).toContain('INV-1');
		expect(posts('/os/system/gateway/transact.php')).toEqual([]);
	});
});

describe('a creation that brings no ID', () => {
	it.each([0, -1, 1.5, '0'])('Billit: %j is none', async (body) => {
		await start('billitApi');
		answer('POST', '/v1/parties', body);
		const { error } = await run('party.create', { partyType: 'Customer', name: 'Demo NV' });
		expect(error?.message).toBe('Billit took the call and told nothing of what it made');
	});
});

it.each([
	['1 2', undefined],
	['1 0 0 0', undefined],
	['1 000', '100000'],
	['12 345 678,5', '1234567850'],
	['\u22121 000', '-100000'],
])('%s kroner are %s øre', (kroner, ore) => {
	expect(toOre(kroner)).toBe(ore);
});

it.each(['.', '..', '...'])('%s is no part of an address that a browser may bring', (value) => {
	expect(isCallbackValue(value)).toBe(false);
});
