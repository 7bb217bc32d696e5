import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { CLIENT, LOGIN, QuirkyServer, type Quirks } from '../../simulators/quirky';
import type { Recipe } from '../../support/recipes';
import type { Engine, RunResult } from './engine';
import { HTTP_REQUEST } from './httpRequest';

const GRANT: Record<Recipe['grantType'], Quirks['grant']> = {
	authorizationCode: 'authorization_code',
	clientCredentials: 'client_credentials',
	password: 'password',
	refreshToken: 'refresh_token',
};

/** The groups of fields; every one is shown, so that a row may use any. */
const QUIRKS = ['account', 'calls', 'consent', 'profile', 'secondExchange', 'tokenReply'];

export const serverOf = async ({ grantType, server }: Recipe): Promise<QuirkyServer> =>
	await new QuirkyServer({ ...server, grant: GRANT[grantType] }).start();

/** What somebody fills in who follows a recipe. */
export function filledIn(recipe: Recipe, server: QuirkyServer): ICredentialDataDecryptedObject {
	const { grantType } = recipe;
	const settings = JSON.parse(
		JSON.stringify(recipe.settings).replaceAll('{origin}', server.origin),
	) as ICredentialDataDecryptedObject;
	return {
		environment: 'custom',
		grantType,
		apiBaseUrl: `${server.origin}/api`,
		accessTokenUrl: `${server.origin}/token`,
		...CLIENT,
		...(grantType === 'password' ? LOGIN : {}),
		...(grantType === 'refreshToken' ? { authorizationCode: server.refreshToken() } : {}),
		...(grantType === 'authorizationCode' ? landed(recipe, server) : {}),
		quirks: [...QUIRKS, 'tokenRequest'],
		...settings,
	};
}

const REDIRECT = 'https://n8n.example.com/rest/oauth2-credential/callback';

/** The address that somebody lands on after the consent, pasted. */
function landed({ server: quirks, settings }: Recipe, server: QuirkyServer) {
	const { client_id: id = 'client_id', redirect_uri: back = 'redirect_uri' } = quirks.names ?? {};
	const asked = new URL('http://login');
	asked.searchParams.set(id, CLIENT.clientId);
	asked.searchParams.set(back, REDIRECT);
	const code = String(settings.codeParameter ?? 'code');
	const query = new URLSearchParams({ [code]: server.code(asked), realmId: '4620816365' });
	return { redirectUrl: REDIRECT, authorizationCode: `${REDIRECT}?${query.toString()}` };
}

/** Sends calls as n8n's HTTP Request node does, all at once. */
export async function call(
	engine: Engine,
	credential: string,
	url: string,
	{ items = 1, ...parameters }: INodeParameters & { items?: number } = {},
): Promise<RunResult> {
	return await engine.run({
		type: HTTP_REQUEST,
		parameters: {
			helper: 'httpRequestWithAuthentication',
			credentialType: 'flexibleOAuth2Api',
			method: 'GET',
			url,
			...parameters,
		},
		credentials: { flexibleOAuth2Api: credential },
		input: Array.from({ length: items }, () => ({ json: {} })),
	});
}
