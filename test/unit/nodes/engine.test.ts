import { NodeApiError, type IExecuteFunctions } from 'n8n-workflow';
import { openSession, type ApiContext } from '../../../nodes/shared/api/session';
import type { Authentication } from '../../../nodes/shared/api/definition';

const node = { id: '1', name: 'Billit', type: 'billit', typeVersion: 1, position: [0, 0] } as const;

/** The words of n8n 2.41.1's `remote-credentials-helper.js`. */
const EXPIRABLE =
	'Engine 2.0 does not support credentials with an expirable property yet (credential type "billitOAuth2Api")';
const REFRESH =
	'Engine 2.0 does not support OAuth token refresh yet (credential type "lucaPkceOAuth2Api")';

/** Sends one request in a run whose host fails with this. */
async function failureOf(thrown: Error): Promise<unknown> {
	const refuse = async () => await Promise.reject(thrown);
	const context: ApiContext = {
		getCredentials: (async () => ({})) as IExecuteFunctions['getCredentials'],
		getNode: () => ({ ...node, position: [0, 0], parameters: {} }),
		helpers: {
			httpRequest: refuse,
			httpRequestWithAuthentication: refuse,
			refreshOAuth2Token: refuse,
		},
	};
	const authentication: Authentication = { credentialType: 'billitApi' } as Authentication;
	const session = openSession(context, authentication);
	return await session.send({ url: 'https://api.example.com' }).catch((error: unknown) => error);
}

describe("n8n's Engine 2.0", () => {
	it.each([
		['plain', new Error(EXPIRABLE), true],
		[
			'wrapped by n8n',
			new NodeApiError({ ...node, position: [0, 0], parameters: {} }, { message: EXPIRABLE }),
			true,
		],
		['at a renewal', new Error(REFRESH), false],
	])('is named with the way out: %s', async (_case, thrown, neverSent) => {
		expect(await failureOf(thrown)).toMatchObject({
			message: expect.stringContaining(`with n8n's usual engine ("engineType": "v1"`),
			description: 'The connection was kept',
			neverSent,
		});
	});

	it('leaves other failures as they are', async () => {
		const other = new Error('Engine 2.0 cannot read the credential store');
		expect(await failureOf(other)).toBe(other);
	});
});
