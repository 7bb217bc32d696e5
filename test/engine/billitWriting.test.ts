import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { BillitSimulator } from '../simulators/billit';
import { DOCUMENT_FILE } from '../simulators/billit/serving';
import { byId as id, invoiceOf as order } from './support/billit';
import type { Engine, RunOptions } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'billitOAuth2Api';
let simulator: BillitSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
) => await runOperation(engine, TYPE, credential, operation, parameters, more);

const posts = (path = '/v1/orders') =>
	simulator.recorder.requests.filter((each) => each.method === 'POST' && each.path === path);

const file = (name: string, content: string | Buffer, mimeType: string): INodeExecutionData => ({
	json: {},
	binary: {
		data: { data: Buffer.from(content).toString('base64'), mimeType, fileName: name },
	},
});

it.each([
	['Description', { Description: ' ', Quantity: 1, UnitPriceExcl: '50' }],
	['Unit Price Excl. VAT', { Description: 'Work', Quantity: 1, UnitPriceExcl: ' ' }],
])('a line whose %s is blank is refused', async (label, row) => {
	const { error } = await run('order.create', order({ orderLines: { rows: [row] } }));
	expect(error?.message).toContain(`"${label}" is empty`);
	expect(posts()).toHaveLength(0);
});

it.each([
	['../../a\u0000b.pdf', 'a_b.pdf'],
	['\ud800.pdf', '\ufffd.pdf'],
	[`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('a file is sent by the name that it can have: %j', async (given, name) => {
	const input = [file(given, '%PDF-1.7', 'application/pdf')];
	const { error } = await run(
		'uploadInbox.upload',
		{ inputFields: 'data', inputField: 'data' },
		{ input },
	);
	expect(error).toBeUndefined();
	const sent = simulator.recorder.requests.filter(({ method }) => method === 'POST');
	expect(JSON.stringify(sent.map(({ body }) => body))).toContain(JSON.stringify(name));
});

it('a product that would not be changed is refused', async () => {
	const { error } = await run('product.update', {
		productId: id('5001'),
		productFields: {},
		company: id(''),
		additionalJson: '',
		options: {},
	});
	expect(error?.message).toContain('no field of "Product Fields" has a value');
	expect(posts('/v1/products')).toHaveLength(0);
});

describe('idempotency', () => {
	const keys = () => posts().map(({ headers }) => headers['idempotency-key']);

	it('gives every item a key of its own, letters and digits', async () => {
		await run('order.create', order(), { input: [{ json: {} }, { json: {} }] });
		expect(keys()).toHaveLength(2);
		expect(new Set(keys()).size).toBe(2);
		for (const key of keys()) expect(key).toMatch(/^[a-z0-9]{40}$/);
	});

	it('sends the same key when the node is tried again, so that nothing is made twice', async () => {
		// The order is created, then its answer is lost, four times.
		simulator.faults.add({ path: '/v1/orders', method: 'POST', cut: 'after', times: 1 });
		const { error } = await run('order.create', order(), { retryOnFail: true });
		expect(simulator.store.orders.size).toBe(1);
		expect(new Set(keys()).size).toBe(1);
		expect(error?.message).toBe('Billit has already processed this call');
		expect(error?.description).toContain('whose answer was lost');
	});

	it('finds the order that is there when a duplicate counts as success', async () => {
		simulator.faults.add({ path: '/v1/orders', method: 'POST', cut: 'after', times: 1 });
		const [created] = simulator.store.orders.keys();
		expect(created).toBeUndefined();
		const { items, error } = await run(
			'order.create',
			order({
				additionalFields: { OrderNumber: 'MADE-000002' },
				options: { treatDuplicateAsSuccess: true },
			}),
		);
		expect(error).toBeUndefined();
		const [made] = simulator.store.orders.keys();
		expect(items[0]?.json).toMatchObject({ duplicate: true, OrderID: made });
	});

	it('says that it does not know which one is there, where nothing tells', async () => {
		simulator.faults.add({ path: '/v1/orders', method: 'POST', cut: 'after', times: 1 });
		const { items } = await run(
			'order.create',
			order({ options: { treatDuplicateAsSuccess: true } }),
		);
		expect(items[0]?.json).toEqual({ success: true, duplicate: true, OrderID: null });
	});

	it.each([
		[{ idempotencyHeader: 'Idempotent-Key' }, ['idempotent-key']],
		[{ idempotencyHeader: 'both' }, ['idempotency-key', 'idempotent-key']],
		[{ idempotencyKey: 'none' }, []],
		[{ idempotencyKey: 'custom', customIdempotencyKey: 'abc123' }, ['idempotency-key']],
	])('%j', async (options, names) => {
		await run('order.create', order({ options }));
		const sent = Object.keys(posts()[0]?.headers ?? {}).filter((name) => /idempoten/.test(name));
		expect(sent.sort()).toEqual([...names].sort());
		if ('customIdempotencyKey' in options) expect(keys()).toEqual(['abc123']);
	});

	it('refuses a custom key that Billit would', async () => {
		const { error } = await run(
			'order.create',
			order({ options: { idempotencyKey: 'custom', customIdempotencyKey: 'a b' } }),
		);
		expect(error?.message).toContain('"Custom Idempotency Key"');
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('without a key a POST is never repeated', async () => {
		simulator.faults.add({ path: '/v1/orders', method: 'POST', status: 503 });
		const { error } = await run('order.create', order({ options: { idempotencyKey: 'none' } }));
		expect(error).toBeDefined();
		expect(posts()).toHaveLength(1);
	});

	it('with a key a failed POST is repeated', async () => {
		simulator.faults.add({
			path: '/v1/orders',
			method: 'POST',
			status: 503,
			headers: { 'Retry-After': '0' },
		});
		const { error } = await run('order.create', order());
		expect(error).toBeUndefined();
		expect(posts()).toHaveLength(2);
		expect(new Set(keys()).size).toBe(1);
	});

	it('creating and sending takes two keys', async () => {
		await run('order.createAndSend', order({ transportType: 'SMTP', options: {} }));
		const [sent] = posts('/v1/orders/commands/send');
		expect(sent?.headers['idempotency-key']).toMatch(/./);
		expect(sent?.headers['idempotency-key']).not.toBe(keys()[0]);
	});
});

describe('numbers of a company', () => {
	it.each([
		[{ VATNumber: 'be 0123.456.749' }, { VATNumber: 'BE0123456749' }],
		[{ VATNumber: 'BE123456749' }, { VATNumber: 'BE0123456749' }],
		[{ IBAN: 'be68 5390 0754 7034' }, { IBAN: 'BE68539007547034' }],
	])('%j leave as %j', async (typed, sent) => {
		const newParty = { Name: 'Demo NV', ...typed };
		await run('order.create', order({ counterPartyId: id(''), newParty }));
		expect(posts()[0]?.body).toMatchObject({ Customer: sent });
	});

	it.each([
		[{ VATNumber: 'BE12345678' }, '"VAT Number"'],
		[{ IBAN: 'BE68 5390 0754 7035' }, '"IBAN"'],
	])('%j are refused before anything leaves', async (typed, field) => {
		const newParty = { Name: 'Demo NV', ...typed };
		const { error } = await run('order.create', order({ counterPartyId: id(''), newParty }));
		expect(error?.message).toContain(field);
		expect(posts()).toHaveLength(0);
	});
});

describe('an order', () => {
	it('can bring a new customer, custom fields, tags and what has no field', async () => {
		const { error } = await run(
			'order.create',
			order({
				counterPartyId: id(''),
				newParty: {
					Name: 'Demo NV',
					VATNumber: 'BE0123456749',
					Identifiers: { rows: [{ IdentifierType: 'GLN', Identifier: '541', SchemeID: '' }] },
				},
				additionalFields: {
					CustomFields: { rows: [{ Key: 'Invoice.Note', Value: 'x' }] },
					Tags: 'a, b',
					ContractReference: 'C-1',
					Comments: '',
				},
				additionalJson: '{"TemplateID": 5}',
			}),
		);
		expect(error).toBeUndefined();
		expect(posts()[0]?.body).toMatchObject({
			Customer: {
				PartyType: 'Customer',
				Name: 'Demo NV',
				VATNumber: 'BE0123456749',
				Identifiers: [{ IdentifierType: 'GLN', Identifier: '541' }],
			},
			CustomFields: { 'Invoice.Note': 'x' },
			Tags: ['a', 'b'],
			ContractDocumentReference: [{ ID: 'C-1' }],
			TemplateID: 5,
		});
		expect(posts()[0]?.body).not.toHaveProperty('Comments');
	});

	it('has allowance lines, and lines with the price that includes VAT', async () => {
		await run(
			'order.create',
			order({
				orderLines: {
					rows: [
						{ Description: 'Work', Quantity: 1, UnitPriceIncl: '121', InclLeading: true },
						{
							Description: 'Discount',
							Quantity: 1,
							UnitPriceExcl: '-5',
							AllowanceChargeIndicator: 'false',
							AdditionalJson: '{"Code": "95"}',
						},
					],
				},
			}),
		);
		expect((posts()[0]?.body as { OrderLines: unknown }).OrderLines).toEqual([
			{
				Description: 'Work',
				Quantity: 1,
				UnitPriceIncl: 121,
				InclLeading: true,
				VATPercentage: 21,
			},
			{
				Description: 'Discount',
				Quantity: 1,
				UnitPriceExcl: -5,
				VATPercentage: 21,
				AllowanceChargeIndicator: false,
				Code: '95',
			},
		]);
	});

	it.each([
		[{ counterPartyId: id('') }, 'Choose "Customer or Supplier"'],
		[{ orderLines: {} }, 'Add at least one row to "Order Lines"'],
		[{ orderDate: '={{ "" }}' }, '"Order Date" is empty'],
		[{ orderDate: 'soon' }, '"Order Date" must be a date'],
		[{ counterPartyId: id('abc') }, '"Customer or Supplier" must be a whole number'],
		[
			{ orderLines: { rows: [{ Description: 'x', UnitPriceExcl: 'ten' }] } },
			'"Unit Price Excl. VAT" must be a number',
		],
		[{ orderPdf: 'nope' }, '"PDF Binary Field": the item has no file in "nope"'],
	])('refuses %j before anything leaves', async (wrong, text) => {
		const { error } = await run('order.create', order(wrong as INodeParameters));
		expect(error?.message).toContain(text);
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('carries a PDF and attachments from the item', async () => {
		const input = [file('invoice.pdf', '%PDF-1.7 x', 'application/pdf')];
		const { items, error } = await run(
			'order.create',
			order({ orderPdf: 'data', attachments: 'data', options: { returnFullRecord: true } }),
			{ input },
		);
		expect(error).toBeUndefined();
		expect(posts()[0]?.body).toMatchObject({
			OrderPDF: { FileName: 'invoice.pdf', MimeType: 'application/pdf' },
			Attachments: [{ FileName: 'invoice.pdf' }],
		});
		// The record was read back.
		expect(items[0]?.json).toMatchObject({ OrderStatus: 'ToSend', OrderType: 'Invoice' });
		const wrong = await run('order.create', order({ orderPdf: 'data' }), {
			input: [file('x.pdf', 'hello', 'application/pdf')],
		});
		expect(wrong.error?.message).toBe('"PDF Binary Field" holds no PDF');
	});

	it('is updated when one with the own ID is there, else created', async () => {
		const upsert = async () =>
			await run(
				'order.createOrUpdate',
				order({ matchBy: 'externalProviderId', externalProviderId: "O'Neill-1" }),
			);
		const first = await upsert();
		expect(first.error).toBeUndefined();
		expect(posts()[0]?.body).toMatchObject({ ExternalProviderID: "O'Neill-1" });
		expect(posts()[0]?.body).not.toHaveProperty('OrderID');
		expect(simulator.recorder.to('/v1/orders')[0]?.query.$filter).toBe(
			"ExternalProviderID eq 'O''Neill-1'",
		);
	});
});

describe('files', () => {
	it('come out with name and type, attachments in fields of their own', async () => {
		const created = await run('order.create', order({ attachments: 'data' }), {
			input: [file('notes.csv', 'a;b', 'text/csv')],
		});
		const { items, error } = await run('order.downloadPdf', {
			orderId: id(String(created.items[0]?.json.OrderID)),
			outputField: 'invoice',
			options: { includeAttachments: true },
		});
		expect(error).toBeUndefined();
		const binary = items[0]?.binary ?? {};
		expect(Object.keys(binary)).toEqual(['invoice', 'invoice_1']);
		expect(binary.invoice).toMatchObject({ mimeType: 'application/pdf' });
		expect(binary.invoice_1).toMatchObject({ fileName: 'notes.csv' });
		const bytes = Buffer.from(binary.invoice?.data ?? '', 'base64').toString();
		expect(bytes.startsWith('%PDF-')).toBe(true);
	});

	it('with names that would leave a folder get the last part of them', async () => {
		simulator.store.files.set(DOCUMENT_FILE, {
			FileID: DOCUMENT_FILE,
			FileName: '../../etc/pass\nwd.pdf',
			FileContent: Buffer.from('x').toString('base64'),
		});
		const { items } = await run('file.download', { fileId: DOCUMENT_FILE, outputField: 'data' });
		expect(items[0]?.binary?.data?.fileName).toBe('pass_wd.pdf');
	});

	it.each([
		['Invoice Jan. 2026', 'Invoice Jan. 2026.pdf'],
		['Nr. 5', 'Nr. 5.pdf'],
		['v1.2', 'v1.2.pdf'],
		['scan.PDF', 'scan.PDF'],
	])('named %s go out as %s', async (given, expected) => {
		const { error } = await run('order.create', order({ orderPdf: 'data' }), {
			input: [file(given, '%PDF-1.7', 'application/pdf')],
		});
		expect(error).toBeUndefined();
		expect(posts()[0]?.body).toMatchObject({ OrderPDF: { FileName: expected } });
	});

	it.each(['data:x', 'not base64!', ''])(
		'that are no base64 are refused: %s',
		async (FileContent) => {
			simulator.store.files.set(DOCUMENT_FILE, {
				FileID: DOCUMENT_FILE,
				FileName: 'a',
				FileContent,
			});
			const { error } = await run('file.download', { fileId: DOCUMENT_FILE, outputField: 'data' });
			expect(error?.message).toBe('Billit sent a file that cannot be read: it is no base64');
		},
	);

	it('of more than 37 MB are to be got at Billit, and it is said', async () => {
		simulator.store.files.set(DOCUMENT_FILE, {
			FileID: DOCUMENT_FILE,
			FileName: 'large.bin',
			FileContent: Buffer.alloc(38_000_000).toString('base64'),
		});
		const { error } = await run('file.download', { fileId: DOCUMENT_FILE, outputField: 'data' });
		expect(error).toMatchObject({
			message: 'The answer is longer than 50 MB and cannot be read',
			description: expect.stringContaining('get a larger one from the service itself'),
		});
	});

	it('that arrive damaged are refused', async () => {
		simulator.faults.add({
			path: '/v1/accountant/feeds/my-feed/1',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: '{"FileName":"a","FileContent":"YQ==","FileContentSHA256Hash":"00"}',
		});
		const { error } = await run('accountantFeed.downloadItem', {
			feedName: id('my-feed'),
			feedItemId: '1',
			outputField: 'data',
		});
		expect(error?.message).toContain('arrived damaged');
	});

	it('of reports come as text or as files', async () => {
		const { items } = await run('report.get', {
			reportId: id(61),
			output: 'file',
			outputField: 'csv',
		});
		expect(items[0]?.binary?.csv).toMatchObject({ fileName: 'Sales.csv', mimeType: 'text/csv' });
	});
});

it('a false in the answer to a deletion is an error', async () => {
	const { error } = await run('uploadInbox.delete', { uploadId: '1' });
	expect(error?.message).toContain('Billit did not do it');
});

it('the cashbook is closed only when that is confirmed', async () => {
	const { error } = await run('cashbook.close', { confirm: false });
	expect(error?.message).toContain('"Confirm"');
	expect(simulator.recorder.requests).toHaveLength(0);
});

it('a document that was taken but not sent is an error although the status is 200', async () => {
	const { error } = await run('accessPointRegistration.sendDocument', {
		registrationId: id(81),
		transportType: 'Peppol',
		order: '{}',
	});
	expect(error?.message).toBe('The order is empty');
});

describe('pickers', () => {
	const PICKERS: Array<[string, string | undefined, { name: string; value: string }]> = [
		['searchOrders', 'INV-000001', { name: 'INV-000001 - Customer 0 NV', value: '1001000000' }],
		['searchParties', 'Customer 42', { name: 'Customer 42', value: '100142' }],
		['searchProducts', 'P-7', { name: 'P-7 - Product 7', value: '5007' }],
		['searchDocuments', 'Document 12', { name: 'Document 12', value: '7012' }],
		['searchFeeds', undefined, { name: 'my-feed', value: 'my-feed' }],
		['searchReports', 'purch', { name: 'Purchases', value: '62' }],
		['searchCashbooks', '2025', { name: 'Cash 2025', value: '40' }],
		['searchInboxItems', undefined, { name: '31 - Supplier NV', value: '31' }],
		['searchRegistrations', undefined, { name: 'Registered NV', value: '81' }],
	];

	it.each(PICKERS)('%s finds %s', async (method, filter, expected) => {
		const { results } = await engine.listSearch({
			type: 'billit',
			// Feeds and registrations belong to no company: their operations have no such field.
			parameters: { authentication: 'oAuth2', resource: 'accountantFeed', operation: 'getItems' },
			credentials: { [TYPE]: credential },
			method,
			filter,
		});
		expect(results[0]).toEqual(expected);
	});
});

it('100,000 orders come page by page, a few of them asked for ahead', async () => {
	simulator.orders = 100_000;
	const { items, error } = await run('order.getMany', { returnAll: true, simplify: true });
	expect(error).toBeUndefined();
	expect(items).toHaveLength(100_000);
	const needed = Math.ceil(100_000 / 120);
	const asked = simulator.recorder.count('GET', '/v1/orders');
	expect(asked).toBeGreaterThanOrEqual(needed);
	// Pages are asked for ahead, at most eight beyond the end.
	expect(asked).toBeLessThanOrEqual(needed + 8);
	expect(simulator.recorder.peak).toBeLessThanOrEqual(8);
	expect(Object.keys(items[99_999]?.json ?? {})).toHaveLength(14);
});

describe('whatever is typed', () => {
	const NASTY = [
		'..',
		'../deleted',
		'a/../../OAuth2/token',
		'%2e%2e/x',
		"1' or '1' eq '1",
		'1\r\nPartyID: 2001',
		'null',
		'é\ud800',
		'9'.repeat(5_000),
		'1?x=1#y',
	];

	it.each(NASTY)('%j as an ID asks for one order or for nothing', async (value) => {
		const { error } = await run('order.get', { orderId: id(value), options: {} });
		expect(error).toBeDefined();
		expect(error?.message.length).toBeGreaterThan(5);
		for (const { path, headers } of simulator.recorder.requests) {
			expect(path).toMatch(/^\/v1\/orders\/[^/]+$/);
			expect(headers.partyid).toBe('1001');
		}
	});

	it.each(NASTY)(
		'%j as a filter finds nothing and breaks nothing, or is refused',
		async (value) => {
			const { items, error } = await run('order.getMany', {
				returnAll: true,
				filters: { reference: value, orderNumber: value },
				options: {},
			});
			expect(items).toHaveLength(0);
			if (!value.includes('\n')) return void expect(error).toBeUndefined();
			expect(error?.message).toContain('"Order Number" must be one line');
			expect(simulator.recorder.requests).toEqual([]);
		},
	);

	it.each(NASTY)('%j as a VAT number asks Peppol for it or is refused', async (value) => {
		await run('peppol.checkParticipant', { identifier: value, options: {} });
		for (const { path } of simulator.recorder.requests) {
			expect(path).toMatch(/^\/v1\/peppol\/participantInformation\/(?:[\w-]|%3A)+$/);
		}
	});
});
