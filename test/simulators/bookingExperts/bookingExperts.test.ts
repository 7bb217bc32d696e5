import axios from 'axios';
import { BookingExpertsSimulator, DEMO_CLIENT } from '.';

const REDIRECT = 'http://127.0.0.1:5678/webhook/1/connect';
let simulator: BookingExpertsSimulator;

beforeEach(async () => {
	simulator = await new BookingExpertsSimulator({ redirectUri: REDIRECT }).start();
});
afterEach(async () => await simulator.stop());

const http = axios.create({ validateStatus: () => true, maxRedirects: 0 });

const client = { client_id: DEMO_CLIENT.clientId, client_secret: DEMO_CLIENT.clientSecret };

const exchange = async (more: Record<string, string> = {}, origin = simulator.apiOrigin) =>
	await http.post(
		`${origin}/oauth/token`,
		new URLSearchParams({
			...client,
			grant_type: 'authorization_code',
			code: simulator.code(REDIRECT),
			redirect_uri: REDIRECT,
			...more,
		}),
	);

describe('the app store', () => {
	it('knows registered apps only', async () => {
		const { status } = await http.get(`${simulator.appOrigin}/install?client_id=x`);
		expect(status).toBe(404);
	});

	it('redirects to the registered URL with a code and nothing else', async () => {
		const { headers } = await http.post(
			`${simulator.appOrigin}/install?state=x&redirect_uri=https://elsewhere.example.com`,
			new URLSearchParams({
				clientId: client.client_id,
				username: 'anna',
				password: 'canary-bookingexperts-password-anna',
				decision: 'allow',
			}),
		);
		const target = new URL(String(headers.location));
		expect(target.origin + target.pathname).toBe(REDIRECT);
		expect([...target.searchParams.keys()]).toEqual(['code']);
	});
});

describe('tokens', () => {
	it.each(['apiOrigin', 'appOrigin'] as const)('are issued at %s', async (host) => {
		const { data, headers } = await exchange({}, simulator[host]);
		expect(data).toMatchObject({ token_type: 'Bearer', expires_in: 604_800, scope: 'create' });
		expect(headers['cache-control']).toBe('no-store');
	});

	it('spell the lifetime differently after a refresh, and rotate', async () => {
		const { refreshToken } = simulator.connect();
		const refresh = async () =>
			await exchange({ grant_type: 'refresh_token', refresh_token: refreshToken });
		const { data } = await refresh();
		expect(data).toMatchObject({ expires: 3600 });
		expect(data).not.toHaveProperty('expires_in');
		expect(data.refresh_token).not.toBe(refreshToken);
		const replay = await refresh();
		expect([replay.status, replay.data.error]).toEqual([400, 'invalid_grant']);
		expect(simulator.oauth.counts.replays).toBe(1);
	});

	it.each([
		[{ client_secret: 'x' }, 401, 'invalid_client'],
		[{ redirect_uri: 'https://elsewhere.example.com/' }, 400, 'invalid_request'],
		[{ scope: 'create' }, 400, 'invalid_scope'],
		[{ code: 'x' }, 400, 'invalid_grant'],
	])('are refused for %j', async (wrong, status, error) => {
		const answer = await exchange(wrong as Record<string, string>);
		expect([answer.status, answer.data.error]).toEqual([status, error]);
	});

	it('are not issued for JSON, Basic or GET', async () => {
		const address = `${simulator.apiOrigin}/oauth/token`;
		expect((await http.post(address, client)).status).toBe(400);
		const basic = { auth: { username: client.client_id, password: client.client_secret } };
		expect((await http.post(address, new URLSearchParams(), basic)).status).toBe(401);
		expect((await http.get(address)).status).toBe(405);
	});
});

describe('API v3', () => {
	const get = async (path: string, headers: Record<string, string> = {}) =>
		await http.get(`${simulator.apiOrigin}/v3${path}`, {
			headers: {
				Accept: 'application/vnd.api+json',
				'X-API-KEY': 'canary-bookingexperts-key-anna',
				...headers,
			},
		});

	it('wants its media type', async () => {
		expect((await get('/administrations', { Accept: 'application/json' })).status).toBe(406);
	});

	it('says in header and body that a token has expired', async () => {
		const { accessToken } = simulator.connect();
		simulator.oauth.expireAccessTokens();
		const { status, headers, data } = await http.get(`${simulator.apiOrigin}/v3/administrations`, {
			headers: { Accept: 'application/vnd.api+json', Authorization: `Bearer ${accessToken}` },
		});
		expect(status).toBe(401);
		expect(headers['www-authenticate']).toBe(
			'Bearer error="invalid_token" error_description="The access token expired"',
		);
		expect(data).toEqual({
			error: 'invalid_token',
			error_description: 'The access token expired',
		});
	});

	it('answers a wrong key as JSON:API does', async () => {
		const { status, data } = await get('/administrations', { 'X-API-KEY': 'x' });
		expect([status, data.errors[0].title]).toEqual([401, 'Unauthorized error']);
	});

	it.each(['0', '101', 'x'])('refuses a page size of %s', async (size) => {
		expect((await get(`/administrations?page[size]=${size}`)).status).toBe(400);
	});

	it('pages with absolute links', async () => {
		const { data } = await get('/administrations?page[size]=100&page[number]=2');
		expect(data.data).toHaveLength(100);
		expect(data.links.next).toContain(`${simulator.apiOrigin}/v3/administrations?`);
		expect(data.links.next).toContain('page%5Bnumber%5D=3');
		expect((await http.get(data.links.next)).status).toBe(406);
		const last = await get('/administrations?page[size]=100&page[number]=3');
		expect([last.data.data.length, last.data.links.next]).toEqual([30, null]);
		expect(last.data.meta.pagination).toEqual({ total_records: 230, page: 3, size: 100 });
	});

	it.each([
		['filter[name]=Park 007', ['Park 007']],
		['filter[name]=~k 22', Array.from({ length: 10 }, (_, index) => `Park 22${index}`)],
		['filter[id]=1001,1002', ['Park 001', 'Park 002']],
		['filter[name]=Park 003..Park 004', ['Park 003', 'Park 004']],
		['filter[name]=!..Park 228', ['Park 229']],
		['sort=-name&page[size]=1', ['Park 229']],
	])('understands %s', async (query, names) => {
		const { data } = await get(`/administrations?${query}`);
		expect(data.data.map((each: { attributes: { name: string } }) => each.attributes.name)).toEqual(
			names,
		);
	});

	it('refuses to sort by what it does not know', async () => {
		expect((await get('/administrations?sort=colour')).status).toBe(400);
	});

	it('trims localized texts and fields', async () => {
		const { data } = await get('/administrations/1001?fields[administration]=description', {
			'Accept-Language': 'nl,de',
		});
		expect(data.data.attributes).toEqual({
			description: { nl: 'Over Park 001', de: 'Über Park 001' },
		});
	});

	it('tells of missing permission, a halted app and foreign administrations', async () => {
		expect((await get('/administrations/2000')).status).toBe(404);
		simulator.subscriptionReadable = false;
		expect((await get('/subscription')).status).toBe(403);
		simulator.halted = true;
		const { status, data } = await get('/administrations');
		expect([status, data.errors[0].code]).toEqual([403, 'APPLICATION_HALTED']);
	});
});
