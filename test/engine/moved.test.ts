import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LucaPkceOAuth2Api } from '../../credentials/LucaPkceOAuth2Api.credentials';
import { homeNamed } from '../../credentials/oauth2/home';
import { connectionOf, connections, type Vendor } from '../support/connections';
import type { Engine } from './support/engine';
import { connect, packEngine, read } from './support/pack';
import { impatient } from './support/patience';

impatient();

/** Another server, which notes everything that it is sent. */
let stranger: { server: Server; origin: string; got: string[] };

beforeEach(async () => {
	const got: string[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			got.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
			response.writeHead(401, { 'Content-Type': 'application/json' });
			response.end('{"error":"invalid_client"}');
		});
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	stranger = { server, origin: `http://127.0.0.1:${port}`, got };
});
afterEach(async () => {
	stranger.server.closeAllConnections();
	await new Promise((done) => stranger.server.close(done));
});

const oAuth2 = connections.filter(({ driver }) => driver !== 'none');

describe.each(oAuth2)('$credentialType', ({ credentialType, consents, start, ...connection }) => {
	let vendor: Vendor;
	let engine: Engine;
	let id: string;

	beforeEach(async () => {
		vendor = await start();
		engine = packEngine();
		id = connect(engine, credentialType, vendor);
		const { accessToken, refreshToken } = connection.hostTokens?.(vendor, 'first') ?? {};
		if (accessToken !== undefined && refreshToken !== undefined) {
			const oauthTokenData = { access_token: accessToken, refresh_token: refreshToken };
			engine.credentials.write(id, { oauthTokenData });
		}
	});
	afterEach(async () => await vendor.stop());

	const move = () =>
		engine.credentials.write(id, {
			environment: 'custom',
			apiBaseUrl: stranger.origin,
			...(engine.credentials.read(id).authBaseUrl ? { authBaseUrl: stranger.origin } : {}),
			...(engine.credentials.read(id).accessTokenUrl
				? { accessTokenUrl: `${stranger.origin}/oauth/v2/token` }
				: {}),
		});

	it('sends no token to an environment that it was not connected for', async () => {
		const before = engine.credentials.read(id);
		expect((await read(engine, credentialType, id)).error).toBeUndefined();
		const held = JSON.stringify(engine.credentials.read(id));
		move();
		const { error } = await read(engine, credentialType, id);
		expect(error).toBeDefined();
		const secrets = [...held.matchAll(/"(?:access_?token|refresh_?token)":"([^"]{8,})"/gi)].map(
			([, secret = '']) => secret,
		);
		expect(secrets.length).toBeGreaterThan(0);
		const leaked = secrets.filter((secret) => stranger.got.some((each) => each.includes(secret)));
		expect(leaked).toEqual([]);
		if (consents) {
			expect(error?.message).toMatch(/wrong setting|was connected for/);
			// Luca's addresses are public, and asked for without a token.
			expect(stranger.got.filter((each) => !each.startsWith('/.well-known/'))).toEqual([]);
		}
		// Moved back, all is as before.
		const { environment, apiBaseUrl, authBaseUrl, accessTokenUrl } = before;
		engine.credentials.write(id, {
			environment: environment ?? 'custom',
			apiBaseUrl: apiBaseUrl ?? '',
			...(authBaseUrl === undefined ? {} : { authBaseUrl }),
			...(accessTokenUrl === undefined ? {} : { accessTokenUrl }),
		});
		expect((await read(engine, credentialType, id)).error).toBeUndefined();
	});

	it('sends no token of another environment here, where the change comes in the middle', async () => {
		const other = await start();
		expect((await read(engine, credentialType, id)).error).toBeUndefined();
		const { readPath, tokenPath = '' } = connection;
		vendor.faults.add({ path: readPath, status: 401, body: '{}', delay: 200, times: 1 });
		vendor.faults.add({ path: tokenPath, delay: 200, times: 1 });
		vendor.recorder.clear();
		const reading = read(engine, credentialType, id);
		await new Promise((done) => setTimeout(done, 100));
		const tokens = connection.tokens?.(other, 'first') ?? connection.hostTokens?.(other, 'first');
		const { accessToken = '', refreshToken = '' } = tokens ?? {};
		const oauthTokenData = { access_token: accessToken, refresh_token: refreshToken };
		engine.credentials.write(id, {
			...connection.settings(other, 'first'),
			...(connection.tokens ? { accessToken, refreshToken, tokenHome: '' } : {}),
			...(connection.hostTokens ? { oauthTokenData } : {}),
		});
		await reading;
		const here = JSON.stringify(vendor.recorder.requests);
		const theirs = [
			accessToken,
			refreshToken,
			// What the other vendor issued meanwhile.
			...other.recorder.requests.flatMap(({ headers }) => headers.authorization?.slice(7) ?? []),
		].filter((each) => each !== '');
		expect(theirs.filter((secret) => here.includes(secret))).toEqual([]);
		const issued = JSON.stringify(engine.credentials.read(id));
		for (const { headers } of vendor.recorder.requests) {
			const bearer = headers.authorization?.slice(7) ?? '';
			// Nothing that came of the other vendor was brought here.
			if (bearer !== '' && other.recorder.requests.length > 0) expect(issued).not.toContain(bearer);
		}
		// Nor did the other vendor get what this one issued.
		const there = JSON.stringify(other.recorder.requests);
		const ours = vendor.recorder.requests.flatMap(
			({ headers }) => headers.authorization?.slice(7) ?? [],
		);
		expect(ours.filter((bearer) => there.includes(bearer))).toEqual([]);
		await other.stop();
	});

	it('sends nothing elsewhere when the environment changes while a token is being renewed', async () => {
		const { accessToken } = engine.credentials.read(id);
		if (accessToken === undefined) return;
		engine.credentials.write(id, { tokenExpiresAt: new Date(0).toISOString() });
		vendor.latency = 400;
		const reading = read(engine, credentialType, id);
		await new Promise((done) => setTimeout(done, 150));
		move();
		await reading;
		expect(engine.credentials.read(id).apiBaseUrl).toBe(stranger.origin);
		await read(engine, credentialType, id);
		expect(stranger.got.filter((each) => /canary-\w+-(?:access|refresh)/.test(each))).toEqual([]);
	});
});

describe('what n8n stores when it renews a token', () => {
	const type = new LucaPkceOAuth2Api();
	const held = { environment: 'production', oauthTokenData: { access_token: 'a-token' } };

	it('tells where the token belongs, in another process too', async () => {
		const { oauthTokenData } = await type.preAuthentication(held);
		const moved = { environment: 'custom', apiBaseUrl: stranger.origin, oauthTokenData };
		await expect(type.preAuthentication(moved as typeof held)).rejects.toThrow(
			`was connected for Production, and its Environment is ${stranger.origin} now`,
		);
	});

	it('tells nothing of a token that came by a new consent', async () => {
		const { oauthTokenData } = await type.preAuthentication(held);
		const anew = { ...(oauthTokenData as object), access_token: 'another-token' };
		const moved = { environment: 'custom', apiBaseUrl: stranger.origin, oauthTokenData: anew };
		await expect(type.preAuthentication(moved)).resolves.toMatchObject({
			oauthTokenData: { access_token: 'another-token' },
		});
	});
});

describe('MicroBilt after an answer without a token', () => {
	it.each(['{"message":"maintenance"}', '{"access_token":null}', '{"access_token":5}', '{}'])(
		'asks again: %s',
		async (body) => {
			const connection = connectionOf('microBiltOAuth2Api');
			const vendor = await connection.start();
			const engine = packEngine();
			const id = connect(engine, connection.credentialType, vendor);
			const headers = { 'Content-Type': 'application/json' };
			vendor.faults.add({ path: connection.tokenPath, status: 200, headers, body });
			const { error } = await read(engine, connection.credentialType, id);
			expect(`${error?.message} ${error?.description}`).not.toContain('reconnect');
			for (let run = 0; run < 2; run++) {
				expect((await read(engine, connection.credentialType, id)).error).toBeUndefined();
			}
			await vendor.stop();
		},
	);
});

it.each([
	['localhost:3001', 'localhost:3002'],
	['api.example.com:8443', 'api.example.com:9443'],
	['127.0.0.1:3001', '127.0.0.1:3002'],
	['https://a.example.com', 'http://a.example.com'],
])('%s and %s are two homes', (one, other) => {
	for (const environment of ['custom', 'staging', 'sandbox']) {
		const named = (apiBaseUrl: string) => homeNamed({ environment, apiBaseUrl });
		expect(named(one)).not.toBe(named(other));
		expect(named(one)).toBe(named(`${one}/`));
	}
});
