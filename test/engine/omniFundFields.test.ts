import type { INodeParameters } from 'n8n-workflow';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { CARD, cardSale } from '../support/payments';
import type { Engine, RunOptions } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'omniFundPasswordOAuth2Api';
let simulator: OmniFundSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new OmniFundSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const ROUTING = '053200983';

const CHARGE = cardSale({ invoiceId: '=INV-{{ $json.a }}' });

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
	type = TYPE,
	held = credential,
) => await runOperation(engine, type, held, operation, parameters, more);

const sale = async (parameters: INodeParameters = {}, more: Partial<RunOptions> = {}) =>
	await run('cardPayment.sale', { ...CHARGE, ...parameters }, more);

const items = (...names: unknown[]) => names.map((a) => ({ json: { a: a as string } }));

const sent = () => simulator.recorder.to(GATEWAY_PATH);

describe('what the vendor takes', () => {
	const bank = {
		routingNumber: ROUTING,
		accountNumber: '11101010',
		accountType: 'PC',
		achType: 'WEB',
	};
	const lastForm = () => (sent().at(-1)?.body ?? {}) as Record<string, string>;

	it.each(['cardPayment.authorize', 'cardPayment.tokenize'])(
		'%s goes without a name',
		async (operation) => {
			const { items: found, error } = await run(operation, { ...CHARGE, customerDetails: {} });
			expect(error).toBeUndefined();
			expect(found[0]?.json.approved).toBe(true);
		},
	);

	it.each([
		['cardPayment.sale', { ...CHARGE, invoiceId: '' }],
		['achPayment.debit', { ...CHARGE, ...bank, invoiceId: '' }],
	])('%s goes without an invoice ID', async (operation, parameters) => {
		const { items: found, error } = await run(operation, parameters);
		expect(error).toBeUndefined();
		expect(found[0]?.json.approved).toBe(true);
		expect(lastForm()).not.toHaveProperty('x_invoice_id');
	});

	it.each([
		['cardPayment.sale', { ...CHARGE, invoiceId: '={{ $json.typo }}' }],
		['cardPayment.force', { ...CHARGE, authorizationCode: '1', invoiceId: '={{ "" }}' }],
		['achPayment.credit', { ...CHARGE, ...bank, invoiceId: '={{ "" }}' }],
	])('%s with %j does not', async (operation, parameters) => {
		const { error } = await run(operation, parameters);
		expect(error?.message).toContain('"Invoice ID"');
		expect(sent()).toHaveLength(0);
	});

	it('the same amount twice without an invoice ID is one payment', async () => {
		const { error } = await sale({ invoiceId: '' }, { input: items(1, 2) });
		expect(error?.message).toContain('same payment');
		expect(sent()).toHaveLength(1);
	});

	it.each([
		['', '0.00'],
		['12.5', '12.50'],
	])('a check of a bank account has an amount: %j is %s', async (amount, text) => {
		const { error } = await run('achPayment.verify', { ...CHARGE, ...bank, amount });
		expect(error).toBeUndefined();
		expect(lastForm().x_amount).toBe(text);
	});

	it.each([
		['C-1001', {}, '1.2'],
		['shop@7', {}, '1.2'],
		['cus_1001', {}, '1.3'],
		['cus-1001', { version: '1.3' }, '1.3'],
	])('the customer ID %s with %j goes by version %s', async (customer, options, version) => {
		const { error } = await sale({ customerId: id(customer), options });
		expect(error).toBeUndefined();
		expect(lastForm()).toMatchObject({ x_customer_id: customer, x_version: version });
	});

	it.each([
		['cus_1001', { version: '1.2' }, 'Choose "Version" 1.3'],
		['shop@7', { version: '1.3' }, 'Choose "Version" 1.2'],
		['cus 1001', {}, 'Version 1.2 takes'],
		['c'.repeat(33), {}, 'Version 1.2 takes'],
	])('the customer ID %s with %j is stopped', async (customer, options, words) => {
		const { error } = await sale({ customerId: id(customer), options });
		expect(error?.message).toContain('"Customer ID"');
		expect(error?.description).toContain(words);
		expect(sent()).toHaveLength(0);
	});

	it('a refund goes to a stored card without an earlier payment', async () => {
		const token = `tok_${'0'.repeat(32)}`;
		const refund = { ...CHARGE, refundTo: 'token', paymentToken: id(token), options: {} };
		const { items: found, error } = await run('cardPayment.refund', refund);
		expect(error).toBeUndefined();
		expect(found[0]?.json).toMatchObject({ approved: true, paymentTokenId: token });
		expect(lastForm()).toMatchObject({
			x_transaction_type: 'CR',
			x_payment_token_id: token,
			x_amount: '36.00',
		});
		expect(lastForm()).not.toHaveProperty('x_ticket_id');
		const lacking = await run('cardPayment.refund', { ...refund, paymentToken: id('={{ "" }}') });
		expect(lacking.error?.message).toContain('"Payment Token"');
	});

	it('a swiped card goes by its track data, which never comes back', async () => {
		const trackData = `%B${CARD}^SAMPLE/ADA^3912101?`;
		const { items: found, error } = await sale({
			payWith: 'trackData',
			trackData,
			simplify: false,
		});
		expect(error).toBeUndefined();
		expect(lastForm()).toMatchObject({ x_trackdata: trackData });
		expect(lastForm()).not.toHaveProperty('x_cc_number');
		expect(JSON.stringify(found)).not.toContain(CARD);
		expect((await sale({ payWith: 'trackData', trackData: `;${CARD}=39121010000?` })).error).toBe(
			undefined,
		);
	});

	it.each(['swiped', '4007000000027', ';4007000000028=3912?', '%B4007000000027', '%E?', ';;'])(
		'track data that no reader gives is refused before anything leaves: %s',
		async (trackData) => {
			const { error } = await sale({ payWith: 'trackData', trackData });
			expect(error?.message).toContain('"Track Data" is not what the reader of a card gives');
			expect(`${error?.message} ${error?.description}`).not.toContain('400700000002');
			expect(simulator.recorder.requests.filter(({ method }) => method === 'POST')).toEqual([]);
		},
	);

	it.each([
		[3, '3'],
		['7', '7'],
	])('the custom field of an ACH payment is one digit: %j', async (customField, text) => {
		const { error } = await run('achPayment.debit', {
			...CHARGE,
			...bank,
			options: { customField },
		});
		expect(error).toBeUndefined();
		expect(lastForm().x_custom_field).toBe(text);
	});

	it("the state fee is an amount, and a field of one's own has a value", async () => {
		const debit = async (options: INodeParameters) =>
			await run('achPayment.debit', { ...CHARGE, ...bank, options });
		for (const stateFee of ['abc', 1 / 3, '1.234']) {
			expect((await debit({ stateFee })).error?.message).toContain('"State Fee" must be an amount');
		}
		const rows = [{ name: 'x_state_fee', value: '={{ $json.typo }}' }];
		const lacking = await debit({ extraFields: { rows } });
		expect(lacking.error?.message).toContain('"Value"');
		expect(sent()).toHaveLength(0);
		expect((await debit({ stateFee: '2' })).error).toBeUndefined();
		expect(lastForm().x_state_fee).toBe('2.00');
	});

	it('two cards that were swiped are two payments, the same one twice is not', async () => {
		const tracks = [CARD, '4111111111111111', CARD].map((card) => `;${card}=39121010000?`);
		const { items: found, error } = await sale(
			{ invoiceId: '', payWith: 'trackData', trackData: '={{ $json.a }}' },
			{ input: items(...tracks), continueOnFail: true },
		);
		expect(error).toBeUndefined();
		expect(found.map(({ json }) => json.error ?? 'sent')).toEqual([
			'sent',
			'sent',
			expect.stringContaining('is the same payment as'),
		]);
		expect(sent()).toHaveLength(2);
	});

	it.each(['es', ' ES', 'Es '])(
		'a type that was typed by hand is a charge: "%s"',
		async (value) => {
			simulator.faults.add({ path: GATEWAY_PATH, cut: 'before', times: 5 });
			const extraFields = { rows: [{ name: 'x_transaction_type', value }] };
			const { error } = await sale({ options: { extraFields } }, { retryOnFail: true });
			expect(error).toBeDefined();
			expect(sent()).toHaveLength(1);
		},
	);

	it('is the same charge, whichever way its type is typed', async () => {
		const { items: found } = await sale(
			{
				invoiceId: 'INV-1',
				options: {
					extraFields: { rows: [{ name: 'x_transaction_type', value: '={{ $json.a }}' }] },
				},
			},
			{ input: items('ES', 'es', ' Es'), continueOnFail: true },
		);
		expect(found.filter(({ json }) => json.error === undefined)).toHaveLength(1);
		expect(sent()).toHaveLength(1);
	});

	it('is looked for, whichever way its type is typed', async () => {
		await sale({ invoiceId: 'INV-1' });
		const rows = [{ name: 'x_transaction_type', value: 'es' }];
		const { error } = await sale({
			invoiceId: 'INV-1',
			options: { alreadyCharged: 'always', extraFields: { rows } },
		});
		expect(error?.message).toContain('INV-1');
		expect(sent()).toHaveLength(1);
	});

	it.each([
		['x_amount', '36'],
		['x_amount', '+36.0'],
		['x_amount', ' 036.00'],
		['x_invoice_id', 'INV-1 '],
		['x_customer_id', ' ref-1001'],
		['x_cc_number', '4007 0000 0002 7'],
	])('is the same charge, however %s is written: "%s"', async (name, value) => {
		const same = {
			x_customer_id: 'ref-1001',
			x_invoice_id: 'INV-1',
			x_amount: '36.00',
			x_cc_number: CARD,
			x_cc_exp: '1239',
			x_company: 'Example Co',
		};
		const rows = Object.entries(same).map(([each, usual]) => ({
			name: each,
			value: each === name ? `={{ $json.a === 1 ? "${usual}" : "${value}" }}` : usual,
		}));
		const { items: found } = await run(
			'gatewayRequest.send',
			{ transactionType: 'ES', fields: { rows }, options: {} },
			{ input: [{ json: { a: 1 } }, { json: { a: 2 } }], continueOnFail: true },
		);
		expect(found.map(({ json }) => json.error ?? 'sent')).toEqual([
			'sent',
			expect.stringContaining('is the same payment as'),
		]);
		expect(sent()).toHaveLength(1);
	});

	it('a name of a field in capitals is refused', async () => {
		const extraFields = { rows: [{ name: 'X_AMOUNT', value: '1.00' }] };
		const { error } = await sale({ options: { extraFields } });
		expect(error?.message).toContain('"X_AMOUNT" is no name of a gateway field');
		expect(sent()).toHaveLength(0);
	});

	it.each([10, -1, 1.5, 'x'])('the custom field %j is stopped', async (customField) => {
		const { error } = await run('achPayment.debit', {
			...CHARGE,
			...bank,
			options: { customField },
		});
		expect(error?.message).toContain('"Custom Field"');
		expect(sent()).toHaveLength(0);
	});

	it('two extra fields of one name are stopped', async () => {
		const rows = ['1', '2'].map((value) => ({ name: 'x_state_fee', value }));
		const { error } = await sale({ options: { extraFields: { rows } } });
		expect(error?.message).toContain('Row 2 of "Extra Fields"');
		expect(sent()).toHaveLength(0);
	});
});

describe('files of a payment', () => {
	const file = (text: string, fileName: string, mimeType: string) => ({
		data: Buffer.from(text).toString('base64'),
		fileName,
		mimeType,
	});
	const input = [
		{
			json: { a: 1 },
			binary: {
				data: file('%PDF-1.7 invoice', 'invoice "7".pdf', 'application/pdf'),
				check: file('II*\0 check', 'check.tif', 'image/tiff'),
			},
		},
	];
	const bank = {
		routingNumber: ROUTING,
		accountNumber: '11101010',
		accountType: 'PC',
		achType: 'ARC',
	};

	it('go with it in one form', async () => {
		const options = {
			memo: 'Zażółć & co',
			checkNumber: '7',
			invoiceFile: 'data',
			arcImage: 'check',
		};
		const { items: found, error } = await run(
			'achPayment.debit',
			{ ...CHARGE, ...bank, options },
			{ input },
		);
		expect(error).toBeUndefined();
		expect(found[0]?.json).toMatchObject({ approved: true, status: 'R', invoiceId: 'INV-1' });
		expect(sent()).toHaveLength(1);
		expect(sent()[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
		expect(simulator.gateway.files).toEqual({
			x_arc_image: { name: 'check.tif', type: 'image/tiff', text: 'II*\0 check' },
			x_invoice_file: {
				name: 'invoice _7_.pdf',
				type: 'application/pdf',
				text: '%PDF-1.7 invoice',
			},
		});
	});

	it('that are not there stop it', async () => {
		const { error } = await sale({ options: { invoiceFile: 'missing' } }, { input });
		expect(error?.message).toBe('"Invoice File Field": the item has no file in "missing"');
		expect(error?.description).toContain('data, check');
		expect(sent()).toHaveLength(0);
	});
});
