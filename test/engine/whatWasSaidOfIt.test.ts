import type { INodeParameters } from 'n8n-workflow';
import { cardSale } from '../support/payments';
import { invoiceOf } from './support/billit';
import type { Engine, RunOptions, RunResult } from './support/engine';
import { CONNECTED_ANYWHERE, OwnVendor, reply, type VendorCall } from './support/ownVendor';
import { inFuture, packEngine } from './support/pack';

/** What an earlier try was told, and what the next one makes of it: neither made twice nor refused for good. */

let vendor: OwnVendor;
let engine: Engine;
let stored: Record<string, string>;

beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
	stored = {};
});
afterEach(async () => await vendor.stop());

const NODES = {
	billit: ['billitApi', { apiKey: 'canary-billit-key', partyId: '1001' }],
	omniFund: ['omniFundApi', { apiKeyId: 'key', apiKeySecret: 'canary-key-secret' }],
	flexibleApi: ['flexibleOAuth2Api', { ...CONNECTED_ANYWHERE, tokenExpiresAt: inFuture(3600) }],
} as const;

async function run(
	type: keyof typeof NODES,
	operation: string,
	parameters: INodeParameters,
	{ asTool, ...more }: Partial<RunOptions> & { asTool?: boolean } = {},
): Promise<RunResult> {
	const [credentialType, settings] = NODES[type];
	const origin = vendor.origin;
	stored[type] ??= engine.addCredential(credentialType, {
		environment: 'custom',
		apiBaseUrl: origin,
		accessTokenUrl: `${origin}/token`,
		...settings,
	});
	const [resource = '', name = ''] = operation.split('.');
	const authentication = type === 'flexibleApi' ? {} : { authentication: 'apiKey' };
	return await engine.run({
		type: asTool ? `${type}Tool` : type,
		parameters: { ...authentication, resource, operation: name, ...parameters },
		credentials: { [credentialType]: stored[type] },
		...more,
	});
}

/** As n8n's "Retry with currently saved workflow" has it, after a change in a field. */
const changed = (failed: RunResult, from: string, to: string): RunResult => ({
	...failed,
	stored: failed.stored.replaceAll(from, to),
});

const posts = (): VendorCall[] => vendor.calls.filter(({ method }) => method === 'POST');

/** Billit: what it has carried out it refuses by its key. */
function billit(answer: (call: VendorCall) => { status: number; body?: unknown } | 'cut'): void {
	const known = new Set<string>();
	let made = 100;
	vendor.answer = (call, response) => {
		if (call.method === 'GET' && call.path === '/v1/orders') return reply(response, { Items: [] });
		if (call.method === 'POST' && known.has(call.key)) {
			return reply(response, { errors: [{ Code: 'Idempotent token already exists' }] }, 409);
		}
		const given = answer(call);
		if (given === 'cut' || given.status === 200) known.add(call.key);
		if (given === 'cut') response.destroy();
		else reply(response, given.body ?? (made += 1), given.status);
	};
}

it.each([
	['order.create', invoiceOf(), 403],
	['order.create', invoiceOf(), 404],
	['party.create', { name: 'Example Co', partyType: 'Customer' }, 404],
])('%s is made once by a loop that cannot read it back (%#)', async (operation, fields, status) => {
	billit(({ method }) => ({ status: method === 'POST' ? 200 : status }));
	const parameters = { ...fields, options: { returnFullRecord: true } };
	const { items } = await run('billit', operation, parameters, { errorsBack: 3 });
	expect(posts()).toHaveLength(1);
	expect(items[0]?.json.error).toMatch(/^It is in Billit as 101, but could not be read back: /);
});

it.each(['custom', 'content'])(
	'Create and Send never says "not sent" of what may have gone out in an earlier try (key: %s)',
	async (idempotencyKey) => {
		let isDown = true;
		billit(({ method, path }) => {
			if (method === 'GET') return { status: 200, body: { OrderID: 101 } };
			return path.endsWith('send') && isDown ? 'cut' : { status: 200 };
		});
		const options = { idempotencyKey, customIdempotencyKey: 'invoice-1' };
		const parameters = { ...invoiceOf({ options }), transportType: 'SMTP' };
		// Billit is back only when the execution is retried: no try of its own is told of the key.
		const { answer } = vendor;
		vendor.answer = (call, response) =>
			isDown && posts().length > 2 ? void response.destroy() : answer(call, response);
		const failed = await run('billit', 'order.createAndSend', parameters);
		isDown = false;
		const again = await run('billit', 'order.createAndSend', parameters, { retryOf: failed });
		expect(again.error?.message).toContain('whether it was sent is not known');
		expect(again.error?.description).not.toContain('send it by its ID once this is solved');
	},
);

it.each(['automatic', 'custom', 'content', 'none'])(
	'Create and Send never tells an agent "not sent" of what its call before may have sent (key: %s)',
	async (idempotencyKey) => {
		let isTold = false;
		vendor.answer = (call, response) => {
			if (call.method === 'GET' && call.path === '/v1/orders')
				return reply(response, { Items: [] });
			if (call.method === 'GET') return reply(response, { OrderID: 101 });
			if (!call.path.endsWith('send')) {
				isTold = posts().length > 1;
				return reply(response, 101);
			}
			if (!isTold) return void response.destroy();
			reply(response, { errors: [{ Code: 'Refused' }] }, 400);
		};
		const options = { idempotencyKey, customIdempotencyKey: 'invoice-1' };
		const parameters = { ...invoiceOf({ options }), transportType: 'SMTP' };
		const { items } = await run('billit', 'order.createAndSend', parameters, {
			asTool: true,
			errorsBack: 1,
		});
		const error = String(items[0]?.json.error);
		expect(error).toMatch(/whether it was sent is not known|It was not sent again/);
		expect(error).not.toMatch(/not sent:|send it by its ID once/);
	},
);

it('Create and Send tells an agent of a refusal as one, also after another order was lost', async () => {
	let orders = 100;
	vendor.answer = (call, response) => {
		if (call.method === 'GET' && call.path === '/v1/orders') return reply(response, { Items: [] });
		if (call.method === 'GET') return reply(response, { OrderID: 101 });
		if (!call.path.endsWith('send')) return reply(response, (orders += 1));
		if (orders === 101) return void response.destroy();
		reply(response, { errors: [{ Code: 'Refused' }] }, 400);
	};
	const parameters = { ...invoiceOf({ orderNumber: '={{ $runIndex }}' }), transportType: 'SMTP' };
	const { items } = await run('billit', 'order.createAndSend', parameters, {
		asTool: true,
		errorsBack: 1,
	});
	expect(items[0]?.json.error).toMatch(/^Order 102 was created but not sent: /);
});

it.each([
	['order.create', {}],
	['order.createAndSend', { transportType: 'SMTP' }],
])(
	'%s: a refusal of a later try, by n8n or the node, is not told of the one whose answer was lost',
	async (operation, more) => {
		const isCreate = operation === 'order.create';
		let tries = 0;
		const isAsked = ({ method, path }: VendorCall) =>
			method === 'POST' && path.endsWith('send') !== isCreate;
		billit((call) => {
			if (call.method === 'GET') return { status: 200, body: { OrderID: 101 } };
			return isAsked(call) ? 'cut' : { status: 200 };
		});
		const { answer } = vendor;
		// The first tries break off, one of them carried out; from then on the call is not permitted.
		vendor.answer = (call, response) => {
			if (!isAsked(call)) return answer(call, response);
			tries += 1;
			if (tries === 1) return answer(call, response);
			if (tries <= 3) return void response.destroy();
			return reply(response, {}, 403);
		};
		const parameters = { ...invoiceOf(), ...more };
		const failed = await run('billit', operation, parameters, { retryOnFail: true });
		expect(tries).toBeGreaterThan(3);
		const { message = '', description } = failed.error ?? {};
		expect(message).not.toContain('not sent');
		expect(`${message} ${description}`).toMatch(/may have been carried out|is not known/);
	},
);

it.each([1, 2, 3, 4, 5, 6])(
	'an order of a loop that is answered is not made anew where n8n tries the node once more (sent at the %s. time)',
	async (time) => {
		const made: string[] = [];
		const sends: Record<string, number> = {};
		billit(({ method, path, body }) => {
			if (method === 'GET') return { status: 200, body: {} };
			if (!path.endsWith('send')) {
				made.push(body.includes('"early"') ? 'early' : 'late');
				return { status: 200, body: made.length };
			}
			const { OrderIDs } = JSON.parse(body) as { OrderIDs: number[] };
			const name = made[(OrderIDs[0] ?? 0) - 1] ?? '';
			const count = (sends[name] = (sends[name] ?? 0) + 1);
			return { status: count < time + (name === 'late' ? 1 : 0) ? 400 : 200, body: {} };
		});
		const orderLines = {
			rows: [{ Description: '={{ $json.name }}', Quantity: 1, UnitPriceExcl: '50' }],
		};
		const parameters = { ...invoiceOf({ orderLines }), transportType: 'SMTP' };
		const input = [{ json: { name: 'late' } }, { json: { name: 'early' } }];
		const more = { input, errorsBack: 6, retryOnFail: true };
		await run('billit', 'order.createAndSend', parameters, more);
		expect([...made].sort()).toEqual(['early', 'late']);
	},
);

it.each(['none', 'automatic'])(
	'an order that is made is not made anew where the workflow ends before it can be read back (key: %s)',
	async (idempotencyKey) => {
		engine.settings = { executionTimeout: 20 };
		billit(() => ({ status: 200 }));
		const { answer } = vendor;
		vendor.answer = (call, response) => {
			if (call.method === 'POST') return answer(call, response);
			response.writeHead(429, { 'Retry-After': '30' }).end('{}');
		};
		const options = { idempotencyKey, returnFullRecord: true };
		const more = { errorsBack: 2, retryOnFail: true };
		const { items } = await run('billit', 'order.create', { ...invoiceOf(), options }, more);
		expect(items[0]?.json.error).toContain('longer than this workflow may take');
		expect(posts()).toHaveLength(1);
	},
);

it('what was refused, and mended in a retry, is known from its content by the next execution', async () => {
	billit(({ body }) => ({ status: body.includes('mended') ? 200 : 400, body: 101 }));
	const parameters = (number: string) =>
		invoiceOf({
			additionalFields: { OrderNumber: `=${number}{{ '' }}` },
			options: { idempotencyKey: 'content' },
		});
	const failed = await run('billit', 'order.create', parameters('wrong'));
	const again = await run('billit', 'order.create', parameters('mended'), {
		retryOf: changed(failed, '=wrong', '=mended'),
	});
	expect(again.items[0]?.json.OrderID).toBe(101);
	const anew = await run('billit', 'order.create', parameters('mended'));
	expect(anew.error?.message).toBe('Billit has already processed this call');
});

it('a key that Billit refuses can be mended in a retry', async () => {
	billit(({ key }) => ({ status: key === 'right' ? 200 : 400 }));
	const parameters = (key: string) =>
		invoiceOf({
			options: { idempotencyKey: 'custom', customIdempotencyKey: `=${key}{{ '' }}` },
		});
	const failed = await run('billit', 'order.create', parameters('wrong'));
	const retryOf = changed(failed, '=wrong', '=right');
	const again = await run('billit', 'order.create', parameters('right'), { retryOf });
	expect(again.error).toBeUndefined();
});

it('an order that may be made keeps its key where a retry chooses another kind', async () => {
	billit(({ method }) => (method === 'POST' ? { status: 500, body: {} } : { status: 200 }));
	const options = { idempotencyKey: 'custom', customIdempotencyKey: 'invoice-1' };
	const failed = await run('billit', 'order.create', invoiceOf({ options }));
	const retryOf = changed(failed, '"custom"', '"automatic"');
	await run('billit', 'order.create', invoiceOf({ options: {} }), { retryOf });
	expect(new Set(posts().map(({ key }) => key))).toEqual(new Set(['invoice-1']));
});

it('OAuth2 API Call: a PUT that went well has its own key again, with other values', async () => {
	let isOpen = false;
	vendor.answer = ({ path }, response) =>
		reply(response, {}, path === '/two' && !isOpen ? 422 : 200);
	const parameters = {
		method: 'PUT',
		path: '=/{{ $json.name }}',
		query: '{}',
		bodyType: 'json',
		body: '{}',
		options: {
			idempotencyHeader: 'Idempotency-Key',
			idempotencyKey: '={{ $json.name }}-{{ "old" }}',
		},
	};
	const input = [{ json: { name: 'one' } }, { json: { name: 'two' } }];
	const failed = await run('flexibleApi', 'apiCall.send', parameters, { input });
	isOpen = true;
	const retryOf = changed(failed, '{{ \\"old\\" }}', '{{ \\"new\\" }}');
	await run('flexibleApi', 'apiCall.send', parameters, { input, retryOf });
	expect(vendor.calls.map(({ key }) => key)).toEqual(['one-old', 'two-old', 'one-new', 'two-new']);
});

describe('a payment of which nobody knows', () => {
	beforeEach(() => {
		vendor.answer = ({ method }, response) =>
			method === 'GET' ? reply(response, { 'hydra:member': [] }) : void response.destroy();
	});

	it('is told as that to another card for its invoice, which is not advised to go on', async () => {
		const cardNumber = '={{ $runIndex ? "4111111111111111" : "4007000000027" }}';
		const parameters = cardSale({ invoiceId: 'INV-1', cardNumber });
		const { items } = await run('omniFund', 'cardPayment.sale', parameters, { errorsBack: 1 });
		expect(posts()).toHaveLength(1);
		expect(items[0]?.json.error).toContain('is not known: find that out first');
		expect(items[0]?.json.error).not.toContain('Allow Duplicates');
	});

	it.each([{}, { invoiceId: 'INV-1' }])(
		'says in a retry how the others go on: %j',
		async (invoice) => {
			const failed = await run('omniFund', 'cardPayment.sale', cardSale(invoice));
			const again = await run('omniFund', 'cardPayment.sale', cardSale(invoice), {
				retryOf: failed,
			});
			expect(posts()).toHaveLength(1);
			expect(again.error?.description).toContain('turn on "Continue After Unknown Outcome"');
		},
	);
});
