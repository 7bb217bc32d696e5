import type {
	ICredentialDataDecryptedObject,
	INode,
	INodeParameters,
	IRunExecutionData,
} from 'n8n-workflow';
import { cardSale } from '../support/payments';
import { invoiceOf } from './support/billit';
import type { Engine, RunOptions, RunResult } from './support/engine';
import { OwnVendor, reply } from './support/ownVendor';
import { inFuture, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

/** An execution that failed, and is retried by somebody else at the same vendor: nothing that may be there leaves. */

impatient();

let vendor: OwnVendor;
let engine: Engine;
beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
});
afterEach(async () => await vendor.stop());

const ANOTHER = 'Item 0 may have gone out before, under another client, key, account or base URL';

const add = (type: string, more: ICredentialDataDecryptedObject): string =>
	engine.addCredential(type, {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		authBaseUrl: vendor.origin,
		...(/OAuth2/.test(type)
			? {
					clientId: 'client-1',
					clientSecret: 'canary-client-secret',
					accessToken: 'canary-access',
					refreshToken: 'canary-refresh',
					tokenExpiresAt: inFuture(3600),
					tokenLifetime: '3600',
				}
			: {}),
		...more,
	});

const change = (id: string, more: ICredentialDataDecryptedObject): void =>
	engine.credentials.write(id, { ...engine.credentials.read(id), ...more });

/** As n8n hands an execution to a retry with the workflow as it is saved now. */
async function edited(run: RunResult, edit: (node: INode) => void): Promise<RunResult> {
	const { parse, stringify } = await import('flatted');
	const data = parse(run.stored) as IRunExecutionData;
	for (const { node } of data.executionData?.nodeExecutionStack ?? []) edit(node);
	return { ...run, stored: stringify(data) };
}

const posts = () => vendor.calls.filter(({ method }) => method === 'POST');

const INPUT = [{ json: { is: 'GOOD' } }, { json: { is: 'BAD' } }];

/** Each POST makes something, but not with what is bad. */
const makes = (body: unknown): OwnVendor['answer'] => {
	return (call, response) =>
		call.body.includes('BAD')
			? reply(response, { error: 'bad' }, 400)
			: reply(response, call.method === 'GET' ? { 'hydra:member': [] } : body);
};

describe('a call of one’s own at Billit', () => {
	const CALL: INodeParameters = {
		method: 'POST',
		path: '/v1/things',
		body: '={{ JSON.stringify($json) }}',
		options: {},
	};

	it.each([
		['another kind of authentication', 'billitOAuth2Api', 'oAuth2'],
		['another credential', 'billitApi', 'apiKey'],
	])('is not sent again by %s', async (_, type, authentication) => {
		vendor.answer = makes({ id: 1 });
		const first = add('billitApi', { apiKey: 'canary-key-one' });
		const failed = await runOperation(engine, 'billitApi', first, 'customApiCall.send', CALL, {
			input: INPUT,
		});
		expect(posts()).toHaveLength(2);
		const second = add(type, { apiKey: 'canary-key-two' });
		const other = await edited(failed, (node) => {
			node.parameters.authentication = authentication;
			node.credentials = { [type]: { id: second, name: 'second' } };
		});
		const again = await runOperation(engine, type, second, 'customApiCall.send', CALL, {
			retryOf: other,
		});
		expect(again.error?.message).toContain(ANOTHER);
		expect(posts()).toHaveLength(2);
		// A new execution sends it.
		await runOperation(engine, type, second, 'customApiCall.send', CALL, { input: INPUT });
		expect(posts()).toHaveLength(4);
	});
});

describe('a Billit order', () => {
	const run = async (
		credential: string,
		operation: string,
		more: Partial<RunOptions>,
		parameters: INodeParameters = {},
	) => {
		const order = invoiceOf({ transportType: 'SMTP', ...parameters });
		return await runOperation(engine, 'billitApi', credential, operation, order, more);
	};

	it('whose answer was lost goes out again under its key by the same caller, and by no other', async () => {
		let isAway = true;
		vendor.answer = (_, response) => (isAway ? response.destroy() : reply(response, 101));
		const credential = add('billitApi', { apiKey: 'canary-key-one' });
		const failed = await run(credential, 'order.create', {});
		expect(failed.error).toBeDefined();
		isAway = false;
		const before = posts().length;
		change(credential, { apiKey: 'canary-key-two' });
		const other = await run(credential, 'order.create', { retryOf: failed });
		expect(other.error?.message).toContain(ANOTHER);
		expect(posts()).toHaveLength(before);
		change(credential, { apiKey: 'canary-key-one' });
		const again = await run(credential, 'order.create', { retryOf: failed });
		expect(again.error).toBeUndefined();
		expect(new Set(posts().map(({ key }) => key)).size).toBe(1);
	});

	it('that was made and not sent is not made again by another caller', async () => {
		vendor.answer = (call, response) =>
			call.path.endsWith('/send') ? reply(response, '', 400) : reply(response, 101);
		const credential = add('billitApi', { apiKey: 'canary-key-one' });
		const options = { checkReceiver: false };
		const failed = await run(credential, 'order.createAndSend', {}, { options });
		expect(posts()).toHaveLength(2);
		change(credential, { apiKey: 'canary-key-two' });
		const again = await run(credential, 'order.createAndSend', { retryOf: failed }, { options });
		expect(again.error?.message).toContain(ANOTHER);
		expect(posts()).toHaveLength(2);
	});

	it.each([
		['', 4],
		['7', 2],
	])('of a company that the item names (%j) leaves as often as that is told', async (id, times) => {
		vendor.answer = makes(101);
		const credential = add('billitApi', { apiKey: 'canary-key', partyId: '1001' });
		const parameters = {
			company: { __rl: true, mode: 'id', value: id },
			additionalFields: { Reference: '={{ $json.is }}' },
			options: { idempotencyKey: 'none' },
		};
		const failed = await run(credential, 'order.create', { input: INPUT }, parameters);
		expect(posts()).toHaveLength(2);
		change(credential, { partyId: '1002' });
		await run(credential, 'order.create', { retryOf: failed }, parameters);
		expect(posts()).toHaveLength(times);
	});
});

it('a company that is only wished for at Luca’s consent makes no other company of the same tokens', async () => {
	vendor.answer = makes({ data: { done: true } });
	const credential = add('lucaOAuth2Api', { organisationNumber: '999999999' });
	const call = { method: 'POST', path: '/things', body: '={{ JSON.stringify($json) }}' };
	const run = async (more: object) =>
		await runOperation(engine, 'lucaOAuth2Api', credential, 'customApiCall.send', call, more);
	const failed = await run({ input: INPUT });
	const sent = () => vendor.to('/things').filter(({ body }) => body.includes('GOOD'));
	expect(sent()).toHaveLength(1);
	change(credential, { organisationNumber: '888888888' });
	await run({ retryOf: failed });
	expect(sent()).toHaveLength(1);
});

it('a payment is not made again by another key pair, nor a report bought by another client, nor either at another path', async () => {
	vendor.answer = (call, response) => {
		if (call.method === 'GET') return reply(response, { 'hydra:member': [] });
		const isBad = call.body.includes('BAD');
		if (call.path.endsWith('.php')) {
			const refused = { term_code: 20_978, status: 'F', description: 'bad' };
			return reply(response, isBad ? refused : { term_code: 0, status: 'A', ticket_id: 'T' });
		}
		return reply(response, isBad ? { error: 'bad' } : { valid: true }, isBad ? 400 : 200);
	};
	const both: Array<[string, object, object, string, INodeParameters]> = [
		[
			'billitApi',
			{ apiKey: 'canary-key', partyId: '1001' },
			{ contextPartyId: '', partyId: '' },
			'customApiCall.send',
			{
				method: 'POST',
				path: '/v1/things',
				body: '={{ JSON.stringify($json) }}',
				options: {},
			},
		],
		[
			'omniFundApi',
			{ apiKeyId: 'key-1', apiKeySecret: 'canary-secret' },
			{ apiKeyId: 'key-2' },
			'cardPayment.sale',
			cardSale({ invoiceId: '={{ $json.is }}' }),
		],
		[
			'microBiltOAuth2Api',
			{ oauthTokenData: { access_token: 'canary-access', expires_in: 3600 } },
			{ clientId: 'client-2' },
			'contact.validateEmail',
			{ email: '={{ $json.is }}@example.com', options: {} },
		],
	];
	const elsewhere = { apiBaseUrl: `${vendor.origin}/v2` };
	const each = both.flatMap(([type, settings, other, ...sends]) =>
		[other, elsewhere].map((changed) => [type, settings, changed, ...sends] as const),
	);
	for (const [type, settings, other, operation, parameters] of each) {
		vendor.calls = [];
		const credential = add(type, settings as ICredentialDataDecryptedObject);
		const failed = await runOperation(engine, type, credential, operation, parameters, {
			input: INPUT,
		});
		expect(failed.error).toBeDefined();
		const before = posts().length;
		change(credential, other as ICredentialDataDecryptedObject);
		const again = await runOperation(engine, type, credential, operation, parameters, {
			retryOf: failed,
		});
		expect(again.error?.message).toContain(ANOTHER);
		expect(
			posts()
				.slice(before)
				.map(({ path }) => path)
				.filter((path) => !/token/i.test(path)),
		).toEqual([]);
	}
});
