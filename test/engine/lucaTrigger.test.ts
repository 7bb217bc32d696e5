import type { INodeParameters } from 'n8n-workflow';
import { LucaSimulator } from '../simulators/luca';
import type { Invoice } from '../simulators/luca/data';
import type { Engine, RunOptions } from './support/engine';
import { connect, packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'lucaOAuth2Api';
let simulator: LucaSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new LucaSimulator({ invoices: 150 }).start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const trigger = (triggerOn: string, more: INodeParameters = {}): RunOptions => ({
	type: 'lucaTrigger',
	parameters: { authentication: 'oAuth2', triggerOn, simplify: true, ...more },
	credentials: { [TYPE]: credential },
});

const invoices = (): Invoice[] =>
	simulator.booksOf({ id: 'QWzh2B', name: '', organisationNumber: '' }).invoices;

function add(id: string, more: Partial<Invoice> = {}): void {
	const [first] = invoices();
	invoices().unshift({
		...(first as Invoice),
		id,
		draft: true,
		finalized: false,
		sentAt: null,
		...more,
	});
}

it.each(['={{ undefined }}', '={{ null }}', '={{ 12345678901234567890 }}', '={{ ({ a: 1 }) }}'])(
	'a company that an expression does not give is refused: %s',
	async (value) => {
		const company = { __rl: true, mode: 'id', value };
		const looked = engine.poll(trigger('saleInvoiceCreated', { company }), 'manual');
		await expect(looked).rejects.toThrow('"Company"');
	},
);

const ids = (found: Array<{ id?: unknown }>) => found.map(({ id }) => id);

it('shows the newest when it is tried in the editor, and keeps nothing', async () => {
	const found = await engine.poll(trigger('saleInvoiceCreated'), 'manual');
	expect(ids(found)).toEqual(['QWzh2Bi150', 'QWzh2Bi149', 'QWzh2Bi148']);
	expect(engine.staticData).toEqual({});
});

it('tells of what is created after the first look, once, oldest first', async () => {
	expect(await engine.poll(trigger('saleInvoiceCreated'))).toEqual([]);
	expect(await engine.poll(trigger('saleInvoiceCreated'))).toEqual([]);
	add('A');
	add('B');
	expect(ids(await engine.poll(trigger('saleInvoiceCreated')))).toEqual(['A', 'B']);
	expect(await engine.poll(trigger('saleInvoiceCreated'))).toEqual([]);
});

it('finds what fills more than a page', async () => {
	await engine.poll(trigger('saleInvoiceCreated'));
	for (let index = 0; index < 130; index++) add(`N${index}`);
	const found = await engine.poll(trigger('saleInvoiceCreated'));
	expect(found).toHaveLength(130);
	expect(found[0]?.id).toBe('N0');
});

it.each([
	['saleInvoiceFinalized', { draft: false, finalized: true }],
	['saleInvoiceSent', { draft: false, finalized: true, sentAt: '2026-11-21T08:00:00Z' }],
])('%s tells of drafts that become so, and of records that arrive so', async (event, change) => {
	expect(await engine.poll(trigger(event))).toEqual([]);
	const draft = invoices().find((invoice) => invoice.draft);
	Object.assign(draft ?? {}, change);
	expect(ids(await engine.poll(trigger(event)))).toEqual([draft?.id]);
	expect(await engine.poll(trigger(event))).toEqual([]);
	add('A', change);
	add('B');
	expect(ids(await engine.poll(trigger(event)))).toEqual(['A']);
	expect(await engine.poll(trigger(event))).toEqual([]);
});

it.each<[string, INodeParameters]>([
	['in the options', { options: { recordsOrdered: 'newestLast' } }],
	['where it stood before', { recordsOrdered: 'newestLast' }],
])('looks from the other end where the newest come last: told %s', async (_where, parameters) => {
	const newestLast = trigger('saleInvoiceCreated', parameters);
	expect(await engine.poll(newestLast)).toEqual([]);
	const [first] = invoices();
	invoices().push({ ...(first as Invoice), id: 'Z1' }, { ...(first as Invoice), id: 'Z2' });
	expect(ids(await engine.poll(newestLast))).toEqual(['Z1', 'Z2']);
});

it.each<[string, INodeParameters]>([
	['in the options', { options: { idField: 'number' } }],
	['where it stood before', { idField: 'number' }],
])('tells records apart by the field that is named %s', async (_where, parameters) => {
	const customers = trigger('newRecord', {
		field: { __rl: true, mode: 'id', value: 'saleCustomers' },
		...parameters,
	});
	await expect(engine.poll(customers)).rejects.toThrow('have no "number"');
});

it('watches any connection of the schema', async () => {
	const customers = trigger('newRecord', {
		field: { __rl: true, mode: 'id', value: 'saleCustomers' },
	});
	expect(await engine.poll(customers)).toEqual([]);
	const { customers: all } = simulator.booksOf({ id: 'QWzh2B', name: '', organisationNumber: '' });
	all.unshift({ id: 'new', name: 'Ny AS', email: '', active: true, comment: null });
	expect(await engine.poll(customers)).toEqual([
		expect.objectContaining({ id: 'new', name: 'Ny AS' }),
	]);
	const wrong = trigger('newRecord', { field: { __rl: true, mode: 'id', value: 'company' } });
	await expect(engine.poll(wrong)).rejects.toThrow('no connection "company"');
});

it('keeps its place when a look fails, and starts anew for another company', async () => {
	await engine.poll(trigger('saleInvoiceCreated'));
	add('A');
	simulator.graphqlFault = { code: 'FORBIDDEN', times: 1 };
	await expect(engine.poll(trigger('saleInvoiceCreated'))).rejects.toThrow('Noe gikk galt');
	expect(ids(await engine.poll(trigger('saleInvoiceCreated')))).toEqual(['A']);
	const other = { company: { __rl: true, mode: 'id', value: 'QWzh2B' } };
	expect(await engine.poll(trigger('saleInvoiceCreated', other))).toEqual([]);
});

it('tells of an invoice on a later page when the newest page has nothing new', async () => {
	const far = invoices()[120];
	Object.assign(far ?? {}, { draft: true, finalized: false });
	expect(await engine.poll(trigger('saleInvoiceFinalized'))).toEqual([]);
	Object.assign(far ?? {}, { draft: false, finalized: true });
	expect(ids(await engine.poll(trigger('saleInvoiceFinalized')))).toEqual([far?.id]);
	expect(await engine.poll(trigger('saleInvoiceFinalized'))).toEqual([]);
});

it('loses none of many, also where a look may not read so far', async () => {
	const few = trigger('saleInvoiceCreated', { options: { pagesToScan: 2 } });
	await engine.poll(few);
	for (let index = 0; index < 350; index++) add(`N${index}`);
	const told: unknown[] = [];
	for (let turn = 0; turn < 6; turn++) told.push(...ids(await engine.poll(few)));
	expect(told).toHaveLength(350);
	expect(new Set(told).size).toBe(350);
});

it('goes on from what an earlier version kept', async () => {
	const kept = {
		watched: 'saleInvoices saleInvoiceCreated ',
		seen: invoices()
			.slice(0, 100)
			.flatMap(({ id }) => [`id:${id}`, `created:${id}`]),
	};
	Object.assign(engine.staticData, { 'node:Node': { kept } });
	add('A');
	expect(ids(await engine.poll(trigger('saleInvoiceCreated')))).toEqual(['A']);
	expect(await engine.poll(trigger('saleInvoiceCreated'))).toEqual([]);
});

it('two looks at once tell a thing once', async () => {
	await engine.poll(trigger('saleInvoiceCreated'));
	add('A');
	const both = [
		engine.poll(trigger('saleInvoiceCreated')),
		engine.poll(trigger('saleInvoiceCreated')),
	];
	expect((await Promise.all(both)).flat()).toHaveLength(1);
});
