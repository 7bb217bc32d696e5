import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { cardSale } from '../support/payments';
import { byId, invoiceOf } from './support/billit';
import type { Engine, RunResult } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';

/** A workflow that leads a node's errors back into it: each time is a run of its own. */

impatient();

let vendor: OwnVendor;
let engine: Engine;

beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
});
afterEach(async () => await vendor.stop());

interface Write {
	credentialType: string;
	settings: ICredentialDataDecryptedObject;
	type: string;
	parameters: INodeParameters;
}

const ownCall = (path: string): INodeParameters => ({
	resource: 'customApiCall',
	operation: 'send',
	method: 'POST',
	path,
	body: '={{ JSON.stringify({ name: $json.name ?? "first" }) }}',
});

const WRITES: Record<string, Write> = {
	'Billit, an order without a key': {
		credentialType: 'billitApi',
		settings: { apiKey: 'canary-billit-key', partyId: '1001' },
		type: 'billit',
		parameters: {
			authentication: 'apiKey',
			resource: 'order',
			operation: 'create',
			...invoiceOf({ counterPartyId: byId(100103), options: { idempotencyKey: 'none' } }),
		},
	},
	'Billit, a call of the user': {
		credentialType: 'billitApi',
		settings: { apiKey: 'canary-billit-key', partyId: '1001' },
		type: 'billit',
		parameters: { authentication: 'apiKey', ...ownCall('/v1/products') },
	},
	'Booking Experts': {
		credentialType: 'bookingExpertsApi',
		settings: { apiKey: 'canary-key' },
		type: 'bookingExperts',
		parameters: { authentication: 'apiKey', ...ownCall('/v3/reservations') },
	},
	'Luca Regnskap': {
		credentialType: 'lucaApi',
		settings: { apiKey: 'canary-luca-key' },
		type: 'luca',
		parameters: {
			authentication: 'apiKey',
			resource: 'graphql',
			operation: 'execute',
			query: 'mutation { createProduct(name: "Bolt") { id } }',
		},
	},
	'MicroBilt, a report': {
		credentialType: 'microBiltOAuth2Api',
		settings: { clientId: 'client', clientSecret: 'canary-secret-of-client' },
		type: 'microBilt',
		parameters: ownCall('/Some/GetReport'),
	},
	'OmniFund, its gateway': {
		credentialType: 'omniFundApi',
		settings: { apiKeyId: 'key', apiKeySecret: 'canary-key-secret' },
		type: 'omniFund',
		parameters: { authentication: 'apiKey', ...ownCall('/os/system/gateway/transact.php') },
	},
};

/** As Billit's participant look-up tells it. */
const TAKES_INVOICES = {
	Registered: true,
	DocumentTypes: ['BISv3Invoice'],
};

const writes = () =>
	vendor.calls.filter(({ method, path }) => method === 'POST' && !/token/i.test(path));

async function run(
	{ credentialType, settings, type, parameters }: Write,
	more: { names?: string[]; errorsBack?: number; retryOf?: RunResult } = {},
): Promise<RunResult> {
	const [known] = Object.keys(stored);
	const credential =
		known ??
		engine.addCredential(credentialType, {
			environment: 'custom',
			apiBaseUrl: vendor.origin,
			...settings,
		});
	stored[credential] = true;
	const { names = ['first'], ...options } = more;
	return await engine.run({
		type,
		parameters,
		credentials: { [credentialType]: credential },
		input: names.map((name) => ({ json: { name } })),
		errorsBack: 3,
		...options,
	});
}

let stored: Record<string, boolean> = {};
beforeEach(() => {
	stored = {};
});

/** Where the write is not known to be done; a token for those who need one. */
function answerWrites(answer: (body: string) => { body: unknown; status: number } | 'cut'): void {
	vendor.answer = ({ path, body }, response) => {
		if (/token/i.test(path)) {
			reply(response, {
				access_token: 'canary-access-token',
				token_type: 'BearerToken',
				expires_in: 3600,
			});
			return;
		}
		const given = answer(body);
		if (given === 'cut') response.destroy();
		else reply(response, given.body, given.status);
	};
}

describe.each(Object.entries(WRITES))('%s', (_, write) => {
	it.each(['cut', { body: {}, status: 500 }] as const)(
		'sends what may have gone out once, however often the loop comes round',
		async (answer) => {
			answerWrites(() => answer);
			const { items } = await run(write);
			expect(writes()).toHaveLength(1);
			expect(items).toHaveLength(1);
			expect(JSON.stringify(items)).toContain('It was not sent again');
		},
	);

	it('sends what was refused again', async () => {
		answerWrites(() => ({ body: { message: 'Not today' }, status: 422 }));
		await run(write);
		expect(writes()).toHaveLength(4);
	});
});

it('tries a write again whose reads failed before it: nothing had left', async () => {
	const order = WRITES['Billit, an order without a key'] ?? fail();
	const looked = {
		...order,
		parameters: { ...order.parameters, operation: 'createAndSend', transportType: 'Peppol' },
	};
	let isDown = true;
	vendor.answer = ({ method, path }, response) => {
		if (isDown) reply(response, { message: 'Down' }, 503);
		else if (method === 'POST') reply(response, 4711);
		else if (path.includes('participantInformation')) reply(response, TAKES_INVOICES);
		else reply(response, { PartyID: 100103, VATNumber: 'BE0123456749' });
	};
	const first = await run(looked, { errorsBack: 0 });
	expect(first.error?.message).toContain('503');
	expect(writes()).toHaveLength(0);
	isDown = false;
	const second = await run(looked, { errorsBack: 0, retryOf: first });
	expect(second.error).toBeUndefined();
	expect(writes().map(({ path }) => path)).toEqual(['/v1/orders', '/v1/orders/commands/send']);
});

it('tells two items by their values, and finds the one again that failed', async () => {
	const call = WRITES['Booking Experts'] ?? fail();
	answerWrites((body) => (/second/.test(body) ? 'cut' : { body: { id: '5' }, status: 201 }));
	const looped = { ...call, parameters: { ...call.parameters } };
	// What failed comes back as item 0, with the item's own values.
	looped.parameters.body =
		'={{ JSON.stringify({ name: $("Seed").itemMatching($itemIndex + ($runIndex > 0 ? 1 : 0)).json.name }) }}';
	await run(looped, { names: ['first', 'second', 'third'] });
	expect(writes().filter(({ body }) => /second/.test(body))).toHaveLength(1);
	expect(writes()).toHaveLength(3);
});

it.each([false, true])(
	'asks again for a payment that may have been made, and never sends it again (Allow Duplicates: %j)',
	async (allowDuplicates) => {
		const { credentialType, settings, type } = WRITES['OmniFund, its gateway'] ?? fail();
		const parameters = {
			authentication: 'apiKey',
			resource: 'cardPayment',
			operation: 'sale',
			...cardSale({ invoiceId: '={{ $json.name }}', options: { allowDuplicates } }),
		};
		answerWrites((body) =>
			body.includes('x_invoice_id') ? 'cut' : { body: { 'hydra:member': [] }, status: 200 },
		);
		const { items } = await run({ credentialType, settings, type, parameters });
		expect(writes()).toHaveLength(1);
		const { error } = items[0]?.json ?? {};
		expect(error).toContain('Whether the payment was made is not known');
		expect(error).not.toContain('Turn on "Allow Duplicates"');
		expect(vendor.to('/api/transactions-history').length).toBeGreaterThan(1);
	},
);

it.each(['reuse', 'fail', 'send'])(
	'never orders a report again of which nobody knows (Same Request: %s)',
	async (sameRequest) => {
		const { credentialType, settings, type } = WRITES['MicroBilt, a report'] ?? fail();
		const parameters = {
			resource: 'bankAccount',
			operation: 'verify',
			routingNumber: '011103093',
			accountNumber: '900000001',
			options: { sameRequest },
		};
		answerWrites(() => 'cut');
		const { items } = await run({ credentialType, settings, type, parameters });
		expect(writes()).toHaveLength(1);
		expect(items[0]?.json.error).toContain('and charged, is not known');
	},
);

it('has the fields of the item beside its error, for the next try and for whoever reads it', async () => {
	const call = WRITES['Booking Experts'] ?? fail();
	const own = { ...call, parameters: { ...call.parameters, body: '={{ JSON.stringify($json) }}' } };
	let refusals = 2;
	answerWrites((body) =>
		/"second"/.test(body) && (refusals -= 1) >= 0
			? { body: { message: 'Not yet' }, status: 422 }
			: { body: { id: '5' }, status: 201 },
	);
	await run(own, { names: ['first', 'second'] });
	const [, , ...again] = writes().map(({ body }): unknown => JSON.parse(body));
	expect(again).toEqual([
		{ name: 'second', error: expect.stringContaining('HTTP 422') },
		{ name: 'second', error: expect.stringContaining('HTTP 422') },
	]);
});

it('goes on with the same idempotency key at Billit, until an answer is there', async () => {
	const order = WRITES['Billit, an order without a key'] ?? fail();
	let asked = 0;
	answerWrites(() => ((asked += 1) > 6 ? { body: 4711, status: 200 } : 'cut'));
	const { items } = await run({
		...order,
		parameters: { ...order.parameters, options: {} },
	});
	expect(items.map(({ json }) => json.OrderID)).toEqual([4711]);
	expect(new Set(writes().map(({ key }) => key)).size).toBe(1);
	expect(writes().length).toBeGreaterThan(4);
});

/** As Billit keeps keys: what it has carried out it refuses a second time, and does not tell the ID again. */
function keepsKeys(answer: (path: string) => { body: unknown; status: number }): void {
	const known = new Set<string>();
	vendor.answer = ({ method, path, key }, response) => {
		if (method !== 'POST') return reply(response, { PartyID: 100103 });
		if (known.has(key)) {
			return reply(response, { errors: [{ Code: 'Idempotent token already exists' }] }, 409);
		}
		const { body, status } = answer(path);
		if (status === 200 || status >= 500) known.add(key);
		reply(response, body, status);
	};
}

it('makes no second order where Billit says that it has taken the first one already', async () => {
	const order = WRITES['Billit, an order without a key'] ?? fail();
	// Carried out, and answered with an error: the same key comes once more by itself, and is refused.
	keepsKeys(() => ({ body: {}, status: 500 }));
	const parameters = { ...order.parameters, options: {} };
	const { items } = await run({ ...order, parameters });
	const already = expect.stringMatching(/^Billit has already processed this call/);
	expect(items.map(({ json }) => json.error)).toEqual([already]);
	expect(new Set(writes().map(({ key }) => key)).size).toBe(1);
	const success = { ...parameters, options: { treatDuplicateAsSuccess: true } };
	const { items: found } = await run({ ...order, parameters: success });
	expect(found.map(({ json }) => json.duplicate)).toEqual([true]);
});

it('makes no second order where the first one could not be sent', async () => {
	const order = WRITES['Billit, an order without a key'] ?? fail();
	let refusals = 2;
	keepsKeys((path) => {
		if (!path.endsWith('send')) return { body: 4711, status: 200 };
		return { body: {}, status: (refusals -= 1) < 0 ? 200 : 400 };
	});
	const sending = { operation: 'createAndSend', transportType: 'SMTP', options: {} };
	const { items } = await run({ ...order, parameters: { ...order.parameters, ...sending } });
	expect(items.map(({ json }) => [json.OrderID, json.sent])).toEqual([[4711, true]]);
	const made = writes().filter(({ path }) => path === '/v1/orders');
	expect(made).toHaveLength(1);
	expect(writes()).toHaveLength(4);
});

it('takes a refusal for no word about the try before it, which nobody answered', async () => {
	const order = WRITES['Billit, an order without a key'] ?? fail();
	let asked = 0;
	answerWrites(() => ({ body: {}, status: (asked += 1) === 1 ? 500 : 400 }));
	await run({ ...order, parameters: { ...order.parameters, options: {} } });
	expect(writes().length).toBeGreaterThan(3);
	expect(new Set(writes().map(({ key }) => key)).size).toBe(1);
});

it.each([
	[500, 1, 'in a retry the key that it may have been carried out with'],
	[402, 2, 'a new key after a refusal, which the provider would only repeat'],
])('after HTTP %d sends %d kinds of keys: %s', async (status, count) => {
	let isDown = true;
	answerWrites(() => ({ body: {}, status: isDown ? status : 200 }));
	const call: Write = {
		credentialType: 'flexibleOAuth2Api',
		settings: {
			grantType: 'clientCredentials',
			authentication: 'body',
			accessTokenUrl: `${vendor.origin}/token`,
			clientId: 'client',
			clientSecret: 'canary-secret-of-client',
			quirks: [],
		},
		type: 'flexibleApi',
		parameters: {
			resource: 'apiCall',
			operation: 'send',
			method: 'POST',
			path: '/orders',
			query: '{}',
			bodyType: 'json',
			body: '{}',
			options: {
				idempotencyHeader: 'Idempotency-Key',
				idempotencyKey: '={{ $execution.id }}-{{ $itemIndex }}',
			},
		},
	};
	const first = await run(call, { errorsBack: 0 });
	expect(first.error).toBeDefined();
	isDown = false;
	const second = await run(call, { errorsBack: 0, retryOf: first });
	expect(second.error).toBeUndefined();
	expect(new Set(writes().map(({ key }) => key)).size).toBe(count);
});

it('says in a retry that nothing was sent by it, and how the others go', async () => {
	const call = WRITES['Booking Experts'] ?? fail();
	answerWrites((body) => (/second/.test(body) ? 'cut' : { body: { id: '5' }, status: 201 }));
	const first = await run(call, { names: ['first', 'second', 'third'], errorsBack: 0 });
	expect(first.error?.description).not.toContain('this one nothing');
	const second = await run(call, { errorsBack: 0, retryOf: first });
	expect(second.error?.description).toContain('sent it, and this one nothing. To go on with other');
	expect(writes()).toHaveLength(2);
	const third = await run(call, { errorsBack: 0, retryOf: second });
	expect(third.error?.description?.match(/this one nothing/g)).toHaveLength(1);
});

const fail = (): never => {
	throw new Error('No such write');
};
