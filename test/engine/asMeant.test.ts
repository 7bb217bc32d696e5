import type { INodeParameters } from 'n8n-workflow';
import type { Vendor } from '../support/connections';
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
afterEach(async () => await vendor.stop());

const run = async (operation: string, parameters: INodeParameters) =>
	await runOperation(engine, type, credential, operation, parameters);

const answer = (path: string, body: unknown) =>
	vendor.faults.add({
		path,
		status: 200,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
		times: 2,
	});

describe('a number of another country', () => {
	it.each([
		['0002:123456749', '0002:123456749'],
		['0192:123456749', '0192:123456749'],
		['0208:123456749', '0208:0123456749'],
		['9925:BE123456749', '9925:BE0123456749'],
		['123.456.749', '0123456749'],
		['BTW BE 0123.456.749', 'BE0123456749'],
	])('%s is looked up as %s', async (identifier, wanted) => {
		await start('billitApi');
		await run('peppol.checkParticipant', { identifier, options: {} });
		const [sent] = vendor.recorder.requests.filter(({ path }) => path.includes('participant'));
		expect(decodeURIComponent(sent?.path ?? '')).toBe(
			`/v1/peppol/participantInformation/${wanted}`,
		);
	});
});

describe('filters beside chosen fields', () => {
	const list = { returnAll: true, simplify: false, options: { fields: 'id' } };

	it.each([
		[{ invoiceDateFrom: '2025-01-01' }],
		[{ status: 'draft' }],
		[{ customerId: 'QWzh2Bc10' }],
	])('%j filters as without them, and nothing else comes back', async (filters) => {
		await start('lucaOAuth2Api');
		const whole = await run('saleInvoice.getMany', { ...list, options: {}, filters });
		const few = await run('saleInvoice.getMany', { ...list, filters });
		expect(few.error).toBeUndefined();
		expect(whole.items.length).toBeGreaterThan(0);
		expect(few.items.map(({ json }) => json)).toEqual(
			whole.items.map(({ json: { id } }) => ({ id })),
		);
	});

	it('Active Only too', async () => {
		await start('lucaOAuth2Api');
		const active = async (fields?: string) =>
			(
				await run('saleProduct.getMany', {
					returnAll: true,
					options: { activeOnly: true, ...(fields ? { fields } : {}) },
				})
			).items.map(({ json: { id } }) => id);
		expect(await active('id')).toEqual(await active());
	});

	it('a status that is none is refused', async () => {
		await start('lucaOAuth2Api');
		const { error } = await run('saleInvoice.getMany', {
			...list,
			filters: { status: '={{ "Betalt" }}' },
		});
		expect(error?.message).toContain('"Status"');
	});
});

describe('days of orders', () => {
	it.each([
		['orderDateFrom', "OrderDate ge DateTime'2026-07-01'"],
		['orderDateUntil', "OrderDate lt DateTime'2026-07-02'"],
		['expiryDateFrom', "ExpiryDate ge DateTime'2026-07-01'"],
		['paidDateUntil', "PaidDate lt DateTime'2026-07-02'"],
		['createdFrom', "Created ge DateTime'2026-07-01T00:30:00'"],
	])('%s: a moment is the day that has it', async (filter, condition) => {
		await start('billitApi');
		engine.settings = { timezone: 'Europe/Brussels' };
		await runOperation(engine, type, credential, 'order.getMany', {
			returnAll: false,
			limit: 1,
			filters: { [filter]: '2026-06-30T22:30:00Z' },
			options: {},
		});
		const [sent] = vendor.recorder.to('/v1/orders');
		expect(sent?.query.$filter).toContain(condition);
	});
});

it.each([[null], [[{ OrderID: 12 }]], ['x']])('%j is no order', async (body) => {
	await start('billitApi');
	answer('/v1/orders/12', body);
	const { error } = await run('order.get', {
		orderId: { __rl: true, mode: 'id', value: '12' },
		options: {},
	});
	expect(error?.message).toMatch(/something else than a record|empty answer/);
});

it('a relative link begins at the list that has it', async () => {
	await start('bookingExpertsApi');
	const record = (id: string) => ({ type: 'administration', id, attributes: {} });
	answer('/v3/administrations', {
		data: [record('1')],
		links: { next: '?page%5Bnumber%5D=2' },
	});
	await run('administration.getMany', { returnAll: true, filters: {}, options: {} });
	expect(vendor.recorder.to('/v3/administrations')[1]?.query).toMatchObject({
		'page[number]': '2',
	});
});

it('says that there is more where Luca does not tell where', async () => {
	await start('lucaOAuth2Api');
	const connection = { nodes: [], pageInfo: { hasNextPage: true, endCursor: null } };
	answer('/api/v1/graphql', { data: { saleInvoices: connection } });
	const { error } = await run('saleInvoice.getMany', { returnAll: true, filters: {}, options: {} });
	expect(error?.message).toBe(
		'Luca Regnskap told of more records, but its cursor leads to the same page again',
	);
});
