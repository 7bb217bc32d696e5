import { createHash } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';
import { DEMO_CLIENT, LucaSimulator, PUBLIC_CLIENT_ID } from '.';

const REDIRECT = 'http://127.0.0.1:5678/webhook/1/connect';
let simulator: LucaSimulator;

beforeEach(async () => (simulator = await new LucaSimulator({ invoices: 230 }).start()));
afterEach(async () => await simulator.stop());

const http = axios.create({ validateStatus: () => true, maxRedirects: 0 });

const client = { client_id: DEMO_CLIENT.clientId, client_secret: DEMO_CLIENT.clientSecret };

const form = async (path: string, body: Record<string, string>) =>
	await http.post(`${simulator.origin}${path}`, new URLSearchParams(body));

/** Logs in and decides; what the redirect carries. */
async function decide(
	path: string,
	query: Record<string, string>,
	decision = 'allow',
): Promise<Record<string, string>> {
	const { headers } = await form(`${path}/consent`, {
		request: JSON.stringify(query),
		username: 'kari',
		password: 'canary-luca-password-kari',
		decision,
	});
	return Object.fromEntries(new URL(String(headers.location)).searchParams);
}

describe('the older generation', () => {
	const AUTHORIZE = '/api/v1/oauth2/authorize';
	const asked = {
		client_id: client.client_id,
		redirect_uri: REDIRECT,
		response_type: 'code',
		scope: 'accounting',
	};
	const exchange = async (more: Record<string, string> = {}) =>
		await form('/api/v2/oauth2/token', {
			...client,
			grant_type: 'authorization_code',
			code: simulator.code(REDIRECT),
			...more,
		});

	it.each([
		{ client_id: 'x' },
		{ redirect_uri: 'https://elsewhere.example.com/' },
		{ response_type: 'token' },
		{ scope: 'accounting.read' },
		{ locale: 'de' },
	])('refuses %j', async (wrong) => {
		const { status } = await http.get(`${simulator.origin}${AUTHORIZE}`, {
			params: { ...asked, ...wrong },
		});
		expect(status).toBe(400);
	});

	it('redirects with code and scope only, and drops a state', async () => {
		const query = await decide(AUTHORIZE, { ...asked, state: 'x', locale: 'nb' });
		expect(Object.keys(query)).toEqual(['code', 'scope']);
		expect(simulator.counts.statesDropped).toBe(1);
		expect(simulator.counts.locales).toEqual(['nb']);
	});

	it('refuses an unknown organisation number', async () => {
		const query = await decide(AUTHORIZE, { ...asked, organisation_number: '1' });
		expect(query).toEqual({ error: 'access_denied', error_description: 'No company' });
	});

	it('exchanges a code once, without the redirect URL', async () => {
		const code = simulator.code(REDIRECT);
		const first = await exchange({ code });
		expect(first.data).toMatchObject({
			access_token: expect.stringMatching(/^canary-luca-access/),
			refresh_token: expect.stringMatching(/^canary-luca-refresh/),
			token_type: 'bearer',
			expires_in: '3600',
		});
		const again = await exchange({ code });
		expect([again.status, Object.keys(again.data)]).toEqual([200, ['error_descriptions']]);
		expect(simulator.oauth.counts).toMatchObject({ exchanges: 1, replays: 1 });
	});

	it.each([
		[{ client_secret: 'x' }],
		[{ redirect_uri: 'http://127.0.0.1/other' }],
		[{ code: '' }],
		[{ grant_type: 'password' }],
	])('answers %j with HTTP 200 and an error', async (wrong) => {
		const { status, data } = await exchange(wrong as Record<string, string>);
		expect(status).toBe(200);
		expect(data).not.toHaveProperty('access_token');
	});

	it('takes no JSON, and knows the other token path only when told', async () => {
		const json = await http.post(`${simulator.origin}/api/v2/oauth2/token`, client);
		expect(json.data).toEqual({ error_descriptions: 'Forventet skjemadata' });
		expect((await form('/api/v1/oauth2/token', client)).status).toBe(404);
	});

	it.each([
		['same', (old: string, now?: string) => now === old],
		['absent', (_old: string, now?: string) => now === undefined],
		['rotates', (old: string, now?: string) => now !== undefined && now !== old],
	] as const)('refreshes, the refresh token: %s', async (knob, right) => {
		simulator.knobs.refreshReply = knob;
		const { refreshToken } = simulator.connect();
		const refresh = async () =>
			(
				await form('/api/v2/oauth2/token', {
					...client,
					grant_type: 'refresh_token',
					refresh_token: refreshToken,
				})
			).data;
		const reply = await refresh();
		expect(right(refreshToken, reply.refresh_token)).toBe(true);
		expect('access_token' in (await refresh())).toBe(knob !== 'rotates');
	});
});

describe('OAuth 2.1', () => {
	const verifier = 'v'.repeat(50);
	const asked = {
		client_id: client.client_id,
		redirect_uri: REDIRECT,
		response_type: 'code',
		scope: 'accounting.read accounting.write',
		state: 's',
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
	};
	const exchange = async (more: Record<string, string> = {}, query = asked) =>
		await form('/oauth/token', {
			...client,
			grant_type: 'authorization_code',
			code: (await decide('/oauth/authorize', query)).code ?? '',
			redirect_uri: REDIRECT,
			code_verifier: verifier,
			...more,
		});

	it.each([
		[{ code_challenge_method: 'plain' }, 'invalid_request'],
		[{ scope: 'everything' }, 'invalid_scope'],
	])('redirects with an error for %j', async (wrong, error) => {
		const query = await decide('/oauth/authorize', { ...asked, ...wrong });
		expect(query).toMatchObject({ error, state: 's', iss: simulator.origin });
	});

	it('says access_denied', async () => {
		expect(await decide('/oauth/authorize', asked, 'deny')).toEqual({
			error: 'access_denied',
			state: 's',
			iss: simulator.origin,
		});
	});

	it('issues tokens for the right verifier', async () => {
		expect((await exchange()).data).toMatchObject({
			token_type: 'Bearer',
			expires_in: 3600,
			scope: 'accounting.read accounting.write',
		});
		expect((await exchange({ code_verifier: 'w'.repeat(50) })).data.error).toBe('invalid_grant');
		expect((await exchange({ client_secret: '' })).status).toBe(401);
		expect((await exchange({ redirect_uri: 'http://127.0.0.1/x' })).status).toBe(400);
	});

	it('takes a public client without a secret, refresh included', async () => {
		const body = { client_id: PUBLIC_CLIENT_ID, client_secret: '' };
		const { data } = await exchange(body, { ...asked, client_id: PUBLIC_CLIENT_ID });
		expect(data.access_token).toMatch(/./);
		const refreshed = await form('/oauth/token', {
			grant_type: 'refresh_token',
			refresh_token: data.refresh_token,
			client_id: PUBLIC_CLIENT_ID,
		});
		expect(refreshed.data.scope).toBe('accounting.read accounting.write');
	});

	it('a replayed refresh token kills the whole grant', async () => {
		const { refreshToken } = simulator.connect21();
		const refresh = async () =>
			await form('/oauth/token', {
				...client,
				grant_type: 'refresh_token',
				refresh_token: refreshToken,
			});
		const first = await refresh();
		expect(simulator.oauth21.check(first.data.access_token).state).toBe('valid');
		const replay = await refresh();
		expect([replay.status, replay.data.error]).toEqual([400, 'invalid_grant']);
		expect(simulator.oauth21.check(first.data.access_token).state).toBe('revoked');
	});

	it('revokes the grant of a refresh token', async () => {
		const { accessToken, refreshToken } = simulator.connect21();
		const refused = await form('/oauth/revoke', {
			client_id: client.client_id,
			token: refreshToken,
		});
		expect(refused.status).toBe(403);
		expect((await form('/oauth/revoke', { ...client, token: refreshToken })).status).toBe(200);
		expect(simulator.oauth21.check(accessToken).state).toBe('revoked');
	});
});

describe('GraphQL', () => {
	const ask = async (
		query: string,
		token: string,
		variables: object = {},
		headers: Record<string, string> = { Accept: 'application/json' },
	) =>
		await http.post(
			`${simulator.origin}/api/v1/graphql`,
			{ query, variables },
			{ headers: { Authorization: `Bearer ${token}`, ...headers } },
		);
	const codeOf = (data: { errors?: Array<{ extensions?: { code?: string } }> }) =>
		data.errors?.[0]?.extensions?.code;
	const KEY = 'canary-luca-key-kari';

	it('wants a bearer token', async () => {
		const { status, headers } = await ask('{ companies { nodes { id } } }', 'x');
		expect(status).toBe(401);
		expect(headers['www-authenticate']).toContain('resource_metadata=');
		simulator.knobs.unauthenticatedStatus = 200;
		const silent = await ask('{ companies { nodes { id } } }', 'x');
		expect([silent.status, codeOf(silent.data)]).toEqual([200, 'UNAUTHENTICATED']);
	});

	it('labels JSON as a web page without Accept', async () => {
		const { headers } = await ask('{ companies { nodes { id } } }', KEY, {}, { Accept: '*/*' });
		expect(headers['content-type']).toContain('text/html');
	});

	it.each([
		['{ companies { nodes { nope } } }', {}],
		['query ($id: ID!) { company(id: $id) { id } }', {}],
		['{ saleInvoices(first: "x") { nodes { id } } }', {}],
		['not graphql', {}],
		[
			`{ saleInvoices { nodes { saleInvoiceLineItems ${'{ saleInvoice { saleInvoiceLineItems '.repeat(5)}{ id }${' } }'.repeat(5)} } } }`,
			{},
		],
	])('refuses %s', async (query, variables) => {
		expect(codeOf((await ask(query, KEY, variables)).data)).toBe('BAD_REQUEST');
	});

	it('pages by opaque cursors, 100 at most', async () => {
		const query =
			'query ($after: String) { saleInvoices(first: 500, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
		const sizes: number[] = [];
		let after: string | null = null;
		for (;;) {
			const page: AxiosResponse = await ask(query, KEY, { after });
			const { nodes, pageInfo } = page.data.data.saleInvoices;
			sizes.push(nodes.length);
			if (!pageInfo.hasNextPage) break;
			after = pageInfo.endCursor;
		}
		expect(sizes).toEqual([100, 100, 30]);
	});

	it('keeps companies and scopes apart', async () => {
		const { accessToken } = simulator.connect21();
		const both = await ask(
			'{ companies { nodes { id } } saleInvoices { nodes { id } } }',
			accessToken,
		);
		expect(both.data.data.companies.nodes).toHaveLength(2);
		expect(both.data.data.saleInvoices).toBeNull();
		expect(both.data.errors[0]).toMatchObject({
			message: 'company_id_required',
			path: ['saleInvoices'],
			extensions: { code: 'BAD_REQUEST' },
		});
		const foreign = await ask(
			'{ saleInvoices(companyId: "Tt7p4D") { nodes { id } } }',
			accessToken,
		);
		expect(codeOf(foreign.data)).toBe('FORBIDDEN');
		const write = await ask(
			'mutation { saleInvoiceSend(companyId: "QWzh2B", id: "x", sendMethod: EMAIL) { id } }',
			accessToken,
		);
		expect(codeOf(write.data)).toBe('FORBIDDEN');
	});

	it('creates, locks and sends, and refuses what is out of order', async () => {
		const create =
			'mutation ($in: SaleInvoiceInput!) { saleInvoiceCreate(saleInvoice: $in) { id draft saleInvoiceLineItems { unitPriceCents } } }';
		const line = { saleProductId: 'QWzh2Bp1', quantity: 1 };
		const input = (unitPriceCents: unknown) => ({
			in: { saleCustomer: { id: 'QWzh2Bc1' }, saleInvoiceLineItems: [{ ...line, unitPriceCents }] },
		});
		const wrong = await ask(create, KEY, input(711100));
		expect(codeOf(wrong.data)).toBe('VALIDATION_FAILED');
		expect(wrong.data.errors[0].extensions.details[0].field).toBe('unitPriceCents');
		const { saleInvoiceCreate: made } = (await ask(create, KEY, input('711100'))).data.data;
		const send = 'mutation ($id: ID!) { saleInvoiceSend(id: $id, sendMethod: EMAIL) { sentAt } }';
		expect(codeOf((await ask(send, KEY, { id: made.id })).data)).toBe('VALIDATION_FAILED');
		const lock =
			'mutation ($id: ID!) { saleInvoiceUpdate(id: $id, saleInvoice: { invoiceType: INVOICE }) { finalized } }';
		expect((await ask(lock, KEY, { id: made.id })).data.data.saleInvoiceUpdate.finalized).toBe(
			true,
		);
		expect(codeOf((await ask(lock, KEY, { id: made.id })).data)).toBe('VALIDATION_FAILED');
		expect((await ask(send, KEY, { id: made.id })).data.data.saleInvoiceSend.sentAt).toMatch(/./);
		expect(simulator.counts.changes.get(`saleInvoiceSend ${made.id}`)).toBe(1);
	});

	it('fails on demand', async () => {
		simulator.graphqlFault = { code: 'RATE_LIMITED', retryAfter: 3, times: 1 };
		const { data } = await ask('{ companies { nodes { id } } }', KEY);
		expect(data).toEqual({
			data: null,
			errors: [{ message: 'Noe gikk galt', extensions: { code: 'RATE_LIMITED', retryAfter: 3 } }],
		});
		expect((await ask('{ companies { nodes { id } } }', KEY)).data.errors).toBeUndefined();
	});
});
