import type { ICredentialTestRequest } from 'n8n-workflow';
import { settingsError } from './oauth2/errors';
import { addressIn, withScheme } from './oauth2/hosts';
import type { Credentials } from './oauth2/profile';
import { text } from './oauth2/settings';
import { testRules } from './testRules';

const API_PATH = '/api/v1';

/**
 * Base of the public API of the n8n that a credential points to; its address is taken with or without the
 * API's path.
 * @throws OAuth2Error (settings) when it is no http(s) address
 */
export function n8nApiUrl(credentials: Credentials): string {
	const typed = text(credentials, 'baseUrl');
	// One word is a name in one's own network, or a slip: there only its writer knows whether it is https.
	const isWord = /^[\w-]*$/.test(typed) && typed.toLowerCase() !== 'localhost';
	const value = (isWord ? typed : withScheme(typed))
		.replace(/[\s/]+$/, '')
		.replace(/\/api\/v1$/, '');
	const url = addressIn(value);
	if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
		throw settingsError(
			'"Base URL" of the N8n Instance API credential is no address of an n8n. Write it as you open n8n in the browser, such as https://n8n.example.com',
		);
	}
	return `${value}${API_PATH}`;
}

/** Asks what any key may: the form of this very credential. Nothing else answers so. */
export const n8nInstanceTest: ICredentialTestRequest = {
	request: {
		baseURL: `={{ $credentials.baseUrl.trim().replace(/^(?![a-z][a-z0-9+.-]*:\\/\\/)(?=localhost\\b|127\\.0\\.0\\.1\\b)/i, "http://").replace(/^(?![a-z][a-z0-9+.-]*:\\/\\/)/i, "https://").replace(/\\/+$/, "").replace(/\\/api\\/v1$/, "") }}${API_PATH}`,
		url: '/credentials/schema/n8nInstanceApi',
		headers: { Accept: 'application/json' },
		timeout: 30_000,
	},
	rules: testRules({
		statuses: {
			401: 'n8n refused the API key. Create one in n8n under Settings > n8n API, and copy it whole',
			403: 'n8n refused the API key. Check that its owner may still use this n8n',
			404: 'There is no n8n with this pack and a public API at this address. Check the Base URL',
		},
		bodies: [
			{
				key: 'properties',
				value: undefined,
				message: 'The address answers, but not as n8n does. Check the Base URL',
			},
		],
	}),
};
