import fc from 'fast-check';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CONNECTED_ANYWHERE, OwnVendor, reply } from './support/ownVendor';
import { HOOK, type Engine } from './support/engine';
import { inFuture, packEngine } from './support/pack';

const TYPE = 'flexibleOAuth2Api';
const PATH = `/webhook/${HOOK}/connect`;

let vendor: OwnVendor;
let engine: Engine;
/** Codes that the vendor was asked to exchange. */
let exchanged: string[];
beforeEach(async () => {
	vendor = await new OwnVendor().start();
	engine = packEngine();
	exchanged = [];
	vendor.answer = ({ path, body }, response) => {
		if (path !== '/token') {
			reply(response, { id: 7 });
			return;
		}
		exchanged.push(new URLSearchParams(body).get('code') ?? '');
		reply(response, { access_token: `access-${exchanged.length}`, expires_in: 3600 });
	};
});
afterEach(async () => await vendor.stop());

const credential = (more: ICredentialDataDecryptedObject = {}) =>
	engine.addCredential(TYPE, {
		environment: 'custom',
		grantType: 'authorizationCode',
		clientId: 'client',
		clientSecret: 'canary-secret-abcdefgh',
		apiBaseUrl: `${vendor.origin}/api`,
		authUrl: `${vendor.origin}/authorize`,
		accessTokenUrl: `${vendor.origin}/token`,
		authentication: 'body',
		quirks: ['account'],
		accountUrl: '/me',
		accountIdPath: 'id',
		...more,
	});

/** Opens the trigger's address with a query as the browser writes it. */
const visit = async (id: string, query: string, headers: Record<string, string> = {}) =>
	await engine.webhook({
		type: 'oAuth2ConnectTrigger',
		parameters: { provider: 'flexible', connectTo: 'credential', options: {} },
		credentials: { [TYPE]: id },
		request: {
			query: Object.fromEntries(new URLSearchParams(query)),
			headers,
			originalUrl: `${PATH}?${query}`,
		},
		mode: 'webhook',
	});

/** Opens it and gives what the browser holds then. */
const begun = async (id: string) => {
	const { headers } = await visit(id, '');
	const state = new URL(headers.location ?? '').searchParams.get('state') ?? '';
	return { state: encodeURIComponent(state), cookie: headers['set-cookie']?.split(';')[0] ?? '' };
};

const get = async (id: string) =>
	await engine.run({
		type: 'flexibleApi',
		parameters: {
			resource: 'apiCall',
			operation: 'send',
			method: 'GET',
			path: '/things',
			options: {},
		},
		credentials: { [TYPE]: id },
	});

const vschar = fc
	.array(
		fc.integer({ min: 0x21, max: 0x7e }).map((sign) => String.fromCharCode(sign)),
		{
			minLength: 8,
			maxLength: 40,
		},
	)
	.map((signs) => signs.join(''));

it('a code reaches the vendor as it was issued, whether or not its redirect encodes it', async () => {
	const sent = fc.oneof(
		vschar.map((code) => ({ code, written: encodeURIComponent(code) })),
		vschar.map((code) => code.replace(/[&#%]/g, '+')).map((code) => ({ code, written: code })),
	);
	await fc.assert(
		fc.asyncProperty(sent, async ({ code, written }) => {
			const id = credential({ clientId: `client-${Math.random()}` });
			const { state, cookie } = await begun(id);
			const { status } = await visit(id, `code=${written}&state=${state}`, { cookie });
			expect([status, exchanged.at(-1)]).toEqual([200, code]);
		}),
		{ numRuns: 40 },
	);
});

it('a blank that is encoded stays one, and a plus of what else came back is a blank', async () => {
	const id = credential();
	const { state, cookie } = await begun(id);
	await visit(id, `code=ab%20cd+ef&state=${state}`, { cookie });
	expect(exchanged).toEqual(['ab cd+ef']);
	const other = credential({ clientId: 'another' });
	const page = await visit(other, 'error=access+denied');
	expect(page.status).toBe(400);
});

it.each(['4%2F0AUJR-x8yz', '4/0AUJR-x8yz#_=_', '"4/0AUJR-x8yz"', 'code: 4%2F0AUJR-x8yz&scope=a'])(
	'a code that is pasted as %s is exchanged, and once',
	async (authorizationCode) => {
		const id = credential({ authorizationCode, redirectUrl: 'https://n8n.example.com/callback' });
		expect((await get(id)).error).toBeUndefined();
		engine.credentials.write(id, { authorizationCode });
		expect((await get(id)).error).toBeUndefined();
		expect(exchanged).toEqual(['4/0AUJR-x8yz']);
	},
);

it.each<Record<string, string>>([
	{ 'sec-purpose': 'prefetch' },
	{ 'sec-purpose': 'prefetch;prerender' },
	{ purpose: 'prefetch' },
])('what a browser fetches ahead spends no code and starts no consent: %j', async (ahead) => {
	const id = credential();
	expect(await visit(id, '', ahead)).toMatchObject({ status: 503, body: '' });
	const { state, cookie } = await begun(id);
	const query = `code=abcdefgh&state=${state}`;
	const early = await visit(id, query, { cookie, ...ahead });
	expect(early.status).toBe(503);
	expect(early.data.workflowData).toBeUndefined();
	expect(early.headers).not.toHaveProperty('set-cookie');
	expect(early.headers).not.toHaveProperty('location');
	expect(exchanged).toEqual([]);
	const late = await visit(id, query, { cookie });
	expect([late.status, late.data.workflowData?.length]).toEqual([200, 1]);
});

const expired = () =>
	credential({ ...CONNECTED_ANYWHERE, grantType: 'refreshToken', tokenExpiresAt: inFuture(-60) });

it.each([
	['Bearer', 'Bearer abcdefgh'],
	['none', 'Bearer abcdefgh'],
	['Token', 'Token Bearer abcdefgh'],
])('a token with its own "Bearer " is sent behind %s as %s', async (headerPrefix, sent) => {
	vendor.answer = ({ path }, response) =>
		reply(response, path === '/token' ? { access_token: 'Bearer abcdefgh' } : { id: 7 });
	const id = expired();
	// This header is the one that the vendor notes as it came.
	engine.credentials.write(id, { quirks: ['calls'], headerName: 'Idempotency-Key', headerPrefix });
	expect((await get(id)).error).toBeUndefined();
	expect(vendor.to('/api/things').map(({ key }) => key)).toEqual([sent]);
});

it('a web page in place of tokens is told as one that may go away, and nothing is lost by it', async () => {
	const { answer } = vendor;
	vendor.answer = (_call, response) => {
		response.writeHead(200, { 'Content-Type': 'text/html' });
		response.end('<!DOCTYPE html><title>Just a moment...</title>');
	};
	const id = expired();
	const held = engine.credentials.read(id).refreshToken;
	expect((await get(id)).error?.description).toContain('try again later');
	expect(engine.credentials.read(id).refreshToken).toBe(held);
	vendor.answer = answer;
	expect((await get(id)).error).toBeUndefined();
});
