import { buildSchema } from 'graphql';
import type { INodeParameters } from 'n8n-workflow';
import { LucaSimulator } from '../simulators/luca';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'lucaOAuth2Api';
const PATH = '/api/v1/graphql';
let simulator: LucaSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new LucaSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const ERROR = { message: 'could not be read', extensions: { code: 'INTERNAL_SERVER_ERROR' } };

const answer = (data: object | null, errors: object[] = [ERROR]) =>
	simulator.faults.add({
		path: PATH,
		status: 200,
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ data, ...(errors.length > 0 ? { errors } : {}) }),
	});

const page = (field: string, nodes: unknown[], next?: string) => ({
	[field]: { nodes, pageInfo: { hasNextPage: next !== undefined, endCursor: next ?? null } },
});

const run = async (operation: string, parameters: INodeParameters, options: object) =>
	await runOperation(engine, TYPE, credential, operation, {
		...parameters,
		options,
	} as INodeParameters);

const warm = async () => await run('graphql.getSchema', { part: 'queries' }, {});

const NOTHING = { mappingMode: 'defineBelow', value: {} };

const ALL = { returnAll: true, filters: {}, simplify: true };

/** Every operation that reads, with the root field that it asks for. */
const LISTS: Array<[string, string, INodeParameters]> = [
	['company.getMany', 'companies', ALL],
	['saleCustomer.getMany', 'saleCustomers', ALL],
	['saleInvoice.getMany', 'saleInvoices', ALL],
	['saleInvoice.getMany', 'saleInvoices', { ...ALL, filters: { status: 'draft' } }],
	['saleProduct.getMany', 'saleProducts', ALL],
	['graphql.runQuery', 'saleInvoices', { ...ALL, field: id('saleInvoices'), arguments: NOTHING }],
];

const A = { id: 'a', draft: true };
const C = { id: 'c', draft: true };

describe.each(LISTS)('%s (%s)', (operation, field, parameters) => {
	beforeEach(warm);

	it('tells of the records that did not come', async () => {
		answer(page(field, [A, null, C]));
		const { items, error } = await run(operation, parameters, {});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.id, json._errors])).toEqual([
			['a', [ERROR]],
			['c', [ERROR]],
		]);
	});

	it('fails where that is wanted, and where no record can tell it', async () => {
		answer(page(field, [A, null, C]));
		const failed = await run(operation, parameters, { onPartialResult: 'fail' });
		expect(failed.error?.message).toBe('could not be read');
		answer(page(field, [null]));
		const { error, items } = await run(operation, parameters, {});
		expect([error?.message, items]).toEqual(['could not be read', []]);
	});

	it('takes an empty place without an error as none', async () => {
		answer(page(field, [null, A]), []);
		const { items, error } = await run(operation, parameters, {});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.id, json._errors])).toEqual([['a', undefined]]);
	});
});

describe('rows that a filter leaves out', () => {
	const filters = { status: 'draft' };
	const SENT = { id: 's', finalized: true };

	it('hand the errors beside them on', async () => {
		answer(page('saleInvoices', [SENT, null], 'x'));
		answer(page('saleInvoices', [A]), []);
		const { items } = await run('saleInvoice.getMany', { ...ALL, filters }, {});
		expect(items.map(({ json }) => [json.id, json._errors])).toEqual([['a', [ERROR]]]);
	});

	it('or make it a failure', async () => {
		answer(page('saleInvoices', [SENT, null]));
		const { error } = await run('saleInvoice.getMany', { ...ALL, filters }, {});
		expect(error?.message).toBe('could not be read');
	});
});

describe('one record', () => {
	const GETS: Array<[string, string, INodeParameters]> = [
		['company.get', 'company', { companyId: id('a') }],
		[
			'graphql.runQuery',
			'company',
			{ field: id('company'), arguments: { ...NOTHING, value: { id: 'a' } } },
		],
	];

	it.each(GETS)('%s heeds the choice', async (operation, field, parameters) => {
		await warm();
		answer({ [field]: { id: 'a', name: null } });
		const { items } = await run(operation, parameters, {});
		expect(items[0]?.json).toMatchObject({ id: 'a', _errors: [ERROR] });
		answer({ [field]: { id: 'a', name: null } });
		const { error } = await run(operation, parameters, { onPartialResult: 'fail' });
		expect(error?.message).toBe('could not be read');
	});

	it.each([
		['saleInvoice.get', 'saleInvoices', { invoiceId: id('b') }],
		['saleCustomer.get', 'saleCustomers', { id: id('b') }],
		['saleProduct.get', 'saleProducts', { id: id('b') }],
	])('%s does not call a record missing that could not be read', async (operation, field, more) => {
		await warm();
		answer(page(field, [A, null]));
		const { error } = await run(operation, more, {});
		expect(error?.message).toBe('could not be read');
		answer(page(field, [A, { id: 'b' }, null]));
		const { items } = await run(operation, more, {});
		expect(items[0]?.json).toMatchObject({ id: 'b', _errors: [ERROR] });
	});
});

describe('Execute', () => {
	const execute = async (data: object, options: object) => {
		answer(data);
		const query = '{ saleInvoices { nodes { id } } }';
		return await run('graphql.execute', { query }, { skipCheck: true, ...options });
	};

	it.each([
		['', 1],
		['saleInvoices', 1],
		['saleInvoices.nodes', 3],
	])('attaches the errors to what %j leads to', async (responsePath, count) => {
		const { items, error } = await execute(page('saleInvoices', [A, null, C]), { responsePath });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(count);
		for (const { json } of items) expect(json._errors).toEqual([ERROR]);
	});

	it.each(['saleInvoices.nodes', 'saleInvoices.nodes.x', 'other.nodes'])(
		'tells the errors where %s brings nothing',
		async (responsePath) => {
			const data = { ...page('saleInvoices', []), other: null };
			const { items, error } = await execute(data, { responsePath });
			expect([error?.message, items]).toEqual(['could not be read', []]);
		},
	);

	it('fails where that is wanted', async () => {
		const { error } = await execute(page('saleInvoices', [A, null]), { onPartialResult: 'fail' });
		expect(error?.message).toBe('could not be read');
	});
});

it('Connection: Get tells what it could not read', async () => {
	const company = { id: 'a', name: 'A', organisationNumber: '1' };
	answer({ companies: { nodes: [company, null] } });
	expect((await run('connection.get', {}, {})).items[0]?.json).toMatchObject({
		companies: [company],
		_errors: [ERROR],
	});
	answer({ companies: null, other: 1 });
	expect((await run('connection.get', {}, {})).error?.message).toBe('could not be read');
});

it('a change that was made tells the errors beside it, and does not fail', async () => {
	answer({ saleInvoiceUpdate: { id: '1', saleCustomer: null } });
	const { items, error } = await run('saleInvoice.finalize', { invoiceId: id('1') }, {});
	expect(error).toBeUndefined();
	expect(items[0]?.json).toMatchObject({ id: '1', _errors: [ERROR] });
});

describe.each([
	['searchCompanies', 'companies'],
	['searchCustomers', 'saleCustomers'],
	['searchProducts', 'saleProducts'],
	['searchInvoices', 'saleInvoices'],
])('the picker %s', (method, field) => {
	const search = async () =>
		await engine.listSearch({
			type: 'luca',
			parameters: { authentication: 'oAuth2' },
			credentials: { [TYPE]: credential },
			method,
		});

	it('says in its last line that it is not whole', async () => {
		answer(page(field, [{ id: 'a', name: 'A' }, null]));
		const { results } = await search();
		expect(results.map(({ value }) => value)).toEqual(['a', '']);
		expect(results[1]?.name).toBe('Not all could be read: could not be read');
		answer({ [field]: null });
		await expect(search()).rejects.toThrow('could not be read');
	});
});

it('a connection that has its records in edges is read', async () => {
	simulator.schema = buildSchema(`
		type Query { things(first: Int, after: String): ThingConnection! }
		type ThingConnection { edges: [ThingEdge] pageInfo: PageInfo! }
		type ThingEdge { cursor: String! node: Thing }
		type Thing { id: ID! name: String }
		type PageInfo { hasNextPage: Boolean! endCursor: String }`);
	await warm();
	const things = (edges: unknown[], next: boolean) => ({
		things: { edges, pageInfo: { hasNextPage: next, endCursor: 'x' } },
	});
	answer(things([{ node: { id: '1', name: 'a' } }, null], true), []);
	answer(things([{ node: null }, { node: { id: '2' } }], false));
	const { items } = await run(
		'graphql.runQuery',
		{ field: id('things'), arguments: NOTHING, returnAll: true },
		{},
	);
	expect(items.map(({ json }) => [json.id, json._errors])).toEqual([
		['1', undefined],
		['2', [ERROR]],
	]);
	const { query } = simulator.recorder.to(PATH).at(-1)?.body as { query: string };
	expect(query).toContain('edges { node { id name } }');
});

it.each([{ responsePath: 'nowhere' }])(
	'a mutation is sent once although %j leads nowhere',
	async (options) => {
		await warm();
		simulator.recorder.clear();
		const done = { saleInvoiceFinalize: { id: '1' } };
		answer(done, []);
		answer(done, []);
		const query = 'mutation { saleInvoiceFinalize(id: "1") { id } }';
		const { error } = await runOperation(
			engine,
			TYPE,
			credential,
			'graphql.execute',
			{ query, variables: '{}', options: { skipCheck: true, ...options } },
			{ retryOnFail: true },
		);
		simulator.faults.clear();
		expect(error?.message).toContain('leads nowhere');
		expect(simulator.recorder.to(PATH)).toHaveLength(1);
	},
);

describe('a mutation that was at work when an error arose', () => {
	const code = (name: string) => ({ message: 'No', extensions: { code: name } });
	const send = async (parameters: INodeParameters, operation: string) =>
		await runOperation(engine, TYPE, credential, operation, parameters, { retryOnFail: true });

	const SEND = { invoiceId: id('1'), sendMethod: 'EMAIL' };
	const EXECUTE = {
		query:
			'mutation { a: saleInvoiceFinalize(id: "1") { id } b: saleInvoiceFinalize(id: "2") { id } }',
		variables: '{}',
		options: { skipCheck: true },
	};

	it.each<[string, INodeParameters, object | null, object[]]>([
		[
			'saleInvoice.send',
			SEND,
			{ saleInvoiceSend: null },
			[{ ...code('NOT_FOUND'), path: ['saleInvoiceSend', 'email'] }],
		],
		['saleInvoice.send', SEND, null, [{ ...code('FORBIDDEN'), path: ['saleInvoiceSend', 'id'] }]],
		['saleInvoice.send', SEND, null, [{ ...code('BAD_REQUEST'), path: ['saleInvoiceSend', 'id'] }]],
		['saleInvoice.send', SEND, null, [code('NOT_FOUND'), code('SOMETHING_NEW')]],
		['graphql.execute', EXECUTE, null, [{ ...code('NOT_FOUND'), path: ['b'] }]],
		['graphql.execute', EXECUTE, { a: null, b: null }, [{ ...code('NOT_FOUND'), path: ['b'] }]],
	])('%s is not sent again (%#)', async (operation, parameters, data, errors) => {
		await warm();
		simulator.recorder.clear();
		for (let index = 0; index < 6; index++) answer(data, errors);
		const first = await send(parameters, operation);
		expect(first.error).toBeDefined();
		expect(simulator.recorder.to(PATH)).toHaveLength(1);
		await runOperation(engine, TYPE, credential, operation, parameters, { retryOf: first });
		simulator.faults.clear();
		expect(simulator.recorder.to(PATH)).toHaveLength(1);
	});

	it.each<[INodeParameters, string, object | null, object[]]>([
		[SEND, 'saleInvoice.send', null, [code('NOT_FOUND')]],
		[
			SEND,
			'saleInvoice.send',
			{ saleInvoiceSend: null },
			[{ ...code('VALIDATION_FAILED'), path: ['saleInvoiceSend'] }],
		],
	])('but is where it was refused as such (%#)', async (parameters, operation, data, errors) => {
		await warm();
		simulator.recorder.clear();
		for (let index = 0; index < 6; index++) answer(data, errors);
		await send(parameters, operation);
		simulator.faults.clear();
		expect(simulator.recorder.to(PATH)).toHaveLength(2);
	});
});
