import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { cardSale } from '../support/payments';
import { invoiceOf } from './support/billit';
import { OwnVendor, reply, type VendorCall } from './support/ownVendor';
import { packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/** Whether something is at the vendor already, asked before it is sent: what cannot be read is not "no". */

impatient();

let vendor: OwnVendor;
beforeEach(async () => void (vendor = await new OwnVendor().start()));
afterEach(async () => await vendor.stop());

const GATEWAY = '/os/system/gateway/transact.php';

const record = (more: IDataObject): IDataObject => ({
	'@id': '/api/transactions-history/5',
	id: 5,
	amount: '36.00',
	status: 'G',
	...more,
});
const other = (id: number, more: IDataObject = {}) =>
	record({ '@id': `/${id}`, id, referenceId: `other-${id}`, ...more });
const hydra = (members: unknown, more: IDataObject = {}) => ({ 'hydra:member': members, ...more });
const OURS = { referenceId: 'INV-7' };

type Pages = (page: number, call: VendorCall) => unknown;

const onPages =
	(...all: unknown[]): Pages =>
	(page) =>
		all[page - 1] ?? hydra([]);

const VIEW = { 'hydra:view': { '@id': 'x' } };
const thirty = Array.from({ length: 30 }, (_, index) => other(100 + index));

/** One invoice as it is sent and as OmniFund may show it. */
const WRITTEN: ReadonlyArray<[string, string, string]> = [
	['accents in parts', 'Café-7', 'Café-7'.normalize('NFD')],
	['accents in one', 'Café-7'.normalize('NFD'), 'Café-7'],
	['wide letters', 'INV-7', 'ＩＮＶ－７'],
	['what has no width', 'INV-7', 'IN\u200bV\u00ad-7\ufeff'],
	['a mark of direction', '\u200eINV-7', 'INV-7'],
	['another dash', 'INV-7', 'INV\u20137'],
	['HTML', 'A&B', 'A&amp;B'],
	['HTML of HTML', 'A&B', 'A&amp;amp;B'],
	['HTML by numbers', "A'B", 'A&#39;B'],
	['HTML that is sent', 'A&lt;B', 'A<B'],
	['a name of HTML that is not known', 'Café-7', 'Caf&eacute;-7'],
];

/** What tells, beside an empty list, that it is not all. */
const BESIDE: readonly IDataObject[] = [
	{ error: 'database is down' },
	{ errors: [{ message: 'x' }] },
	{ success: false },
	{ message: 'x' },
	{ 'hydra:description': 'x' },
	{ '@type': 'hydra:Error' },
	{ member: [record(OURS)] },
	{ items: [record(OURS)] },
	{ totalItems: 1 },
	{ 'hydra:totalItems': -1 },
	{ 'hydra:totalItems': 'many' },
	{ 'hydra:totalItems': [1] },
	{ 'hydra:totalItems': { value: 1 } },
	{ 'hydra:view': 'x' },
	{ 'hydra:view': [{ 'hydra:next': '/x' }] },
];

/** An answer, the invoice that is asked for, and whether it may be charged. */
const SHAPES: ReadonlyArray<[string, Pages, string, boolean]> = [
	['nothing', onPages(hydra([])), 'INV-7', true],
	['nothing, counted', onPages(hydra([], { 'hydra:totalItems': 0 })), 'INV-7', true],
	['others, counted', onPages(hydra([other(1)], { 'hydra:totalItems': 1 })), 'INV-7', true],
	['a declined one', onPages(hydra([record({ ...OURS, status: 'D' })])), 'INV-7', true],
	['it', onPages(hydra([record(OURS)])), 'INV-7', false],
	['it with a number', onPages(hydra([record({ referenceId: 1001 })])), '1001', false],
	['a number without its zeros', onPages(hydra([record({ referenceId: 7 })])), '0007', false],
	['text with other zeros', onPages(hydra([record({ referenceId: '7' })])), '0007', true],
	['other capitals', onPages(hydra([record({ referenceId: 'inv-7A' })])), 'INV-7a', false],
	['a hard blank', onPages(hydra([record({ referenceId: 'INV\u00a07\u00a0' })])), 'INV 7', false],
	['an object', onPages(hydra([record({ referenceId: { id: 'INV-7' } })])), 'INV-7', false],
	['a list', onPages(hydra([record({ referenceId: ['INV-7'] })])), 'INV-7', false],
	[
		'its invoice beside a token',
		onPages(hydra([record({ referenceId: 'tok_1', invoiceId: 'INV-7' })])),
		'INV-7',
		false,
	],
	['addresses', onPages(hydra(['/api/transactions-history/5'])), 'INV-7', false],
	['lists', onPages(hydra([[record(OURS)]])), 'INV-7', false],
	['null', onPages(hydra([null])), 'INV-7', false],
	['a count alone', onPages(hydra([], { 'hydra:totalItems': 1 })), 'INV-7', false],
	['a count in text alone', onPages(hydra([], { 'hydra:totalItems': '1' })), 'INV-7', false],
	[
		'fewer than it counts',
		onPages(hydra(thirty, { 'hydra:totalItems': 31, ...VIEW }), hydra([record(OURS)])),
		'INV-7',
		false,
	],
	[
		'as many as it counts, on two pages',
		onPages(
			hydra(thirty, { 'hydra:totalItems': 31 }),
			hydra([other(9)], { 'hydra:totalItems': 31 }),
		),
		'INV-7',
		true,
	],
	[
		'it on a second page that begins as the first',
		onPages(hydra([other(3, { '@id': '_:1' })]), hydra([other(4, { '@id': '_:1' }), record(OURS)])),
		'INV-7',
		false,
	],
	[
		'it on a second page whose first record has the same address',
		onPages(hydra([other(3)]), hydra([other(3), record(OURS)])),
		'INV-7',
		false,
	],
	['the same page again and again, not filtered', () => hydra([other(3)]), 'INV-7', false],
	['the same list again and again, not filtered', () => [other(3)], 'INV-7', false],
	[
		'the same page again and again, counted',
		() => hydra([other(3)], { 'hydra:totalItems': 1 }),
		'INV-7',
		true,
	],
	[
		'the same page again and again, of a declined one',
		() => hydra([record({ ...OURS, status: 'D' })]),
		'INV-7',
		true,
	],
	['its address', onPages(hydra([record({ invoice: '/api/invoices/55' })])), 'INV-7', false],
	[
		'its whole address beside a token',
		onPages(hydra([record({ referenceId: 'tok_1', invoice: 'https://x.example/invoices/INV-7' })])),
		'INV-7',
		false,
	],
	['the address of a customer', onPages(hydra([other(1, { customer: '/c/7' })])), '7', true],
	['no collection', onPages({ 'hydra:title': 'error' }), 'INV-7', false],
	...['invoice_id', 'x_invoice_id', 'InvoiceNumber', 'invoice no', 'ref', 'memo'].map(
		(name): (typeof SHAPES)[number] => [
			`its invoice as ${name} beside a token`,
			onPages(hydra([record({ referenceId: 'tok_1', [name]: 'INV-7' })])),
			'INV-7',
			false,
		],
	),
	[
		'its invoice deep inside',
		onPages(hydra([other(1, { details: { order: ['INV-7'] } })])),
		'INV-7',
		false,
	],
	['an ID and an amount like it', onPages(hydra([other(36, { amount: '36' })])), '36', true],
	...WRITTEN.map(([what, sent, shown]): (typeof SHAPES)[number] => [
		what,
		onPages(hydra([record({ referenceId: shown })])),
		sent,
		false,
	]),
	...[
		'http://elsewhere.example/api?page=2',
		'//elsewhere.example/x',
		'mailto:x',
		7,
		{ '@id': 'x' },
	].map((link): (typeof SHAPES)[number] => [
		`a next page at ${JSON.stringify(link)}`,
		onPages(hydra([], { 'hydra:view': { '@id': 'x', 'hydra:next': link } })),
		'INV-7',
		false,
	]),
	[
		'a next page in another collection',
		onPages(hydra([], { 'hydra:view': { '@id': 'x', 'hydra:next': '/api/customers?page=2' } })),
		'INV-7',
		false,
	],
	[
		'a last page that is another one',
		onPages(hydra([other(1)], { 'hydra:view': { '@id': '?page=1', 'hydra:last': '?page=3' } })),
		'INV-7',
		false,
	],
	[
		'a count on its first page alone',
		onPages(hydra(thirty, { 'hydra:totalItems': 31 }), hydra([])),
		'INV-7',
		false,
	],
	...BESIDE.map((more): (typeof SHAPES)[number] => [
		`nothing beside ${JSON.stringify(more)}`,
		onPages(hydra([], more)),
		'INV-7',
		false,
	]),
	...[{ error: null }, { errors: [] }, { '@context': '/x', 'hydra:search': { a: 'b' } }].map(
		(more): (typeof SHAPES)[number] => [
			`nothing beside ${JSON.stringify(more)}`,
			onPages(hydra([], more)),
			'INV-7',
			true,
		],
	),
	...[{}, { 0: record(OURS) }, null, '', 'none', 0].map((members): (typeof SHAPES)[number] => [
		`${JSON.stringify(members)} as its members`,
		onPages(hydra(members)),
		'INV-7',
		false,
	]),
];

const saleOf = async (invoice: string) => {
	const engine = packEngine();
	const credential = engine.addCredential('omniFundApi', {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		apiKeyId: 'key',
		apiKeySecret: 'canary-secret',
	});
	const parameters = cardSale({ invoiceId: invoice, options: { alreadyCharged: 'always' } });
	return await runOperation(engine, 'omniFundApi', credential, 'cardPayment.sale', parameters);
};

describe.each(['pending', 'history'])('Always Look, where the %s transactions answer', (place) => {
	it.each(SHAPES)('%s', async (_what, shape, invoice, isCharged) => {
		vendor.answer = (call, response) => {
			if (call.path === GATEWAY) return reply(response, { status: 'G', term_code: '0' });
			const page = Number(call.query.get('page') ?? 1);
			return reply(response, call.path.endsWith(place) ? shape(page, call) : hydra([]));
		};
		const { error } = await saleOf(invoice);
		expect(vendor.to(GATEWAY)).toHaveLength(isCharged ? 1 : 0);
		expect(error === undefined).toBe(isCharged);
		if (!isCharged) expect(error?.description).toContain('"Never Look"');
	});

	it.each([201, 202, 203, 204, 206, 304, 307])('with HTTP %d shows nothing', async (status) => {
		vendor.answer = (call, response) => {
			if (call.path === GATEWAY) return reply(response, { status: 'G', term_code: '0' });
			reply(response, hydra([]), call.path.endsWith(place) ? status : 200);
		};
		const { error } = await saleOf('INV-7');
		expect(vendor.to(GATEWAY)).toHaveLength(0);
		expect(error?.message).toContain('could not be asked');
	});
});

describe('a Billit order that may be there already', () => {
	const ORDER = invoiceOf();
	const runBillit = async (operation: string, parameters: INodeParameters) => {
		const engine = packEngine();
		const credential = engine.addCredential('billitApi', {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			apiKey: 'canary-key',
			partyId: '1001',
		});
		return await runOperation(engine, 'billitApi', credential, operation, parameters, {
			mode: 'integrated',
		});
	};
	const OTHERS = ['X-1', 'X-2'].map((OrderNumber, OrderID) => ({ OrderID, OrderNumber }));
	const SAME = [5, 6].map((OrderID) => ({ OrderID, OrderNumber: 'N-1' }));
	const UNCLEAR: ReadonlyArray<[string, IDataObject[], IDataObject?]> = [
		['a row without its number', [{ OrderID: 5 }]],
		['a row with no number in it', [{ OrderID: 5, OrderNumber: null }]],
		['a row without an ID', [{ OrderNumber: 'N-1' }]],
		['no positive ID', [{ OrderID: 0, OrderNumber: 'N-1' }]],
		['a negative ID', [{ OrderID: -5, OrderNumber: 'N-1' }]],
		['it beside a row without its number', [{ OrderID: 5, OrderNumber: 'N-1' }, { OrderID: 6 }]],
		['none, but a count', [], { Count: 3 }],
		['none, but a count of OData', [], { '@odata.count': '3' }],
		['none, but a count that is none', [], { Count: 'many' }],
		['none, but an error', [], { error: 'database is down' }],
		['none, but no success', [], { Success: false }],
		['none, but a next page', [], { '@odata.nextLink': '/v1/orders?$skip=2' }],
		['none, but a next page of Billit', [], { NextPageLink: '/v1/orders?$skip=2' }],
	];
	const SUCCESS = { treatDuplicateAsSuccess: true };
	const ROWS: ReadonlyArray<
		[string, IDataObject[], INodeParameters, number, string, IDataObject?]
	> = [
		['a count of nothing', [], {}, 1, '', { Count: 0, NextPageLink: null }],
		...UNCLEAR.flatMap(([what, rows, more = {}]) =>
			[{}, SUCCESS].map((chosen): (typeof ROWS)[number] => [
				`${what} ${JSON.stringify(chosen)}`,
				rows,
				chosen,
				0,
				'did not tell whether',
				more,
			]),
		),
		['two of them', SAME, {}, 0, 'already, as 5 and 6'],
		['two of them, taken as success', SAME, SUCCESS, 0, 'already, as 5 and 6'],
		['no order', [], {}, 1, ''],
		['others, as a list that heeds no filter', OTHERS, {}, 0, 'did not tell whether'],
		['others, under a key from the content', OTHERS, { idempotencyKey: 'content' }, 1, ''],
		['it', [{ OrderID: 3, OrderNumber: 'N-1' }], {}, 0, 'is in Billit already'],
		['it among others', [...OTHERS, { OrderID: 3, OrderNumber: 'n-1' }], {}, 0, 'already, as 3'],
	];

	it.each(ROWS)(
		'is created only where that can be told: %s',
		async (_, rows, chosen, made, told, more = {}) => {
			vendor.answer = (call, response) => {
				if (call.method === 'POST' && call.path === '/v1/orders') return reply(response, 55);
				return reply(
					response,
					call.path === '/v1/orders' ? { Items: rows, ...more } : { OrderID: 55 },
				);
			};
			const { error } = await runBillit('order.createAndSend', {
				...ORDER,
				transportType: 'SMTP',
				additionalFields: { OrderNumber: 'N-1' },
				options: { checkReceiver: false, ...chosen },
			});
			expect(error?.message ?? '').toContain(told);
			const created = vendor.calls.filter(
				({ method, path }) => `${method} ${path}` === 'POST /v1/orders',
			);
			expect(created).toHaveLength(made);
			// Nothing that was only found is sent.
			if (made === 0) expect(vendor.to('/v1/orders/commands/send')).toEqual([]);
		},
	);

	const NOT_ONE: ReadonlyArray<[string, unknown]> = [
		['two of them', { Items: SAME.map(({ OrderID }) => ({ OrderID })) }],
		['no positive ID', { Items: [{ OrderID: 0 }] }],
		['none, but a count', { Items: [], Count: 1 }],
	];
	it.each(NOT_ONE)('is not saved by an own ID where Billit tells %s', async (what, body) => {
		vendor.answer = (_, response) => reply(response, body);
		const own = { matchBy: 'externalProviderId', externalProviderId: 'own-1' };
		const { error } = await runBillit('order.createOrUpdate', { ...ORDER, ...own });
		expect(error?.message).toContain(
			what === 'two of them' ? 'as 5 and 6' : 'did not tell whether',
		);
		expect(error?.description).toContain('"Match By"');
		expect(vendor.calls.filter(({ method }) => method === 'POST')).toEqual([]);
	});

	it.each(UNCLEAR)(
		'is not sent by its number where Billit tells %s',
		async (_, rows, more = {}) => {
			vendor.answer = (__, response) => reply(response, { Items: rows, ...more });
			const { error } = await runBillit('order.send', {
				orderIds: { __rl: true, mode: 'number', value: 'N-1' },
				transportType: 'SMTP',
			});
			expect(error?.message).toContain('no order has');
			expect(vendor.calls.map(({ method }) => method)).toEqual(['GET']);
		},
	);
});
