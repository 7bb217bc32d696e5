import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { BillitSimulator, DEMO_CLIENT as BILLIT } from '../simulators/billit';
import { BookingExpertsSimulator, DEMO_CLIENT as BOOKING } from '../simulators/bookingExperts';
import { LucaSimulator, DEMO_CLIENT as LUCA } from '../simulators/luca';
import type { Vendor } from '../support/connections';
import { call } from './support/flexible';
import { HttpRequestTwin } from './support/httpRequest';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

const PATH = '/webhook-test/11111111-2222-4333-8444-555555555555/connect';
const ADDRESS = `http://127.0.0.1:5678${PATH}`;

interface Seed {
	name: string;
	start(): Promise<
		Vendor & { code(redirectUrl: string): string; form: ICredentialDataDecryptedObject }
	>;
	account: object;
	/** A read of the API, below its base URL. */
	read: string;
}

const GRAPHQL = { query: '{ companies { nodes { id name organisationNumber } } }' };

/** The documents' flows by form alone, without the credential types of these providers. */
const seeds: Seed[] = [
	{
		name: 'Billit',
		async start() {
			const billit = await new BillitSimulator().start();
			return Object.assign(billit, {
				form: {
					...BILLIT,
					apiBaseUrl: billit.apiOrigin,
					authUrl: `${billit.authOrigin}/Account/Logon`,
					allowedHosts: billit.authOrigin,
					accessTokenUrl: `${billit.apiOrigin}/OAuth2/token`,
					tokenRequestFormat: 'json',
					parameterNames: '{"response_type":""}',
					accountUrl: '/v1/account/accountInformation',
					accountIdPath: 'companies.0.partyID',
					accountNamePath: 'companies.0.name',
				},
			});
		},
		account: { name: expect.stringMatching(/\w/) },
		read: '/v1/account/accountInformation',
	},
	{
		name: 'Booking Experts',
		async start() {
			const booking = await new BookingExpertsSimulator().start();
			return Object.assign(booking, {
				form: {
					...BOOKING,
					apiBaseUrl: `${booking.apiOrigin}/v3`,
					accessTokenUrl: `${booking.apiOrigin}/oauth/token`,
					vendorStarts: true,
					accountUrl: '/subscription',
					accountIdPath: 'data.id',
					accountNamePath: 'data.id',
					callHeaders: '{"Accept":"application/vnd.api+json"}',
				},
			});
		},
		account: { id: '501' },
		read: '/v3/subscription',
	},
	{
		name: 'Luca Regnskap',
		async start() {
			const luca = await new LucaSimulator().start();
			return Object.assign(luca, {
				form: {
					...LUCA,
					apiBaseUrl: luca.origin,
					authUrl: `${luca.origin}/api/v1/oauth2/authorize`,
					accessTokenUrl: `${luca.origin}/api/v2/oauth2/token`,
					scope: 'accounting',
					echoesState: false,
					sendRedirectUrl: false,
					errorPath: 'error_descriptions',
					accountUrl: '/api/v1/graphql',
					accountBody: JSON.stringify(GRAPHQL),
					accountIdPath: 'data.companies.nodes.0.id',
					accountNamePath: 'data.companies.nodes.0.name',
				},
			});
		},
		account: { id: 'QWzh2B', name: 'Fjordkafé AS' },
		read: '/api/v1/graphql',
	},
];

it.each(seeds)('$name connects by its document, and goes on over an expiry', async (seed) => {
	const vendor = await seed.start();
	const engine = packEngine([new HttpRequestTwin()]);
	const credential = engine.addCredential('flexibleOAuth2Api', {
		environment: 'custom',
		grantType: 'authorizationCode',
		authentication: 'body',
		quirks: ['account', 'calls', 'consent', 'tokenReply', 'tokenRequest'],
		...vendor.form,
	});
	const visit = async (query: Record<string, string>, cookie = '') =>
		await engine.webhook({
			type: 'oAuth2ConnectTrigger',
			parameters: { provider: 'flexible', options: {} },
			credentials: { flexibleOAuth2Api: credential },
			request: {
				query,
				headers: { cookie },
				originalUrl: `${PATH}?${new URLSearchParams(query).toString()}`,
			},
			mode: 'manual',
		});
	try {
		const { headers } = await visit({});
		const state = headers.location && new URL(headers.location).searchParams.get('state');
		const cookie = (headers['set-cookie'] ?? '').split(';')[0] ?? '';
		const code = vendor.code(ADDRESS);
		const landed = await visit({ code, ...(state ? { state } : {}) }, cookie);
		expect(landed.data.workflowData?.[0]?.[0]?.json).toMatchObject({
			status: 'connected',
			account: seed.account,
		});
		const first = engine.credentials.read(credential);
		engine.credentials.write(credential, { tokenExpiresAt: new Date(0).toISOString() });
		const method = vendor.form.accountBody ? 'POST' : 'GET';
		const body = vendor.form.accountBody ?? '';
		const url = `${new URL(String(vendor.form.apiBaseUrl)).origin}${seed.read}`;
		const { error, items } = await call(engine, credential, url, { method, body: String(body) });
		expect(error).toBeUndefined();
		expect(items[0]?.json.statusCode).toBe(200);
		expect(engine.credentials.read(credential).accessToken).not.toBe(first.accessToken);
		expect(JSON.stringify(landed)).not.toContain('canary-');
	} finally {
		await vendor.stop();
	}
});
