import { displayParameter } from 'n8n-workflow';
import { FlexibleOAuth2Api } from '../../credentials/FlexibleOAuth2Api.credentials';
import { CLIENT, QuirkyServer } from '../simulators/quirky';
import { packEngine, runOperation } from './support/pack';

const TYPE = 'flexibleOAuth2Api';
const { properties } = new FlexibleOAuth2Api();

let server: QuirkyServer;
afterEach(async () => await server?.stop());

/** The labels that n8n's dialog wants filled in before it saves. */
function wanted(quirks: string[]): string[] {
	const values = { quirks, grantType: 'clientCredentials' };
	return properties
		.filter((each) => each.required && displayParameter(values, each, null, null))
		.map(({ displayName }) => displayName);
}

it('n8n saves a dialog in which nothing but a profile was filled in', () => {
	expect(wanted([])).toEqual(['API Base URL', 'Access Token URL']);
	expect(wanted(['profile'])).toEqual([]);
});

const call = { method: 'GET', path: '/me', bodyType: 'none', answer: 'json', options: {} };

/** The error of a call with these settings of a profile. */
async function refused(settings: Record<string, string>, form: Record<string, unknown> = {}) {
	const engine = packEngine();
	const credential = engine.addCredential(TYPE, {
		environment: 'custom',
		...CLIENT,
		quirks: ['profile'],
		profile: JSON.stringify({
			apiBaseUrl: `${server.origin}/api`,
			accessTokenUrl: `${server.origin}/token`,
			...settings,
		}),
		...form,
	});
	const { error } = await runOperation(engine, TYPE, credential, 'apiCall.send', call);
	return `${error?.message} ${error?.description}`;
}

it('names the Grant Type that shows the fields of the login', async () => {
	server = await new QuirkyServer({ grant: 'password' }).start();
	const login = { grantType: 'clientCredentials' };
	expect(await refused({ grantType: 'password' }, login)).toContain('(Grant Type: Password)');
});

it('says of a code of success nothing but that the token stands elsewhere', async () => {
	server = await new QuirkyServer({
		grant: 'client_credentials',
		client: 'body',
		reply: { accessToken: 'tenant_access_token' },
		also: { code: 0, msg: 'ok' },
	}).start();
	const told = await refused({ authentication: 'body', errorPath: 'code', errorTextPath: 'msg' });
	expect(told).toContain('There is no token at "access_token"');
	expect(told).toContain('Check "Access Token Path" (Quirks: Token Reply)');
	expect(told).not.toContain('Client ID');
});

it('tells who is not connected of the Connect trigger', async () => {
	server = await new QuirkyServer({ grant: 'authorization_code' }).start();
	const consent = { grantType: 'authorizationCode', authUrl: `${server.origin}/login` };
	expect(await refused(consent)).toContain('OAuth2 Connect Trigger');
});
