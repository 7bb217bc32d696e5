import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { LucaSimulator } from '../simulators/luca';
import { connectionOf, type Vendor } from '../support/connections';
import type { Engine, WebhookRequest, WebhookResult } from './support/engine';
import { packEngine } from './support/pack';
import { impatient } from './support/patience';

impatient();

const PATH = '/webhook-test/11111111-2222-4333-8444-555555555555/connect';
const PRODUCTION = '/webhook/11111111-2222-4333-8444-555555555555/connect';
const addressOf = (path: string) => `http://127.0.0.1:5678${path}`;

let engine: Engine;
beforeEach(() => (engine = packEngine()));

/** The Connect trigger of one provider, with a credential that is not connected yet. */
class Trigger {
	readonly credential: string;

	constructor(
		private readonly provider: string,
		private readonly credentialType: string,
		vendor: Vendor,
		more: ICredentialDataDecryptedObject = {},
	) {
		this.credential = engine.addCredential(credentialType, {
			...connectionOf(credentialType).settings(vendor, 'first'),
			...more,
		});
	}

	get stored() {
		return engine.credentials.read(this.credential);
	}

	async visit(
		query: Record<string, string>,
		{
			path = PATH,
			cookie = '',
			options = {},
		}: Partial<Record<'path' | 'cookie', string>> & {
			options?: object;
		} = {},
	): Promise<WebhookResult> {
		const request: WebhookRequest = {
			query,
			headers: { cookie },
			originalUrl: `${path}?${new URLSearchParams(query).toString()}`,
		};
		return await engine.webhook({
			type: 'oAuth2ConnectTrigger',
			parameters: { provider: this.provider, options: { ...options } },
			credentials: { [this.credentialType]: this.credential },
			request,
			mode: path === PATH ? 'manual' : 'webhook',
		});
	}
}

const items = (result: WebhookResult) => result.data.workflowData?.[0]?.map(({ json }) => json);

describe('Luca Regnskap', () => {
	let simulator: LucaSimulator;
	beforeEach(async () => (simulator = await new LucaSimulator().start()));
	afterEach(async () => await simulator.stop());

	const trigger = (more: ICredentialDataDecryptedObject = {}) =>
		new Trigger('luca', 'lucaOAuth2Api', simulator, more);

	const begin = async (luca: Trigger, query: Record<string, string> = {}) => {
		const { headers } = await luca.visit(query);
		return {
			location: new URL(headers.location ?? ''),
			cookie: (headers['set-cookie'] ?? '').split(';')[0] ?? '',
		};
	};

	it("sends the browser to the article's address with its parameters only, no state", async () => {
		const { location } = await begin(trigger());
		expect(location.origin + location.pathname).toBe(`${simulator.origin}/api/v1/oauth2/authorize`);
		expect(Object.fromEntries(location.searchParams)).toEqual({
			client_id: '5f0c1a52-6f5e-4f57-9a5e-1c2d3e4f5a6b',
			response_type: 'code',
			scope: 'accounting',
			redirect_uri: addressOf(PATH),
		});
	});

	it('adds organisation number and language when they are set', async () => {
		const luca = trigger({ organisationNumber: '999000002', locale: 'nb' });
		const { location } = await begin(luca);
		expect(location.searchParams.get('organisation_number')).toBe('999000002');
		expect(location.searchParams.get('locale')).toBe('nb');
	});

	it.each([
		['code and scope', {}],
		['code, scope and a state', { state: 'whatever' }],
		['code, scope and more', { foo: 'bar' }],
	])('connects when %s come back, and keeps the reference', async (_what, more) => {
		const luca = trigger();
		const { cookie } = await begin(luca, { reference: 'kunde 7' });
		const result = await luca.visit(
			{ scope: 'accounting', code: simulator.code(addressOf(PATH)), ...more },
			{ cookie },
		);
		expect(result.body).toContain('Connected to Fjordkafé AS');
		expect(items(result)).toEqual([
			{
				provider: 'luca',
				status: 'connected',
				account: expect.objectContaining({ id: 'QWzh2B', name: 'Fjordkafé AS' }),
				reference: 'kunde 7',
			},
		]);
		expect(luca.stored).toMatchObject({ connectedAccount: 'QWzh2B' });
		expect(JSON.stringify(result)).not.toContain('canary-');
	});

	it('takes no code that this browser did not ask for', async () => {
		const luca = trigger();
		const { cookie } = await begin(luca);
		const query = { scope: 'accounting', code: simulator.code(addressOf(PATH)) };
		for (const sent of ['', `${cookie}x`]) {
			const result = await luca.visit(query, { cookie: sent });
			expect(result.status).toBe(400);
			expect(items(result)).toBeUndefined();
		}
		expect(simulator.oauth.counts.tokenRequests).toBe(0);
		expect((await luca.visit(query, { cookie })).status).toBe(200);
		expect((await luca.visit(query, { cookie })).body).toContain('codes work once');
	});

	it('tells of a refusal, whatever it looks like', async () => {
		for (const query of [
			{ error: 'access_denied' },
			{ error: 'access_denied', error_description: 'No company' },
		] as Array<Record<string, string>>) {
			const luca = trigger();
			const { cookie } = await begin(luca);
			const result = await luca.visit(query, { cookie });
			expect(result.body).toContain('Access denied');
			expect(items(result)).toMatchObject([{ status: 'denied', account: null }]);
		}
	});

	it('keeps nothing when another company than the pinned one was chosen', async () => {
		const luca = trigger({ organisationNumber: '999000002' });
		const { cookie } = await begin(luca);
		const result = await luca.visit(
			{ code: simulator.code(addressOf(PATH)), scope: 'accounting' },
			{ cookie },
		);
		expect(result.status).toBe(400);
		expect(result.body).toContain('Organisation Number');
		expect(luca.stored.refreshToken ?? '').toBe('');
	});
});

describe('Booking Experts', () => {
	let simulator: BookingExpertsSimulator;
	beforeEach(async () => (simulator = await new BookingExpertsSimulator().start()));
	afterEach(async () => await simulator.stop());

	const trigger = (more: ICredentialDataDecryptedObject = {}) =>
		new Trigger('bookingExperts', 'bookingExpertsOAuth2Api', simulator, more);

	const install = async (
		trigger: Trigger,
		username = 'anna',
		more: Parameters<Trigger['visit']>[1] = {},
	) => await trigger.visit({ code: simulator.code(addressOf(more.path ?? PATH), username) }, more);

	it('says to install the app when its address is opened', async () => {
		const result = await trigger().visit({});
		expect(result.status).toBe(200);
		expect(result.body).toContain('App Store');
		expect(items(result)).toBeUndefined();
	});

	it('connects by a code and nothing else, tells the subscription and leads back', async () => {
		const app = trigger();
		const result = await install(app);
		expect(result.status).toBe(200);
		expect(result.body).toContain('Connected to Duinpark BV');
		expect(result.body).toContain(`href="${simulator.appOrigin}/apps/501"`);
		expect(result.body).toContain('Back to Booking Experts');
		expect(items(result)).toEqual([
			{
				provider: 'bookingExperts',
				status: 'connected',
				account: {
					id: '501',
					name: 'Duinpark BV',
					administrations: [
						{ id: '1000', name: '' },
						{ id: '1001', name: '' },
					],
					returnUrl: `${simulator.appOrigin}/apps/501`,
				},
				reference: '',
			},
		]);
		expect(app.stored).toMatchObject({ connectedAccount: '501' });
		expect(simulator.recorder.requests.map(({ path }) => path).slice(0, 2)).toEqual([
			'/oauth/token',
			'/v3/subscription',
		]);
	});

	it("keeps the connected account against another organization's install, unless that is allowed", async () => {
		const app = trigger();
		await install(app, 'anna', { path: PRODUCTION });
		const held = app.stored;
		const intruder = await install(app, 'bas', { path: PRODUCTION });
		expect(intruder.status).toBe(400);
		expect(intruder.body).toContain('another Booking Experts account, which was kept');
		expect(items(intruder)).toBeUndefined();
		expect(app.stored).toEqual(held);

		const again = await install(app, 'anna', { path: PRODUCTION });
		expect(again.status).toBe(200);

		const allowed = { path: PRODUCTION, options: { allowReplacingAccount: true } };
		expect((await install(app, 'bas', allowed)).body).toContain('Connected to Heidepark BV');
		expect(app.stored).toMatchObject({ connectedAccount: '502' });
	});

	it('replaces the account while the editor listens', async () => {
		const app = trigger();
		await install(app, 'anna');
		await install(app, 'bas');
		expect(app.stored).toMatchObject({ connectedAccount: '502' });
	});

	it('connects an app that may not read its subscription, and keeps that too', async () => {
		simulator.subscriptionReadable = false;
		const app = trigger();
		const first = await install(app, 'anna', { path: PRODUCTION });
		expect(first.status).toBe(200);
		expect(items(first)).toMatchObject([{ status: 'connected', account: { id: '' } }]);
		const held = app.stored;
		expect(held.accessToken).toMatch(/^canary-/);
		const intruder = await install(app, 'bas', { path: PRODUCTION });
		expect(intruder.body).toContain('did not tell whose account this is');
		expect(app.stored).toEqual(held);
	});

	it('refuses a made-up code without losing what is connected', async () => {
		const app = trigger();
		await install(app);
		const held = app.stored;
		const result = await app.visit({ code: 'made-up' });
		expect(result.status).toBe(400);
		expect(result.body).toContain('refused the authorization code');
		expect(app.stored).toEqual(held);
	});

	it('shows no button to an address that is none', async () => {
		simulator.faults.add({
			path: '/v3/subscription',
			times: 5,
			status: 200,
			headers: { 'Content-Type': 'application/vnd.api+json' },
			body: '{"data":{"type":"subscription","id":"501","links":{"url":"javascript:alert(1)"}}}',
		});
		const result = await install(trigger());
		expect(result.status).toBe(200);
		expect(result.body).not.toContain('javascript:');
	});
});
