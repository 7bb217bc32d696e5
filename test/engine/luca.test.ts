import { resources } from '../../nodes/Luca/resources';
import { LucaSimulator } from '../simulators/luca';
import type { RecordedRequest } from '../simulators/shared/recorder';
import { describeOperations, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { connect, inFuture, packEngine, read, runOperation } from './support/pack';

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

const rows: Record<string, Row> = {
	'saleInvoice.getMany': {
		parameters: { returnAll: false, limit: 2, simplify: true, options: {} },
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
		list: {
			all: 250,
			pages: [null, cursor(99), cursor(199)].map((after) => ({ first: 100, after })),
			limit: 130,
			requests: 2,
		},
	},
	'graphql.execute': {
		freeOutput: true,
		parameters: {
			query: 'query ($id: ID!) { company(id: $id) { name } }',
			variables: '{"id": "QWzh2B"}',
			options: { responsePath: 'company' },
		},
		request: {
			method: 'POST',
			path: PATH,
			body: {
				query: 'query ($id: ID!) { company(id: $id) { name } }',
				variables: { id: 'QWzh2B' },
			},
		},
		item: { name: 'Fjordkafé AS' },
		items: 1,
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
			body: '{"data":null,"errors":[{"message":"Ugyldig","extensions":{"code":"VALIDATION_FAILED","details":[{"field":"invoiceDate","message":"mangler"}]}}]}',
			message: 'Ugyldig',
			description: 'Field "invoiceDate": mangler',
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
		simulator.faults.add({
			path: PATH,
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: '{"errors":[{"message":"Cannot query field \\"sentAt\\"","extensions":{"code":"BAD_REQUEST"}}]}',
		});
		const { items, error } = await list({});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(simulator.recorder.to(PATH)).toHaveLength(3);
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

	it('of another company than the pinned one are not stored', async () => {
		const code = simulator.code('http://127.0.0.1:5678/webhook/by-hand/connect');
		const id = engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			organisationNumber: '999000002',
			authorizationCode: code,
		});
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
