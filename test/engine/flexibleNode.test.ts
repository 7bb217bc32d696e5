import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/Flexible/resources';
import { OmniFundSimulator } from '../simulators/omniFund';
import { recipes, type Recipe } from '../support/recipes';
import { describeOperations, type Row } from './support/contract';
import type { Engine, RunOptions } from './support/engine';
import { filledIn, serverOf } from './support/flexible';
import { connect, inFuture, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'flexibleOAuth2Api';

let simulator: OmniFundSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new OmniFundSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const list = { path: '/api/customers', recordsPath: 'hydra:member', options: {} };

const rows: Record<string, Row> = {
	'apiCall.getMany': {
		parameters: {
			...list,
			query: '{"firstName":"Ada"}',
			pagination: 'linkInBody',
			nextPath: 'hydra:view.hydra:next',
			returnAll: false,
			limit: 2,
		},
		request: { method: 'GET', path: '/api/customers', query: { firstName: 'Ada' } },
		item: { id: 1001 },
		items: 2,
		freeOutput: true,
		list: {
			all: 75,
			pages: [{}, { page: '2' }, { page: '3' }].map((page) => ({ firstName: 'Ada', ...page })),
			limit: 40,
			requests: 2,
		},
	},
	'apiCall.send': {
		parameters: {
			method: 'GET',
			path: '/api/customers',
			query: '{"firstName":"Ada"}',
			bodyType: 'none',
			answer: 'json',
			options: { simplifyPath: 'hydra:member' },
		},
		request: { method: 'GET', path: '/api/customers', query: { firstName: 'Ada' } },
		item: { id: 1001 },
		freeOutput: true,
	},
};

describeOperations({
	resources,
	nodeFolder: 'Flexible',
	rows,
	vendor: () => simulator,
	run: async (name, parameters, more) =>
		await runOperation(engine, TYPE, credential, name, parameters, more),
	headers: { authorization: expect.stringMatching(/^Bearer canary-omnifund-access-/) },
	refusal: {
		status: 400,
		body: '{"title":"Bad","detail":"Wrong filter"}',
		message: 'Wrong filter',
	},
});

/** An API that answers as it is told, and takes any token but the spent ones. */
let api: {
	server: Server;
	origin: string;
	got: Array<{ url: string; body: string; headers: object }>;
};
let answer: (url: URL, request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
let own: string;

beforeEach(async () => {
	const got: typeof api.got = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const url = new URL(request.url ?? '', 'http://api');
			got.push({ url: request.url ?? '', body: body.toString('latin1'), headers: request.headers });
			response.setHeader('Content-Type', 'application/json');
			answer(url, request, response, body);
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	api = { server, origin: `http://127.0.0.1:${port}`, got };
	own = connect(engine, TYPE, simulator, {
		apiBaseUrl: `${api.origin}/v1`,
		accountUrl: '',
		tokenExpiresAt: inFuture(3600),
	});
});
afterEach(async () => {
	api.server.closeAllConnections();
	await new Promise((done) => api.server.close(done));
});

const run = async (
	operation: string,
	parameters: INodeParameters,
	more: Partial<RunOptions> = {},
) => await runOperation(engine, TYPE, own, `apiCall.${operation}`, parameters, more);

const SEND = { method: 'GET', path: '/things', query: '{}', bodyType: 'none', answer: 'json' };

const json = (response: ServerResponse, body: unknown, status = 200) => {
	response.writeHead(status);
	response.end(JSON.stringify(body));
};

describe('an expired token', () => {
	it.each([200, 400, 403])('is told in the body of an HTTP %i', async (status) => {
		const spent = String(engine.credentials.read(own).accessToken);
		answer = (_url, request, response) =>
			request.headers.authorization === `Bearer ${spent}`
				? json(response, { code: 99991663, msg: 'token expired' }, status)
				: json(response, { code: 0, data: { id: 7 } });
		const { items, error } = await run(
			'send',
			{
				...SEND,
				options: { expiredPath: 'code', expiredValues: '99991663', simplifyPath: 'data' },
			},
			{ input: [{ json: {} }, { json: {} }] },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json: item }) => item)).toEqual([{ id: 7 }, { id: 7 }]);
		expect(simulator.oauth.counts.tokenRequests).toBe(1);
	});

	describe('that the body of an answer alone tells', () => {
		const signals = { expiredPath: 'code', expiredValues: '99991663' };
		const key = { idempotencyHeader: 'Idempotency-Key', idempotencyKey: 'order-7' };
		const isChange = (method: string) => !['GET', 'HEAD'].includes(method);
		const methods = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

		/** What is done with a spent token, and with a good one. */
		const carriedOut = (status: number, body: unknown = { code: 99991663, msg: 'expired' }) => {
			const spent = String(engine.credentials.read(own).accessToken);
			answer = (_url, request, response) =>
				request.headers.authorization === `Bearer ${spent}`
					? json(response, body, status)
					: json(response, { code: 0, id: 7 });
		};
		const send = async (method: string, options: INodeParameters = {}) =>
			await run('send', { ...SEND, method, options: { ...signals, ...options } });

		it.each(
			methods.flatMap((method) =>
				[200, 201, 302, 400, 401, 403, 404, 408, 499, 500, 503].map(
					(status) => [method, status] as const,
				),
			),
		)('%s, HTTP %i: a change is sent again only where it was refused', async (method, status) => {
			carriedOut(status);
			const refused = status >= 400 && status < 500 && ![408, 499].includes(status);
			const { error, items } = await send(method);
			if (refused || !isChange(method)) {
				expect(error).toBeUndefined();
				expect(items[0]?.json).toMatchObject({ id: 7 });
				return expect(api.got).toHaveLength(2);
			}
			expect(api.got).toHaveLength(1);
			expect(error?.message).toBe(
				'The access token may have expired, and the call may have been carried out. It was not repeated with a new token',
			);
			expect(error?.description).toMatch(/The API says: expired\./);
			expect(error?.description).toMatch(/"Repeat When Expired".*"Idempotency Header"/);
			expect(JSON.stringify(error)).not.toContain('canary');
			// The next call leaves with another token.
			expect((await send('GET')).error).toBeUndefined();
			expect(simulator.oauth.counts.tokenRequests).toBe(1);
			expect(api.got).toHaveLength(2);
		});

		it.each([
			['POST', 1],
			['PATCH', 1],
			['PUT', 2],
			['DELETE', 2],
		])('%s leaves %d times in all with a retry, as the error says', async (method, times) => {
			carriedOut(200);
			const failed = await send(method);
			expect(failed.error?.description).toContain(
				'a POST or PATCH is not sent again in this execution or a retry of it, while a PUT or DELETE is',
			);
			await run('send', { ...SEND, method, options: signals }, { retryOf: failed });
			expect(api.got).toHaveLength(times);
		});

		it.each(
			methods
				.filter(isChange)
				.flatMap((method) => [
					[method, 'Repeat When Expired', { repeatWhenExpired: true }] as const,
					[method, 'a key', key] as const,
				]),
		)('%s is sent again with %s', async (method, _way, options) => {
			carriedOut(200);
			const { error, items } = await send(method, options);
			expect(error).toBeUndefined();
			expect(items[0]?.json).toMatchObject({ id: 7 });
			expect(api.got).toHaveLength(2);
			expect(simulator.oauth.counts.tokenRequests).toBe(1);
		});

		it('several items: the others go on with the new token', async () => {
			carriedOut(200);
			const { items } = await run(
				'send',
				{ ...SEND, method: 'POST', path: '=/things/{{ $itemIndex }}', options: signals },
				{ input: [{ json: {} }, { json: {} }, { json: {} }], continueOnFail: true },
			);
			expect(api.got.map(({ url }) => url)).toEqual([
				'/v1/things/0',
				'/v1/things/1',
				'/v1/things/2',
			]);
			expect(items.map(({ json: item }) => item.id)).toEqual([undefined, 7, 7]);
		});

		it('no good answer leads to a second call, whatever values were filled in', async () => {
			const values = fc.constantFrom('0', '1', 'ok', 'true', '99991663');
			await fc.assert(
				fc.asyncProperty(
					fc.constantFrom(...methods.filter(isChange)),
					fc.constantFrom(200, 201, 202),
					values,
					fc.array(values, { minLength: 1, maxLength: 3 }),
					fc.constantFrom('', 'code', 'data.state'),
					async (method, status, told, expired, errorPath) => {
						api.got.length = 0;
						answer = (_url, _request, response) =>
							json(response, { code: told, data: { id: 7, state: told } }, status);
						const options = { expiredValues: expired.join(','), errorPath };
						const { error } = await send(method, options);
						expect(api.got).toHaveLength(1);
						if (errorPath === '') expect(error !== undefined).toBe(expired.includes(told));
					},
				),
				{ numRuns: 60, endOnFailure: true },
			);
		});
	});

	it('is renewed once for any number of calls, whichever header carries it', async () => {
		engine.credentials.write(own, { headerName: 'X-Session', headerPrefix: 'none' });
		const spent = String(engine.credentials.read(own).accessToken);
		answer = (_url, request, response) =>
			request.headers['x-session'] === spent
				? json(response, { message: 'gone' }, 401)
				: json(response, { id: 7 });
		const input = Array.from({ length: 5 }, () => ({ json: {} }));
		const { items, error } = await run('send', SEND, { input });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(5);
		expect(simulator.oauth.counts.tokenRequests).toBe(1);
	});

	it('that is never accepted ends with a word, after one renewal', async () => {
		answer = (_url, _request, response) => json(response, { code: 99991663, msg: 'expired' });
		const { error } = await run('send', {
			...SEND,
			options: { expiredPath: 'code', expiredValues: '99991663' },
		});
		expect(error).toBeDefined();
		expect(api.got).toHaveLength(2);
		expect(JSON.stringify(error)).not.toContain('canary');
	});
});

it('an API whose address comes with the token is called at the first time', async () => {
	const recipe = recipes.find(({ page }) => page === 'salesforce-kind') as Recipe;
	const server = await serverOf(recipe);
	const id = engine.addCredential(TYPE, filledIn(recipe, server));
	const { items, error } = await runOperation(
		engine,
		TYPE,
		id,
		'apiCall.getMany',
		{ path: '/rows', recordsPath: 'rows', pagination: 'none', returnAll: true, options: {} },
		{ input: Array.from({ length: 5 }, () => ({ json: {} })) },
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(5);
	expect(server.counts.renewed).toBe(1);
	await server.stop();
});

describe('an error with HTTP 200', () => {
	it.each([
		[{ code: 4003, msg: 'no such thing' }, '4003: no such thing'],
		[{ code: 'E1' }, 'E1'],
	])('%j is one', async (body, text) => {
		answer = (_url, _request, response) => json(response, body);
		const { error } = await run('send', { ...SEND, options: { errorPath: 'code' } });
		expect(`${error?.message} ${error?.description}`).toContain(text);
	});

	it.each([0, '0', false, 'ok', null])('%j is none', async (code) => {
		answer = (_url, _request, response) => json(response, { code, id: 1 });
		const { error } = await run('send', { ...SEND, options: { errorPath: 'code' } });
		expect(error).toBeUndefined();
	});
});

describe('pages', () => {
	const rowsFrom = (first: number, count: number) =>
		Array.from({ length: count }, (_, index) => ({ id: first + index }));

	const all = async (parameters: INodeParameters) =>
		await run('getMany', {
			path: '/things',
			query: '{"size":"2"}',
			recordsPath: 'rows',
			returnAll: true,
			options: {},
			...parameters,
		});

	it('by number', async () => {
		answer = (url, _request, response) => {
			const page = Number(url.searchParams.get('page'));
			json(response, { rows: rowsFrom(page * 2, [2, 2, 2, 1][page] ?? 0) });
		};
		const { items } = await all({
			pagination: 'pageNumber',
			parameter: 'page',
			first: 1,
		});
		expect(items.map(({ json: { id } }) => id)).toEqual([2, 3, 4, 5, 6]);
		expect(api.got.map(({ url }) => url)).toEqual(
			[1, 2, 3, 4].map((page) => `/v1/things?size=2&page=${page}`),
		);
	});

	it('by offset', async () => {
		answer = (url, _request, response) => {
			const offset = Number(url.searchParams.get('skip'));
			json(response, { rows: rowsFrom(offset, offset < 4 ? 2 : 0) });
		};
		const { items } = await all({ pagination: 'offset', parameter: 'skip' });
		expect(items.map(({ json: { id } }) => id)).toEqual([0, 1, 2, 3]);
	});

	it('end where a server does not know the parameter', async () => {
		answer = (_url, _request, response) => json(response, { rows: rowsFrom(1, 2) });
		const { error } = await all({ pagination: 'pageNumber', parameter: 'page', first: 1 });
		expect(error?.message).toContain('page that was read before');
		expect(api.got.length).toBeLessThan(4);
	});

	it('by cursor', async () => {
		answer = (url, _request, response) => {
			const cursor = Number(url.searchParams.get('after') ?? 0);
			json(response, { rows: rowsFrom(cursor, 2), next: cursor < 4 ? cursor + 2 : null });
		};
		const { items } = await all({ pagination: 'cursor', parameter: 'after', nextPath: 'next' });
		expect(items).toHaveLength(6);
	});

	it('by a Link header', async () => {
		answer = (url, _request, response) => {
			const page = Number(url.searchParams.get('page') ?? 1);
			if (page < 3) {
				response.setHeader(
					'Link',
					`</first>; rel="first", </v1/things?page=${page + 1}>; rel="next"`,
				);
			}
			json(response, rowsFrom(page, 1));
		};
		const { items } = await all({ pagination: 'linkHeader', recordsPath: '' });
		expect(items.map(({ json: { id } }) => id)).toEqual([1, 2, 3]);
	});

	it('are not asked for at another host', async () => {
		answer = (_url, _request, response) =>
			json(response, { rows: rowsFrom(1, 1), next: 'https://evil.example.com/things' });
		const { error } = await all({ pagination: 'linkInBody', nextPath: 'next' });
		expect(error?.message).toContain('The next page is not below the API Base URL');
		expect(api.got).toHaveLength(1);
	});

	it('that lead round in a circle end', async () => {
		answer = (_url, _request, response) => json(response, { rows: rowsFrom(1, 1), next: 'same' });
		const { error } = await all({ pagination: 'cursor', parameter: 'after', nextPath: 'next' });
		expect(error?.message).toContain('page that was read before');
	});

	it.each([
		[{ pagination: 'cursor', parameter: 'after', nextPath: '={{ "" }}' }, '"Next At" is empty'],
		[{ pagination: 'offset', parameter: '={{ "" }}' }, '"Parameter" is empty'],
	])('%j is refused before anything leaves', async (parameters, text) => {
		const { error } = await all(parameters);
		expect(error?.message).toContain(text);
		expect(api.got).toEqual([]);
	});

	it('no path, and an answer that is no list, tells where it has lists', async () => {
		answer = (_url, _request, response) => json(response, { total: 1, page: { records: [{}] } });
		const { error } = await all({ recordsPath: '', pagination: 'none' });
		expect(error?.message).toBe('The answer is no list');
		expect(error?.description).toContain('such as page.records,');
	});

	it('a path that leads nowhere tells what there is', async () => {
		answer = (_url, _request, response) => json(response, { data: [], meta: {} });
		const { error } = await all({ pagination: 'none' });
		expect(`${error?.message} ${error?.description}`).toContain('The answer has: data, meta');
	});
});

describe('what is sent', () => {
	beforeEach(() => {
		answer = (_url, _request, response) => json(response, { made: true });
	});

	it('a form', async () => {
		await run('send', { ...SEND, method: 'POST', bodyType: 'form', body: '{"a":"1 & 2","b":3}' });
		expect(api.got[0]?.body).toBe('a=1+%26+2&b=3');
	});

	it('a file, and a file that comes back', async () => {
		answer = (_url, request, response, body) => {
			response.setHeader('Content-Type', String(request.headers['content-type']));
			response.end(body);
		};
		const data = Buffer.from([0, 255, 1, 2, 3]).toString('base64');
		const binary = { data: { data, fileName: 'a.bin', mimeType: 'application/x-own' } };
		const { items, error } = await run(
			'send',
			{ ...SEND, method: 'PUT', bodyType: 'file', answer: 'file' },
			{ input: [{ json: {}, binary }] },
		);
		expect(error).toBeUndefined();
		expect(items[0]?.binary?.data?.data).toBe(data);
	});

	it('a POST leaves once, whatever becomes of it; with a key it is repeated', async () => {
		let calls = 0;
		answer = (_url, _request, response) => {
			calls += 1;
			if (calls === 1) response.destroy();
			else json(response, { made: true });
		};
		const lost = await run('send', { ...SEND, method: 'POST' }, { retryOnFail: true });
		expect(lost.error).toBeDefined();
		expect(calls).toBe(1);
		calls = 0;
		const options = { idempotencyHeader: 'Idempotency-Key', idempotencyKey: 'order-7' };
		const kept = await run('send', { ...SEND, method: 'POST', path: '/other', options });
		expect(kept.error).toBeUndefined();
		expect(calls).toBe(2);
		const keys = api.got.slice(-2).map(({ headers }) => headers);
		expect(keys).toEqual(keys.map(() => expect.objectContaining({ 'idempotency-key': 'order-7' })));
	});

	it.each([
		[{ method: 'GET', bodyType: 'json', body: '{}' }, '"Body" must be None with GET'],
		[{ method: 'POST', bodyType: 'form', body: '[1]' }, 'must be a JSON object for a form'],
		[{ method: 'POST', bodyType: 'form', body: '{"a":{}}' }, 'has an object as "a"'],
		[{ method: 'POST', options: { idempotencyHeader: 'X' } }, 'needs an "Idempotency Key"'],
		[{ path: 'https://evil.example.com/' }, 'not a whole address'],
		[{ path: '/../secret' }, 'must not contain'],
		[{ options: { headers: '{"Authorization":"x"}' } }, 'must not set "Authorization"'],
	])('%j is refused before anything leaves', async (parameters, text) => {
		const { error } = await run('send', { ...SEND, ...parameters });
		expect(error?.message).toContain(text);
		expect(api.got).toEqual([]);
	});
});
