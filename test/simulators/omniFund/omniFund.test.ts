import axios from 'axios';
import { DEMO_CLIENT, OmniFundSimulator } from '.';

const REDIRECT = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
let simulator: OmniFundSimulator;

beforeEach(async () => (simulator = await new OmniFundSimulator().start()));
afterEach(async () => await simulator.stop());

const http = axios.create({ validateStatus: () => true, maxRedirects: 0 });

const client = { client_id: DEMO_CLIENT.clientId, client_secret: DEMO_CLIENT.clientSecret };

const form = async (path: string, body: Record<string, string>) =>
	await http.post(`${simulator.origin}${path}`, new URLSearchParams(body));

const asked = {
	client_id: client.client_id,
	response_type: 'code',
	redirect_uri: REDIRECT,
	scope: '',
	state: 's',
};

async function decide(decision = 'allow'): Promise<Record<string, string>> {
	const { headers } = await form('/oauth/v2/auth/consent', {
		request: JSON.stringify(asked),
		username: 'mia',
		password: 'canary-omnifund-password-mia',
		decision,
	});
	return Object.fromEntries(new URL(String(headers.location)).searchParams);
}

const login = async (more: Record<string, string> = {}) =>
	await form('/oauth/v2/token', {
		...client,
		grant_type: 'password',
		username: 'mia',
		password: 'canary-omnifund-password-mia',
		...more,
	});

describe('consent', () => {
	it.each([{ client_id: 'x' }, { redirect_uri: 'https://elsewhere.example.com/' }])(
		'shows an error page for %j, without a redirect',
		async (wrong) => {
			const { status } = await http.get(`${simulator.origin}/oauth/v2/auth`, {
				params: { ...asked, ...wrong },
			});
			expect(status).toBe(400);
		},
	);

	it('echoes the state, on refusal too', async () => {
		expect(await decide()).toEqual({ code: expect.stringMatching(/^canary-/), state: 's' });
		expect(await decide('deny')).toEqual({ error: 'access_denied', state: 's' });
	});
});

describe('tokens', () => {
	it('come for a code, once, within 30 seconds', async () => {
		const exchange = async (code = '') =>
			await form('/oauth/v2/token', {
				...client,
				grant_type: 'authorization_code',
				code,
				redirect_uri: REDIRECT,
			});
		const { code } = await decide();
		const { data, headers } = await exchange(code);
		expect(data).toMatchObject({ scope: null, token_type: 'bearer', expires_in: 3600 });
		expect(headers['cache-control']).toBe('no-store, private');
		expect((await exchange(code)).data.error).toBe('invalid_grant');
		const { code: late } = await decide();
		simulator.clock.advance(31_000);
		expect((await exchange(late)).data.error).toBe('invalid_grant');
	});

	it('come for the right password only', async () => {
		expect((await login()).data.access_token).toMatch(/./);
		expect((await login({ password: 'x' })).data).toEqual({
			error: 'invalid_grant',
			error_description: 'Invalid username and password combination',
		});
	});

	it('rotate', async () => {
		const { refreshToken } = simulator.connect();
		const refresh = async () =>
			await login({ grant_type: 'refresh_token', refresh_token: refreshToken });
		expect((await refresh()).data.refresh_token).not.toBe(refreshToken);
		expect((await refresh()).data.error).toBe('invalid_grant');
		expect(simulator.oauth.counts.replays).toBe(1);
	});

	it.each([
		[{ grant_type: 'client_credentials' }, 'unsupported_grant_type'],
		[{ grant_type: '' }, 'invalid_request'],
		[{ client_secret: 'x' }, 'invalid_client'],
	])('are refused for %j', async (wrong, error) => {
		const { status, data } = await login(wrong as Record<string, string>);
		expect([status, data.error]).toEqual([400, error]);
	});

	it('are not issued for JSON unless told', async () => {
		const json = async () =>
			await http.post(`${simulator.origin}/oauth/v2/token`, {
				...client,
				grant_type: 'password',
				username: 'mia',
				password: 'canary-omnifund-password-mia',
			});
		expect((await json()).data.error).toBe('invalid_request');
		simulator.knobs.tokenRequestFormats = ['json'];
		expect((await json()).data.access_token).toMatch(/./);
	});
});

describe('the payment gateway', () => {
	const PATH = '/os/system/gateway/transact.php';

	const pay = async (fields: Record<string, string>) => {
		const { status, data } = await form(PATH, {
			client_id: client.client_id,
			access_token: simulator.connect().accessToken,
			x_version: '1.2',
			x_transaction_type: 'ES',
			x_customer_id: 'ref-1001',
			x_company: 'Example Co',
			x_invoice_id: 'I1',
			x_amount: '36.00',
			x_cc_number: '4007000000027',
			x_cc_exp: '1239',
			...fields,
		});
		expect(status).toBe(200);
		return data;
	};

	it('takes a form by POST only', async () => {
		expect((await http.get(`${simulator.origin}${PATH}?x_amount=1`)).status).toBe(405);
		expect((await http.post(`${simulator.origin}${PATH}`, { x_amount: '1' })).status).toBe(400);
		expect(simulator.gateway.counts.gets).toBe(1);
	});

	it.each([
		[{ x_transaction_type: '' }, 20996],
		[{ x_transaction_type: 'ZZ' }, 20995],
		[{ x_customer_id: '' }, 20979],
		[{ x_amount: '0.00' }, 20978],
		[{ x_cc_number: '4007000000028' }, 20978],
		[{ x_cc_exp: '1339' }, 20979],
		[{ x_transaction_type: 'OF', x_invoice_id: '' }, 20979],
		[{ x_customer_id: 'ref_1001' }, 20978],
		[{ x_version: '1.3', x_customer_id: 'ref@1001' }, 20978],
		[{ x_transaction_type: 'CR' }, 20979],
		[{ x_transaction_type: 'DV', x_amount: '' }, 20979],
		[{ x_company: '' }, 20979],
		[{ access_token: 'unknown' }, 20998],
		[{ client_id: 'unknown' }, 20998],
	])('refuses %j with HTTP 200', async (wrong, code) => {
		expect(await pay(wrong as Record<string, string>)).toMatchObject({
			status: 'D',
			term_code: code,
		});
		expect(simulator.gateway.counts.carriedOut.size).toBe(0);
	});

	it('takes a sale without an invoice ID, and numbers it by merchant and day', async () => {
		expect(await pay({ x_invoice_id: '' })).toMatchObject({
			status: 'G',
			order_number: expect.stringMatching(/^123456-\d{8}-[0-9a-f]{13}$/),
		});
	});

	it.each(['AS', 'TK'])('takes %s without a name', async (type) => {
		expect(await pay({ x_transaction_type: type, x_company: '' })).toMatchObject({ status: 'G' });
	});

	it('reads a form with a file', async () => {
		const body = new FormData();
		const texts = {
			client_id: client.client_id,
			access_token: simulator.connect().accessToken,
			x_version: '1.2',
			x_transaction_type: 'TK',
			x_customer_id: 'ref-1001',
			x_cc_number: '4007000000027',
			x_cc_exp: '1239',
		};
		for (const [name, value] of Object.entries(texts)) body.append(name, value);
		body.append('x_invoice_file', new Blob(['Hello']), 'invoice.pdf');
		const response = await fetch(`${simulator.origin}${PATH}`, { method: 'POST', body });
		expect(await response.json()).toMatchObject({ status: 'G' });
		expect(simulator.gateway.files.x_invoice_file).toMatchObject({
			name: 'invoice.pdf',
			text: 'Hello',
		});
	});

	it('counts amounts without two decimals and tokens that have ended', async () => {
		await pay({ x_amount: '36' });
		const { accessToken } = simulator.connect();
		simulator.oauth.expireAccessTokens();
		await pay({ access_token: accessToken });
		expect(simulator.gateway.counts).toMatchObject({ looseAmounts: 1, staleTokens: 1 });
	});

	it('declines a duplicate unless it has a purchase order of its own', async () => {
		expect((await pay({})).status).toBe('G');
		expect((await pay({})).status).toBe('D');
		expect((await pay({ x_po_number: '2' })).status).toBe('G');
	});

	it.each([
		['370000000000002', 'G'],
		['4222222222222', 'D'],
		['4111111111111111', 'E'],
	])('answers the test card %s with %s', async (number, status) => {
		expect((await pay({ x_debug: '1', x_cc_number: number })).status).toBe(status);
	});

	it('answers in XML unless a version with JSON is asked for', async () => {
		expect(await pay({ x_version: '1.1' })).toMatch(/<ResponseData>.*<status>G<\/status>/);
	});
});

describe('REST', () => {
	const get = async (path: string, headers: Record<string, string> = {}) =>
		await http.get(`${simulator.origin}/api${path}`, {
			headers: {
				Accept: 'application/ld+json',
				Authorization: `Bearer ${simulator.connect().accessToken}`,
				...headers,
			},
		});

	it('tells expired tokens from unknown ones', async () => {
		const unknown = await get('/customers', { Authorization: 'Bearer x' });
		expect([unknown.status, unknown.data.error_description]).toEqual([
			401,
			'The access token provided is invalid.',
		]);
		const { accessToken } = simulator.connect();
		simulator.oauth.expireAccessTokens();
		const expired = await get('/customers', { Authorization: `Bearer ${accessToken}` });
		expect(expired.headers['www-authenticate']).toContain('has expired');
	});

	it('pages by 30, with relative links', async () => {
		const { data } = await get('/customers?page=2');
		expect(data['hydra:member']).toHaveLength(30);
		expect(data['hydra:view']['hydra:next']).toBe('/api/customers?page=3');
		const last = await get('/customers?page=3');
		expect(last.data['hydra:member']).toHaveLength(15);
		expect(last.data['hydra:view']).not.toHaveProperty('hydra:next');
	});

	it.each([
		['id=1003', [1003]],
		['id[]=1003&id[]=1005', [1003, 1005]],
		['id=0', []],
		['createdAt[gte]=1773532800', [1074, 1075]],
		['createdAt[between]=1767225600..1767312000', [1001, 1002]],
	])('filters by %s', async (query, ids) => {
		const { data } = await get(`/customers?${query}`);
		expect(data['hydra:member'].map(({ id }: { id: number }) => id)).toEqual(ids);
	});

	it('refuses names that no page has, and sends a bare array on demand', async () => {
		expect((await get('/customers?colour=red')).status).toBe(400);
		const { data } = await get('/customers', { Accept: 'application/json' });
		expect(data).toHaveLength(30);
	});

	it('takes a key pair, and answers 404 in its own words', async () => {
		const key = Buffer.from('demo-key-mia:canary-omnifund-key-mia').toString('base64');
		const { status, data } = await get('/customers/9001', { Authorization: `Basic ${key}` });
		expect([status, data['@type']]).toEqual([404, 'hydra:Error']);
		const wrong = await get('/customers', { Authorization: 'Basic eDp5' });
		expect(wrong.status).toBe(401);
	});
});
