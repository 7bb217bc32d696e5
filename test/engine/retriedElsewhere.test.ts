import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { connectionOf, connections } from '../support/connections';
import { cardSale } from '../support/payments';
import { invoiceOf } from './support/billit';
import type { RunResult } from './support/engine';
import { OwnVendor, reply, type VendorCall } from './support/ownVendor';
import { connect, inFuture, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/** An execution that failed, and is retried after somebody changed its credential. */

impatient();

const tokensOf = (type: string, name: string): ICredentialDataDecryptedObject => {
	const access = `canary-access-${name}`;
	const { driver } = connectionOf(type);
	if (driver === 'n8n') {
		return { oauthTokenData: { access_token: access, token_type: 'Bearer', expires_in: 3600 } };
	}
	if (driver === 'none') return {};
	const refreshToken = `canary-refresh-${name}`;
	const tokenExpiresAt = inFuture(3600);
	return { accessToken: access, refreshToken, tokenExpiresAt, tokenLifetime: '3600' };
};

let first: OwnVendor;
let second: OwnVendor;
let isMended: boolean;

beforeEach(async () => {
	first = await new OwnVendor().start();
	second = await new OwnVendor().start();
	isMended = false;
	const answerAs = (name: string) => (call: VendorCall, response: Parameters<typeof reply>[0]) => {
		if (/token/i.test(call.path)) return reply(response, { access_token: 'canary-access-more' });
		const isBad = call.body.includes('BAD') && !isMended;
		return isBad ? reply(response, { error: 'bad' }, 400) : reply(response, { from: name });
	};
	first.answer = answerAs('first');
	second.answer = answerAs('second');
});
afterEach(async () => {
	await first.stop();
	await second.stop();
});

const settingsOf = (type: string): ICredentialDataDecryptedObject => {
	const client = /OAuth2/.test(type)
		? { clientId: 'client-1', clientSecret: 'canary-client-secret', ...tokensOf(type, 'one') }
		: {};
	const more: Record<string, ICredentialDataDecryptedObject> = {
		billitApi: { apiKey: 'canary-key-one' },
		bookingExpertsApi: { apiKey: 'canary-key-one' },
		lucaApi: { apiKey: 'canary-key-one' },
		omniFundApi: { apiKeyId: 'key-1', apiKeySecret: 'canary-key-secret' },
		omniFundPasswordOAuth2Api: { username: 'mia', password: 'canary-password' },
		flexibleOAuth2Api: {
			grantType: 'refreshToken',
			accessTokenUrl: `${first.origin}/token`,
			authentication: 'body',
			quirks: [],
		},
		lucaPkceOAuth2Api: { access: 'readWrite', accessTokenUrl: `${first.origin}/token` },
	};
	return {
		environment: 'custom',
		apiBaseUrl: first.origin,
		authBaseUrl: first.origin,
		...client,
		...more[type],
	};
};

const elsewhere = (settings: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject =>
	JSON.parse(
		JSON.stringify(settings).replaceAll(first.origin, second.origin),
	) as ICredentialDataDecryptedObject;

const INPUT = [{ json: { is: 'GOOD' } }, { json: { is: 'BAD' } }];

interface Retried {
	failed: RunResult;
	again: RunResult;
}

/** One POST for each of two items, of which the second fails; then the credential is changed, and all is retried. */
async function retried(
	type: string,
	change: (before: ICredentialDataDecryptedObject) => ICredentialDataDecryptedObject,
	settings = settingsOf(type),
): Promise<Retried> {
	const engine = packEngine();
	const id = engine.addCredential(type, settings);
	const isFlexible = type === 'flexibleOAuth2Api';
	const parameters: INodeParameters = {
		method: 'POST',
		path: '/things',
		...(isFlexible ? { bodyType: 'json' } : {}),
		body: '={{ JSON.stringify($json) }}',
		options: {},
	};
	const operation = connectionOf(type).ownCall ?? 'customApiCall.send';
	const failed = await runOperation(engine, type, id, operation, parameters, { input: INPUT });
	expect(failed.error?.message).toMatch(/bad|HTTP 400/);
	expect(bodies(first)).toEqual(['GOOD', 'BAD']);
	isMended = true;
	engine.credentials.write(id, change(engine.credentials.read(id)));
	const again = await runOperation(engine, type, id, operation, parameters, { retryOf: failed });
	expect(failed.stored).not.toContain('canary-');
	return { failed, again };
}

const bodies = (vendor: OwnVendor): string[] =>
	vendor.to('/things').map(({ body }) => (body.includes('GOOD') ? 'GOOD' : 'BAD'));

const told = ({ items }: RunResult) => items.map(({ json }) => json.from);

const ANOTHER = 'Item 0 may have gone out before, under another client, key, account or base URL';

const types = connections.map(({ credentialType }) => credentialType);

describe.each(types)('a retry with %s', (type) => {
	it('sends everything to another host, and tells nothing of the first one', async () => {
		const { again } = await retried(type, (before) => ({
			...elsewhere(before),
			...tokensOf(type, 'two'),
		}));
		expect(again.error).toBeUndefined();
		expect(told(again)).toEqual(['second', 'second']);
		expect(bodies(second)).toEqual(['GOOD', 'BAD']);
		expect(bodies(first)).toHaveLength(2);
	});

	it('sends what is left where the same client has new secrets, and the address is written otherwise', async () => {
		const secrets = { clientSecret: 'canary-2', password: 'canary-2', apiKeySecret: 'canary-2' };
		const { again } = await retried(type, (before) => ({
			...before,
			...Object.fromEntries(Object.entries(secrets).filter(([name]) => name in before)),
			...tokensOf(type, 'two'),
			apiBaseUrl: `${first.origin}/`,
		}));
		expect(again.error).toBeUndefined();
		expect(told(again)).toEqual(['first', 'first']);
		expect(bodies(first)).toEqual(['GOOD', 'BAD', 'BAD']);
	});

	it('sends nothing again under another client, key or user at the same host', async () => {
		const { again } = await retried(type, (before) => ({
			...before,
			...tokensOf(type, 'two'),
			...('clientId' in before ? { clientId: 'client-2' } : {}),
			...('apiKeyId' in before ? { apiKeyId: 'key-2' } : {}),
			...('apiKey' in before ? { apiKey: 'canary-key-two' } : {}),
		}));
		expect(again.error?.message).toContain(ANOTHER);
		expect(again.error?.description).toContain('as a new execution');
		expect(bodies(first)).toEqual(['GOOD', 'BAD']);
	});
});

describe('whose credential it is', () => {
	const COMPANY: ReadonlyArray<[string, string]> = [
		['billitApi', 'partyId'],
		['billitOAuth2Api', 'partyId'],
	];
	it.each(COMPANY)('is told by the company of %s, whatever its key', async (type, name) => {
		const settings = { ...settingsOf(type), [name]: '999999999' };
		const rekeyed = await retried(type, (is) => ({ ...is, apiKey: 'canary-key-two' }), settings);
		expect(rekeyed.again.error).toBeUndefined();
		expect(bodies(first)).toEqual(['GOOD', 'BAD', 'BAD']);
		first.calls = [];
		isMended = false;
		const moved = await retried(type, (is) => ({ ...is, [name]: '888888888' }), settings);
		expect(moved.again.error).toBeUndefined();
		expect(bodies(first)).toEqual(['GOOD', 'BAD', 'GOOD', 'BAD']);
	});

	it.each([
		['billitApi', { partyId: '1001' }, { partyId: '01001' }],
		['billitApi', { partyId: '1001' }, { contextPartyId: '1001' }],
		['omniFundPasswordOAuth2Api', { username: 'mia' }, { username: 'Mia' }],
	])('is the same however it is written: %s, %j, then %j', async (type, before, after) => {
		const settings = { ...settingsOf(type), ...before };
		const { again } = await retried(type, (is) => ({ ...is, ...after }), settings);
		expect(again.error).toBeUndefined();
		expect(bodies(first)).toEqual(['GOOD', 'BAD', 'BAD']);
	});

	it.each([
		['', 'A', ['BAD']],
		['A', 'A', ['BAD']],
		['A', '', ['BAD']],
		['A', 'B', []],
	])('is told by the connected account: %j, then %j', async (before, after, sent) => {
		const type = 'lucaOAuth2Api';
		const settings = { ...settingsOf(type), connectedAccount: before };
		const { again } = await retried(type, (is) => ({ ...is, connectedAccount: after }), settings);
		expect(again.error !== undefined).toBe(sent.length === 0);
		expect(bodies(first)).toEqual(['GOOD', 'BAD', ...sent]);
	});
});

it('an order that the first host made is not sent at the second one: it is made there first', async () => {
	const answerAs = (order: number, status: number): OwnVendor['answer'] => {
		return (call, response) => {
			const isOrder = call.method === 'POST' && call.path === '/v1/orders';
			if (call.path.endsWith('/send')) return reply(response, '', status);
			return reply(response, isOrder ? order : { OrderID: order, OrderNumber: `N-${order}` });
		};
	};
	first.answer = answerAs(101, 400);
	second.answer = answerAs(202, 200);
	const engine = packEngine();
	const id = engine.addCredential('billitApi', { ...settingsOf('billitApi'), partyId: '1001' });
	const parameters = invoiceOf({ transportType: 'SMTP', options: { checkReceiver: false } });
	const run = async (retryOf?: RunResult) =>
		await runOperation(engine, 'billitApi', id, 'order.createAndSend', parameters, { retryOf });
	const failed = await run();
	expect(failed.error?.message).toContain('Order 101 was created but not sent');
	engine.credentials.write(id, elsewhere(engine.credentials.read(id)));
	const again = await run(failed);
	expect(again.error).toBeUndefined();
	expect(again.items.map(({ json }) => json.id)).toEqual([202]);
	const posts = second.calls.filter(({ method }) => method === 'POST');
	expect(posts.map(({ path }) => path)).toEqual(['/v1/orders', '/v1/orders/commands/send']);
	expect(posts[1]?.body).toContain('[202]');
});

it('an invoice that was paid at the first host is paid at the second one', async () => {
	const answerAs = (ticket: string): OwnVendor['answer'] => {
		return (call, response) => {
			if (call.method === 'GET') return reply(response, { 'hydra:member': [] });
			const isBad = call.body.includes('BAD') && ticket === 'first';
			const refused = { term_code: 20_978, status: 'F', description: 'bad' };
			const paid = { term_code: 0, status: 'A', ticket_id: ticket };
			return reply(response, isBad ? refused : paid);
		};
	};
	first.answer = answerAs('first');
	second.answer = answerAs('second');
	const engine = packEngine();
	const id = connect(engine, 'omniFundApi', first as never, settingsOf('omniFundApi'));
	const parameters = cardSale({ invoiceId: '={{ $json.is }}' });
	const run = async (more: object) =>
		await runOperation(engine, 'omniFundApi', id, 'cardPayment.sale', parameters, more);
	const failed = await run({ input: INPUT });
	expect(failed.error).toBeDefined();
	engine.credentials.write(id, elsewhere(engine.credentials.read(id)));
	const again = await run({ retryOf: failed });
	expect(again.error).toBeUndefined();
	expect(second.to('/os/system/gateway/transact.php')).toHaveLength(2);
	expect(again.data).not.toContain('"ticketId":"first"');
});

it('a report that an item had from another one is not bought for it once the client has a new secret', async () => {
	const type = 'microBiltOAuth2Api';
	const engine = packEngine();
	const id = engine.addCredential(type, settingsOf(type));
	const parameters = { email: '={{ $json.is }}', options: {} };
	const run = async (more: object) =>
		await runOperation(engine, type, id, 'contact.validateEmail', parameters, more);
	const reports = () => first.calls.filter(({ path }) => path.includes('EmailValidation'));
	const input = ['a@example.com', 'a@example.com', 'BAD@example.com'].map((is) => ({
		json: { is },
	}));
	const failed = await run({ input });
	expect(failed.error).toBeDefined();
	expect(reports()).toHaveLength(2);
	isMended = true;
	const settings = engine.credentials.read(id);
	engine.credentials.write(id, { ...settings, clientSecret: 'canary-client-secret-2' });
	const again = await run({ retryOf: failed });
	expect(again.error).toBeUndefined();
	expect(again.items).toHaveLength(3);
	expect(reports()).toHaveLength(3);
});
