import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INode } from 'n8n-workflow';
import { codeChallengeOf } from '../../credentials/oauth2/consent';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { connectionOf, type Vendor } from '../support/connections';
import { BridgePack } from './bridge/install';
import { N8n } from './support/n8n';
import { failure, type Execution } from './support/rest';
import { isN8n } from './support/version';
import { chain, manualTrigger, node } from './support/workflow';

/** What n8n's page says. */
const CONNECTED = 'Connection successful';

const UNREACHABLE = 'http://127.0.0.1:1';

/** The prototype of docs/decisions/2026-11-27-bridge.md in the real n8n; nothing of it is published. */
(isN8n('2.41') ? describe : describe.skip)('the bridge', () => {
	const pack = new BridgePack();
	const billit = new BillitSimulator();
	const bookingExperts = new BookingExpertsSimulator();
	let n8n: N8n;
	/** Of Billit; connected by the first test. */
	let made: Awaited<ReturnType<typeof bridged>>;

	beforeAll(async () => {
		await Promise.all([billit.start(), bookingExperts.start()]);
		n8n = await N8n.start({
			packs: pack.packs,
			env: { N8N_ENV_FEAT_ENCRYPTION_KEY_ROTATION: 'true' },
		});
		made = await bridged('billit', billit);
	});
	afterAll(async () => {
		expect(n8n.log()).not.toContain('canary-');
		await n8n.remove();
		await Promise.all([billit.stop(), bookingExperts.stop()]);
		pack.remove();
	});

	/** A credential and the published bridge that it points to. */
	const bridged = async (
		provider: 'billit' | 'bookingExperts',
		vendor: Vendor,
		more: ICredentialDataDecryptedObject = {},
	) => {
		const hook = randomUUID();
		const address = `${n8n.url}/webhook/${hook}`;
		const type = `${provider}BridgeOAuth2Api`;
		const settings = connectionOf(`${provider}OAuth2Api`).settings(vendor, 'first');
		const id = await n8n.rest.createCredential(type, {
			...settings,
			bridgeAddress: address,
			...more,
		});
		const bridge = node(
			'Bridge',
			pack.node,
			{ provider },
			{ credentials: { [type]: { id, name: 'Bridged' } }, webhookId: hook },
		);
		const workflow = await n8n.rest.createWorkflow(chain('Bridge', [bridge]));
		await n8n.rest.activate(workflow, `${hook}/token`, 'POST');
		return { id, type, address, workflow };
	};

	const setUp = async (id: string, more: ICredentialDataDecryptedObject) =>
		await n8n.rest.updateCredential(id, { ...(await n8n.rest.credential(id)).data, ...more });

	/** What a browser holds and where it is. */
	const visit = async (url: string, cookie = '', form?: Record<string, string>) => {
		const response = await fetch(url, {
			redirect: 'manual',
			headers: { cookie },
			...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
		});
		return {
			status: response.status,
			location: response.headers.get('location') ?? '',
			cookie: (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '',
			text: await response.text(),
		};
	};

	/** What the Connect button opens. */
	const connectUrl = async (id: string): Promise<string> =>
		(await n8n.rest.http.get('/oauth2-credential/auth', { params: { id } })).data.data;

	const consent = async (login: string, username = 'ada') => {
		const { client_id, redirect_uri, state } = Object.fromEntries(new URL(login).searchParams);
		return await visit(`${billit.authOrigin}/Account/Consent`, '', {
			clientId: client_id ?? '',
			redirectUri: redirect_uri ?? '',
			state: state ?? '',
			username,
			password: `canary-billit-password-${username}`,
			decision: 'allow',
		});
	};

	/** Until n8n has the code, which is not given to it yet. */
	const consented = async (url: string) => {
		const begun = await visit(url);
		const landed = await consent(begun.location);
		return { begun, landed, back: await visit(landed.location, begun.cookie) };
	};

	const connect = async (id: string) => {
		const { back } = await consented(await connectUrl(id));
		return await visit(back.location, n8n.rest.cookie);
	};

	const run = async (
		{ id, type }: { id: string; type: string },
		url = `${billit.apiOrigin}/v1/account/accountInformation`,
		headers: Array<{ name: string; value: string }> = [],
	): Promise<Execution> => {
		const call: INode = node(
			'Call',
			'n8n-nodes-base.httpRequest',
			{
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: type,
				sendHeaders: true,
				headerParameters: { parameters: headers },
				options: {},
			},
			{ typeVersion: 4.2, credentials: { [type]: { id, name: 'Bridged' } } },
		);
		const workflow = await n8n.rest.createWorkflow(chain('Call', [manualTrigger(), call]));
		return await n8n.rest.run(workflow, 'Start');
	};

	const token = async (
		address: string,
		form: Record<string, string>,
		headers: Record<string, string> = {},
	) => {
		const response = await fetch(`${address}/token`, {
			method: 'POST',
			headers,
			body: new URLSearchParams(form),
		});
		return { status: response.status, body: (await response.json()) as Record<string, unknown> };
	};

	const tokenRequests = () => billit.recorder.to('/OAuth2/token').length;

	it("connects Billit by n8n's own Connect button, calls, and renews", async () => {
		billit.recorder.clear();
		const shown = await connect(made.id);
		expect(shown.text).toContain(CONNECTED);
		const [exchange] = billit.recorder.to('/OAuth2/token');
		// As Billit wants it, which n8n cannot send.
		expect(exchange?.headers['content-type']).toContain('application/json');
		expect(exchange?.body).toMatchObject({ redirect_uri: `${made.address}/callback` });

		billit.recorder.clear();
		expect(failure(await run(made)).message).toBe('');
		expect(tokenRequests()).toBe(0);
		billit.oauth.expireAccessTokens();
		billit.recorder.clear();
		const renewed = await run(made);
		expect(failure(renewed).message).toBe('');
		expect(renewed.text).not.toContain('canary-');
		// n8n learns by a refused call that a token is over.
		expect(billit.recorder.requests.map(({ path, status }) => [path, status])).toEqual([
			['/v1/account/accountInformation', 401],
			['/OAuth2/token', 200],
			['/v1/account/accountInformation', 200],
		]);
	});

	it('connects Booking Experts, whose App Store starts the consent', async () => {
		const park = await bridged('bookingExperts', bookingExperts);
		bookingExperts.redirectUri = `${park.address}/callback`;
		const begun = await visit(await connectUrl(park.id));
		expect([begun.status, begun.text]).toEqual([200, expect.stringContaining('App Store')]);
		const install = async () =>
			await visit(`${bookingExperts.appOrigin}/install`, '', {
				clientId: 'demo-app-uid',
				username: 'anna',
				password: 'canary-bookingexperts-password-anna',
				decision: 'allow',
			});
		// Who begins at the App Store, as Booking Experts has it, is not known to n8n.
		expect((await visit((await install()).location)).status).toBe(400);
		const back = await visit((await install()).location, begun.cookie);
		const shown = await visit(back.location, n8n.rest.cookie);
		expect(shown.text).toContain(CONNECTED);
		const accept = [{ name: 'Accept', value: 'application/vnd.api+json' }];
		const url = `${bookingExperts.apiOrigin}/v3/subscription`;
		expect(failure(await run(park, url, accept)).message).toBe('');
		bookingExperts.oauth.expireAccessTokens();
		expect(failure(await run(park, url, accept)).message).toBe('');
		expect(bookingExperts.oauth.counts).toMatchObject({ exchanges: 1, refreshes: 1 });
	});

	it('its workflow is off, or it cannot be reached: no token is renewed, none is lost', async () => {
		await n8n.rest.deactivate(made.workflow);
		expect(failure(await run(made)).message).toBe('');
		billit.oauth.expireAccessTokens();
		const before = tokenRequests();
		// n8n's words, which name neither the credential nor the bridge.
		expect(failure(await run(made))).toEqual({
			message: 'The resource you are requesting could not be found',
			description: 'HTTP status 404',
		});
		expect(tokenRequests()).toBe(before);
		await setUp(made.id, { bridgeAddress: UNREACHABLE });
		expect(failure(await run(made)).message).toContain('refused the connection');
		await setUp(made.id, { bridgeAddress: made.address });
		expect(tokenRequests()).toBe(before);
		await n8n.rest.activate(made.workflow, `${made.address.split('/webhook/')[1]}/token`, 'POST');
		expect(failure(await run(made)).message).toBe('');
	});

	describe('whoever knows the address', () => {
		const client = { client_id: DEMO_CLIENT.clientId, client_secret: DEMO_CLIENT.clientSecret };

		it('gets no token without the secret, and the vendor is not asked', async () => {
			const before = tokenRequests();
			const held = { grant_type: 'refresh_token', refresh_token: 'made-up' };
			for (const secret of ['', 'wrong', `${client.client_secret} `]) {
				const { status, body } = await token(made.address, {
					...held,
					...client,
					client_secret: secret,
				});
				expect([status, body.error]).toEqual([401, 'invalid_client']);
			}
			const other = await token(made.address, held, {
				Authorization: `Basic ${Buffer.from('x:y').toString('base64')}`,
			});
			expect(other.status).toBe(401);
			expect(tokenRequests()).toBe(before);
		});

		it('is led nowhere but to the vendor and back to this n8n', async () => {
			const good = await connectUrl(made.id);
			const changed = (name: string, value: string) => {
				const url = new URL(good);
				url.searchParams.set(name, value);
				return url.href;
			};
			for (const url of [
				changed('redirect_uri', 'https://attacker.example.com/callback'),
				changed('redirect_uri', `${new URL(good).searchParams.get('redirect_uri')}/x`),
				changed('client_id', 'other'),
				changed('response_type', 'token'),
				changed('code_challenge_method', 'plain'),
			]) {
				expect(await visit(url)).toMatchObject({ status: 400, location: '', cookie: '' });
			}
			expect(new URL((await visit(good)).location).origin).toBe(billit.authOrigin);
		});

		it('cannot use a consent of somebody else', async () => {
			const { begun, landed, back } = await consented(await connectUrl(made.id));
			const before = tokenRequests();
			// Another browser, a changed state, another login's page of n8n.
			expect((await visit(landed.location)).status).toBe(400);
			const changed = landed.location.replace(/state=../, 'state=xx');
			expect((await visit(changed, begun.cookie)).status).toBe(400);
			const code = new URL(back.location).searchParams.get('code') ?? '';
			const redirect_uri = new URL(back.location).origin + new URL(back.location).pathname;
			const exchange = { grant_type: 'authorization_code', code, redirect_uri, ...client };
			const wrongs: Array<Record<string, string>> = [
				{ code_verifier: 'x'.repeat(43) },
				{ code: begun.cookie.split('=')[1] ?? '' },
				{ code: `${code}x` },
				{ code: 'made-up' },
			];
			for (const wrong of wrongs) {
				const { status, body } = await token(made.address, { ...exchange, ...wrong });
				expect([status, body.error]).toEqual([400, 'invalid_grant']);
			}
			expect(tokenRequests()).toBe(before);
			const stranger = await visit(back.location);
			expect(stranger.text).not.toContain(CONNECTED);
			expect(tokenRequests()).toBe(before);
		});

		it('cannot use a code twice, with the secret and the verifier neither', async () => {
			const code_verifier = 'v'.repeat(43);
			const url = new URL(await connectUrl(made.id));
			url.searchParams.set('code_challenge', codeChallengeOf(code_verifier));
			const { back } = await consented(url.href);
			const { origin, pathname, searchParams } = new URL(back.location);
			const redirect_uri = origin + pathname;
			const code = searchParams.get('code') ?? '';
			const exchange = { grant_type: 'authorization_code', code, redirect_uri, code_verifier };
			const before = tokenRequests();
			const answers = [];
			for (let times = 0; times < 2; times++) {
				answers.push((await token(made.address, { ...exchange, ...client })).status);
			}
			expect(answers).toEqual([200, 400]);
			expect(tokenRequests()).toBe(before + 1);
		});
	});

	it('keys and secrets are changed', async () => {
		await n8n.rest.http.post('/encryption/keys', { type: 'data_encryption' });
		billit.oauth.expireAccessTokens();
		expect(failure(await run(made)).message).toBe('');
		const [client] = billit.oauth.clients;
		if (client) client.secret = 'canary-billit-another-secret';
		billit.oauth.expireAccessTokens();
		expect(failure(await run(made)).message).toContain('Client authentication failed');
		await setUp(made.id, { clientSecret: 'canary-billit-another-secret' });
		expect(failure(await run(made)).message).toBe('');
	});

	it('a refusal and a cut of the vendor reach n8n as what they are', async () => {
		billit.oauth.expireAccessTokens();
		billit.faults.add({ path: '/OAuth2/token', status: 503, body: '', times: 9 });
		expect(failure(await run(made)).message).toContain('currently unable to handle the request');
		billit.faults.clear();
		expect(failure(await run(made)).message).toBe('');
		billit.oauth.revokeUser('ada');
		expect(failure(await run(made)).message).toContain('needs to be reconnected');
	});
});
