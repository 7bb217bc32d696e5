import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/OmniFund/resources';
import { OmniFundSimulator } from '../simulators/omniFund';
import { GATEWAY_PATH } from '../simulators/omniFund/gateway';
import { describeOperations, type Row } from './support/contract';
import type { Engine } from './support/engine';
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

/** A number of the vendor's own test data. */
const CARD = '4007000000027';
const ROUTING = '053200983';
const ACCOUNT = '11101010';
const TOKEN = `tok_${'0'.repeat(32)}`;

const rest = (path: string, query: Record<string, string> = {}): Row['request'] => ({
	method: 'GET',
	path,
	query,
});

const REFUSED: Row['refusal'] = {
	status: 200,
	body: '{"status":"D","term_code":20978,"description":"A field of yours"}',
	message: 'OmniFund refuses the request: A field of yours',
	description: "A field is wrong or missing. OmniFund's code: 20978",
};

/** The form that leaves, exactly. */
const form = (type: string, fields: Record<string, unknown>): Row['request'] => ({
	method: 'POST',
	path: GATEWAY_PATH,
	headers: {
		accept: 'application/json, text/xml',
		'content-type': 'application/x-www-form-urlencoded',
	},
	body: {
		client_id: 'omnifund-demo-client',
		access_token: expect.stringMatching(/^canary-omnifund-access-/),
		x_version: '1.2',
		x_transaction_type: type,
		x_module_description: 'n8n-nodes-backoffice',
		x_source_description: expect.stringMatching(/^n8n-backoffice \d+\.\d+\.\d+$/),
		x_customer_id: 'ref-1001',
		...fields,
	},
});

const ada = { customerDetails: { firstName: 'Ada', lastName: 'Sample', zip: '32615' } };
const ADA = { x_first_name: 'Ada', x_last_name: 'Sample', x_zip: '32615' };

const who = { customerId: id('ref-1001') };
const paid = { ...who, invoiceId: '=INV-{{ $json.a }}', amount: '36' };
const PAID = { x_invoice_id: expect.stringMatching(/^INV-/), x_amount: '36.00' };

const byCard = { payWith: 'account', cardNumber: '4007 0000 0002 7', expiration: '12/39' };
const BY_CARD = { x_cc_number: CARD, x_cc_exp: '1239' };

const byBank = {
	payWith: 'account',
	routingNumber: ROUTING,
	accountNumber: ACCOUNT,
	accountType: 'PC',
	achType: 'WEB',
};
const BY_BANK = {
	x_ach_route: ROUTING,
	x_ach_account: ACCOUNT,
	x_ach_account_type: 'PC',
	x_ach_payment_type: 'WEB',
};

const APPROVED = {
	approved: true,
	status: 'G',
	statusText: 'Approved',
	amount: '36.00',
	orderNumber: expect.stringMatching(/^123456-20260301-[0-9a-f]{13}$/),
};
const RECEIVED = { approved: true, status: 'R', statusText: 'Received' };

const ticket = (type: string) => () => {
	const captured = type === 'AS' ? 0 : 36;
	simulator.own.tickets.set('1234', {
		type,
		customer: 'ref-1001',
		amount: 36,
		captured,
		refunded: 0,
		voided: false,
	});
};

const payment = (row: Omit<Row, 'refusal' | 'items'>): Row => ({
	...row,
	refusal: REFUSED,
	items: 1,
});

const onTicket = (type: string, on: string): Row =>
	payment({
		once: true,
		arrange: ticket(on),
		parameters: { ...who, ticketId: '1234', amount: '36.00', options: {} },
		request: form(type, { x_ticket_id: '1234', x_amount: '36.00' }),
		item: { ...APPROVED, ticketId: '1234' },
	});

const PASSPORT = 'a'.repeat(32);

const passport = () => {
	simulator.own.passports.set(PASSPORT, { id: PASSPORT, type: 'email' });
};

const passportFields = {
	type: 'email',
	customerId: id('1001'),
	email: 'payer@example.com',
	subTotal: '2.25',
	total: '2.25',
	options: { noSurcharge: true, memo: 'May' },
};

const passportBody = {
	type: 'email',
	customer: 1001,
	email: 'payer@example.com',
	subTotal: 2.25,
	tax: 0,
	discount: 0,
	total: 2.25,
	poNumber: '',
	referenceId: '',
	lineItems: [],
	nosurcharge: 'y',
	memo: 'May',
};

const scheduled = () =>
	simulator.own.schedule({ x_customer_id: 'ref-1001', x_invoice_id: 'INV-7', x_amount: '1.00' });

const rows: Record<string, Row> = {
	'achPayment.credit': payment({
		parameters: { ...paid, ...byBank, ...ada, options: {} },
		request: form('DC', { ...PAID, ...BY_BANK, ...ADA }),
		item: { ...RECEIVED, amount: '36.00' },
	}),
	'achPayment.debit': payment({
		parameters: {
			...paid,
			...byBank,
			...ada,
			options: { verify: true, memo: 'May', processDate: '2039-12-31T00:00:00' },
		},
		request: form('DH', {
			...PAID,
			...BY_BANK,
			...ADA,
			x_ach_verification: '1',
			x_memo: 'May',
			x_process_date: '20391231',
		}),
		item: { ...RECEIVED, paymentTokenId: expect.stringMatching(/^tok_/) },
	}),
	'achPayment.preNote': payment({
		parameters: { ...who, invoiceId: 'INV-1', ...byBank, ...ada, options: {} },
		request: form('PN', { x_invoice_id: 'INV-1', x_amount: '0.00', ...BY_BANK, ...ADA }),
		item: RECEIVED,
	}),
	'achPayment.verify': payment({
		parameters: { ...who, invoiceId: 'INV-1', ...byBank, ...ada, options: {} },
		request: form('DV', { x_invoice_id: 'INV-1', x_amount: '0.00', ...BY_BANK, ...ADA }),
		item: { approved: true, verification: { authNumber: '123456', info: null } },
	}),
	'cardPayment.authorize': payment({
		parameters: { ...paid, ...byCard, ...ada, options: { securityCode: '999' } },
		request: form('AS', { ...PAID, ...BY_CARD, ...ADA, x_cc_cvv: '999' }),
		item: { ...APPROVED, ticketId: expect.any(String), authCode: '094533' },
	}),
	'cardPayment.capture': onTicket('DS', 'AS'),
	'cardPayment.charge3DsToken': payment({
		parameters: { ...paid, threeDsToken: 'canary-3ds', ...ada, options: {} },
		request: form('AP', { ...PAID, ...ADA, x_token: 'canary-3ds' }),
		item: APPROVED,
	}),
	'cardPayment.force': payment({
		parameters: { ...paid, ...byCard, ...ada, authorizationCode: '094533', options: {} },
		request: form('OF', { ...PAID, ...BY_CARD, ...ADA, x_authorization: '094533' }),
		item: APPROVED,
	}),
	'cardPayment.refund': onTicket('CR', 'ES'),
	'cardPayment.sale': payment({
		parameters: { ...paid, payWith: 'token', paymentToken: id(TOKEN), options: { poNumber: 'P7' } },
		request: form('ES', { ...PAID, x_payment_token_id: TOKEN, x_po_number: 'P7' }),
		item: { ...APPROVED, paymentTokenId: TOKEN },
	}),
	'cardPayment.tokenize': payment({
		parameters: {
			...who,
			cardNumber: CARD,
			expiration: '1239',
			...ada,
			options: { ownToken: 'tok_mine' },
		},
		request: form('TK', { ...BY_CARD, ...ADA, x_payment_token_id: 'tok_mine' }),
		item: { approved: true, paymentTokenId: 'tok_mine' },
	}),
	'cardPayment.verifyAddress': payment({
		parameters: { ...who, ...byCard, ...ada, simplify: false, options: {} },
		request: form('AV', { ...BY_CARD, ...ADA, x_amount: '0.00' }),
		item: { approved: true, avs: 'GOOD', processedAt: '2026-03-01T09:11:21' },
	}),
	'cardPayment.void': onTicket('VO', 'ES'),
	'customApiCall.send': {
		parameters: { method: 'GET', path: '/api/customers', query: '{"id[]": [1003, 1005]}' },
		request: { method: 'GET', path: '/api/customers', query: { 'id[]': '1005' } },
		item: { '@id': '/api/customers/1003', id: 1003 },
		items: 2,
	},
	'customer.get': {
		parameters: { customerId: id('1001'), simplify: true, options: {} },
		request: rest('/api/customers/1001'),
		item: { id: 1001, customerRef: 'ref-1001', paymentAccountCount: 2 },
		items: 1,
	},
	'customer.getMany': {
		parameters: {
			returnAll: false,
			limit: 2,
			simplify: true,
			filters: { firstName: 'Ada' },
			options: {},
		},
		request: rest('/api/customers', { firstName: 'Ada' }),
		item: {
			id: 1001,
			customerRef: 'ref-1001',
			company: 'Example Co 0',
			paymentAccountCount: 2,
		},
		items: 2,
		list: {
			all: 75,
			pages: [{}, { page: '2' }, { page: '3' }].map((page) => ({ firstName: 'Ada', ...page })),
			limit: 40,
			requests: 2,
		},
	},
	'event.get': {
		parameters: { eventId: '30030', simplify: true, options: {} },
		request: rest('/api/events/30030'),
		item: { id: 30030, type: 'customer.updated', createdAt: '2026-01-01T00:00:00.000Z' },
		itemAsSeen: { id: '30030' },
		items: 1,
	},
	'event.getMany': {
		parameters: { returnAll: false, limit: 2, simplify: true, filters: {}, options: {} },
		request: rest('/api/events'),
		item: {
			id: 30030,
			type: 'customer.updated',
			object: { id: 1001, object: 'customer', customerRef: 'ref-1001' },
			previousAttributes: { city: 'Elsewhere' },
		},
		itemAsSeen: { id: '30030' },
		items: 2,
		list: { all: 40, pages: [{}, { page: '2' }], limit: 35, requests: 2 },
	},
	'gatewayRequest.send': payment({
		parameters: {
			transactionType: 'es',
			fields: {
				rows: [
					{ name: 'x_customer_id', value: 'ref-1001' },
					{ name: 'x_invoice_id', value: '=INV-{{ $json.a }}' },
					{ name: 'x_amount', value: '36.00' },
					{ name: 'x_payment_token_id', value: TOKEN },
				],
			},
			options: {},
		},
		request: form('ES', { ...PAID, x_payment_token_id: TOKEN }),
		item: APPROVED,
	}),
	'passportPayment.create': {
		parameters: passportFields,
		request: { method: 'POST', path: '/api/v1/passports', body: passportBody },
		item: { id: expect.stringMatching(/^[0-9a-f]{32}$/), total: 2.25 },
		items: 1,
	},
	'passportPayment.delete': {
		once: true,
		arrange: passport,
		parameters: { passportId: PASSPORT },
		request: { method: 'DELETE', path: `/api/v1/passports/${PASSPORT}` },
		item: { deleted: true },
		items: 1,
	},
	'passportPayment.get': {
		arrange: passport,
		parameters: { passportId: PASSPORT },
		request: rest(`/api/v1/passports/${PASSPORT}`),
		item: { id: PASSPORT, type: 'email' },
		items: 1,
	},
	'passportPayment.update': {
		arrange: passport,
		parameters: {
			passportId: PASSPORT,
			...passportFields,
			type: 'text',
			phone: '-888-888-8888',
			countryCode: '1',
			options: { legacyType: true, customJson: '{"tip": "none"}' },
		},
		request: {
			method: 'POST',
			path: `/api/v1/passports/${PASSPORT}`,
			body: {
				type: 'phone',
				customer: 1001,
				phone: '-888-888-8888',
				country_code: '1',
				subTotal: 2.25,
				tax: 0,
				discount: 0,
				total: 2.25,
				poNumber: '',
				referenceId: '',
				lineItems: [],
				nosurcharge: 'n',
				tip: 'none',
			},
		},
		item: { id: PASSPORT, tip: 'none' },
		items: 1,
	},
	'paymentAccount.getMany': {
		parameters: {
			customerId: id('1001'),
			returnAll: false,
			limit: 1,
			filters: { type: 'Card' },
			options: {},
		},
		request: rest('/api/customers/1001'),
		item: {
			id: 10011,
			type: 'Card',
			brand: 'visa',
			holder: 'Ada Sample 0',
			expiration: '04/27',
			maskedAccountNumber: 'xx-1111',
			enabled: true,
			businessAccount: false,
			customerId: 1001,
		},
		items: 1,
		list: { all: 1, pages: [{}], limit: 1, requests: 1 },
	},
	'pendingTransaction.delete': {
		once: true,
		arrange: scheduled,
		refusal: REFUSED,
		parameters: { ...who, invoiceId: 'INV-7' },
		request: form('RM', { x_invoice_id: 'INV-7' }),
		item: { deleted: true },
		items: 1,
	},
	'pendingTransaction.deleteAll': {
		once: true,
		arrange: scheduled,
		refusal: REFUSED,
		parameters: { ...who, confirm: true },
		request: form('RM', { x_invoice_id: 'ALL' }),
		item: { deleted: true },
		items: 1,
	},
	'pendingTransaction.getMany': {
		parameters: { returnAll: false, limit: 2, simplify: true, filters: {}, options: {} },
		request: rest('/api/transactions-pending'),
		item: { id: 20020, amount: '101.00', loginID: 'mia' },
		items: 2,
		list: { all: 35, pages: [{}, { page: '2' }], limit: 33, requests: 2 },
	},
	'settlement.getMany': {
		parameters: {
			returnAll: false,
			limit: 2,
			filters: { startDate: '2026-01-01T00:00:00' },
			options: {},
		},
		request: rest('/api/v1/settlements', { filter: '{"startDate":"20260101"}', limit: '2' }),
		item: { id: 40040, settleDate: '20260105', amount: '1.00' },
		items: 2,
		list: {
			all: 60,
			pages: ['25', '60'].map((limit) => ({ filter: '{"startDate":"20260101"}', limit })),
			limit: 40,
			requests: 1,
		},
	},
	'transaction.get': {
		parameters: { transactionId: id('10010'), simplify: true, options: {} },
		request: rest('/api/transactions-history/10010'),
		item: { id: 10010, amount: '1.00', referenceId: 'INV-10010' },
		items: 1,
	},
	'transaction.getMany': {
		parameters: {
			returnAll: false,
			limit: 2,
			simplify: true,
			filters: { transactionDateTo: '2026-01-01T00:00:00.000Z' },
			options: {},
		},
		request: rest('/api/transactions-history', { 'tranDate[lte]': '1767329999' }),
		item: { id: 10010, amount: '1.00', customer: { id: 1001 } },
		items: 2,
		list: {
			all: 45,
			pages: [{}, { page: '2' }].map((page) => ({ 'tranDate[lte]': '1767329999', ...page })),
			limit: 40,
			requests: 2,
		},
	},
};

describe('every operation of the OmniFund node', () => {
	describeOperations({
		resources,
		nodeFolder: 'OmniFund',
		rows,
		vendor: () => simulator,
		shaped: true,
		run: async (name, parameters, more) =>
			await runOperation(engine, TYPE, credential, name, parameters, more),
		headers: {
			authorization: expect.stringMatching(/^Bearer canary-omnifund-access-/),
		},
		refusal: {
			status: 400,
			body: '{"@type":"hydra:Error","hydra:title":"An error occurred","hydra:description":"Wrong filter"}',
			message: 'Wrong filter',
		},
	});
});
