import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { FlexibleOAuth2Api } from '../../credentials/FlexibleOAuth2Api.credentials';
import { DEMO_KEY, N8nSimulator } from '../simulators/n8n';
import { CLIENT, QuirkyServer } from '../simulators/quirky';
import { call } from './support/flexible';
import type { Engine } from './support/engine';
import { HttpRequestTwin } from './support/httpRequest';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

const PATH = '/webhook/11111111-2222-4333-8444-555555555555/connect';

let n8n: N8nSimulator;
let engine: Engine;
let server: QuirkyServer;
let apiKey: string;

beforeEach(async () => {
	n8n = await new N8nSimulator().start();
	const shown = new FlexibleOAuth2Api().properties.filter(({ type }) => type !== 'hidden');
	n8n.schemas.set(
		'flexibleOAuth2Api',
		Object.fromEntries(shown.map(({ name, type }) => [name, type])),
	);
	engine = packEngine([new HttpRequestTwin()]);
	apiKey = engine.addCredential('n8nInstanceApi', { baseUrl: n8n.origin, apiKey: DEMO_KEY });
	server = await new QuirkyServer({ grant: 'authorization_code', pkce: true }).start();
});
afterEach(async () => {
	await n8n.stop();
	await server.stop();
});

const template = (more: ICredentialDataDecryptedObject = {}) =>
	engine.addCredential('flexibleOAuth2Api', {
		environment: 'custom',
		grantType: 'authorizationCode',
		apiBaseUrl: `${server.origin}/api`,
		authUrl: `${server.origin}/login`,
		accessTokenUrl: `${server.origin}/token`,
		...CLIENT,
		authentication: 'body',
		scope: 'read',
		quirks: ['account', 'consent', 'calls'],
		pkce: true,
		accountUrl: '/company/{realmId}/me',
		keepCallback: 'realmId',
		callHeaders: '{"X-Realm":"{realmId}"}',
		...more,
	});

async function connect(credential: string, realmId: string) {
	const visit = async (query: Record<string, string>, cookie = '') =>
		await engine.webhook({
			type: 'oAuth2ConnectTrigger',
			parameters: {
				provider: 'flexible',
				connectTo: 'accounts',
				project: { __rl: true, mode: 'id', value: '' },
				options: {},
			},
			credentials: { flexibleOAuth2Api: credential, n8nInstanceApi: apiKey },
			request: {
				query,
				headers: { cookie },
				originalUrl: `${PATH}?${new URLSearchParams(query).toString()}`,
			},
			mode: 'webhook',
		});
	const { headers } = await visit({ reference: `customer ${realmId}` });
	const location = new URL(headers.location ?? 'http://none');
	const cookie = (headers['set-cookie'] ?? '').split(';')[0] ?? '';
	const state = location.searchParams.get('state') ?? '';
	return await visit({ code: server.code(location), state, realmId }, cookie);
}

const made = () => [...n8n.credentials.values()];

/** As n8n has it then, with the defaults of hidden fields. */
const adopt = (data: object) =>
	engine.addCredential('flexibleOAuth2Api', {
		...(data as ICredentialDataDecryptedObject),
		environment: 'custom',
	});

it('makes a credential for each account, with its own field of the callback, and no token in clear', async () => {
	const from = template();
	const held = engine.credentials.read(from);
	for (const realm of ['111', '222']) {
		const result = await connect(from, realm);
		expect(result.status).toBe(200);
		expect(result.data.workflowData?.[0]?.[0]?.json).toMatchObject({
			status: 'connected',
			account: { id: realm },
			reference: `customer ${realm}`,
			credential: { created: true },
		});
	}
	expect(made().map(({ name }) => name)).toEqual(
		['111', '222'].map(
			(realm) => `${new URL(server.origin).host}: No. ${realm} (customer ${realm})`,
		),
	);
	expect(JSON.stringify(made())).not.toMatch(/canary-quirky-(?:access|refresh)|code_?verifier/i);
	expect(engine.credentials.read(from)).toEqual(held);
	for (const [index, { data }] of made().entries()) {
		const credential = adopt(data);
		expect((await call(engine, credential, `${server.origin}/api/rows`)).error).toBeUndefined();
		expect(server.recorder.requests.at(-1)?.headers['x-realm']).toBe(['111', '222'][index]);
	}
});

it('keeps the field of the callback where the handed over tokens are renewed first', async () => {
	await connect(template(), '111');
	server.expire();
	const clock = Date.now();
	jest.spyOn(Date, 'now').mockImplementation(() => clock + 3_700_000);
	const credential = adopt(made()[0]?.data ?? {});
	const { error } = await call(engine, credential, `${server.origin}/api/rows`);
	jest.restoreAllMocks();
	expect(error).toBeUndefined();
	expect(server.counts.renewed).toBe(1);
	expect(server.recorder.requests.at(-1)?.headers['x-realm']).toBe('111');
});

it('an account that connects again keeps its credential; another scope of the client has its own', async () => {
	const from = template();
	await connect(from, '111');
	await connect(from, '111');
	expect(made()).toHaveLength(1);
	await connect(template({ scope: 'read write' }), '111');
	expect(made()).toHaveLength(2);
	expect(new Set(made().map(({ data }) => data.scope))).toEqual(new Set(['read', 'read write']));
});
