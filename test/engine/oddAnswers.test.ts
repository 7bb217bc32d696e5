import type { ServerResponse } from 'node:http';
import type { INodeParameters } from 'n8n-workflow';
import { cardSale } from '../support/payments';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/** Between the request that may have left and the item: an answer that is no answer to it is told, not shown as done. */

impatient();

let vendor: OwnVendor;
beforeEach(async () => void (vendor = await new OwnVendor().start()));
afterEach(async () => await vendor.stop());

const SECRETS = {
	billitApi: { apiKey: 'canary-key', partyId: '1001' },
	bookingExpertsApi: { apiKey: 'canary-key' },
	omniFundApi: { apiKeyId: 'key', apiKeySecret: 'canary-secret' },
};

const id = (value: string) => ({ __rl: true, mode: 'id', value });

const runOf = (type: keyof typeof SECRETS, operation: string, parameters: INodeParameters) => {
	const engine = packEngine();
	const credential = engine.addCredential(type, {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		...SECRETS[type],
	});
	return async (more: object = {}) =>
		await runOperation(engine, type, credential, operation, parameters, more);
};

const raw =
	(status: number, type: string, body: string) =>
	(response: ServerResponse): void => {
		response.writeHead(status, { 'Content-Type': type, Location: '/elsewhere' });
		response.end(body);
	};

const ANSWERS: ReadonlyArray<[string, (response: ServerResponse) => void]> = [
	['a page without its head', raw(200, 'text/html', '<div>Maintenance</div>')],
	['a page in the name of JSON', raw(200, 'application/json', '<!-- x --><p>Log in</p>')],
	['half of JSON as text', raw(200, 'text/plain', '{"PaymentID": 5, "Amo')],
	['JSON twice as text', raw(200, 'text/plain', '{"PaymentID": 5}{"PaymentID": 6}')],
	['JSON twice without a type', raw(200, '', '[1][2]')],
	['a redirect with a body', raw(302, 'application/json', '{"PaymentID": 5}')],
	['a redirect of a POST', raw(307, 'text/html', '')],
	['not modified', raw(304, 'text/html', '')],
	['a failing server without words', raw(502, 'text/html', '')],
];

const CALLS: ReadonlyArray<[keyof typeof SECRETS, string, INodeParameters]> = [
	[
		'billitApi',
		'order.addPayment',
		{ orderId: id('5'), amount: 10, company: id(''), options: { idempotencyKey: 'none' } },
	],
	[
		'bookingExpertsApi',
		'genericRecord.create',
		{ path: '/v3/things', type: 'thing', attributes: { rows: [{ name: 'name', value: 'x' }] } },
	],
];

describe.each(CALLS)('%s %s', (type, operation, parameters) => {
	it.each(ANSWERS)('answered with %s is not known, and is sent once', async (_, answer) => {
		vendor.answer = (_call, response) => answer(response);
		const run = runOf(type, operation, parameters);
		const first = await run({ retryOnFail: true });
		const second = await run({ retryOf: first });
		for (const { error, items } of [first, second]) {
			expect(items).toEqual([]);
			expect(`${error?.message}. ${error?.description}`).toContain('not known');
		}
		expect(vendor.calls).toHaveLength(1);
	});
});

describe('an OmniFund payment', () => {
	const sent = 'INV-2026-000000007';
	it.each<[string, unknown, boolean]>([
		['its own invoice', sent, true],
		['its own in other letters', 'inv-2026-000000007 ', true],
		['its own, cut', sent.slice(0, 16), true],
		['none', '', true],
		['another one', 'INV-2026-000000008', false],
		['a part of it that is too short', 'INV-2026', false],
		['a number', 7, false],
	])('whose reply names %s', async (_, told, isItem) => {
		vendor.answer = (call, response) =>
			call.method === 'GET'
				? reply(response, { 'hydra:member': [] })
				: reply(response, { status: 'G', term_code: '0', invoice_id: told, ticket_id: 'T' });
		const run = runOf('omniFundApi', 'cardPayment.sale', cardSale({ invoiceId: sent }));
		const { items, error } = await run();
		expect(items).toHaveLength(isItem ? 1 : 0);
		if (isItem) return expect(error).toBeUndefined();
		expect(error?.message).toContain('about another invoice. Whether the payment was made is not');
	});
});

describe('an address that is none', () => {
	it('of a redirect is no redirect', async () => {
		vendor.answer = (_call, response) => {
			response.writeHead(302, { Location: 'http://' });
			response.end();
		};
		const { error } = await runOf('billitApi', 'order.getMany', {})();
		expect(error?.message).toContain('Billit');
		expect(error?.message).not.toContain('Invalid URL');
	});

	it.each(['///', '//?$skip=1'])('of the next page, as one below the host: %s', async (below) => {
		vendor.answer = ({ path }, response) =>
			reply(
				response,
				path === '/v1/orders'
					? { Items: [{ OrderID: 1 }], NextPageLink: `${vendor.origin}${below}` }
					: { Items: [{ OrderID: 2 }] },
			);
		const run = runOf('billitApi', 'order.getMany', { returnAll: true, simplify: false });
		const { items, error } = await run();
		expect([error, items.map(({ json }) => json.OrderID)]).toEqual([undefined, [1, 2]]);
	});
});
