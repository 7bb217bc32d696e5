import crypto from 'node:crypto';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { invoiceOf } from './support/billit';
import type { Engine, RunOptions } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/** One number or key may be that of something else: of another n8n, company, kind of document or supplier. */

impatient();

let vendor: OwnVendor;
let orders: IDataObject[];
let refusal: { code: string } | undefined;

const invoice = { OrderID: 5, OrderNumber: 'N-1', OrderType: 'Invoice', OrderDirection: 'Income' };

/** Which of the orders a filter lets through: `A eq 'x' and B/C eq 5`. */
const filtered = (filter: string): IDataObject[] =>
	orders.filter((order) =>
		filter.split(' and ').every((part) => {
			const [path = '', value = ''] = part.split(' eq ');
			const told = path
				.split('/')
				.reduce<unknown>((held, name) => (held as IDataObject | undefined)?.[name], order);
			return String(told) === value.replace(/'/g, '');
		}),
	);

beforeEach(async () => {
	vendor = await new OwnVendor().start();
	orders = [];
	refusal = undefined;
	const used = new Set<string>();
	vendor.answer = ({ method, path, query, key }, response) => {
		if (method === 'GET' && path === '/v1/orders')
			return reply(response, { Items: filtered(query.get('$filter') ?? '') });
		if (method === 'GET')
			return reply(
				response,
				orders.find(({ OrderID }) => path.endsWith(`/${String(OrderID)}`)) ?? {},
			);
		const code = refusal?.code ?? (used.has(key) ? 'Idempotent token already exists' : '');
		if (code) return reply(response, { errors: [{ Code: code, Description: 'Nee' }] }, 409);
		used.add(key);
		reply(response, path === '/v1/orders' ? 77 : '');
	};
});
afterEach(async () => {
	jest.restoreAllMocks();
	await vendor.stop();
});

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
	partyId = '1001',
) => {
	const engine = packEngine();
	return await runOperation(
		engine,
		'billitApi',
		added(engine, partyId),
		operation,
		parameters,
		more,
	);
};

const added = (engine: Engine, partyId: string): string =>
	engine.addCredential('billitApi', {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		apiKey: 'canary-key',
		partyId,
	});

const numbered = (options: INodeParameters, more: INodeParameters = {}): INodeParameters => ({
	...invoiceOf(),
	additionalFields: { OrderNumber: 'N-1' },
	transportType: 'SMTP',
	options,
	...more,
});
const sent = () => vendor.to('/v1/orders/commands/send').map(({ body }) => body);
const created = () => vendor.to('/v1/orders').filter(({ method }) => method === 'POST');

const TAKEN = { treatDuplicateAsSuccess: true };

it('has another key where the executions are counted from 1 again: at another n8n, or with a new database', async () => {
	jest.spyOn(crypto, 'randomUUID').mockReturnValue('00000000-0000-4000-8000-000000000231');
	const once = async () =>
		await run('order.create', numbered({}, { additionalFields: { OrderNumber: 'N-1' } }));
	expect((await once()).error).toBeUndefined();
	expect((await once()).error).toBeUndefined();
	expect(new Set(created().map(({ key }) => key)).size).toBe(2);
});

it('has the same key where an execution that has stored nothing is retried, as after a killed worker', async () => {
	const parameters = numbered({}, { additionalFields: { OrderNumber: '={{ $json.number }}' } });
	const input = [{ json: { number: 'N-1' } }, { json: { number: '[object Object]' } }];
	const engine = packEngine();
	const credential = added(engine, '1001');
	const create = async (more: Partial<RunOptions>) =>
		await runOperation(engine, 'billitApi', credential, 'order.create', parameters, {
			input,
			...more,
		});
	const first = await create({});
	// Billit lists it only later.
	orders = [];
	const lost = { ...first, stored: first.stored.replaceAll('n8nNodesBackoffice', 'lost') };
	await create({ retryOf: lost });
	const keys = created().map(({ key }) => key);
	expect(keys).toHaveLength(2);
	expect(new Set(keys).size).toBe(1);
});

it('of the same content has one key for a company, however that is named, and another for another', async () => {
	const of = async (own: string, company: string) => {
		const choice = company ? { company: { __rl: true, mode: 'id', value: company } } : {};
		await run('order.create', numbered({ idempotencyKey: 'content' }, choice), {}, own);
		return created().at(-1)?.key;
	};
	const first = await of('1001', '');
	expect(await of('', '1001')).toBe(first);
	expect(await of('2001', '')).not.toBe(first);
});

const OTHERS: ReadonlyArray<[string, IDataObject]> = [
	['an offer', { OrderType: 'Offer' }],
	["a supplier's invoice", { OrderDirection: 'Cost' }],
];
it.each(OTHERS)('is told as there already, and sent, itself and not %s', async (_what, kind) => {
	const custom = { idempotencyKey: 'custom', customIdempotencyKey: 'N-1', ...TAKEN };
	await run('order.create', numbered(custom));
	orders = [{ ...invoice, OrderID: 9, ...kind }];
	const alone = await run('order.createAndSend', numbered(custom));
	expect(alone.error?.message).toContain('did not tell its ID, so nothing was sent');
	expect(sent()).toEqual([]);
	orders.push(invoice);
	const { items } = await run('order.createAndSend', numbered(custom));
	expect(items[0]?.json).toMatchObject({ OrderID: 5, sent: true });
	expect(sent()).toEqual([JSON.stringify({ TransportType: 'SMTP', OrderIDs: [5] })]);
});

it.each([
	['the supplier', 100103, 0],
	['another supplier', 100104, 1],
])('of a supplier is looked for where it may be repeated: one of %s', async (_, PartyID, times) => {
	orders = [{ ...invoice, OrderDirection: 'Cost', CounterParty: { PartyID } }];
	const cost = {
		orderDirection: 'Cost',
		counterPartyId: { __rl: true, mode: 'id', value: '100103' },
	};
	const { error } = await run('order.create', numbered({}, cost), { mode: 'integrated' });
	expect(created()).toHaveLength(times);
	expect(error?.message ?? '').toContain(times === 0 ? 'is in Billit already, as 5' : '');
});

it.each(['order.create', 'order.send'])(
	'%s is no success where Billit refuses it for another reason with HTTP 409',
	async (operation) => {
		refusal = { code: 'OrderIsLocked' };
		const { error, items } = await run(operation, numbered(TAKEN, { orderIds: '5' }));
		expect(items).toEqual([]);
		expect(error?.message).toBe('Nee');
	},
);

const message = (more: IDataObject): IDataObject => ({
	IsSent: false,
	Messages: [{ MessageDirection: 'Outgoing', TransportType: 'SMTP', ...more }],
});
const STATES: ReadonlyArray<[string, IDataObject, boolean]> = [
	['nothing', { IsSent: false }, false],
	['that it is sent', { IsSent: true }, true],
	['a message that went out', message({ Success: true, Trials: 1 }), true],
	['a message that waits', message({ Success: false, Trials: 0 }), true],
	['a message that failed', message({ Success: false, Trials: 3 }), false],
	['one of its receiver', message({ Success: true, MessageDirection: 'Incoming' }), false],
	[
		'one to the tax authority',
		message({ Success: true, TransportType: 'FrenchTaxAuthority' }),
		false,
	],
];
describe.each(STATES)('an order of which Billit tells %s', (_what, state, isSent) => {
	it.each([
		['order.send', { orderIds: '5' }],
		['order.createAndSend', TAKEN],
	] as const)(`%s in a repetition: sent before is ${isSent}`, async (operation, more) => {
		orders = [{ ...invoice, ...state }];
		const isNew = operation === 'order.createAndSend';
		const parameters = isNew ? numbered(more) : numbered({}, more);
		await run(operation, parameters, { mode: 'integrated' });
		expect(created()).toEqual([]);
		expect(sent()).toHaveLength(isSent ? 0 : 1);
	});
});
