import type { IHttpRequestOptions } from 'n8n-workflow';
import { ApiClient, type ApiRequest } from '../../../nodes/shared/api/client';
import type { ApiDefinition } from '../../../nodes/shared/api/definition';
import type { ApiContext } from '../../../nodes/shared/api/session';
import { verdictOf } from '../../../nodes/shared/api/verdict';

interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: string;
}

const definition: ApiDefinition = {
	displayName: 'Vendor',
	authentications: { key: { credentialType: 'vendorApi' } },
	baseUrl: () => 'https://api.example.com',
	read(response) {
		const left = response.headers['x-left'];
		return verdictOf(
			response,
			left === undefined ? {} : { allowance: { remaining: Number(left) } },
		);
	},
};

/** A client that reads a list of so many pages. */
class Lists extends ApiClient {
	async list(pages: number): Promise<unknown[]> {
		const ahead = this.readAhead({ pattern: /(page=)(\d+)/, origin: 1 });
		const found: unknown[] = [];
		for (let page = 1; page <= pages; page++) found.push(await ahead.page(`/list?page=${page}`));
		await ahead.end();
		return found;
	}
}

const at = () => performance.now();
const after = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** A client whose vendor is a function, on a simulated clock. */
function clientOf(
	vendor: (request: IHttpRequestOptions) => Promise<Answer>,
	executionTimeout = -1,
): { client: Lists; hints: string[]; sent: string[] } {
	const hints: string[] = [];
	const sent: string[] = [];
	const context = {
		getNode: () => ({ credentials: {} }),
		getCredentials: async () => await Promise.resolve({}),
		getWorkflowSettings: () => ({ executionTimeout }),
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		helpers: {
			async httpRequestWithAuthentication(_type: string, request: IHttpRequestOptions) {
				sent.push(request.url);
				const { status, headers = {}, body = '{"id":1}' } = await vendor(request);
				return {
					statusCode: status,
					headers: { 'content-type': 'application/json', ...headers },
					body,
				};
			},
		},
	} as object as ApiContext;
	return { client: new Lists(context, definition, 'key'), hints, sent };
}

const read = (index: number): ApiRequest => ({ method: 'GET', path: `/records/${index}` });

/** Runs the simulated clock until the work is over. */
async function finished<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
	const outcome = Promise.allSettled([work]);
	let isOver = false;
	void outcome.then(() => (isOver = true));
	while (!isOver) await jest.advanceTimersByTimeAsync(10);
	const [result] = await outcome;
	return result;
}

const all = async (client: ApiClient, count: number) =>
	await finished(
		Promise.all(Array.from({ length: count }, async (_, i) => await client.request(read(i)))),
	);

/** Takes so many calls at the same time, and refuses more. */
function bounded(takes: number, headers: Record<string, string> = {}) {
	const seen = { refused: 0 };
	let open = 0;
	const vendor = async (): Promise<Answer> => {
		if (open >= takes) {
			seen.refused += 1;
			return { status: 429, headers };
		}
		open += 1;
		await after(50);
		open -= 1;
		return { status: 200 };
	};
	return { vendor, seen };
}

/** Takes so many calls in a time, and tells when it takes more. */
function windowed(calls: number, ms: number) {
	let since = Number.NEGATIVE_INFINITY;
	let count = 0;
	return async (): Promise<Answer> => {
		await after(5);
		if (at() - since >= ms) {
			since = at();
			count = 0;
		}
		count += 1;
		if (count <= calls) return { status: 200 };
		return { status: 429, headers: { 'retry-after': String((since + ms - at()) / 1_000) } };
	};
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => jest.useRealTimers());

it.each([
	[1, {}],
	[1, { 'retry-after': '0' }],
	[1, { 'retry-after': '1' }],
	[3, {}],
	[10, {}],
])(
	'a vendor that takes %i at once ends right, its refusals told with %j',
	async (takes, headers) => {
		const { vendor } = bounded(takes, headers);
		const { client } = clientOf(vendor);
		expect((await all(client, 100)).status).toBe('fulfilled');
	},
);

it('a vendor that takes ten at once refuses less than 5 % of 400 reads', async () => {
	const { vendor, seen } = bounded(10);
	const { client } = clientOf(vendor);
	const before = at();
	expect((await all(client, 400)).status).toBe('fulfilled');
	expect(seen.refused).toBeLessThan(20);
	expect(at() - before).toBeLessThan(4_000);
});

it('a vendor that refuses everything is asked a few times, not for ever', async () => {
	const { client, sent } = clientOf(async () => await Promise.resolve({ status: 429 }));
	const { status } = await all(client, 100);
	expect(status).toBe('rejected');
	expect(sent.length).toBeLessThan(100);
});

it('one record that is always refused fails, although others come through', async () => {
	const { client } = clientOf(async ({ url }) => {
		await after(10);
		return { status: url.endsWith('/7') ? 429 : 200 };
	});
	expect((await all(client, 100)).status).toBe('rejected');
});

it('calls that fail are repeated three times, whatever the pace', async () => {
	const { client, sent } = clientOf(async () => await Promise.resolve({ status: 500 }));
	expect((await finished(client.request(read(1)))).status).toBe('rejected');
	expect(sent).toHaveLength(4);
});

it('a change without a key is never sent again', async () => {
	const { client, sent } = clientOf(async () => await Promise.resolve({ status: 429 }));
	await finished(client.request({ method: 'POST', path: '/payments', body: {} }));
	expect(sent).toHaveLength(1);
});

describe('a window of 100 calls in two minutes', () => {
	it('ends a trigger at once', async () => {
		const { client } = clientOf(windowed(100, 120_000));
		expect((await all(client, 150)).status).toBe('rejected');
		expect(at()).toBeLessThan(60_000);
	});

	it('is waited for in a run, and told', async () => {
		const { client, hints } = clientOf(windowed(100, 120_000));
		client.bePatient();
		expect((await all(client, 150)).status).toBe('fulfilled');
		expect(hints).toEqual([
			'Vendor limits how many calls it takes, so this run waited for it',
			'Vendor asked for a pause of 2 minutes. What was read before it was kept',
		]);
	});

	it('is not waited for where the user allows a minute only', async () => {
		const { client } = clientOf(windowed(100, 120_000));
		client.bePatient(60_000);
		expect((await all(client, 150)).status).toBe('rejected');
	});

	it('is told before it outlasts the workflow', async () => {
		const { client } = clientOf(windowed(100, 120_000), 90);
		client.bePatient();
		const outcome = await all(client, 150);
		expect(outcome).toMatchObject({
			reason: {
				message: expect.stringMatching(
					/^Vendor asks to wait \d+ seconds, longer than this workflow may take$/,
				) as string,
			},
		});
	});
});

it('a pause of 25 minutes is waited for only where the workflow, or the user, allows it', async () => {
	const run = async (timeout: number, choice?: number) => {
		const { client } = clientOf(windowed(10, 25 * 60_000), timeout);
		client.bePatient(choice);
		return (await all(client, 12)).status;
	};
	expect(await run(-1)).toBe('rejected');
	expect(await run(-1, 30 * 60_000)).toBe('fulfilled');
	expect(await run(3_600)).toBe('fulfilled');
});

it('calls leave gradually after a pause', async () => {
	let open = 0;
	let peak = 0;
	const limited = windowed(60, 120_000);
	const { client } = clientOf(async () => {
		open += 1;
		if (at() > 119_000) peak = Math.max(peak, open);
		const answer = await limited();
		open -= 1;
		return answer;
	});
	client.bePatient();
	expect((await all(client, 70)).status).toBe('fulfilled');
	expect(peak).toBe(5);
});

describe('reads that are the same', () => {
	const ok = async () => await Promise.resolve({ status: 200 });
	const send = async (client: ApiClient, call: Partial<ApiRequest>) =>
		await finished(client.request({ ...read(1), ...call }));

	it.each([
		['share a call', {}, 1],
		['not with another path', { path: '/records/2' }, 2],
		['not with another query', { query: { a: 1 } }, 2],
		['not with another header', { headers: { a: 'b' } }, 2],
		['not where a file is wanted', { binary: true }, 2],
	])('%s', async (_, second, calls) => {
		const { client, sent } = clientOf(ok);
		client.shareReads();
		await send(client, {});
		await send(client, second);
		expect(sent).toHaveLength(calls);
	});

	it('are asked for each unless the run shares them', async () => {
		const { client, sent } = clientOf(ok);
		await send(client, {});
		await send(client, {});
		expect(sent).toHaveLength(2);
	});

	it.each([200, 400, 500])(
		'are asked for again after a change, also after HTTP %i',
		async (status) => {
			const { client, sent } = clientOf(async ({ method }) => {
				return await Promise.resolve({ status: method === 'GET' ? 200 : status });
			});
			client.shareReads();
			await send(client, {});
			await send(client, { method: 'POST', body: {} });
			await send(client, {});
			expect(sent).toHaveLength(3);
		},
	);
});

describe('a longer pause than the run waits for', () => {
	const closing = (taken: number) => {
		let calls = 0;
		return async (): Promise<Answer> => {
			calls += 1;
			const status = calls > taken ? 429 : 200;
			await after(20);
			return { status, headers: { 'retry-after': '7200' } };
		};
	};

	it('ends the calls of the other items too, unsent', async () => {
		const { client, sent } = clientOf(closing(100));
		client.bePatient();
		const reads = Array.from({ length: 1_000 }, async (_, i) => await client.request(read(i)));
		const outcomes = await finished(Promise.allSettled(reads));
		const all = outcomes.status === 'fulfilled' ? outcomes.value : [];
		expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
		expect(sent.length).toBeLessThan(200);
		expect(all.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: {
				message: 'Vendor asks to slow down (HTTP 429)',
				description: 'It asks to wait 7200 seconds',
			},
		});
		expect(all.at(-1)).toMatchObject({
			reason: {
				message: 'Vendor asks to wait 7200 seconds, longer than this run does',
				neverSent: true,
				failure: { cause: 'rate-limited' },
			},
		});
	});

	it('ends changes too, one after the other', async () => {
		const { client, sent } = clientOf(closing(5));
		client.bePatient();
		for (let item = 0; item < 60; item++) {
			await finished(client.request({ method: 'POST', path: '/records', body: { item } }));
		}
		expect(sent).toHaveLength(6);
	});
});

it('a change that is refused for a while is not repeated, and the next one waits', async () => {
	let from = 0;
	const { client, sent } = clientOf(async () => {
		await after(10);
		if (sent.length === 15) from = at() + 5_000;
		const ms = from - at();
		return ms > 0
			? { status: 429, headers: { 'retry-after': String(ms / 1_000) } }
			: { status: 200 };
	});
	client.bePatient();
	const statuses: string[] = [];
	for (let item = 0; item < 40; item++) {
		const call = { method: 'POST' as const, path: '/records', body: { item } };
		statuses.push((await finished(client.request(call))).status);
	}
	expect(sent).toHaveLength(40);
	expect(statuses.filter((status) => status === 'rejected')).toHaveLength(1);
});

describe('a service that tells how many calls are left', () => {
	it('is called again when it said so, not a minute after', async () => {
		let left = 6;
		const { client } = clientOf(async (): Promise<Answer> => {
			await after(20);
			left -= 1;
			if (left === -1) setTimeout(() => (left = 100), 4_500);
			return left < 0
				? { status: 429, headers: { 'retry-after': '5', 'x-left': '0' } }
				: { status: 200, headers: { 'x-left': String(left) } };
		});
		client.bePatient();
		const before = at();
		expect((await all(client, 30)).status).toBe('fulfilled');
		expect(at() - before).toBeLessThan(10_000);
	});

	it('is called again as soon as an answer tells of room', async () => {
		let calls = 0;
		const { client } = clientOf(async () => {
			calls += 1;
			const left = calls <= 5 ? 5 - calls : 99;
			await after(20);
			return { status: 200, headers: { 'x-left': String(left) } };
		});
		client.bePatient();
		await all(client, 5);
		const before = at();
		expect((await all(client, 200)).status).toBe('fulfilled');
		expect(at() - before).toBeLessThan(70_000);
	});
});

it('100 calls a minute, without a word of how long to wait, end right', async () => {
	const limited = windowed(100, 60_000);
	const { client } = clientOf(async () => ({ status: (await limited()).status }));
	client.bePatient();
	expect((await all(client, 150)).status).toBe('fulfilled');
});

it('the pages of a list that several items read are asked for once', async () => {
	const { client, sent } = clientOf(async () => {
		await after(20);
		return { status: 200 };
	});
	client.shareReads();
	const lists = Array.from({ length: 10 }, async () => await client.list(30));
	expect((await finished(Promise.all(lists))).status).toBe('fulfilled');
	expect(sent.length).toBeLessThanOrEqual(38);
	expect(new Set(sent).size).toBe(sent.length);
});
