import axios from 'axios';
import { BillitSimulator, DEMO_CLIENT } from '.';

const REDIRECT = 'http://127.0.0.1:5678/webhook/1/connect';
let simulator: BillitSimulator;

beforeAll(async () => {
	simulator = await new BillitSimulator().start();
});
afterAll(async () => await simulator.stop());
beforeEach(() => {
	simulator.oauth.resetCounts();
	simulator.recorder.clear();
});

const http = axios.create({ validateStatus: () => true, maxRedirects: 0 });

const codeOf = (data: { errors?: Array<{ Code: string }> }) => data.errors?.[0]?.Code;

const client = { client_id: DEMO_CLIENT.clientId, client_secret: DEMO_CLIENT.clientSecret };

const token = async (body: unknown, headers: Record<string, string> = {}) =>
	await http.post(`${simulator.apiOrigin}/OAuth2/token`, body, { headers });

const exchange = async (more: Record<string, string> = {}) =>
	await token({
		...client,
		grant_type: 'authorization_code',
		code: simulator.code(REDIRECT),
		redirect_uri: REDIRECT,
		...more,
	});

describe('the login host', () => {
	const logon = async (parameters: Record<string, string>) =>
		await http.get(`${simulator.authOrigin}/Account/Logon`, { params: parameters });

	it('refuses a missing client', async () => {
		const { status, data } = await logon({ redirect_uri: REDIRECT });
		expect([status, data]).toEqual([400, 'Invalid OAuth2 request']);
	});

	it.each([undefined, 'https://elsewhere.example.com/'])(
		'shows its own login page for the redirect URL %s',
		async (redirectUri) => {
			const { status, data } = await logon({
				client_id: client.client_id,
				...(redirectUri ? { redirect_uri: redirectUri } : {}),
			});
			expect(status).toBe(200);
			expect(data).not.toContain('Allow');
		},
	);

	const decide = async (form: Record<string, string>) => {
		const { headers, status } = await http.post(
			`${simulator.authOrigin}/Account/Consent`,
			new URLSearchParams({
				clientId: client.client_id,
				redirectUri: REDIRECT,
				username: 'ada',
				password: 'canary-billit-password-ada',
				...form,
			}),
		);
		return status === 302 ? new URL(String(headers.location)).searchParams : undefined;
	};

	it('hands back the state up to the first &', async () => {
		const query = await decide({ decision: 'allow', state: 'a.b&c' });
		expect(query?.get('state')).toBe('a.b');
		expect(query?.get('code')).toMatch(/./);
	});

	it('says no more than access_denied on a refusal', async () => {
		const query = await decide({ decision: 'deny', state: 'x' });
		expect(Object.fromEntries(query ?? [])).toEqual({ error: 'access_denied' });
	});

	it('sends nobody back who cannot log in', async () => {
		expect(await decide({ decision: 'allow', password: 'x' })).toBeUndefined();
	});
});

describe('the token endpoint', () => {
	it('answers a JSON request with the documented reply', async () => {
		const { status, data } = await exchange();
		expect(status).toBe(200);
		expect(data).toEqual({
			token_type: 'Bearer',
			expires_in: 3600,
			access_token: expect.any(String),
			refresh_token: expect.any(String),
		});
	});

	it('refuses a form', async () => {
		const { status } = await token(new URLSearchParams({ ...client, grant_type: 'x' }));
		expect(status).toBe(415);
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
	});

	it('refuses an Authorization header', async () => {
		expect((await token({ ...client }, { Authorization: 'Basic eDp5' })).status).toBe(400);
	});

	it('is on the API host only, and takes POST only', async () => {
		expect((await http.post(`${simulator.authOrigin}/OAuth2/token`, {})).status).toBe(404);
		expect((await http.get(`${simulator.apiOrigin}/OAuth2/token`)).status).toBe(405);
	});

	it.each([
		['a wrong secret', { client_secret: 'x' }, 401, 'InvalidClient'],
		['an unknown client', { client_id: 'x' }, 401, 'InvalidClient'],
		['another redirect URL', { redirect_uri: `${REDIRECT}/x` }, 400, 'InvalidRedirectUri'],
		['a missing redirect URL', { redirect_uri: '' }, 400, 'InvalidRequest'],
		['an unknown code', { code: 'x' }, 400, 'InvalidGrant'],
		['another grant', { grant_type: 'password' }, 400, 'InvalidRequest'],
	])('refuses %s', async (_what, more, status, code) => {
		const answer = await exchange(more);
		expect([answer.status, codeOf(answer.data)]).toEqual([status, code]);
		expect(simulator.oauth.counts.exchanges).toBe(0);
	});

	it('takes a code once, and for ten minutes', async () => {
		const code = simulator.code(REDIRECT);
		expect((await exchange({ code })).status).toBe(200);
		expect((await exchange({ code })).status).toBe(400);
		expect(simulator.oauth.counts).toMatchObject({ exchanges: 1, replays: 1 });
		const late = simulator.code(REDIRECT);
		simulator.clock.advance(601_000);
		expect((await exchange({ code: late })).status).toBe(400);
	});

	it('takes a refresh token once, and brings a new pair', async () => {
		const first = simulator.connect();
		const refresh = async () =>
			await token({ ...client, grant_type: 'refresh_token', refresh_token: first.refreshToken });
		const { data } = await refresh();
		expect(data.refresh_token).not.toBe(first.refreshToken);
		expect((await refresh()).status).toBe(400);
		expect(simulator.oauth.counts).toMatchObject({ refreshes: 1, replays: 1 });
	});
});

describe('the API', () => {
	const orders = async (headers: Record<string, string>, params: Record<string, unknown> = {}) =>
		await http.get(`${simulator.apiOrigin}/v1/orders`, { headers, params });
	const bearer = (accessToken: string) => ({ Authorization: `Bearer ${accessToken}` });

	it.each([
		['without a token', () => ({}), 'InvalidAccessToken'],
		['with an unknown token', () => bearer('x'), 'InvalidAccessToken'],
		['with an unknown key', () => ({ ApiKey: 'x' }), 'ApiKeyNotValid'],
		[
			'with an expired token',
			() => {
				const { accessToken } = simulator.connect();
				simulator.oauth.expireAccessTokens();
				return bearer(accessToken);
			},
			'AccessTokenExpired',
		],
		[
			'after the access was withdrawn',
			() => {
				const { accessToken } = simulator.connect();
				simulator.oauth.revokeUser('ada');
				return bearer(accessToken);
			},
			'AccessTokenRevoked',
		],
		[
			'for a company of somebody else',
			() => ({ ...bearer(simulator.connect().accessToken), PartyID: '2001' }),
			'NoAccessToCompany',
		],
		[
			'for no company, when there are two',
			() => bearer(simulator.connect().accessToken),
			'NoAccessToCompany',
		],
	])('refuses %s', async (_what, headers, code) => {
		const answer = await orders(headers());
		expect([answer.status, codeOf(answer.data)]).toEqual([401, code]);
	});

	it('pages by 120, whatever is asked for, with a link to the next page', async () => {
		const headers = { ...bearer(simulator.connect().accessToken), PartyID: '1001' };
		const sizes: number[] = [];
		let next: string | undefined = `${simulator.apiOrigin}/v1/orders?$top=500`;
		while (next) {
			const { data }: { data: { Items: unknown[]; NextPageLink?: string } } = await http.get(next, {
				headers,
			});
			sizes.push(data.Items.length);
			next = data.NextPageLink;
		}
		expect(sizes).toEqual([120, 120, 10]);
	});

	it.each([
		["OrderStatus eq 'Paid'", 200],
		["OrderNumber eq 'a''b'", 200],
		["Total eq 'x'", 400],
		["OrderNumber eq 'a'b'", 400],
		['OrderNumber eq', 400],
	])('answers the filter %s with HTTP %i', async (filter, status) => {
		const headers = { ...bearer(simulator.connect().accessToken), PartyID: '1001' };
		expect((await orders(headers, { $filter: filter })).status).toBe(status);
	});

	it('counts and keeps what it got', async () => {
		await orders({ Accept: 'application/json' }, { $top: 1 });
		expect(simulator.recorder.count('GET', '/v1/orders')).toBe(1);
		expect(simulator.recorder.to('/v1/orders')[0]).toMatchObject({
			method: 'GET',
			query: { $top: '1' },
			status: 401,
		});
	});
});
