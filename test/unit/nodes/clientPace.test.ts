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
	read: (response) => verdictOf(response, {}),
};

const at = () => performance.now();
const after = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** A client whose vendor is a function, on a simulated clock. */
function clientOf(
	vendor: (request: IHttpRequestOptions) => Promise<Answer>,
	executionTimeout = -1,
): { client: ApiClient; hints: string[]; sent: string[] } {
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
	return { client: new ApiClient(context, definition, 'key'), hints, sent };
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
