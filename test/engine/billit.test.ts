import { billitEngine, billitSettings, connected, runBillit } from './support/billit';
import type { Engine } from './support/engine';
import { BillitSimulator } from '../simulators/billit';
import { impatient } from './support/patience';

impatient();

let simulator: BillitSimulator;
let engine: Engine;
let credential: string;

beforeAll(async () => {
	simulator = await new BillitSimulator().start();
});
afterAll(async () => await simulator.stop());
beforeEach(() => {
	simulator.faults.clear();
	simulator.recorder.clear();
	simulator.orders = 250;
	engine = billitEngine();
	credential = connected(engine, simulator);
});

const ORDER = 1001000004;

describe('Order: Get Many', () => {
	const list = async (parameters: Record<string, unknown>) =>
		await runBillit(engine, credential, 'order.getMany', {
			returnAll: true,
			limit: 50,
			simplify: false,
			filters: {},
			options: {},
			...parameters,
		} as Parameters<typeof runBillit>[3]);

	it('follows NextPageLink to the last page', async () => {
		const { items, error } = await list({});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.OrderID)).toEqual(
			Array.from({ length: 250 }, (_, index) => 1001000000 + index),
		);
		expect(simulator.recorder.to('/v1/orders').map(({ query }) => query)).toEqual([
			{ $top: '120' },
			{ $top: '120', $skip: '120' },
			{ $top: '120', $skip: '240' },
		]);
	});

	it('stops at the limit, on a page boundary and beyond', async () => {
		expect((await list({ returnAll: false, limit: 130 })).items).toHaveLength(130);
		expect(simulator.recorder.to('/v1/orders')).toHaveLength(2);
		simulator.recorder.clear();
		expect((await list({ returnAll: false, limit: 120 })).items).toHaveLength(120);
		expect(simulator.recorder.to('/v1/orders')).toHaveLength(1);
	});

	it('gives no item where there is no order', async () => {
		simulator.orders = 0;
		const { items, error } = await list({});
		expect(error).toBeUndefined();
		expect(items).toEqual([]);
	});

	it('quotes what users type, so that it stays one value', async () => {
		const { items } = await list({ filters: { reference: "Client's PO" } });
		expect(items).toHaveLength(50);
		const injected = await list({
			filters: { reference: "x' or Paid eq true or Reference eq 'x" },
		});
		expect(injected.error).toBeUndefined();
		expect(injected.items).toHaveLength(0);
	});

	it('joins filters, ranges and the free condition', async () => {
		const { items } = await list({
			filters: {
				orderDirection: 'Income',
				paid: false,
				totalInclFrom: 200,
				orderDateFrom: '2025-02-01T00:00:00',
				counterPartyId: { mode: 'id', value: '100103' },
			},
			options: { filter: "OrderType eq 'Invoice' or OrderType eq 'CreditNote'" },
		});
		expect(items.length).toBeGreaterThan(0);
		for (const { json } of items) {
			expect(json).toMatchObject({ OrderDirection: 'Income', Paid: false });
			expect(Number(json.TotalIncl)).toBeGreaterThanOrEqual(200);
			expect(json.CounterParty).toMatchObject({ PartyID: 100103 });
		}
		expect(simulator.recorder.to('/v1/orders')[0]?.query.$filter).toBe(
			"CounterParty/PartyID eq 100103 and OrderDate ge DateTime'2025-02-01' and OrderDirection eq 'Income' and Paid eq false and TotalIncl ge 200 and (OrderType eq 'Invoice' or OrderType eq 'CreditNote')",
		);
	});

	it.each([
		['unpaid', 'Paid eq false'],
		['Paid', 'Paid eq true'],
		['', undefined],
	])('by payment: %s', async (payment, condition) => {
		await list({ payment });
		expect(simulator.recorder.to('/v1/orders')[0]?.query.$filter).toBe(condition);
	});

	it('overdue is unpaid, and due before today', async () => {
		const { items, error } = await list({ payment: 'overdue' });
		expect(error).toBeUndefined();
		expect(items.length).toBeGreaterThan(0);
		expect(simulator.recorder.to('/v1/orders')[0]?.query.$filter).toMatch(
			/^Paid eq false and ExpiryDate lt DateTime'\d{4}-\d{2}-\d{2}'$/,
		);
	});

	it('filters by groups as by what workflows of before have beside them, and tells of those', async () => {
		const inGroups = await list({
			filters: { orderType: 'Invoice', amounts: { totalInclFrom: 200, currency: 'EUR' } },
		});
		const before = await list({
			filters: { orderType: 'Invoice', totalInclFrom: 200, currency: 'EUR' },
		});
		const [first, second] = simulator.recorder
			.to('/v1/orders')
			.filter(({ query }) => query.$skip === undefined)
			.map(({ query }) => query.$filter);
		expect(first).toBe("Currency eq 'EUR' and OrderType eq 'Invoice' and TotalIncl ge 200");
		expect(second).toBe(first);
		expect(before.items).toEqual(inGroups.items);
		expect(inGroups.hints).toEqual([]);
		expect(before.hints).toEqual([
			expect.stringContaining(
				'still in force: totalInclFrom (Filters > Amounts and Currency), currency (Filters > Amounts',
			),
		]);
	});

	it('takes switches, numbers and words of workflows that were saved before', async () => {
		await list({
			filters: { isSent: true, paid: 'no', totalInclFrom: 12.5, remindersSentFrom: 0 },
		});
		expect(simulator.recorder.to('/v1/orders')[0]?.query.$filter).toBe(
			'IsSent eq true and Paid eq false and RemindersSent ge 0 and TotalIncl ge 12.5',
		);
	});

	it('never follows a next page to another host', async () => {
		const elsewhere = await new BillitSimulator().start();
		simulator.faults.add({
			path: '/v1/orders',
			status: 200,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({
				Items: [{ OrderID: 1 }],
				NextPageLink: `${elsewhere.apiOrigin}/v1/orders?$skip=1`,
			}),
		});
		const { items } = await list({});
		expect(items).toHaveLength(250);
		expect(elsewhere.recorder.requests).toHaveLength(0);
		expect(simulator.recorder.to('/v1/orders')[1]?.query).toEqual({ $top: '120', $skip: '1' });
		await elsewhere.stop();
	});

	it('acts for the company that is chosen in the node', async () => {
		const { items } = await list({
			company: { mode: 'id', value: '1002' },
			returnAll: false,
			limit: 1,
		});
		expect(items[0]?.json.CompanyID).toBe(1002);
		expect(simulator.recorder.to('/v1/orders')[0]?.headers.partyid).toBe('1002');
	});
});

describe('Custom API Call', () => {
	const call = async (parameters: Record<string, unknown>) =>
		await runBillit(engine, credential, 'customApiCall.send', {
			method: 'GET',
			path: '/v1/orders',
			query: '{}',
			body: '',
			options: {},
			...parameters,
		} as Parameters<typeof runBillit>[3]);

	it.each([
		'https://evil.example.com/v1/orders',
		'//evil.example.com/v1/orders',
		'\\\\evil.example.com',
		'@evil.example.com/',
		'/v1/../OAuth2/token',
		'/v1/%2e%2e/OAuth2/token',
		'/v1/orders\n/v1/parties',
	])('refuses %j before anything leaves', async (path) => {
		const { error } = await call({ path });
		expect(error?.message).toMatch(/"Path"/);
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('refuses to replace the authentication', async () => {
		const { error } = await call({ options: { headers: '{"Authorization": "Bearer x"}' } });
		expect(error?.message).toBe('"Headers" must not set "Authorization": that is done for you');
		expect(simulator.recorder.requests).toHaveLength(0);
	});

	it('says what is wrong with the JSON', async () => {
		const { error } = await call({ query: '{"a": 1' });
		expect(error?.message).toBe('"Query" is not valid JSON. Check quotes, commas and brackets');
	});

	it('does not repeat a POST that may have arrived', async () => {
		simulator.faults.add({ path: '/v1/orders', method: 'POST', cut: 'after' });
		const { error } = await call({ method: 'POST', body: '{"OrderType": "Invoice"}' });
		expect(error?.message).toBe('The connection to Billit broke before the answer was complete');
		expect(error?.description).toContain('Look before you send it again');
		expect(simulator.recorder.count('POST', '/v1/orders')).toBe(1);
	});
});

describe('trouble with the API', () => {
	const parameters = {
		orderId: { mode: 'id', value: String(ORDER) },
		simplify: true,
		options: { alwaysAskAgain: true },
	};
	const path = `/v1/orders/${ORDER}`;

	it('waits for Retry-After and holds all other items back meanwhile', async () => {
		simulator.latency = 100;
		simulator.faults.add({ path, status: 429, headers: { 'Retry-After': '1' } });
		const input = Array.from({ length: 40 }, () => ({ json: {} }));
		const { items, error } = await runBillit(engine, credential, 'order.get', parameters, {
			input,
		});
		simulator.latency = 0;
		expect(error).toBeUndefined();
		expect(items).toHaveLength(40);
		const requests = simulator.recorder.to(path);
		expect(requests).toHaveLength(41);
		const refused = requests.find(({ status }) => status === 429)?.at ?? 0;
		const early = requests.filter(({ at }) => at - refused < 950);
		// Those that were on their way already.
		expect(early).toHaveLength(20);
	});

	it('repeats a read after a lost connection and a 503', async () => {
		simulator.faults.add({ path, cut: 'before' });
		simulator.faults.add({ path, status: 503, headers: { 'Retry-After': '0' } });
		const { items, error } = await runBillit(engine, credential, 'order.get', parameters);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(simulator.recorder.count('GET', path)).toBe(3);
	});

	it('tells of a longer pause instead of waiting for it', async () => {
		simulator.faults.add({ path, status: 429, headers: { 'Retry-After': '3600' } });
		const { error } = await runBillit(engine, credential, 'order.get', parameters);
		expect(error?.message).toBe('Billit asks to slow down (HTTP 429)');
		expect(error).toMatchObject({ failure: { cause: 'rate-limited', retryAfterMs: 3_600_000 } });
	});

	it.each([
		[
			'a web page',
			'<html><body>Login</body></html>',
			'Billit answered with a web page instead of data',
		],
		['nothing', '', 'Billit sent an empty answer'],
		['something else', '{}', 'Billit answered with something else than a list'],
	])('says so when %s comes instead of a list', async (_what, body, message) => {
		simulator.faults.add({ path: '/v1/orders', status: 200, body });
		const { error } = await runBillit(engine, credential, 'order.getMany', {
			returnAll: false,
			limit: 1,
		});
		expect(error?.message).toBe(message);
		expect(error?.description).toContain('Environment');
	});

	it('does not send the token after a redirect to another host', async () => {
		const elsewhere = await new BillitSimulator().start();
		simulator.faults.add({
			path,
			status: 302,
			headers: { Location: `${elsewhere.apiOrigin}${path}` },
		});
		const { error } = await runBillit(engine, credential, 'order.get', parameters);
		expect(error?.message).toContain('another address, which was not followed');
		expect(elsewhere.recorder.requests).toHaveLength(0);
		await elsewhere.stop();
	});

	it('reads once what several items read, and links each', async () => {
		const before = simulator.recorder.count('GET', path);
		const input = Array.from({ length: 30 }, () => ({ json: {} }));
		const { items } = await runBillit(
			engine,
			credential,
			'order.get',
			{ ...parameters, options: {} },
			{ input },
		);
		expect(simulator.recorder.count('GET', path) - before).toBe(1);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(input.map((_, item) => ({ item })));
		expect(new Set(items.map(({ json }) => json)).size).toBe(30);
	});

	it('runs at most as many reads at the same time as the user wants', async () => {
		simulator.latency = 30;
		const input = Array.from({ length: 30 }, () => ({ json: {} }));
		await runBillit(
			engine,
			credential,
			'order.get',
			{ ...parameters, options: { ...parameters.options, parallelRequests: 4 } },
			{ input },
		);
		expect(simulator.recorder.peak).toBe(4);
		simulator.latency = 0;
	});
});

describe('API key', () => {
	const run = async (apiKey: string) => {
		const { environment, apiBaseUrl, partyId } = billitSettings(simulator);
		const id = engine.addCredential('billitApi', {
			environment: environment ?? '',
			apiBaseUrl: apiBaseUrl ?? '',
			partyId: partyId ?? '',
			apiKey,
		});
		return await engine.run({
			type: 'billit',
			parameters: { authentication: 'apiKey', resource: 'order', operation: 'getMany', limit: 1 },
			credentials: { billitApi: id },
		});
	};

	it('works, and blanks around the key do no harm', async () => {
		const { items, error } = await run(' canary-billit-key-ada \n');
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(simulator.recorder.to('/v1/orders')[0]?.headers).toMatchObject({
			apikey: 'canary-billit-key-ada',
			partyid: '1001',
		});
	});

	it('says that the key is wrong, once', async () => {
		const { error } = await run('wrong');
		expect(error?.message).toBe('ApiKeyNotValid');
		expect(error?.description).toContain('Check "API Key"');
		expect(simulator.recorder.requests).toHaveLength(1);
	});
});

describe('pickers', () => {
	const search = async (method: string, filter?: string, paginationToken?: string) =>
		await engine.listSearch({
			type: 'billit',
			parameters: { authentication: 'oAuth2', resource: 'order', operation: 'get' },
			credentials: { billitOAuth2Api: credential },
			method,
			filter,
			paginationToken,
		});

	it('lists the companies of the connected user', async () => {
		expect(await search('searchCompanies', 'engines')).toEqual({
			results: [{ name: 'Analytical Engines', value: '1002' }],
		});
	});

	it('finds orders by words, page by page', async () => {
		const first = await search('searchOrders');
		expect(first.results).toHaveLength(50);
		const second = await search('searchOrders', undefined, String(first.paginationToken));
		// The newest come first, and the pages do not overlap.
		const seen = new Set(first.results.map(({ value }) => value));
		expect(second.results).toHaveLength(50);
		expect(second.results.some(({ value }) => seen.has(value))).toBe(false);
		expect(first.results[0]?.value).toBe('1001000249');
		expect((await search('searchOrders', 'INV-000008')).results).toEqual([]);
		expect((await search('searchOrders', 'PUR-000008')).results).toEqual([
			{ name: 'PUR-000008 - Customer 0 NV', value: '1001000007' },
		]);
	});
});
