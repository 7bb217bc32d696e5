import { ApiClient } from '../../../nodes/shared/api/client';
import type { ApiDefinition } from '../../../nodes/shared/api/definition';
import type { ApiContext } from '../../../nodes/shared/api/session';
import { verdictOf } from '../../../nodes/shared/api/verdict';

const definition: ApiDefinition = {
	displayName: 'Vendor',
	authentications: {
		host: {
			credentialType: 'vendorOAuth2Api',
			hostDriven: {
				displayName: 'Vendor',
				grant: 'authorization_code',
				tokenUrl: () => 'https://api.example.com/token',
				consent: { echoesState: true, instruction: 'open it' },
			},
		},
	},
	baseUrl: () => 'https://api.example.com',
	read: (response) => verdictOf(response, { expired: response.status === 401 }),
};

/** A client with tokens of n8n's own, and which of them were sent when. */
function clientOf(takes: (token: string, sent: number) => boolean, signal?: AbortSignal) {
	const sent: Array<{ token: string; at: number }> = [];
	let issued = 0;
	const context = {
		getNode: () => ({ credentials: {} }),
		getCredentials: async () =>
			await Promise.resolve({ oauthTokenData: { access_token: `token-number-${issued}` } }),
		helpers: {
			async refreshOAuth2Token() {
				issued += 1;
				return await Promise.resolve({});
			},
			async httpRequest({ headers }: { headers: { Authorization: string } }) {
				const token = headers.Authorization.replace('Bearer ', '');
				sent.push({ token, at: performance.now() });
				return await Promise.resolve({
					statusCode: takes(token, sent.length) ? 200 : 401,
					headers: { 'content-type': 'application/json' },
					body: '{"id":1}',
				});
			},
		},
	} as object as ApiContext;
	return { client: new ApiClient(context, definition, 'host', signal), sent };
}

it('a token that n8n has just renewed is sent once more after a moment, before there is an error', async () => {
	const { client, sent } = clientOf((token, count) => token === 'token-number-1' && count > 2);
	await expect(client.get('/x')).resolves.toEqual({ id: 1 });
	expect(sent.map(({ token }) => token)).toEqual([
		'token-number-0',
		'token-number-1',
		'token-number-1',
	]);
	const [, second, third] = sent.map(({ at }) => at);
	expect(Number(third) - Number(second)).toBeGreaterThanOrEqual(1_400);
});

it('a run that is cancelled waits no longer', async () => {
	const stop = new AbortController();
	const { client, sent } = clientOf(() => false, stop.signal);
	const began = performance.now();
	setTimeout(() => stop.abort(), 100);
	await expect(client.get('/x')).rejects.toThrow('cancelled');
	expect(performance.now() - began).toBeLessThan(1_200);
	expect(sent).toHaveLength(2);
});
