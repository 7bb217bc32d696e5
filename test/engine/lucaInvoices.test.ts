import type { INodeParameters } from 'n8n-workflow';
import { LucaSimulator } from '../simulators/luca';
import { schemaLacking } from '../simulators/luca/schema';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'lucaOAuth2Api';
let simulator: LucaSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new LucaSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const PATH = '/api/v1/graphql';

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** So that the schema is known and the operation sends its own request only. */
async function warm(): Promise<void> {
	await runOperation(engine, TYPE, credential, 'graphql.getSchema', { part: 'queries' });
	simulator.recorder.clear();
}

describe('Sale Invoice: Get Many', () => {
	const list = async (parameters: Record<string, string | boolean | number | object>) =>
		await runOperation(engine, TYPE, credential, 'saleInvoice.getMany', {
			returnAll: false,
			limit: 1,
			...parameters,
		} as Parameters<typeof runOperation>[4]);

	it('acts for the chosen company, by id or organisation number', async () => {
		const key = connect(engine, 'lucaPkceOAuth2Api', simulator, {
			oauthTokenData: { access_token: simulator.connect21().accessToken, token_type: 'Bearer' },
		});
		for (const value of ['Rk9m3C', '999000002']) {
			const { items, error } = await runOperation(
				engine,
				'lucaPkceOAuth2Api',
				key,
				'saleInvoice.getMany',
				{ returnAll: false, limit: 1, company: { __rl: true, mode: 'id', value } },
			);
			expect(error).toBeUndefined();
			expect(items[0]?.json.id).toBe('Rk9m3Ci250');
		}
		const none = await runOperation(engine, 'lucaPkceOAuth2Api', key, 'saleInvoice.getMany', {
			returnAll: false,
			limit: 1,
		});
		expect(none.error?.message).toBe('company_id_required');
	});

	it('asks for what the server has when it lacks a field', async () => {
		simulator.schema = schemaLacking('sentAt');
		const { items, error } = await list({});
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ id: 'QWzh2Bi250', sentAt: null });
		expect(simulator.recorder.to(PATH)).toHaveLength(3);
		// From then on it is known, until the server has the field again or lacks another.
		await list({});
		expect(simulator.recorder.to(PATH)).toHaveLength(4);
		simulator.schema = schemaLacking('invoiceNumber');
		expect((await list({})).error).toBeUndefined();
		expect((await list({ options: { fields: 'nope' } })).error?.message).toContain('nope');
	});

	it('forgets the schema when another account is connected', async () => {
		await warm();
		const reads = () => simulator.recorder.to(PATH).length;
		await runOperation(engine, TYPE, credential, 'graphql.runQuery', {
			field: id('companies'),
			limit: 1,
		});
		expect(reads()).toBe(1);
		const held = engine.credentials.read(credential);
		engine.credentials.write(credential, { ...held, exchangedCode: 'another' });
		await runOperation(engine, TYPE, credential, 'graphql.runQuery', {
			field: id('companies'),
			limit: 1,
		});
		expect(reads()).toBe(3);
	});

	it('says what the server lacks when it is the call itself', async () => {
		simulator.schema = schemaLacking('saleInvoiceSend');
		const { error } = await runOperation(engine, TYPE, credential, 'saleInvoice.send', {
			invoiceId: id('QWzh2Bi100'),
			sendMethod: 'EMAIL',
		});
		expect(error?.message).toBe('This Luca server has no "saleInvoiceSend"');
		expect(error?.description).toContain('Get Schema');
	});

	it.each([
		[{ status: 'draft' }, 3],
		[{ status: 'sent' }, 124],
		[{ status: 'unsent' }, 123],
		[{ customerId: 'QWzh2Bc10' }, 3],
		[{ invoiceDateFrom: '2025-09-01', invoiceDateTo: '2025-09-03' }, 3],
	])('filters by %j after reading', async (filters, count) => {
		const { items, error } = await list({ returnAll: true, filters });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(count);
	});

	it('reads no further than the limit of what passes', async () => {
		const { items } = await list({ limit: 2, filters: { status: 'draft' } });
		expect(items).toHaveLength(2);
		expect(simulator.recorder.to(PATH).length).toBeLessThanOrEqual(2);
	});

	it("asks for the user's own fields", async () => {
		const { items } = await list({ simplify: false, options: { fields: 'id comment' } });
		expect(items[0]?.json).toEqual({ id: 'QWzh2Bi250', comment: null });
	});
});

describe('sale invoices', () => {
	const create = async (more: object) =>
		await runOperation(engine, TYPE, credential, 'saleInvoice.create', {
			customerId: id('QWzh2Bc1'),
			invoiceDate: '2026-05-01',
			paymentDays: 14,
			lines: { rows: [{ saleProductId: id('QWzh2Bp1'), quantity: 1, unitPrice: '1' }] },
			...more,
		} as Parameters<typeof runOperation>[4]);

	const priced = (unitPrice: string | number) => ({
		lines: { rows: [{ saleProductId: id('QWzh2Bp1'), unitPrice }] },
	});

	it('stay drafts whatever is merged in', async () => {
		const { items } = await create({
			options: { additionalInput: '{"invoiceType": "INVOICE", "comment": "x"}' },
		});
		expect(items[0]?.json).toMatchObject({ draft: true });
	});

	it.each(['1.234', 'ten', '1,2,3', '1e3', '1.000', '1,000', '30.2999', 1.005])(
		'refuse the price %j',
		async (price) => {
			const { error } = await create(priced(price));
			expect(error?.message).toContain('Row 1 of "Invoice Lines": "Unit Price (Kroner)"');
			expect(simulator.recorder.requests).toHaveLength(0);
		},
	);

	const sentLines = () => {
		const { body } = simulator.recorder.to(PATH).at(-1) ?? {};
		const { variables } = body as { variables: { saleInvoice: { saleInvoiceLineItems: [] } } };
		return variables.saleInvoice.saleInvoiceLineItems as Array<Record<string, unknown>>;
	};

	it.each([
		['={{ 10.1 * 3 }}', '3030'],
		['30.299999999999997', '3030'],
		['={{ 33.3 * 3 }}', '9990'],
		['={{ -0.1 - 0.2 }}', '-30'],
		['1 234,50', '123450'],
		[711, '71100'],
	])('of %j kroner have %s øre', async (price, ore) => {
		const { error } = await create(priced(price));
		expect(error).toBeUndefined();
		expect(sentLines()[0]?.unitPriceCents).toBe(ore);
	});

	const product = id('QWzh2Bp1');
	const whole = { saleProductId: product, quantity: 1, unitPrice: '1' };

	it.each([
		[{ ...whole, unitPrice: '={{ $json.typo }}' }, '"Unit Price (Kroner)" is empty'],
		[{ ...whole, unitPrice: '={{ "" }}' }, '"Unit Price (Kroner)" is empty'],
		[{ saleProductId: product }, '"Unit Price (Kroner)" is empty'],
		[{ ...whole, quantity: '={{ $json.typo }}' }, '"Quantity" must be a number'],
		[{ ...whole, saleProductId: id('={{ $json.typo }}') }, '"Product" must be an ID'],
		[
			{ ...whole, unitPriceCents: '={{ 100.5 }}' },
			'"Unit Price (Øre)" must be a whole number, not "100.5"',
		],
		[{ ...whole, unitPriceCents: '101' }, '"Unit Price (Øre)" is another price'],
	])('refuse the line %j, and say which it is', async (line, words) => {
		for (const operation of ['create', 'update']) {
			const lines = { rows: [whole, line] };
			const { error } = await (operation === 'create'
				? create({ lines })
				: runOperation(engine, TYPE, credential, 'saleInvoice.update', {
						invoiceId: id('QWzh2Bi250'),
						updateFields: { lines },
					} as Parameters<typeof runOperation>[4]));
			expect(error?.message).toContain(`Row 2 of "Invoice Lines": ${words}`);
			expect(simulator.recorder.requests).toHaveLength(0);
		}
	});

	it('tell of a quantity that Luca does not take, and nothing of a query', async () => {
		const { error } = await create({ lines: { rows: [whole, { ...whole, quantity: 1.5 }] } });
		expect(error?.message).toContain('"Quantity" in row 2 of "Invoice Lines"');
		expect(error?.description).toMatch(/^Luca takes another kind of value there/);
		expect(error?.description).not.toContain('query');
	});

	it.each([{ unitPrice: '1', unitPriceCents: '100' }, { unitPriceCents: '={{ 33.1 * 100 }}' }])(
		'take a price in øre too: %j',
		async (price) => {
			const { error } = await create({ lines: { rows: [{ saleProductId: product, ...price }] } });
			expect(error).toBeUndefined();
			expect(sentLines()[0]?.unitPriceCents).toMatch(/^(?:100|3310)$/);
		},
	);

	const update = async (updateFields: object) =>
		await runOperation(engine, TYPE, credential, 'saleInvoice.update', {
			invoiceId: id('QWzh2Bi250'),
			updateFields,
		} as Parameters<typeof runOperation>[4]);

	it('lose a comment that is emptied', async () => {
		expect((await update({ comment: 'x' })).error).toBeUndefined();
		expect((await update({ comment: '' })).error).toBeUndefined();
		expect(simulator.recorder.to(PATH).at(-1)?.body).toMatchObject({
			variables: { saleInvoice: { comment: '' } },
		});
	});

	it.each([
		[{}, 'no field of "Update Fields" has a value'],
		[{ additionalInput: '{"invoiceType": "INVOICE"}' }, 'no field of "Update Fields" has a value'],
		[{ comment: '={{ $json.typo }}' }, '"Comment"'],
		[{ invoiceDate: '={{ "" }}' }, '"Invoice Date"'],
		[{ paymentDays: '={{ "" }}' }, '"Payment Days"'],
		[{ customerId: id('={{ "" }}') }, '"Customer"'],
		[{ lines: {} }, '"Invoice Lines"'],
		[{ additionalInput: '{"kid": "2345677"}' }, '"kid" must be a KID'],
	])('are not updated by %j, and it is said', async (fields, words) => {
		const { error } = await update(fields);
		expect(error?.message).toContain(words);
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('tell which field Luca refuses', async () => {
		const { error } = await create({
			lines: { rows: [{ saleProductId: id('nope'), unitPrice: '1' }] },
		});
		expect(error?.message).toBe('Ugyldige verdier');
		expect(error?.description).toContain('Field "saleProductId": Ukjent vare');
	});

	it('go from draft to sent, and no further', async () => {
		const { items } = await create({});
		const invoiceId = id(String(items[0]?.json.id));
		const run = async (name: string, more = {}) =>
			await runOperation(engine, TYPE, credential, `saleInvoice.${name}`, { invoiceId, ...more });
		expect((await run('send', { sendMethod: 'EMAIL' })).error?.description).toContain('kladd');
		expect((await run('finalize')).items[0]?.json.finalized).toBe(true);
		expect((await run('finalize')).error?.description).toContain('låst');
		expect((await run('send', { sendMethod: 'EMAIL' })).error).toBeUndefined();
		expect(simulator.counts.changes.get(`saleInvoiceSend ${items[0]?.json.id}`)).toBe(1);
	});

	it('are looked for in the list, as far as the user wants', async () => {
		const { error } = await runOperation(engine, TYPE, credential, 'saleInvoice.get', {
			invoiceId: id('QWzh2Bi1'),
			options: { maxPages: 2 },
		});
		expect(error?.message).toBe('There is no sale invoice "QWzh2Bi1" among the first 200');
	});

	it('are never created twice by a lost answer', async () => {
		simulator.faults.add({ path: PATH, cut: 'after' });
		const { error } = await create({});
		expect(error?.message).toContain('connection to Luca Regnskap broke');
		expect(simulator.counts.changes.size).toBe(1);
		expect(simulator.recorder.to(PATH)).toHaveLength(1);
	});
});
