import { DEMO_CLIENT, LucaSimulator } from '../simulators/luca';
import type { Engine } from './support/engine';
import { outputSchema } from './support/outputSchema';
import { connect, inFuture, packEngine, read, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'lucaOAuth2Api';
let simulator: LucaSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new LucaSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

describe('tokens of the older generation', () => {
	const expired = (more = {}) => {
		const id = connect(engine, TYPE, simulator, { tokenExpiresAt: inFuture(-1), ...more });
		simulator.oauth.expireAccessTokens();
		return id;
	};

	it('are asked for as the article says', async () => {
		const code = simulator.code('http://127.0.0.1:5678/webhook/by-hand/connect');
		const id = engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			authorizationCode: code,
		});
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		const [request] = simulator.recorder.to('/api/v2/oauth2/token');
		expect(Object.keys(request?.body as object).sort()).toEqual([
			'client_id',
			'client_secret',
			'code',
			'grant_type',
		]);
		expect(request?.headers.accept).toContain('application/json');
		expect(request?.headers['content-type']).toContain('application/x-www-form-urlencoded');
		// `"3600"` is a number of seconds.
		const { tokenExpiresAt, tokenLifetime } = engine.credentials.read(id);
		expect(tokenLifetime).toBe('3600');
		expect(Date.parse(String(tokenExpiresAt)) - Date.now()).toBeGreaterThan(3_500_000);
	});

	it.each(['same', 'absent', 'rotates'] as const)(
		'are renewed again and again where the refresh token comes back %s',
		async (knob) => {
			simulator.knobs.refreshReply = knob;
			simulator.knobs.statusOk = true;
			const id = expired();
			const { refreshToken } = engine.credentials.read(id);
			for (let round = 0; round < 3; round++) {
				expect((await read(engine, TYPE, id, 5)).error).toBeUndefined();
				simulator.oauth.expireAccessTokens();
			}
			expect(simulator.oauth.counts).toMatchObject({ refreshes: 3, replays: 0 });
			const kept = engine.credentials.read(id).refreshToken === refreshToken;
			expect(kept).toBe(knob !== 'rotates');
		},
	);

	it('without a lifetime last until they are refused', async () => {
		simulator.knobs.expiresIn = 'none';
		const id = expired();
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		expect(engine.credentials.read(id).tokenExpiresAt).toBe('');
		simulator.oauth.expireAccessTokens();
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		expect(simulator.oauth.counts.refreshes).toBe(2);
	});

	it('are renewed after UNAUTHENTICATED in a 200', async () => {
		simulator.knobs.unauthenticatedStatus = 200;
		simulator.oauth.expireAccessTokens();
		expect((await read(engine, TYPE, credential, 10)).error).toBeUndefined();
		expect(simulator.oauth.counts).toMatchObject({ tokenRequests: 1, refreshes: 1 });
	});

	it.each([
		['error_descriptions', 'text'],
		['errors_descriptions', 'list'],
		['errors', 'object'],
		['error', 'text'],
	] as const)('refused with HTTP 200 and %s (%s) are told, and not stored', async (key, shape) => {
		simulator.knobs.refusalKey = key;
		simulator.knobs.refusalShape = shape;
		const id = expired({ refreshToken: 'canary-luca-refresh-unknown' });
		const held = engine.credentials.read(id);
		const { error } = await read(engine, TYPE, id);
		expect(error?.message).toBe(`The credential "My ${TYPE}" needs to be reconnected`);
		expect(error?.description).toContain('Invalid grant: refresh token is invalid');
		expect(error?.description).not.toContain('canary-');
		expect(engine.credentials.read(id)).toEqual(held);
	});

	it('come from the older path, with the redirect URL, where the settings say so', async () => {
		simulator.knobs.servesV1TokenPath = true;
		const redirectUrl = 'http://127.0.0.1:5678/webhook/by-hand/connect';
		const id = engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			tokenPath: '/api/v1/oauth2/token',
			sendRedirectUrl: true,
			redirectUrl,
			authorizationCode: `${redirectUrl}?scope=accounting&code=${simulator.code(redirectUrl)}`,
		});
		expect((await read(engine, TYPE, id)).error).toBeUndefined();
		const [request] = simulator.recorder.to('/api/v1/oauth2/token');
		expect(request?.body).toMatchObject({ redirect_uri: redirectUrl });
	});

	/** Not connected yet, with a code of Kari and one company that it is to be. */
	const pinnedTo = (organisationNumber: string): string =>
		engine.addCredential(TYPE, {
			...engine.credentials.read(credential),
			accessToken: '',
			refreshToken: '',
			organisationNumber,
			authorizationCode: simulator.code('http://127.0.0.1:5678/webhook/by-hand/connect'),
		});

	it.each([
		[
			'a company without a number',
			[{ id: 'QWzh2B', name: 'Fjordkafé AS', organisationNumber: null }],
		],
		[
			'a company with an empty one',
			[{ id: 'QWzh2B', name: 'Fjordkafé AS', organisationNumber: '' }],
		],
		['no company', []],
	])('of %s are not stored where one is pinned', async (_what, nodes) => {
		simulator.faults.add({
			path: '/api/v1/graphql',
			status: 200,
			times: 2,
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ data: { companies: { nodes } } }),
		});
		const id = pinnedTo('999000001');
		const { error } = await read(engine, TYPE, id);
		expect(error?.description).toContain('"Organisation Number" of the credential is 999000001');
		expect(engine.credentials.read(id).refreshToken).toBe('');
	});

	it.each([503, 429, 403, 200])(
		'are not stored either while Luca does not tell the company (HTTP %i), and a later try is good',
		async (status) => {
			simulator.faults.add({
				path: '/api/v1/graphql',
				status,
				times: 2,
				headers: { 'Content-Type': 'application/json' },
				body: JSON.stringify({ data: null, errors: [{ message: 'x' }] }),
			});
			const id = pinnedTo('999000001');
			expect((await read(engine, TYPE, id)).error).toBeDefined();
			expect(engine.credentials.read(id).refreshToken).toBe('');
			simulator.faults.clear();
			expect((await read(engine, TYPE, id)).error).toBeUndefined();
			expect(engine.credentials.read(id).refreshToken).not.toBe('');
		},
	);

	it('of another company than the pinned one are not stored', async () => {
		const id = pinnedTo('999000002');
		const { error } = await read(engine, TYPE, id);
		expect(error?.description).toContain('Organisation Number');
		expect(engine.credentials.read(id).refreshToken).toBe('');
	});
});

describe('Connection: Revoke', () => {
	const pkce = () =>
		connect(engine, 'lucaPkceOAuth2Api', simulator, {
			clientSecret: DEMO_CLIENT.clientSecret,
			oauthTokenData: { ...camelless(simulator.connect21()), token_type: 'Bearer' },
		});

	const camelless = ({ accessToken, refreshToken }: Record<string, string>) => ({
		access_token: accessToken ?? '',
		refresh_token: refreshToken ?? '',
	});

	const revoke = async (type: string, credentialId: string, confirm = true) =>
		await runOperation(engine, type, credentialId, 'connection.revoke', { confirm });

	it('ends the access of a PKCE connection, when that is confirmed', async () => {
		const connected = pkce();
		const token = String(
			(engine.credentials.read(connected).oauthTokenData as { access_token: string }).access_token,
		);
		expect((await revoke('lucaPkceOAuth2Api', connected, false)).error?.message).toContain(
			'"Confirm"',
		);
		expect(simulator.oauth21.check(token).state).toBe('valid');
		const { items, data } = await revoke('lucaPkceOAuth2Api', connected);
		expect(items[0]?.json).toEqual({ deleted: true });
		const { stored, actual } = outputSchema('Luca', 'connection.revoke', [{ deleted: true }]);
		expect(stored).toEqual(actual);
		expect(simulator.oauth21.check(token).state).toBe('revoked');
		expect(data).not.toContain('canary-');
	});

	it('is for PKCE connections only', async () => {
		expect((await revoke(TYPE, credential)).error?.message).toContain('Only an OAuth2 (PKCE)');
	});
});
