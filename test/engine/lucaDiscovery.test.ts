import { LucaSimulator } from '../simulators/luca';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'lucaPkceOAuth2Api';
const PATH = '/brand/v9/graphql';
let simulator: LucaSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new LucaSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator, {
		clientSecret: 'canary-luca-client-secret',
		oauthTokenData: {
			access_token: simulator.connect21().accessToken,
			refresh_token: 'canary-refresh',
			token_type: 'Bearer',
		},
	});
});
afterEach(async () => await simulator.stop());

const companies = async (count = 1) =>
	await runOperation(
		engine,
		TYPE,
		credential,
		'company.getMany',
		{ returnAll: false, limit: 1, options: { alwaysAskAgain: true } },
		{ input: Array.from({ length: count }, () => ({ json: {} })) },
	);

it('a brand host is asked once where its GraphQL is, and the token goes there only', async () => {
	simulator.knobs.graphqlPath = PATH;
	for (let run = 0; run < 2; run++) {
		const { items, error } = await companies(5);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(5);
	}
	expect(simulator.recorder.to(PATH)).toHaveLength(10);
	expect(simulator.recorder.to('/api/v1/graphql')).toHaveLength(0);
	const asked = simulator.recorder.requests.filter(({ path }) => path.startsWith('/.well-known/'));
	expect(asked).toHaveLength(2);
	for (const { headers } of asked) expect(headers.authorization).toBeUndefined();
});

it.each([
	{ status: 404, body: '' },
	{ status: 500, body: '{}' },
	{ status: 302, body: '', headers: { Location: 'https://elsewhere.example.com/' } },
	{ status: 200, body: '<html>Login</html>' },
	{ status: 200, body: '{"resource":"https://elsewhere.example.com/graphql"}' },
	{ cut: 'before' as const },
])('the pinned path is taken where the document is %j', async (fault) => {
	simulator.faults.add({ ...fault, path: '/.well-known/oauth-protected-resource' });
	const { items, error } = await companies();
	expect(error).toBeUndefined();
	expect(items).toHaveLength(1);
	expect(simulator.recorder.to('/api/v1/graphql')).toHaveLength(1);
});

it('an access is revoked where the host says', async () => {
	simulator.knobs.revocationPath = '/brand/revoke';
	const { items, error } = await runOperation(engine, TYPE, credential, 'connection.revoke', {
		confirm: true,
	});
	expect(error).toBeUndefined();
	expect(items[0]?.json).toEqual({ deleted: true });
	expect(simulator.recorder.to('/brand/revoke')).toHaveLength(1);
});
