import { flexibleTokens } from '../../../credentials/oauth2/profiles/flexible';

const KEY = 'canary-key-of-the-calls';

const credentials = {
	environment: 'custom',
	grantType: 'clientCredentials',
	apiBaseUrl: 'https://api.example.com',
	accessTokenUrl: 'https://api.example.com/token',
	clientId: 'client',
	clientSecret: 'canary-client-secret',
	quirks: ['calls', 'account'],
	callHeaders: JSON.stringify({ 'X-Api-Key': KEY }),
	accountUrl: '/me',
	accessToken: 'canary-access-token',
	refreshToken: 'canary-refresh-token',
	tokenExpiresAt: '',
	tokenLifetime: '0',
};

it.each([
	[403, KEY],
	[400, Buffer.from(KEY).toString('base64')],
	[400, credentials.refreshToken],
	[403, credentials.clientSecret],
	[400, credentials.accessToken],
])('a test that the provider answers with %s and %s tells none of it', async (status, echoed) => {
	const body = JSON.stringify({ error: 'refused', error_description: `Seen: ${echoed}` });
	const http = {
		helpers: { httpRequest: async () => ({ statusCode: status, headers: {}, body }) },
	};
	const failing = flexibleTokens.preAuthentication(http, { ...credentials });
	await expect(failing).rejects.toThrow('Seen: ***');
	await expect(failing).rejects.not.toThrow(echoed);
});
