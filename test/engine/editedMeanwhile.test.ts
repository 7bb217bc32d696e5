import type { ServerResponse } from 'node:http';
import { sleep, type ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Engine } from './support/engine';
import { HELPERS, HTTP_REQUEST, HttpRequestTwin } from './support/httpRequest';
import { OwnVendor, reply, type VendorCall } from './support/ownVendor';
import { inFuture, packEngine, runOperation } from './support/pack';

const TYPE = 'flexibleOAuth2Api';
const CLIENT = { clientId: 'client', clientSecret: 'canary-secret' };

let vendor: OwnVendor;
let engine: Engine;
let id: string;
/** What the vendor makes of a token request; it issues `access 1` and `refresh 1` first, by their numbers. */
let issue: (call: URLSearchParams, response: ServerResponse) => void;
let issued: number;
beforeEach(async () => {
	issued = 0;
	issue = (_asked, response) => reply(response, next());
	vendor = await new OwnVendor().start();
	vendor.answer = (call, response) =>
		call.path === '/token' ? issue(asked(call), response) : reply(response, { ok: true });
	engine = packEngine([new HttpRequestTwin()]);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await vendor.stop();
});

const asked = ({ body }: VendorCall) => new URLSearchParams(body);

function next(): Record<string, string | number> {
	issued += 1;
	return { access_token: `canary-access-${issued}`, refresh_token: `canary-refresh-${issued}` };
}

/** A credential whose access token has ended. */
function credential(more: ICredentialDataDecryptedObject): void {
	id = engine.addCredential(TYPE, {
		environment: 'custom',
		authentication: 'body',
		apiBaseUrl: vendor.origin,
		accessTokenUrl: `${vendor.origin}/token`,
		...CLIENT,
		...more,
	});
}

const ENDED = {
	accessToken: 'canary-access-0',
	refreshToken: 'canary-refresh-0',
	tokenExpiresAt: inFuture(-60),
	tokenLifetime: '3600',
};

const run = async () =>
	await runOperation(engine, TYPE, id, 'apiCall.send', {
		method: 'GET',
		path: '/rows',
		query: '{}',
		bodyType: 'none',
		answer: 'json',
	});

const spent = () => vendor.to('/token').map((call) => asked(call).get('refresh_token'));

it.each<[string, ICredentialDataDecryptedObject]>([
	['the client secret', { clientSecret: 'canary-new-secret' }],
	['a setting', { tokenHeaders: '{"X-Tenant":"2"}', quirks: ['tokenRequest'] }],
])('a refresh token is spent once, although %s is changed meanwhile', async (_what, change) => {
	credential({ grantType: 'authorizationCode', ...ENDED });
	issue = (_asked, response) => void setTimeout(() => reply(response, next()), 800);
	const first = run();
	await sleep(300);
	engine.credentials.write(id, change);
	const results = await Promise.all([first, run()]);
	expect(results.map(({ error }) => error?.description)).toEqual([undefined, undefined]);
	expect(spent().filter((token) => token === 'canary-refresh-0')).toHaveLength(1);
	expect((await run()).error).toBeUndefined();
});

it('of those that waited for a renewal that failed one goes on', async () => {
	credential({ grantType: 'authorizationCode', ...ENDED });
	let answers = 0;
	issue = (_asked, response) =>
		void setTimeout(() => reply(response, (answers += 1) === 1 ? {} : next()), 800);
	const runs = [run()];
	for (const clientSecret of ['canary-second', 'canary-third']) {
		await sleep(200);
		engine.credentials.write(id, { clientSecret });
		runs.push(run());
	}
	const [, ...others] = await Promise.all(runs);
	expect(others.map(({ error }) => error?.message)).toEqual([undefined, undefined]);
	expect(spent().filter((token) => token === 'canary-refresh-0')).toHaveLength(2);
});

it('what a process with another clock has stored is taken, although it looks old', async () => {
	credential({ grantType: 'authorizationCode', ...ENDED });
	issue = (request, response) => {
		if (request.get('refresh_token') !== 'canary-refresh-0') return reply(response, next());
		engine.credentials.write(id, {
			accessToken: 'canary-access-elsewhere',
			refreshToken: 'canary-refresh-elsewhere',
			tokenExpiresAt: inFuture(-60),
		});
		return reply(response, { error: 'invalid_grant' }, 400);
	};
	expect((await run()).error).toBeUndefined();
	expect(spent()).toEqual(['canary-refresh-0', 'canary-refresh-elsewhere']);
});

it('no call of another user carries what the former login brought', async () => {
	const fields = { quirks: ['tokenReply', 'calls'], keepFields: 'tenant' };
	const login = { grantType: 'password', username: 'ann', password: 'canary-password' };
	credential({ ...fields, ...login, callHeaders: '{"X-Tenant":"{tenant}"}' });
	issue = (request, response) =>
		reply(response, {
			...next(),
			...(request.get('username') === 'ann' ? { tenant: 't-ann' } : {}),
		});
	expect((await run()).error).toBeUndefined();
	engine.credentials.write(id, { username: 'bob' });
	await run();
	expect(String(engine.credentials.read(id).keptFields)).not.toContain('t-ann');
});

it.each(HELPERS)(
	'a refused token that a form has put back is not sent again: %s',
	async (helper) => {
		const elapsed = performance.now.bind(performance);
		let jumped = 0;
		jest.spyOn(performance, 'now').mockImplementation(() => elapsed() + jumped);
		const account = { quirks: ['account'], accountUrl: '/rows', accountIdPath: 'id' };
		credential({ grantType: 'clientCredentials', ...account });
		vendor.answer = ({ path, token }, response) => {
			if (path === '/token') return reply(response, { access_token: `canary-access-${++issued}` });
			return reply(response, { id: 'x' }, token === `canary-access-${issued}` ? 200 : 401);
		};
		const call = async () =>
			await engine.run({
				type: HTTP_REQUEST,
				parameters: { helper, credentialType: TYPE, url: `${vendor.origin}/rows`, method: 'GET' },
				credentials: { [TYPE]: id },
			});
		expect((await call()).error).toBeUndefined();
		const { accessToken = '' } = engine.credentials.read(id);
		issued += 1;
		expect((await call()).error).toBeUndefined();
		engine.credentials.write(id, { accessToken });
		jumped = 61_000;
		expect((await call()).error).toBeUndefined();
		expect(vendor.calls.at(-1)?.token).toBe('canary-access-3');
	},
);

describe('a refresh token that is pasted once more', () => {
	const KEY = 'canary-only-refresh-token';
	const paste = () => engine.credentials.write(id, { authorizationCode: KEY });
	beforeEach(async () => {
		// As of a provider that renews by the same one again and again.
		issue = (_asked, response) => reply(response, { access_token: `canary-access-${++issued}` });
		credential({ grantType: 'refreshToken', authorizationCode: KEY });
		expect((await run()).error).toBeUndefined();
	});

	it.each<[string, () => ICredentialDataDecryptedObject]>([
		['Client ID', () => ({ clientId: 'other' })],
		['Access Token URL', () => ({ accessTokenUrl: `${vendor.origin}/token?v=2` })],
		['API Base URL', () => ({ apiBaseUrl: vendor.origin.replace('127.0.0.1', 'localhost') })],
	])('is taken after a change of %s', async (_label, change) => {
		engine.credentials.write(id, change());
		expect((await run()).error?.description).toContain('paste a new refresh token');
		paste();
		expect((await run()).error).toBeUndefined();
		expect(spent()).toEqual([KEY, KEY]);
		expect(engine.credentials.read(id).authorizationCode).toBe('');
	});

	it('is not sent while what it brought is of use, as by a form that was open', async () => {
		paste();
		expect((await run()).error).toBeUndefined();
		expect(spent()).toEqual([KEY]);
	});

	it('does not stay, and goes nowhere when the settings lead elsewhere later', async () => {
		paste();
		expect((await run()).error).toBeUndefined();
		expect(engine.credentials.read(id).authorizationCode).toBe('');
		engine.credentials.write(id, { accessTokenUrl: `${vendor.origin}/token?v=2` });
		expect((await run()).error?.description).toContain('paste a new refresh token');
		expect(spent()).toEqual([KEY]);
	});

	it('is taken where the one that it brought is refused', async () => {
		engine.credentials.write(id, { ...ENDED, refreshToken: 'canary-refused' });
		issue = (_request, response) => reply(response, { error: 'invalid_grant' }, 400);
		paste();
		expect((await run()).error).toBeUndefined();
		expect(spent()).toEqual([KEY, 'canary-refused']);
		expect(engine.credentials.read(id)).toMatchObject({
			refreshToken: KEY,
			authorizationCode: '',
		});
	});
});
