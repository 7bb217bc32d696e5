import type { INodeParameters } from 'n8n-workflow';
import { resources as all } from '../../nodes/Luca/resources';
import { SCHEMA_QUERY } from '../../nodes/Luca/schema';
import { DEMO_CLIENT, LucaSimulator } from '../simulators/luca';
import { schemaLacking } from '../simulators/luca/schema';
import type { RecordedRequest } from '../simulators/shared/recorder';
import { describeOperations, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { outputSchema } from './support/outputSchema';
import { connect, inFuture, packEngine, read, runOperation } from './support/pack';
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

const INVOICES =
	'query SaleInvoices($first: Int, $after: String) { saleInvoices(first: $first, after: $after) { nodes { id draft finalized invoiceDate invoiceNumber paymentDays sentAt saleCustomer { id email name } saleInvoiceLineItems { id name quantity unit unitPriceCents saleProduct { id name } } } pageInfo { hasNextPage endCursor } } }';

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

/** So that the schema is known and the operation sends its own request only. */
async function warm(): Promise<void> {
	await runOperation(engine, TYPE, credential, 'graphql.getSchema', { part: 'queries' });
	simulator.recorder.clear();
}

const post = (query: string, variables: object = {}): Row['request'] => ({
	method: 'POST',
	path: PATH,
	body: { query, variables },
});

const paged = (all: number, limit: number, requests: number): Row['list'] => ({
	all,
	pages: Array.from({ length: Math.ceil(all / 100) }, (_, page) => ({
		first: 100,
		after: page === 0 ? null : cursor(page * 100 - 1),
	})),
	limit,
	requests,
});

const listed = (field: string, selection: string) => {
	const name = field.charAt(0).toUpperCase() + field.slice(1);
	return `query ${name}($first: Int, $after: String) { ${field}(first: $first, after: $after) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`;
};

const CHANGED =
	'id draft finalized invoiceDate invoiceNumber paymentDays saleCustomer { id email name }';

const draft = () => {
	const [first] = simulator.booksOf(KARI).invoices;
	return first?.id ?? '';
};

const KARI = { id: 'QWzh2B', name: 'Fjordkafé AS', organisationNumber: '999000001' };

const CUSTOMER = 'id active comment email name';

const rows: Record<string, Row> = {
	'company.get': {
		parameters: { companyId: id('QWzh2B'), options: {} },
		request: post('query Company($id: ID!) { company(id: $id) { id name organisationNumber } }', {
			id: 'QWzh2B',
		}),
		item: KARI,
		items: 1,
	},
	'company.getMany': {
		parameters: { returnAll: false, limit: 1, options: {} },
		request: post(listed('companies', 'id name organisationNumber'), { first: 1, after: null }),
		item: KARI,
		items: 1,
		list: paged(1, 1, 1),
	},
	'connection.get': {
		parameters: { options: {} },
		request: post('{ companies { nodes { id name organisationNumber } } }'),
		item: { credentialType: TYPE, companies: [KARI], expiresAt: expect.stringMatching(/^20/) },
		items: 1,
	},
	'graphql.execute': {
		freeOutput: true,
		parameters: {
			query: 'query ($id: ID!) { company(id: $id) { name } }',
			variables: '{"id": "QWzh2B"}',
			options: { responsePath: 'company' },
		},
		request: post('query ($id: ID!) { company(id: $id) { name } }', { id: 'QWzh2B' }),
		item: { name: 'Fjordkafé AS' },
		items: 1,
	},
	'graphql.getSchema': {
		freeOutput: true,
		parameters: { part: 'mutations', options: { name: 'send' } },
		request: post(SCHEMA_QUERY),
		item: {
			kind: 'mutation',
			name: 'saleInvoiceSend',
			returns: 'SaleInvoice',
			arguments: expect.arrayContaining([
				{ name: 'sendMethod', type: 'SaleSendMethod!', description: '' },
			]),
		},
		items: 1,
	},
	'graphql.runQuery': {
		freeOutput: true,
		arrange: warm,
		parameters: {
			field: id('saleProducts'),
			arguments: { mappingMode: 'defineBelow', value: {} },
			returnAll: false,
			limit: 2,
			options: {},
		},
		request: post(
			'query SaleProducts($first: Int, $after: String) { saleProducts(first: $first, after: $after) { nodes { id name active } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }'.replace(
				'hasNextPage hasPreviousPage',
				'hasPreviousPage hasNextPage',
			),
			{ first: 2, after: null },
		),
		item: { id: 'QWzh2Bp0', name: 'Vare 0', active: false },
		items: 2,
		list: paged(30, 20, 1),
	},
	'graphql.runMutation': {
		freeOutput: true,
		arrange: warm,
		parameters: {
			field: id('saleInvoiceSend'),
			arguments: {
				mappingMode: 'defineBelow',
				value: { id: 'QWzh2Bi100', sendMethod: 'EMAIL', email: '' },
			},
			options: { selection: 'id sentAt' },
		},
		request: post(
			'mutation SaleInvoiceSend($id: ID!, $sendMethod: SaleSendMethod!) { saleInvoiceSend(id: $id, sendMethod: $sendMethod) { id sentAt } }',
			{ id: 'QWzh2Bi100', sendMethod: 'EMAIL' },
		),
		item: { id: 'QWzh2Bi100', sentAt: expect.stringMatching(/^20/) },
		items: 1,
	},
	'saleCustomer.get': {
		arrange: warm,
		parameters: { id: id('QWzh2Bc2'), options: {} },
		request: post(listed('saleCustomers', CUSTOMER), { first: 100, after: null }),
		item: { id: 'QWzh2Bc2', name: 'Kunde 2 AS' },
		items: 1,
	},
	'saleCustomer.getMany': {
		parameters: { returnAll: false, limit: 2, options: {} },
		request: post(listed('saleCustomers', CUSTOMER), { first: 2, after: null }),
		item: { id: 'QWzh2Bc0', active: false },
		items: 2,
		list: paged(120, 110, 2),
	},
	'saleProduct.get': {
		arrange: warm,
		parameters: { id: id('QWzh2Bp2'), options: {} },
		request: post(listed('saleProducts', 'id name active'), { first: 100, after: null }),
		item: { id: 'QWzh2Bp2', name: 'Vare 2' },
		items: 1,
	},
	'saleProduct.getMany': {
		parameters: { returnAll: false, limit: 2, options: {} },
		request: post(listed('saleProducts', 'id name active'), { first: 2, after: null }),
		item: { id: 'QWzh2Bp0' },
		items: 2,
		list: paged(30, 20, 1),
	},
	'saleInvoice.create': {
		parameters: {
			customerId: id('QWzh2Bc1'),
			invoiceDate: '2026-05-01T00:00:00',
			paymentDays: 14,
			lines: {
				rows: [{ saleProductId: id('QWzh2Bp1'), quantity: 1, unitPrice: '7111,00' }],
			},
			options: { comment: 'May' },
		},
		request: post(
			`mutation SaleInvoiceCreate($saleInvoice: SaleInvoiceInput!) { saleInvoiceCreate(saleInvoice: $saleInvoice) { ${CHANGED} } }`,
			{
				saleInvoice: {
					saleCustomer: { id: 'QWzh2Bc1' },
					invoiceDate: '2026-05-01',
					paymentDays: 14,
					saleInvoiceLineItems: [
						{ saleProductId: 'QWzh2Bp1', quantity: 1, unitPriceCents: '711100' },
					],
					comment: 'May',
					invoiceType: 'DRAFT',
				},
			},
		),
		item: { draft: true, invoiceNumber: null, saleCustomer: { id: 'QWzh2Bc1' } },
		items: 1,
	},
	'saleInvoice.update': {
		parameters: {
			invoiceId: id('QWzh2Bi250'),
			updateFields: { paymentDays: '30', additionalInput: '{"invoiceType": "INVOICE"}' },
		},
		request: post(
			`mutation SaleInvoiceUpdate($id: ID!, $saleInvoice: SaleInvoiceInput!) { saleInvoiceUpdate(id: $id, saleInvoice: $saleInvoice) { ${CHANGED} } }`,
			{ id: 'QWzh2Bi250', saleInvoice: { paymentDays: 30 } },
		),
		item: { id: 'QWzh2Bi250', paymentDays: 30, draft: true },
		items: 1,
	},
	'saleInvoice.finalize': {
		once: true,
		arrange() {
			expect(draft()).toBe('QWzh2Bi250');
		},
		parameters: { invoiceId: id('QWzh2Bi250') },
		request: post(
			`mutation SaleInvoiceUpdate($id: ID!, $saleInvoice: SaleInvoiceInput!) { saleInvoiceUpdate(id: $id, saleInvoice: $saleInvoice) { ${CHANGED} } }`,
			{ id: 'QWzh2Bi250', saleInvoice: { invoiceType: 'INVOICE' } },
		),
		item: { id: 'QWzh2Bi250', draft: false, finalized: true },
		items: 1,
	},
	'saleInvoice.send': {
		parameters: { invoiceId: id('QWzh2Bi100'), sendMethod: 'EMAIL', email: 'a@example.com' },
		request: post(
			`mutation SaleInvoiceSend($id: ID!, $sendMethod: SaleSendMethod!, $email: String) { saleInvoiceSend(id: $id, sendMethod: $sendMethod, email: $email) { ${CHANGED} } }`,
			{ id: 'QWzh2Bi100', sendMethod: 'EMAIL', email: 'a@example.com' },
		),
		item: { id: 'QWzh2Bi100' },
		items: 1,
	},
	'saleInvoice.get': {
		arrange: warm,
		parameters: { invoiceId: id('QWzh2Bi249'), simplify: true, options: {} },
		request: {
			method: 'POST',
			path: PATH,
			body: { query: INVOICES, variables: { first: 100, after: null } },
		},
		item: { id: 'QWzh2Bi249', customerName: 'Kunde 9 AS' },
		items: 1,
	},
	'saleInvoice.getMany': {
		parameters: { returnAll: false, limit: 2, simplify: true, filters: {}, options: {} },
		request: {
			method: 'POST',
			path: PATH,
			body: { query: INVOICES, variables: { first: 2, after: null } },
		},
		item: {
			id: 'QWzh2Bi250',
			draft: true,
			invoiceNumber: null,
			invoiceDate: '2025-09-08',
			paymentDays: 14,
			customerId: 'QWzh2Bc10',
			customerName: 'Kunde 10 AS',
			customerEmail: 'kunde10@example.com',
		},
		items: 2,
		list: paged(250, 130, 2),
	},
	'customApiCall.send': {
		parameters: { method: 'POST', path: PATH, body: '{"query": "{ companies { nodes { id } } }"}' },
		request: {
			method: 'POST',
			path: PATH,
			body: { query: '{ companies { nodes { id } } }' },
		},
		item: { data: { companies: { nodes: [{ id: 'QWzh2B' }] } } },
		items: 1,
	},
};

function cursor(index: number): string {
	return Buffer.from(`c${index}`).toString('base64url');
}

const variablesOf = ({ body }: RecordedRequest) =>
	(body as { variables: Record<string, unknown> }).variables;

/** Revoke talks to the OAuth endpoint of PKCE connections only: it has tests of its own below. */
const resources = all.map((resource) => ({
	...resource,
	operations: resource.operations.filter(({ value }) => value !== 'revoke'),
}));

describe('every operation of the Luca Regnskap node', () => {
	describeOperations({
		resources,
		nodeFolder: 'Luca',
		rows,
		vendor: () => simulator,
		run: async (name, parameters, more) =>
			await runOperation(engine, TYPE, credential, name, parameters, more),
		headers: {
			accept: 'application/json',
			'content-type': 'application/json',
			authorization: expect.stringMatching(/^Bearer canary-luca-access-/),
		},
		refusal: {
			status: 200,
			body: '{"data":null,"errors":[{"message":"Ugyldig","extensions":{"code":"VALIDATION_FAILED","details":[{"field":"invoiceDate","message":"mangler"},{"field":"saleInvoiceLineItems.2.account","message":"finnes ikke"}]}}]}',
			message: 'Ugyldig',
			description:
				'Field "invoiceDate": mangler Field "saleInvoiceLineItems.2.account" (row 3): finnes ikke',
		},
		page: variablesOf,
	});
});

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

describe('tokens of the older generation', () => {
	const expired = (more = {}) => {
		const id = connect(engine, TYPE, simulator, { tokenExpiresAt: inFuture(-1), ...more });
		simulator.oauth.expireAccessTokens();
		return id;
	};

	it('are asked for as the article says', async () => {
		const code = simulator.code('http://127.0.0.1:5678/webhook/by-hand/connect');
		const id = engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			authorizationCode: code,
		});
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		const [request] = simulator.recorder.to('/api/v2/oauth2/token');
		expect(Object.keys(request?.body as object).sort()).toEqual([
			'client_id',
			'client_secret',
			'code',
			'grant_type',
		]);
		expect(request?.headers.accept).toContain('application/json');
		expect(request?.headers['content-type']).toContain('application/x-www-form-urlencoded');
		// `"3600"` is a number of seconds.
		const { tokenExpiresAt, tokenLifetime } = engine.credentials.read(id);
		expect(tokenLifetime).toBe('3600');
		expect(Date.parse(String(tokenExpiresAt)) - Date.now()).toBeGreaterThan(3_500_000);
	});

	it.each(['same', 'absent', 'rotates'] as const)(
		'are renewed again and again where the refresh token comes back %s',
		async (knob) => {
			simulator.knobs.refreshReply = knob;
			simulator.knobs.statusOk = true;
			const id = expired();
			const { refreshToken } = engine.credentials.read(id);
			for (let round = 0; round < 3; round++) {
				expect((await read(engine, TYPE, id, 5)).error).toBeUndefined();
				simulator.oauth.expireAccessTokens();
			}
			expect(simulator.oauth.counts).toMatchObject({ refreshes: 3, replays: 0 });
			const kept = engine.credentials.read(id).refreshToken === refreshToken;
			expect(kept).toBe(knob !== 'rotates');
		},
	);

	it('without a lifetime last until they are refused', async () => {
		simulator.knobs.expiresIn = 'none';
		const id = expired();
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		expect(engine.credentials.read(id).tokenExpiresAt).toBe('');
		simulator.oauth.expireAccessTokens();
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		expect(simulator.oauth.counts.refreshes).toBe(2);
	});

	it('are renewed after UNAUTHENTICATED in a 200', async () => {
		simulator.knobs.unauthenticatedStatus = 200;
		simulator.oauth.expireAccessTokens();
		expect((await read(engine, TYPE, credential, 10)).error).toBeUndefined();
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1 });
	});

	it.each([
		['error_descriptions', 'text'],
		['errors_descriptions', 'list'],
		['errors', 'object'],
		['error', 'text'],
	] as const)('refused with HTTP 200 and %s (%s) are told, and not stored', async (key, shape) => {
		simulator.knobs.refusalKey = key;
		simulator.knobs.refusalShape = shape;
		const id = expired({ refreshToken: 'canary-luca-refresh-unknown' });
		const held = engine.credentials.read(id);
		const { error } = await read(engine, TYPE, id);
		expect(error?.message).toBe(`The credential "My ${TYPE}" needs to be reconnected`);
		expect(error?.description).toContain('Invalid grant: refresh token is invalid');
		expect(error?.description).not.toContain('canary-');
		expect(engine.credentials.read(id)).toEqual(held);
	});

	it('come from the older path, with the redirect URL, where the settings say so', async () => {
		simulator.knobs.servesV1TokenPath = true;
		const redirectUrl = 'http://127.0.0.1:5678/webhook/by-hand/connect';
		const id = engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			tokenPath: '/api/v1/oauth2/token',
			sendRedirectUrl: true,
			redirectUrl,
			authorizationCode: `${redirectUrl}?scope=accounting&code=${simulator.code(redirectUrl)}`,
		});
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		const [request] = simulator.recorder.to('/api/v1/oauth2/token');
		expect(request?.body).toMatchObject({ redirect_uri: redirectUrl });
	});

	/** Not connected yet, with a code of Kari and one company that it is to be. */
	const pinnedTo = (organisationNumber: string): string =>
		engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			organisationNumber,
			authorizationCode: simulator.code('http://127.0.0.1:5678/webhook/by-hand/connect'),
		});

	it.each([
		[
			'a company without a number',
			[{ id: 'QWzh2B', name: 'Fjordkafé AS', organisationNumber: null }],
		],
		[
			'a company with an empty one',
			[{ id: 'QWzh2B', name: 'Fjordkafé AS', organisationNumber: '' }],
		],
		['no company', []],
	])('of %s are not stored where one is pinned', async (_what, nodes) => {
		simulator.faults.add({
			path: '/api/v1/graphql',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ data: { companies: { nodes } } }),
		});
		const id = pinnedTo('999000001');
		const { error } = await read(engine, TYPE, id);
		expect(error?.description).toContain('"Organisation Number" of the credential is 999000001');
		expect(engine.credentials.read(id).refreshToken).toBe('');
	});

	it.each([503, 429, 403, 200])(
		'are not stored either while Luca does not tell the company (HTTP %i), and a later try is good',
		async (status) => {
			simulator.faults.add({
				path: '/api/v1/graphql',
				status,
				times: 2,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ data: null, errors: [{ message: 'x' }] }),
			});
			const id = pinnedTo('999000001');
			expect((await read(engine, TYPE, id)).error).toBeDefined();
			expect(engine.credentials.read(id).refreshToken).toBe('');
			simulator.faults.clear();
			expect((await read(engine, TYPE, id)).error).toBeUndefined();
			expect(engine.credentials.read(id).refreshToken).not.toBe('');
		},
	);

	it('of another company than the pinned one are not stored', async () => {
		const id = pinnedTo('999000002');
		const { error } = await read(engine, TYPE, id);
		expect(error?.description).toContain('Organisation Number');
		expect(engine.credentials.read(id).refreshToken).toBe('');
	});
});

it('the company picker lists names with their organisation numbers', async () => {
	const { results } = await engine.listSearch({
		type: 'luca',
		parameters: { authentication: 'oAuth2' },
		credentials: { [TYPE]: credential },
		method: 'searchCompanies',
		filter: 'fjord',
	});
	expect(results).toEqual([{ name: 'Fjordkafé AS (999000001)', value: 'QWzh2B' }]);
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
			expect(error?.message).toContain('Row 1 of "Lines": "Unit Price (Kroner)"');
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
			expect(error?.message).toContain(`Row 2 of "Lines": ${words}`);
			expect(simulator.recorder.requests).toHaveLength(0);
		}
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
		[{ lines: {} }, '"Lines"'],
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

describe('Connection: Revoke', () => {
	const pkce = () =>
		connect(engine, 'lucaPkceOAuth2Api', simulator, {
			clientSecret: DEMO_CLIENT.clientSecret,
			oauthTokenData: { ...camelless(simulator.connect21()), token_type: 'Bearer' },
		});

	const camelless = ({ accessToken, refreshToken }: Record<string, string>) => ({
		access_token: accessToken ?? '',
		refresh_token: refreshToken ?? '',
	});

	const revoke = async (type: string, credentialId: string, confirm = true) =>
		await runOperation(engine, type, credentialId, 'connection.revoke', { confirm });

	it('ends the access of a PKCE connection, when that is confirmed', async () => {
		const connected = pkce();
		const token = String(
			(engine.credentials.read(connected).oauthTokenData as { access_token: string }).access_token,
		);
		expect((await revoke('lucaPkceOAuth2Api', connected, false)).error?.message).toContain(
			'"Confirm"',
		);
		expect(simulator.oauth21.check(token).state).toBe('valid');
		const { items, data } = await revoke('lucaPkceOAuth2Api', connected);
		expect(items[0]?.json).toEqual({ deleted: true });
		const { stored, actual } = outputSchema('Luca', 'connection.revoke', [{ deleted: true }]);
		expect(stored).toEqual(actual);
		expect(simulator.oauth21.check(token).state).toBe('revoked');
		expect(data).not.toContain('canary-');
	});

	it('is for PKCE connections only', async () => {
		expect((await revoke(TYPE, credential)).error?.message).toContain('Only an OAuth2 (PKCE)');
	});
});
