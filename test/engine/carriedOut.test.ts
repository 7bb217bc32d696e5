import { BinaryDataService } from 'n8n-core';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { cardSale } from '../support/payments';
import type { Engine, RunOptions, RunResult } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/** What a vendor of one test's own counts, where simulators know better than the vendor. */

impatient();

let vendor: OwnVendor;
let engine: Engine;

beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
});
afterEach(async () => await vendor.stop());

const id = (value: string) => ({ __rl: true, mode: 'id', value });

const IN_AN_HOUR = () => new Date(Date.now() + 3_600_000).toISOString();

const CREDENTIALS: Record<string, () => ICredentialDataDecryptedObject> = {
	billitApi: () => ({ apiKey: 'canary-billit-key', partyId: '1001' }),
	flexibleOAuth2Api: () => ({
		grantType: 'refreshToken',
		accessTokenUrl: `${vendor.origin}/token`,
		clientId: 'client',
		clientSecret: 'canary-secret-of-client',
		accessToken: 'canary-access-token',
		refreshToken: 'canary-refresh-token',
		tokenExpiresAt: IN_AN_HOUR(),
		tokenLifetime: '3600',
		quirks: [],
	}),
	lucaApi: () => ({ apiKey: 'canary-luca-key' }),
	lucaOAuth2Api: () => ({
		clientId: 'client',
		clientSecret: 'canary-secret-of-client',
		redirectUrl: 'http://127.0.0.1:5678/webhook/by-hand/connect',
		accessToken: 'canary-access-token',
		refreshToken: 'canary-refresh-token',
		tokenExpiresAt: IN_AN_HOUR(),
		tokenLifetime: '3600',
	}),
	microBiltOAuth2Api: () => ({ clientId: 'client', clientSecret: 'canary-secret-of-client' }),
	omniFundApi: () => ({ apiKeyId: 'key', apiKeySecret: 'canary-key-secret' }),
};

/** Runs with Retry On Fail, and where that fails once more from the list of executions. */
async function again(
	type: string,
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
): Promise<{ first: RunResult; second: RunResult }> {
	const run = runOf(type, operation, parameters);
	const first = await run({ retryOnFail: true, ...more });
	return { first, second: first.error ? await run({ retryOf: first }) : first };
}

function runOf(type: string, operation: string, parameters: INodeParameters) {
	const settings = { environment: 'custom', apiBaseUrl: vendor.origin, ...CREDENTIALS[type]?.() };
	const credential = engine.addCredential(type, settings);
	return async (more: Partial<RunOptions> = {}) =>
		await runOperation(engine, type, credential, operation, parameters, more);
}

const to = (path: string) => vendor.to(path);

describe('a call that was carried out', () => {
	it('is not sent again because the file that it brought cannot be stored', async () => {
		vendor.answer = (_call, response) => {
			response.writeHead(200, { 'Content-Type': 'application/pdf' });
			response.end('%PDF');
		};
		const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
		const store = jest.spyOn(BinaryDataService.prototype, 'store').mockRejectedValue(full);
		const { first, second } = await again('flexibleOAuth2Api', 'apiCall.send', {
			method: 'POST',
			path: '/labels',
			bodyType: 'json',
			body: '{"parcel":1}',
			answer: 'file',
			outputField: 'data',
			options: {},
		});
		store.mockRestore();
		expect(to('/labels')).toHaveLength(1);
		expect(first.error?.message).toContain('ENOSPC');
		expect(second.error?.message).toContain('ENOSPC');
		expect(first.error?.description).toContain('carried out before this failed');
	});

	const gateway = '/os/system/gateway/transact.php';
	const sale = '?x_transaction_type=ES&x_amount=5.00';

	it.each([
		['omniFundApi', 'GET', `${gateway}${sale}`],
		['omniFundApi', 'PUT', gateway],
		['omniFundApi', 'GET', `/gateway/transact.php${sale}`],
		['omniFundApi', 'GET', `/%6fs/system/gateway/transact.php${sale}`],
		['microBiltOAuth2Api', 'GET', '/IPAddressInfo/GetReport?ip=203.0.113.7'],
	])('of %s by Custom API Call, %s %s, is sent once', async (type, method, path) => {
		const token = { access_token: 'canary-access', expires_in: '3599', token_type: 'BearerToken' };
		vendor.answer = (call, response) =>
			call.path.startsWith('/OAuth/') ? reply(response, token) : reply(response, {}, 503);
		const body = method === 'PUT' ? { body: '{"x_amount":"5.00"}' } : {};
		const parameters = { method, path, ...body, options: {} };
		await again(type, 'customApiCall.send', parameters);
		expect(vendor.calls.filter((call) => !call.path.startsWith('/OAuth/'))).toHaveLength(1);
	});

	it('of the rest of OmniFund by Custom API Call is repeated as ever where it reads', async () => {
		vendor.answer = (_call, response) => reply(response, {}, vendor.calls.length < 2 ? 503 : 200);
		const parameters = { method: 'GET', path: '/api/customers', options: {} };
		const { first } = await again('omniFundApi', 'customApiCall.send', parameters);
		expect(first.error).toBeUndefined();
		expect(vendor.calls).toHaveLength(2);
	});
});

describe('reports that are bought side by side', () => {
	it('are kept where another one fails while they are under way', async () => {
		const token = { access_token: 'canary-access', expires_in: '3599', token_type: 'BearerToken' };
		const report = { MsgRsHdr: { RqUID: 'r', Status: { StatusCode: '0' } } };
		let refuses = true;
		vendor.answer = (call, response) => {
			if (call.path.startsWith('/OAuth/')) return reply(response, token);
			if (refuses && call.body.includes('refused@')) return reply(response, {}, 400);
			setTimeout(() => reply(response, report), 300);
		};
		const parameters = { email: '={{ $json.who }}@example.com', options: { parallelRequests: 3 } };
		const run = runOf('microBiltOAuth2Api', 'contact.validateEmail', parameters);
		const input = ['first', 'refused', 'last'].map((who) => ({ json: { who } }));
		const first = await run({ input });
		expect(first.error).toBeDefined();
		refuses = false;
		const second = await run({ retryOf: first });
		expect(second.error).toBeUndefined();
		expect(second.items).toHaveLength(3);
		const bought = (who: string) => vendor.calls.filter(({ body }) => body.includes(`${who}@`));
		expect(['first', 'refused', 'last'].map((who) => bought(who).length)).toEqual([1, 2, 1]);
	});
});

describe('a mutation of Luca that was refused in its midst', () => {
	const DOCUMENT = 'mutation { first { id } second { id } }';
	const mutations = () => vendor.calls.filter(({ body }) => body.includes('mutation'));

	const refused = (code: string, path?: string[]) => {
		vendor.answer = (call, response) =>
			call.body.includes('mutation')
				? reply(response, {
						data: null,
						errors: [{ message: 'No', path, extensions: { code, retryAfter: 0 } }],
					})
				: reply(response, {
						access_token: `canary-token-${vendor.calls.length}`,
						refresh_token: `canary-refresh-${vendor.calls.length}`,
						expires_in: 3600,
						data: { companies: { nodes: [{ id: 'c1', name: 'Example AS' }] } },
					});
	};

	it.each(['lucaApi', 'lucaOAuth2Api'])('is sent once (%s)', async (type) => {
		const authentication = type === 'lucaApi' ? 'apiKey' : 'oAuth2';
		for (const code of ['RATE_LIMITED', 'UNAUTHENTICATED']) {
			vendor.calls = [];
			refused(code, ['second']);
			const options = { skipCheck: true };
			const parameters = { authentication, query: DOCUMENT, options };
			const { second } = await again(type, 'graphql.execute', parameters);
			expect(second.error?.message).toBe('No');
			expect(mutations()).toHaveLength(1);
		}
	});

	it('is sent again where it was refused as a whole, or asks for one thing that was refused', async () => {
		for (const [query, path] of [
			[DOCUMENT, undefined],
			['mutation { first { id } }', ['first']],
		] as const) {
			vendor.calls = [];
			refused('RATE_LIMITED', path ? [...path] : undefined);
			await runOf('lucaApi', 'graphql.execute', { query, options: { skipCheck: true } })();
			expect(mutations().length).toBeGreaterThan(1);
		}
	});
});

describe('a payment of OmniFund', () => {
	const approvals = [
		'{"status":"G","term_code":"0","ticket_id":"77"}',
		'<?xml version="1.0"?><response><status>R</status><term_code>0</term_code></response>',
	];

	it.each([400, 401, 402, 403, 404, 409, 422, 429])(
		'is sent once where HTTP %i stands beside an approval',
		async (status) => {
			for (const approval of approvals) {
				for (const [operation, parameters] of [
					['cardPayment.sale', cardSale({ invoiceId: 'INV-1' })],
					['customApiCall.send', { method: 'POST', path: '/os/system/gateway/transact.php' }],
				] as const) {
					vendor.calls = [];
					vendor.answer = ({ method }, response) => {
						response.writeHead(method === 'POST' ? status : 200, { 'Retry-After': '0' });
						response.end(method === 'POST' ? approval : '{"hydra:member":[]}');
					};
					const { second } = await again('omniFundApi', operation, parameters);
					expect(second.error).toBeDefined();
					expect(vendor.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
				}
			}
		},
	);

	const GATEWAY = '/os/system/gateway/transact.php';
	const none = { 'hydra:member': [], 'hydra:view': {} };

	it.each([
		[{ status: 'P', term_code: '1' }, 1],
		[{ status: 'P', term_code: '20978' }, 1],
		[{ status: 'X', term_code: '31000' }, 1],
		[{ term_code: '99999' }, 1],
		[{ term_code: 'abc' }, 1],
		[{ term_code: '20978' }, 4],
		[{ term_code: '20999' }, 4],
		[{ status: 'D', term_code: '7' }, 4],
	])('answered with %j leaves %d times', async (said, times) => {
		vendor.answer = (call, response) => reply(response, call.path === GATEWAY ? said : none);
		const { second } = await again(
			'omniFundApi',
			'cardPayment.sale',
			cardSale({ invoiceId: 'A-1' }),
		);
		expect(to(GATEWAY)).toHaveLength(times);
		expect(second.error?.message.includes('not known')).toBe(times === 1);
	});

	const sub = async (records: (place: string, looked: number) => unknown[]) => {
		let looked = 0;
		vendor.answer = (call, response) => {
			if (call.path === GATEWAY) return reply(response, { status: 'G', term_code: '0' });
			const place = call.path.endsWith('history') ? 'history' : 'pending';
			reply(response, { ...none, 'hydra:member': records(place, looked++) });
		};
		const run = runOf('omniFundApi', 'cardPayment.sale', cardSale({ invoiceId: 'A-1' }));
		return await run({ mode: 'integrated' });
	};

	it('is found although it moves from pending to history between the looks', async () => {
		const made = [{ id: 1, referenceId: 'A-1', amount: 36 }];
		const { error } = await sub((place, looked) =>
			place === (looked === 0 ? 'pending' : 'history') ? made : [],
		);
		expect(error?.message).toContain('OmniFund already has ID 1');
		expect(to(GATEWAY)).toHaveLength(0);
	});

	it('is found where the record that was asked for by its invoice does not repeat it', async () => {
		const { error } = await sub((place) => (place === 'history' ? [{ id: 1, amount: 36 }] : []));
		expect(error?.message).toContain('OmniFund already has ID 1');
		expect(to(GATEWAY)).toHaveLength(0);
	});

	it('does not leave where a declined one is found among more than can be looked at', async () => {
		const many = Array.from({ length: 200 }, (_, index) => ({
			'@id': `/${index}`,
			id: index,
			referenceId: index === 0 ? 'A-1' : 'other',
			status: index === 0 ? 'D' : 'G',
		}));
		const { error } = await sub((place) => (place === 'history' ? many : []));
		expect(error?.message).toContain('could not be asked');
		expect(to(GATEWAY)).toHaveLength(0);
	});
});

describe('Billit', () => {
	const SEND = '/v1/orders/commands/send';
	const ORDER: INodeParameters = {
		orderType: 'Invoice',
		orderDirection: 'Income',
		counterPartyId: id('9'),
		linesFrom: 'below',
		orderLines: {
			rows: [{ Description: 'Work', UnitPriceExcl: 1, Quantity: 1, VATPercentage: 21 }],
		},
		orderDate: '2026-11-01',
		expiryDate: '2026-12-01',
		transportType: 'SMTP',
	};
	let sent: Map<number, number>;
	let down: boolean;
	const creations = () => to('/v1/orders').filter(({ method }) => method === 'POST');

	beforeEach(() => {
		sent = new Map();
		down = false;
		const keys = new Set<string>();
		vendor.answer = (call, response) => {
			const last = Number(call.path.split('/').pop());
			if (call.method === 'GET') {
				const order = { OrderID: 77, OrderNumber: 'N-1' };
				if (call.path === '/v1/orders') {
					return reply(response, { Items: creations().length > 0 ? [order] : [] });
				}
				return reply(response, { ...order, OrderID: last, IsSent: sent.has(last) });
			}
			if (keys.has(call.key)) return reply(response, { errors: [{ Code: 'Idempotent' }] }, 409);
			if (call.path === SEND && down) return reply(response, {}, 503);
			keys.add(call.key);
			if (call.path !== SEND) return reply(response, 77);
			const { OrderIDs } = JSON.parse(call.body) as { OrderIDs: number[] };
			for (const each of OrderIDs) sent.set(each, (sent.get(each) ?? 0) + 1);
			reply(response, true);
		};
	});

	/** As n8n keeps an execution whose process was killed. */
	const killed = (run: RunResult): RunResult => ({
		...run,
		stored: run.stored.replace('"n8nNodesBackoffice"', '"lostWithTheProcess"'),
	});

	it('creates once and sends in the retry what could not be sent at first', async () => {
		down = true;
		const run = runOf('billitApi', 'order.createAndSend', { ...ORDER, options: {} });
		const first = await run({ retryOnFail: true });
		expect(first.error?.message).toContain(
			'Order 77 was created, but whether it was sent is not known',
		);
		down = false;
		const second = await run({ retryOf: first });
		expect(second.error).toBeUndefined();
		expect(second.items[0]?.json).toMatchObject({ OrderID: 77, sent: true });
		expect(creations()).toHaveLength(1);
		expect([...sent]).toEqual([[77, 1]]);
	});

	it('tells as sent what was sent by a call whose answer was lost', async () => {
		const { answer } = vendor;
		vendor.answer = (call, response) => {
			const isFirst = to(SEND).length === 1;
			if (call.path !== SEND || !isFirst) return answer(call, response);
			// Carried out, and answered as if it were not.
			const lost = { writeHead: () => response, end: () => reply(response, {}, 500) };
			answer(call, Object.assign(Object.create(response) as typeof response, lost));
		};
		const run = runOf('billitApi', 'order.createAndSend', { ...ORDER, options: {} });
		const { items, error } = await run();
		expect(error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ OrderID: 77, sent: true, duplicate: true });
		expect([...sent]).toEqual([[77, 1]]);
	});

	it('sends once what a killed process has created and sent, where a duplicate is a success', async () => {
		const additionalFields = { OrderNumber: 'N-1' };
		const options = { treatDuplicateAsSuccess: true };
		const parameters = { ...ORDER, additionalFields, options };
		const run = runOf('billitApi', 'order.createAndSend', parameters);
		// Something after it fails, so that n8n can retry it.
		const first = await run();
		expect([...sent]).toEqual([[77, 1]]);
		const { items, error } = await run({ mode: 'integrated' });
		expect(first.error ?? error).toBeUndefined();
		expect(items[0]?.json).toMatchObject({ OrderID: 77, sent: true, SentBefore: true });
		expect([...sent]).toEqual([[77, 1]]);
	});

	it('sends of a list what was not sent before, each order once', async () => {
		sent.set(1, 1);
		down = true;
		const parameters = { orderIds: '1, 2, 3, 3', transportType: 'SMTP', options: {} };
		const run = runOf('billitApi', 'order.send', parameters);
		const first = await run();
		down = false;
		const second = await run({ retryOf: killed(first) });
		expect(second.items[0]?.json).toMatchObject({ OrderIDs: [2, 3], notSentAgain: [1] });
		expect(second.hints.join()).toContain('sent before: 1');
		expect([...sent]).toEqual([1, 2, 3].map((each) => [each, 1]));
		const third = await run({ mode: 'integrated' });
		expect(third.error?.message).toBe('Orders 1, 2, 3 were sent before; nothing was sent now');
	});

	it('is told of no address that it cannot call', async () => {
		const addresses = [
			'http://example.com/x',
			'ftp://example.com',
			'javascript:alert(1)',
			'https://',
			'https://example.com/a b',
			'https://localhost/x',
			'https://localhost./x',
			'https://n8n.localhost/x',
			'https://127.0.0.1/x',
			'https://0x7f.1/x',
			'https://0.0.0.0/x',
			'https://[::1]/x',
			'https://[::ffff:127.0.0.1]/x',
		];
		for (const webhookUrl of addresses) {
			for (const operation of ['webhook.create', 'accessPointRegistration.createWebhook']) {
				const parameters = { registrationId: id('5'), webhookUrl };
				const { error } = await runOf('billitApi', operation, parameters)();
				expect(error?.message).toContain('"Webhook URL"');
			}
		}
		const { error } = await runOf('billitApi', 'accessPointRegistration.startIdentification', {
			registrationId: id('5'),
			identificationProvider: 'itsme',
			redirectUrl: 'javascript:alert(1)',
			options: {},
		})();
		expect(error?.message).toBe('"Redirect URL" must be an address such as https://…');
		expect(vendor.calls).toHaveLength(0);
	});
});
