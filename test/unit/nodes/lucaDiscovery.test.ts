import type { IHttpRequestOptions } from 'n8n-workflow';
import { placesOf } from '../../../nodes/Luca/discovery';

const PINNED = { graphql: '/api/v1/graphql', revocation: '/oauth/revoke' };

let hosts = 0;
/** A host of its own for each test, since what a host told is kept. */
const newHost = () => `https://brand${(hosts += 1)}.example.com`;

/** What is found where the documents are these, and what was asked for. */
async function found(
	documents: { resource?: unknown; server?: unknown },
	host = newHost(),
	environment = 'custom',
) {
	const asked: IHttpRequestOptions[] = [];
	const places = await placesOf({ environment, apiBaseUrl: host }, async (request) => {
		asked.push(request);
		const { resource, server } = documents;
		const document = request.url.endsWith('oauth-protected-resource') ? resource : server;
		if (document === undefined) throw new Error('404');
		return typeof document === 'string' ? document : JSON.stringify(document);
	});
	return { places, asked };
}

const told = (host: string) => ({
	resource: { resource: `${host}/brand/graphql` },
	server: { issuer: host, revocation_endpoint: `${host}/brand/revoke` },
});

it('goes by what a brand host tells, asked without a token', async () => {
	const host = newHost();
	const { places, asked } = await found(told(host), host);
	expect(places).toEqual({ graphql: '/brand/graphql', revocation: '/brand/revoke' });
	expect(asked.map(({ url }) => url)).toEqual([
		`${host}/.well-known/oauth-protected-resource`,
		`${host}/.well-known/oauth-authorization-server`,
	]);
	for (const request of asked) {
		expect(request.headers).toEqual({ Accept: 'application/json' });
		expect(request.disableFollowRedirect).toBe(true);
	}
});

it('asks nothing of the host that everybody knows', async () => {
	const { places, asked } = await found({}, newHost(), 'production');
	expect(places).toEqual(PINNED);
	expect(asked).toHaveLength(0);
});

it.each<[string, (host: string) => Parameters<typeof found>[0]]>([
	['nothing', () => ({})],
	['a page', () => ({ resource: '<html></html>', server: '<html></html>' })],
	['a list', () => ({ resource: '[]', server: '[]' })],
	['another origin', () => told('https://elsewhere.example.com')],
	['a longer host', (host) => told(`${host}.example.net`)],
	['another port', (host) => told(`${host}:8443`)],
	['plain HTTP', (host) => told(host.replace('https', 'http'))],
	['a user', (host) => told(host.replace('//', '//user@'))],
	['no address', () => ({ resource: { resource: '/graphql' }, server: { issuer: 7 } })],
])('keeps the pinned paths where the documents tell %s', async (_what, documents) => {
	const host = newHost();
	expect((await found(documents(host), host)).places).toEqual(PINNED);
});

it('does not take the host itself for its GraphQL, nor a document of another issuer', async () => {
	const host = newHost();
	const { places } = await found(
		{
			resource: { resource: `${host}/` },
			server: { issuer: 'https://elsewhere.example.com', revocation_endpoint: `${host}/gone` },
		},
		host,
	);
	expect(places).toEqual(PINNED);
});

it('stays below the base URL', async () => {
	const host = `${newHost()}/luca`;
	const inside = await found({ resource: { resource: `${host}/graphql` } }, host);
	expect(inside.places.graphql).toBe('/graphql');
	const other = `${newHost()}/luca`;
	const outside = await found({ resource: { resource: `${other}2/graphql` } }, other);
	expect(outside.places).toEqual(PINNED);
});

describe('what a host told', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	it.each([
		['is kept for ten minutes', true, 599_000, 2_000],
		['is asked for again soon where there was nothing', false, 29_000, 2_000],
	])('%s', async (_what, tells, kept, more) => {
		const host = newHost();
		const documents = tells ? told(host) : {};
		expect((await found(documents, host)).asked).toHaveLength(2);
		jest.advanceTimersByTime(kept);
		expect((await found(documents, host)).asked).toHaveLength(0);
		jest.advanceTimersByTime(more);
		expect((await found(documents, host)).asked).toHaveLength(2);
	});
});
