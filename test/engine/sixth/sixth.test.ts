import { describeOperations } from '../support/contract';
import { Engine } from '../support/engine';
import { FerryOAuth2Api } from './credential';
import { Ferry, resources } from './node';
import { FerrySimulator } from './simulator';

const REDIRECT = 'http://127.0.0.1:5678/webhook/x/connect';
let simulator: FerrySimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new FerrySimulator().start();
	engine = new Engine([new Ferry()], [new FerryOAuth2Api()]);
	credential = engine.addCredential('ferryOAuth2Api', {
		environment: 'custom',
		apiBaseUrl: simulator.origin,
		clientId: 'ferry-client',
		clientSecret: 'canary-ferry-secret',
		redirectUrl: REDIRECT,
		authorizationCode: simulator.code(REDIRECT),
	});
});
afterEach(async () => await simulator.stop());

const run = async (operation: string, parameters: object, more: object = {}) => {
	const [resource, name] = operation.split('.');
	return await engine.run({
		type: 'ferry',
		parameters: { resource, operation: name, ...parameters },
		credentials: { ferryOAuth2Api: credential },
		...more,
	});
};

describe('a sixth provider, of a profile, a credential and a client', () => {
	describeOperations({
		resources,
		rows: {
			'crossing.get': {
				parameters: { id: 'a/b' },
				request: { method: 'GET', path: '/crossings/a%2Fb' },
				item: { id: 'a/b' },
			},
			'customApiCall.send': {
				parameters: { method: 'GET', path: '/crossings/1' },
				request: { method: 'GET', path: '/crossings/1' },
				item: { id: '1' },
			},
		},
		vendor: () => simulator,
		run,
		headers: { authorization: expect.stringMatching(/^Bearer canary-ferry-access-/) },
		refusal: { status: 422, body: '{"reason":"no such ferry"}', message: 'no such ferry' },
	});

	it('gets the whole lifecycle: one exchange, one renewal for 500 items, and its own words', async () => {
		const input = Array.from({ length: 500 }, () => ({ json: {} }));
		expect((await run('crossing.get', { id: '1' }, { input })).error).toBeUndefined();
		simulator.oauth.expireAccessTokens();
		expect((await run('crossing.get', { id: '1' }, { input })).error).toBeUndefined();
		expect(simulator.oauth.counts).toMatchObject({
			tokenRequests: 2,
			exchanges: 1,
			refreshes: 1,
			replays: 0,
		});
		engine.credentials.write(credential, { refreshToken: 'canary-ferry-refresh-unknown' });
		simulator.oauth.expireAccessTokens();
		const { error } = await run('crossing.get', { id: '1' });
		expect(error?.message).toBe('The credential "My ferryOAuth2Api" needs to be reconnected');
		expect(error?.description).toContain('Ferry refused to renew the access');
		expect(error?.description).toContain('("invalid_grant")');
	});
});
