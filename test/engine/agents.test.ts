import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { invoiceOf } from './support/billit';
import type { Engine, RunOptions, RunResult } from './support/engine';
import { CONNECTED_ANYWHERE, OwnVendor, reply } from './support/ownVendor';
import { inFuture, packEngine } from './support/pack';

/** An agent that calls a node as its tool: again in a retry, and the same in other words. */

let vendor: OwnVendor;
let engine: Engine;
let credential: string;
/** What the vendor answers to the next changes; then 200. */
let answers: Array<number | 'cut'>;
beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
	answers = [];
	credential = '';
	let made = 100;
	vendor.answer = (call, response) => {
		if (call.method === 'GET' && call.path === '/v1/orders') return reply(response, { Items: [] });
		if (call.method === 'GET') return reply(response, { OrderID: 101 });
		const answer = answers.shift() ?? 200;
		if (answer === 'cut') return void response.destroy();
		reply(response, answer === 200 ? (made += 1) : { message: 'no' }, answer);
	};
});
afterEach(async () => await vendor.stop());

const posts = () => vendor.calls.filter(({ method }) => method !== 'GET');

const send = async (
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
): Promise<RunResult> => {
	credential ||= engine.addCredential('flexibleOAuth2Api', {
		...CONNECTED_ANYWHERE,
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		accessTokenUrl: `${vendor.origin}/token`,
		tokenExpiresAt: inFuture(3600),
	});
	return await engine.run({
		type: 'flexibleApiTool',
		parameters: {
			resource: 'apiCall',
			operation: 'send',
			method: 'POST',
			path: '=/things/{{ $json.path }}',
			bodyType: 'json',
			body: '={{ $json.body }}',
			...parameters,
		},
		credentials: { flexibleOAuth2Api: credential },
		...more,
	});
};

const billit = async (options: IDataObject, more: Partial<RunOptions>): Promise<RunResult> => {
	credential ||= engine.addCredential('billitApi', {
		environment: 'custom',
		apiBaseUrl: vendor.origin,
		apiKey: 'canary-billit-key',
		partyId: '1001',
	});
	const lines = {
		rows: [{ Description: 'Work', Quantity: 1, UnitPriceExcl: '={{ $json.price }}' }],
	};
	const order = invoiceOf({ orderDate: '={{ $json.date }}', orderLines: lines });
	return await engine.run({
		type: 'billitTool',
		parameters: {
			authentication: 'apiKey',
			resource: 'order',
			operation: 'create',
			...order,
			options: options as INodeParameters,
		},
		credentials: { billitApi: credential },
		...more,
	});
};

const call = (body: string, path = 'a'): IDataObject => ({ body, path });

describe('an agent whose model fails once its tool has sent', () => {
	it('has each answer back in a retry, as often as it was there', async () => {
		const calls = [call('{"a":1}'), call('{"a":1}'), call('{"a":2}')];
		const failed = await send({}, { agent: { calls, fails: true } });
		expect([posts().length, failed.error?.message]).toEqual([3, 'The model is away']);
		const again = await send({}, { agent: { calls, fails: true }, retryOf: failed });
		expect([posts().length, again.items[0]?.json.error]).toEqual([3, undefined]);
		// One more is another one, and so is what was not asked for before.
		const more = [...calls, call('{"a":1}'), call('{"a":3}')];
		await send({}, { agent: { calls: more }, retryOf: again });
		expect(posts()).toHaveLength(5);
	});

	it.each(['automatic', 'content', 'none'])('makes no order again (key: %s)', async (key) => {
		const calls = [{ price: '50', date: '2026-01-15' }];
		const options = { idempotencyKey: key };
		const failed = await billit(options, { agent: { calls, fails: true } });
		const { items } = await billit(options, { agent: { calls }, retryOf: failed });
		expect(posts()).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({ OrderID: 101 });
	});
});

describe('what was lost is known again, written otherwise:', () => {
	it.each([
		['the order of names', call('{"a":1,"b":[1,2]}'), call('{"b":[1,2],"a":1}')],
		['a number', call('{"a":36}'), call('{"a":36.00}')],
		['blanks', call('{"a":"x y"}'), call(' { "a": "x  y" } ')],
		['a blank behind the path', call('{"a":1}'), call('{"a":1}', 'a ')],
	])('%s', async (_what, first, second) => {
		answers = ['cut'];
		await send({}, { agent: { calls: [first, second] } });
		expect(posts()).toHaveLength(1);
	});

	it.each([
		['another number', call('{"a":36}'), call('{"a":360}')],
		['the order of a list', call('{"a":[1,2]}'), call('{"a":[2,1]}')],
		['capitals', call('{"a":"x"}'), call('{"a":"X"}')],
	])('not %s, which is another one', async (_what, first, second) => {
		answers = ['cut'];
		await send({}, { agent: { calls: [first, second] } });
		expect(posts()).toHaveLength(2);
	});

	it('a price and a date of Billit have the key of the first', async () => {
		answers = Array.from({ length: 6 }, () => 'cut');
		const calls = [
			{ price: '50', date: '2026-01-15' },
			{ price: '50.00', date: '2026-01-15T00:00:00' },
		];
		await billit({}, { agent: { calls } });
		expect(new Set(posts().map(({ key }) => key)).size).toBe(1);
	});
});

it('an agent reads whether it went out, although n8n hands it the message alone', async () => {
	answers = ['cut', 400];
	const calls = [call('{"a":1}'), call('{"a":1}')];
	const { items } = await send({}, { agent: { calls } });
	expect(posts()).toHaveLength(1);
	expect(items[0]?.json.error).toContain('It was not sent again');
});

it('a good answer of an error and a message goes to no error output, from where it would be sent again', async () => {
	vendor.answer = (_call, response) => reply(response, { error: [], message: 'queued' });
	const input = [{ json: call('{"a":1}') }];
	const { items } = await send({}, { errorsBack: 3, input });
	expect(posts()).toHaveLength(1);
	expect(items[0]?.json).toEqual({ error: [], message: 'queued', answered: true });
});
