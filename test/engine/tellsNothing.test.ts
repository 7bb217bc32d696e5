import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import type { Engine, RunResult } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/** Answers that tell nothing of what was made, or share it among items. */

impatient();

let vendor: OwnVendor;
let engine: Engine;
beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
});
afterEach(async () => await vendor.stop());

const SECRETS: Record<string, ICredentialDataDecryptedObject> = {
	bookingExpertsApi: { apiKey: 'canary-bookingexperts-key' },
	lucaApi: { apiKey: 'canary-luca-key' },
	omniFundApi: { apiKeyId: 'key', apiKeySecret: 'canary-key-secret' },
};

const runOf = (type: string, operation: string, parameters: INodeParameters) => {
	const settings = { environment: 'custom', apiBaseUrl: vendor.origin, ...SECRETS[type] };
	const credential = engine.addCredential(type, settings);
	return async (more: object = {}): Promise<RunResult> =>
		await runOperation(engine, type, credential, operation, parameters, more);
};

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const raw = (contentType: string, body: string) => {
	vendor.answer = (_call, response) => {
		response.writeHead(200, { 'Content-Type': contentType });
		response.end(body);
	};
};

describe('a mutation of Luca', () => {
	const MUTATIONS: Array<[string, string, INodeParameters]> = [
		[
			'saleInvoice.create',
			'saleInvoiceCreate',
			{
				customerId: id('1'),
				invoiceDate: '2026-11-01',
				lines: { rows: [{ saleProductId: id('3'), quantity: 1, unitPrice: '5,00' }] },
				company: id('c1'),
			},
		],
		['saleInvoice.finalize', 'saleInvoiceUpdate', { invoiceId: id('1'), company: id('c1') }],
		[
			'saleInvoice.send',
			'saleInvoiceSend',
			{ invoiceId: id('1'), sendMethod: 'EMAIL', company: id('c1') },
		],
		[
			'graphql.execute',
			'saleInvoiceSend',
			{ query: 'mutation { saleInvoiceSend(id: 1) { id } }', options: { skipCheck: true } },
		],
	];

	const BODIES: Array<[string, (field: string) => unknown]> = [
		['{}', () => ({})],
		['a blank ID', () => ({ id: null })],
		['no data', () => ({ data: null })],
		['empty data', () => ({ data: {} })],
		['null', (field) => ({ data: { [field]: null } })],
		['an empty record', (field) => ({ data: { [field]: {} } })],
		['a record without its ID', (field) => ({ data: { [field]: { id: null, draft: true } } })],
		['no errors', (field) => ({ data: { [field]: null }, errors: [] })],
	];

	const mutations = () => vendor.calls.filter(({ body }) => body.includes('mutation'));

	const sentOnce = async (operation: string, parameters: INodeParameters) => {
		const run = runOf('lucaApi', operation, parameters);
		const first = await run({ retryOnFail: true });
		expect(mutations()).toHaveLength(1);
		const second = await run({ retryOf: first });
		expect(mutations()).toHaveLength(1);
		for (const { error, items } of [first, second]) {
			expect(`${error?.message} ${error?.description}`).toMatch(/not known/);
			expect(items).toEqual([]);
		}
	};

	it.each(
		MUTATIONS.flatMap(([operation, field, parameters]) =>
			BODIES.map(([what, body]) => [operation, what, body(field), parameters] as const),
		),
	)(
		'%s answered with %s is not known, and is sent once',
		async (operation, _, body, parameters) => {
			vendor.answer = (_call, response) => reply(response, body);
			await sentOnce(operation, parameters);
		},
	);

	it.each(
		MUTATIONS.flatMap(([operation, , parameters]) =>
			[
				['text/html', '<html>ok</html>'],
				['text/plain', 'ok'],
				['application/json', ''],
				['application/json', '{"data":'],
			].map(([type = '', body = '']) => [operation, type, body, parameters] as const),
		),
	)('%s answered with %s %j is not known either', async (operation, type, body, parameters) => {
		raw(type, body);
		await sentOnce(operation, parameters);
	});

	it('that answers with a list, a switch or a number is told as it is', async () => {
		for (const value of [[], false, 0, { errors: [] }, { id: '1' }]) {
			vendor.answer = (_call, response) => reply(response, { data: { remove: value } });
			const parameters = { query: 'mutation { remove }', options: { skipCheck: true } };
			const { items, error } = await runOf('lucaApi', 'graphql.execute', parameters)();
			expect(error).toBeUndefined();
			expect(items[0]?.json).toEqual({ remove: value });
		}
	});
});

describe('a creation of Booking Experts', () => {
	const create = () =>
		runOf('bookingExpertsApi', 'genericRecord.create', {
			path: '/v3/things',
			type: 'thing',
			attributes: { rows: [{ name: 'name', value: 'x' }] },
		});

	it.each([
		{ id: null },
		{ data: null },
		{ data: [] },
		{ data: {} },
		{ data: 5 },
		{ data: { type: 'thing', id: null } },
		{ data: { type: 'thing', attributes: { name: 'x' } } },
	])('answered with %j is not known, and is sent once', async (body) => {
		vendor.answer = (_call, response) => reply(response, body);
		const run = create();
		const first = await run({ retryOnFail: true });
		const second = await run({ retryOf: first });
		for (const { error } of [first, second]) {
			expect(error?.message).toContain('told nothing of what it made');
			expect(error?.description).toContain('not known');
		}
		expect(vendor.calls).toHaveLength(1);
	});

	it('answered with nothing by HTTP 204 is done', async () => {
		vendor.answer = (_call, response) => response.writeHead(204).end();
		const { items, error } = await create()();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toEqual({ success: true });
	});
});

describe('a request of OmniFund with a type of its own', () => {
	const GATEWAY = '/os/system/gateway/transact.php';
	const send = (transactionType: string) =>
		runOf('omniFundApi', 'gatewayRequest.send', {
			transactionType: `={{ "${transactionType}" }}`,
			fields: { rows: [{ name: 'x_amount', value: '5.00' }] },
			options: {},
		});

	it.each([
		['ZZ', 1],
		['es2', 1],
		['ES', 1],
		['AV', 4],
		['tk', 4],
	])('%s leaves %d times where nobody knows what became of it', async (type, times) => {
		vendor.answer = (_call, response) => reply(response, {}, 500);
		const run = send(type);
		const first = await run({ retryOnFail: true });
		await run({ retryOf: first });
		expect(vendor.to(GATEWAY)).toHaveLength(times);
	});
});

describe('items that one call was made for', () => {
	const included = [
		{ type: 'owner', id: '9', attributes: { name: { en: 'Ada' }, tags: ['a', { b: 1 }] } },
	];
	const related = { owner: { data: { type: 'owner', id: '9' } } };
	const resource = (each: string) => ({
		type: 'administration',
		id: each,
		attributes: {},
		relationships: related,
	});

	/** Changes everything below a value. */
	function spoil(value: unknown): void {
		if (typeof value !== 'object' || value === null) return;
		for (const [name, inner] of Object.entries(value as Record<string, unknown>)) {
			spoil(inner);
			Reflect.set(value, name, 'spoilt');
		}
		if (Array.isArray(value)) value.push('spoilt');
		else Reflect.set(value, 'spoilt', true);
	}

	const READS: Array<[string, string, string, INodeParameters, IDataObject]> = [
		...[true, false].flatMap((simplify): typeof READS => [
			[
				`Booking Experts, a list, simplify ${simplify}`,
				'bookingExpertsApi',
				'administration.getMany',
				{ returnAll: true, simplify, options: { include: 'owner' } },
				{ data: ['1', '2', '3'].map(resource), included, links: {} },
			],
			[
				`Booking Experts, one call for several items, simplify ${simplify}`,
				'bookingExpertsApi',
				'booking.get',
				{
					administrationId: id('1'),
					bookingId: id('={{ $json.id }}'),
					simplify,
					options: { include: 'owner' },
				},
				{ data: ['1', '2', '3'].map(resource), included, links: {} },
			],
			[
				`Luca, a list with errors beside it, simplify ${simplify}`,
				'lucaApi',
				'saleInvoice.getMany',
				{ returnAll: true, simplify, company: id('c1'), options: {} },
				{
					data: {
						saleInvoices: { nodes: [{ id: '1' }, { id: '2' }, { id: '3' }], pageInfo: {} },
					},
					errors: [{ message: 'No', path: ['saleInvoices'], extensions: { code: 'FORBIDDEN' } }],
				},
			],
		]),
	];

	it.each(READS)('share nothing: %s', async (_, type, operation, parameters, body) => {
		vendor.answer = (call, response) => {
			const last = call.path.split('/').pop() ?? '';
			const own = /^\d$/.test(last) ? { ...body, data: resource(last) } : body;
			reply(response, own);
		};
		const input = operation.endsWith('getMany')
			? [{ json: {} }]
			: ['1', '2', '3', '1'].map((each) => ({ json: { id: each } }));
		const { items, error } = await runOf(type, operation, parameters)({ input });
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(2);
		items.forEach((item, index) => {
			const before = items.map(({ json }) => JSON.stringify(json));
			spoil(item.json);
			const after = items.map(({ json }) => JSON.stringify(json));
			before.splice(index, 1);
			after.splice(index, 1);
			expect(after).toEqual(before);
		});
	});
});
