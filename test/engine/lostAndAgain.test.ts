import type { INodeParameters } from 'n8n-workflow';
import { atWork } from '../../nodes/shared/api/client';
import { invoiceOf } from './support/billit';
import type { Engine, RunOptions, RunResult } from './support/engine';
import { CONNECTED_ANYWHERE, OwnVendor, reply } from './support/ownVendor';
import { inFuture, packEngine } from './support/pack';

/**
 * An answer that was lost, and what a later try of the same call is told: that it is there already, or anything else. What
 * was carried out is not made again under another key.
 */
describe('a call with an idempotency key whose answer was lost', () => {
	let vendor: OwnVendor;
	let engine: Engine;
	/** Paths of what the vendor carried out. */
	let made: string[];
	const usual = atWork.pauseMs;

	beforeEach(async () => {
		vendor = await new OwnVendor().start();
		engine = packEngine();
		made = [];
	});

	afterEach(async () => {
		atWork.pauseMs = usual;
		await vendor.stop();
	});

	/** Carries out the first call with a key, and loses its answer; refuses the key from then on. */
	function loses(refusal: number) {
		const keys = new Set<string>();
		vendor.answer = ({ method, path, key }, response) => {
			if (path === '/token') {
				const token = { access_token: 'canary-new-access', refresh_token: 'canary-new-refresh' };
				return reply(response, { ...token, expires_in: 3600 });
			}
			if (method === 'GET') return reply(response, path === '/v1/orders' ? NONE : ORDER);
			if (keys.has(key))
				return reply(response, { errors: [{ Code: 'Idempotent token already exists' }] }, refusal);
			keys.add(key);
			made.push(path);
			if (made.length === 1) response.destroy();
			else reply(response, path.endsWith('send') ? {} : 100 + made.length);
		};
	}

	const billit = async (
		operation: string,
		parameters: INodeParameters,
		more: Partial<RunOptions> = {},
	): Promise<RunResult> =>
		await engine.run({
			type: 'billit',
			parameters: { authentication: 'apiKey', resource: 'order', operation, ...parameters },
			credentials: { billitApi: credentialAtBillit() },
			...more,
		});

	let atBillit: string | undefined;
	beforeEach(() => {
		atBillit = undefined;
		atAnyApi = undefined;
	});
	const credentialAtBillit = (): string =>
		(atBillit ??= engine.addCredential('billitApi', {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			apiKey: 'canary-billit-key',
			partyId: '1001',
		}));

	const operations: Array<[string, INodeParameters]> = [
		['create', invoiceOf()],
		['send', { orderIds: '101', transportType: 'SMTP' }],
		['createAndSend', { ...invoiceOf(), transportType: 'SMTP' }],
	];

	it.each(operations)('order.%s is not repeated by a loop', async (operation, parameters) => {
		loses(409);
		const { items } = await billit(operation, parameters, { errorsBack: 2 });
		expect(made).toHaveLength(1);
		expect(items[0]?.json.error).toMatch(/^Billit has already processed this call/);
	});

	/** Keys by an expression that gives another one in each try. */
	const charge = async (more: Partial<RunOptions>): Promise<RunResult> =>
		await engine.run({
			type: 'flexibleApi',
			parameters: {
				resource: 'apiCall',
				operation: 'send',
				method: 'POST',
				path: '/charges',
				bodyType: 'json',
				body: '{"amount":1}',
				options: {
					idempotencyHeader: 'Idempotency-Key',
					idempotencyKey: '={{ Math.random() }}',
				},
			},
			credentials: { flexibleOAuth2Api: credentialAtAnyApi() },
			...more,
		});

	let atAnyApi: string | undefined;
	const credentialAtAnyApi = (): string =>
		(atAnyApi ??= engine.addCredential('flexibleOAuth2Api', {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			accessTokenUrl: `${vendor.origin}/token`,
			...CONNECTED_ANYWHERE,
			tokenExpiresAt: inFuture(3600),
		}));

	it.each([400, 401, 403, 404, 409, 422])(
		'a call of OAuth2 API Call is not either, where the next try is refused with HTTP %s',
		async (refusal) => {
			loses(refusal);
			const failed = await charge({ retryOnFail: true });
			expect(failed.error).toBeDefined();
			await charge({ retryOf: failed });
			expect(made).toEqual(['/charges']);
		},
	);

	it('a call of OAuth2 API Call keeps its first key while no answer comes, and gets a new one after a refusal', async () => {
		const keys = () => new Set(vendor.calls.map(({ key }) => key));
		vendor.answer = (_call, response) => response.destroy();
		const lost = await charge({ retryOnFail: true });
		await charge({ retryOf: lost });
		expect(keys().size).toBe(1);
		vendor.calls = [];
		vendor.answer = (_call, response) => reply(response, { error: 'no such field' }, 400);
		const refused = await charge({});
		await charge({ retryOf: refused });
		expect(keys().size).toBe(2);
	});

	it('nor where no connection can be made afterwards', async () => {
		loses(409);
		const { answer } = vendor;
		vendor.answer = (call, response) => {
			answer(call, response);
			if (call.method === 'POST') void vendor.stop();
		};
		const { error } = await billit('create', invoiceOf());
		expect(made).toHaveLength(1);
		expect(error?.description).toMatch(/may have been carried out all the same/);
	});

	it.each([408, 502, 504])('is not sent again at once after HTTP %s', async (status) => {
		atWork.pauseMs = 2_500;
		const keys = new Set<string>();
		vendor.answer = ({ method, path, key }, response) => {
			if (method === 'GET') return reply(response, NONE);
			if (keys.has(key))
				return reply(response, { errors: [{ Code: 'Idempotent token already exists' }] }, 409);
			// Billit keeps a key once it is done.
			setTimeout(() => {
				keys.add(key);
				made.push(path);
			}, 1_800);
			response.writeHead(status).end('The gateway did not wait');
		};
		const { error } = await billit('create', invoiceOf());
		expect(error?.message).toBe('Billit has already processed this call');
		expect(made).toHaveLength(1);
	});

	it("a key that was somebody else's from the beginning can be mended in a retry", async () => {
		const keys = new Set<string>();
		vendor.answer = ({ method, key }, response) => {
			if (method === 'GET') return reply(response, NONE);
			if (keys.has(key))
				return reply(response, { errors: [{ Code: 'Idempotent token already exists' }] }, 409);
			keys.add(key);
			made.push(key);
			reply(response, 100 + made.length);
		};
		const withKey = (customIdempotencyKey: string) =>
			invoiceOf({ options: { idempotencyKey: 'custom', customIdempotencyKey } });
		const input = [{ json: { row: 1 } }, { json: { row: 2 } }];
		const failed = await billit('create', withKey('invoice'), { input });
		expect(failed.error?.message).toBe('Billit has already processed this call');
		const again = await billit('create', withKey('=invoice-{{ $json.row }}'), {
			input,
			// As n8n's "Retry with currently saved workflow" has it.
			retryOf: {
				...failed,
				stored: failed.stored.replaceAll('"invoice"', '"=invoice-{{ $json.row }}"'),
			},
		});
		expect(again.items.map(({ json }) => json.OrderID)).toEqual([101, 102]);
		expect(made).toEqual(['invoice', 'invoice-2']);
	});
});

const NONE = { Items: [] };

const ORDER = {
	OrderID: 101,
	OrderStatus: 'ToSend',
	CounterParty: { VATNumber: 'BE0123456789', Email: 'someone@example.com' },
};
