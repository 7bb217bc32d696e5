import type { INodeParameters } from 'n8n-workflow';
import { resources as all } from '../../nodes/Luca/resources';
import { SCHEMA_QUERY } from '../../nodes/Luca/schema';
import { LucaSimulator } from '../simulators/luca';
import type { RecordedRequest } from '../simulators/shared/recorder';
import { REFUSALS } from '../simulators/luca/shapes';
import { describeOperations, told, type Row } from './support/contract';
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
	return Buffer.from(String(index + 1)).toString('base64url');
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
		seen: told(REFUSALS, [
			'companyId er påkrevd: QWzh2B, Rk9m3C',
			'companyId Zz is not one of: QWzh2B',
			'Denne tilgangsnøkkelen kan bare lese',
			'Luca Regnskap refused the call: Forbidden (HTTP 403)',
		]),
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
				'Field "invoiceDate": mangler. Field "saleInvoiceLineItems.2.account": finnes ikke',
		},
		page: variablesOf,
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
