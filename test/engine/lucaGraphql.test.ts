import type { INodeParameters } from 'n8n-workflow';
import { LucaSimulator } from '../simulators/luca';
import { schemaLacking } from '../simulators/luca/schema';
import type { Engine } from './support/engine';
import { connect, packEngine, read, runOperation } from './support/pack';
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

describe('errors that come with HTTP 200', () => {
	it('waits as long as RATE_LIMITED asks, and asks again', async () => {
		simulator.graphqlFault = { code: 'RATE_LIMITED', retryAfter: 1, times: 1 };
		const started = Date.now();
		const { error } = await read(engine, TYPE, credential);
		expect(error).toBeUndefined();
		expect(Date.now() - started).toBeGreaterThanOrEqual(950);
		expect(simulator.recorder.to(PATH)).toHaveLength(2);
	});

	it.each([
		['FORBIDDEN', 'choose this company', 'configuration-invalid'],
		['PLAN_REQUIRED', "company's plan", 'configuration-invalid'],
		['NOT_FOUND', 'no such record', undefined],
		[undefined, '', undefined],
	])('explains %s', async (code, hint, cause) => {
		simulator.graphqlFault = { code, times: 9 };
		const { error } = await read(engine, TYPE, credential);
		expect(error?.message).toBe('Noe gikk galt');
		expect(error?.description ?? '').toContain(hint);
		expect((error as { failure?: { cause?: string } } | undefined)?.failure?.cause).toBe(cause);
	});

	const NO_COMPANY = 'Luca wants to know the company';
	const OTHER_COMPANY = 'is not among the companies of this access';
	const ONLY_READS = 'This access may only read';
	const WORDS: Array<[string, string]> = [
		['companyId is required: choose one', NO_COMPANY],
		['companyId er påkrevd: velg en', NO_COMPANY],
		['companyId 9 is not one of: 1, 2', OTHER_COMPANY],
		['companyId 9 er ikke ett av: 1, 2', OTHER_COMPANY],
		['This access token may only read', ONLY_READS],
		['Denne tilgangsnøkkelen kan bare lese', ONLY_READS],
		['Tilgang nektet for selskapet', ''],
	];
	const SHAPES: Array<[number, (message: string) => object]> = [
		[200, (message) => ({ errors: [{ message }], data: null })],
		[200, (message) => ({ errors: [{ message, path: ['saleCustomers'] }], data: {} })],
		[200, (error) => ({ error })],
		[200, (error) => ({ error, data: null })],
		[200, (message) => ({ error: { message } })],
		[403, (error) => ({ error })],
		[422, (message) => ({ errors: [{ message }] })],
	];
	it.each(WORDS.flatMap((words) => SHAPES.map((shape) => [...words, ...shape] as const)))(
		'says what to do about "%s", which has no code',
		async (words, hint, status, shape) => {
			await warm();
			simulator.faults.add({
				path: PATH,
				status,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(shape(words)),
				times: 9,
			});
			const { error } = await read(engine, TYPE, credential);
			simulator.faults.clear();
			expect(error?.message).toContain(words);
			const HINTS = [NO_COMPANY, OTHER_COMPANY, ONLY_READS];
			const told = HINTS.filter((each) => String(error?.description).includes(each));
			expect(told).toEqual(hint === '' ? [] : [hint]);
		},
	);

	it('a mutation that is answered with a bare error is not repeated', async () => {
		await warm();
		simulator.faults.add({
			path: PATH,
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: '{"error":"Tilgang nektet for selskapet"}',
			times: 9,
		});
		const { error } = await runOperation(
			engine,
			TYPE,
			credential,
			'saleInvoice.send',
			{ invoiceId: id('1'), sendMethod: 'EMAIL' },
			{ retryOnFail: true },
		);
		simulator.faults.clear();
		expect(error?.message).toContain('Tilgang nektet for selskapet');
		expect(simulator.recorder.to(PATH)).toHaveLength(1);
	});

	it('repeats a query that timed out, and never a mutation', async () => {
		simulator.graphqlFault = { code: 'TIMEOUT', times: 1 };
		expect((await read(engine, TYPE, credential)).error).toBeUndefined();
		simulator.recorder.clear();
		simulator.graphqlFault = { code: 'TIMEOUT', times: 1 };
		const { error } = await runOperation(engine, TYPE, credential, 'graphql.execute', {
			query: 'mutation { saleInvoiceSend(id: "x", sendMethod: EMAIL) { id } }',
			variables: '{}',
		});
		expect(error?.description).toContain('look whether it was done');
		expect(simulator.recorder.to(PATH)).toHaveLength(1);
	});

	it('keeps data that came beside errors, unless the user wants to fail', async () => {
		const token = { access_token: simulator.connect21().accessToken, token_type: 'Bearer' };
		const pkce = connect(engine, 'lucaPkceOAuth2Api', simulator, { oauthTokenData: token });
		const partial = async (options: object) =>
			await runOperation(engine, 'lucaPkceOAuth2Api', pkce, 'graphql.execute', {
				query: '{ companies { nodes { id } } saleInvoices { nodes { id } } }',
				variables: '{}',
				options,
			} as Parameters<typeof runOperation>[4]);
		const { items } = await partial({});
		expect(items[0]?.json).toMatchObject({
			saleInvoices: null,
			_errors: [{ message: 'company_id_required' }],
		});
		const { error } = await partial({ onPartialResult: 'fail' });
		expect(error?.message).toBe('company_id_required');
	});
});

describe('Run Query and Run Mutation', () => {
	const run = async (operation: string, parameters: object, input = [{ json: {} }]) =>
		await runOperation(
			engine,
			TYPE,
			credential,
			`graphql.${operation}`,
			parameters as Parameters<typeof runOperation>[4],
			{ input },
		);

	const last = () =>
		simulator.recorder.to(PATH).at(-1)?.body as { query: string; variables: object };

	it('open input objects one level, and take lists as JSON', async () => {
		const { error } = await run('runMutation', {
			field: id('saleInvoiceCreate'),
			arguments: {
				mappingMode: 'defineBelow',
				value: {
					'saleInvoice.invoiceDate': '2026-05-01',
					'saleInvoice.saleCustomer': '{"id": "QWzh2Bc1"}',
					'saleInvoice.saleInvoiceLineItems':
						'[{"saleProductId": "QWzh2Bp1", "unitPriceCents": "100"}]',
					'saleInvoice.comment': null,
				},
			},
		});
		expect(error).toBeUndefined();
		expect(last().variables).toEqual({
			saleInvoice: {
				invoiceDate: '2026-05-01',
				saleCustomer: { id: 'QWzh2Bc1' },
				saleInvoiceLineItems: [{ saleProductId: 'QWzh2Bp1', unitPriceCents: '100' }],
			},
		});
		expect(last().query).toContain('$saleInvoice: SaleInvoiceInput!');
	});

	it('take each item by the names of its properties', async () => {
		const { items, error } = await run(
			'runQuery',
			{ field: id('company'), arguments: { mappingMode: 'autoMapInputData', value: null } },
			[{ json: { id: 'QWzh2B', other: 1 } }],
		);
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ id: 'QWzh2B', name: 'Fjordkafé AS' });
	});

	it('put the company in where the schema wants it', async () => {
		await run('runQuery', {
			field: id('saleCustomers'),
			company: id('999000001'),
			arguments: { mappingMode: 'defineBelow', value: {} },
			limit: 1,
		});
		expect(last().query).toContain('$companyId: ID');
		expect(last().variables).toMatchObject({ companyId: '999000001' });
	});

	it('say what is missing, and what the server does not have', async () => {
		const nothing = { mappingMode: 'defineBelow', value: {} };
		const lacking = await run('runQuery', { field: id('company'), arguments: nothing });
		expect(lacking.error?.message).toBe('"Arguments" lacks "id", which is required');
		const unknown = await run('runQuery', { field: id('vouchers'), arguments: nothing });
		expect(unknown.error?.message).toBe('"Query": this Luca server has no "vouchers"');
	});

	it('show their arguments in the editor, with types and choices', async () => {
		const fields = await engine.resourceMapping({
			type: 'luca',
			parameters: {
				authentication: 'oAuth2',
				resource: 'graphql',
				operation: 'runMutation',
				field: id('saleInvoiceSend'),
			},
			credentials: { [TYPE]: credential },
			method: 'getMutationArguments',
		});
		expect(fields.fields.map(({ id: name, type, required }) => [name, type, required])).toEqual([
			['id', 'string', true],
			['sendMethod', 'options', true],
			['email', 'string', false],
		]);
		expect(fields.fields[1]?.options).toEqual([{ name: 'EMAIL', value: 'EMAIL' }]);
	});

	it('list the schema in the picker', async () => {
		const { results } = await engine.listSearch({
			type: 'luca',
			parameters: { authentication: 'oAuth2' },
			credentials: { [TYPE]: credential },
			method: 'searchMutations',
			filter: 'send',
		});
		expect(results).toEqual([{ name: 'saleInvoiceSend', value: 'saleInvoiceSend' }]);
	});

	it('read a connection to its end with a document of the user', async () => {
		const { items } = await run('execute', {
			query:
				'query ($after: String) { saleCustomers(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
			variables: '{}',
			options: { paginate: 'saleCustomers', responsePath: 'saleCustomers.nodes' },
		});
		expect(items).toHaveLength(120);
		const stuck = await run('execute', {
			query: '{ saleCustomers { nodes { id } pageInfo { hasNextPage endCursor } } }',
			variables: '{}',
			options: { paginate: 'saleCustomers' },
		});
		expect(stuck.error?.message).toContain('the same page again');
	});

	it('sends no mutation a second time for a page, and is told where a cursor is missing', async () => {
		const changing = await run('execute', {
			query:
				'mutation ($after: String) { saleInvoiceSend(id: "1") { id lines(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } }',
			variables: '{}',
			options: { paginate: 'saleInvoiceSend.lines', skipCheck: true },
		});
		expect(changing.error?.message).toContain('"Paginate" sends the document again for each page');
		expect(
			simulator.recorder.requests.map(({ body }) => JSON.stringify(body)).join(),
		).not.toContain('saleInvoiceSend');
		for (const endCursor of [null, 7, undefined, '']) {
			simulator.faults.add({
				path: '/api/v1/graphql',
				status: 200,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({
					data: { saleCustomers: { nodes: [], pageInfo: { hasNextPage: true, endCursor } } },
				}),
			});
			const { error } = await run('execute', {
				query: '{ saleCustomers { nodes { id } pageInfo { hasNextPage endCursor } } }',
				variables: '{}',
				options: { paginate: 'saleCustomers', skipCheck: true },
			});
			expect(error?.message).toBe('"Paginate": Luca says that there is more, and not where');
		}
	});

	it('ends where a list gives new cursors and no records', async () => {
		let page = 0;
		const nothing = () => ({
			data: {
				saleCustomers: {
					nodes: [],
					pageInfo: { hasNextPage: true, endCursor: `c${(page += 1)}` },
				},
			},
		});
		for (let index = 0; index < 150; index++) {
			simulator.faults.add({
				path: '/api/v1/graphql',
				status: 200,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify(nothing()),
			});
		}
		simulator.recorder.clear();
		const { error } = await run('execute', {
			query:
				'query ($after: String) { saleCustomers(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
			variables: '{}',
			options: { paginate: 'saleCustomers', skipCheck: true },
		});
		expect(error?.message).toBe('The list did not end after 100 pages, so reading was stopped');
		expect(simulator.recorder.count('POST', '/api/v1/graphql')).toBe(100);
	});
});

describe('Execute', () => {
	const execute = async (query: string, options: INodeParameters = {}) =>
		await runOperation(engine, TYPE, credential, 'graphql.execute', {
			query,
			variables: '{}',
			options,
		});

	const MISSPELT = '{ companys { nodes { id } } }';

	it('leaves a document to the server while the schema is not at hand', async () => {
		const { error } = await execute(MISSPELT);
		expect(error?.message).toContain('Cannot query field');
		expect(simulator.recorder.to(PATH)).toHaveLength(1);
	});

	it('does not send what the schema does not have, unless the check is skipped', async () => {
		await warm();
		const { error } = await execute(`${MISSPELT} # mutation`);
		expect(error?.message).toBe('"Query": "Query" has no field "companys"');
		const sent = () =>
			simulator.recorder
				.to(PATH)
				.filter(({ body }) => (body as { query: string }).query.startsWith(MISSPELT));
		expect(sent()).toHaveLength(0);
		expect((await execute(MISSPELT, { skipCheck: true })).error?.message).toContain('Cannot query');
		expect(sent()).toHaveLength(1);
	});

	it('reads the schema anew before it refuses anything', async () => {
		const whole = simulator.schema;
		simulator.schema = schemaLacking('sentAt');
		await warm();
		simulator.schema = whole;
		const { items, error } = await execute('{ saleInvoices(first: 1) { nodes { id sentAt } } }');
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
	});

	it('runs the named one of several operations', async () => {
		const { items } = await execute(
			'query A { a: companies { nodes { id } } } query B { __typename }',
			{
				operationName: 'B',
			},
		);
		expect(items[0]?.json).toEqual({ __typename: 'Query' });
	});
});
