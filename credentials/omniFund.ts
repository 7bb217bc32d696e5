import type { ICredentialTestRequest, INodeProperties } from 'n8n-workflow';
import { OMNI_FUND_ORIGINS } from './oauth2/profiles/omniFund';
import { originExpression } from './oauth2/properties';
import { notTheApi, testRules } from './testRules';

/** Looks for a customer that cannot exist: an empty list, and no personal data, comes back. */
export function omniFundTest(texts: { refused: string }): ICredentialTestRequest {
	return {
		request: {
			baseURL: `={{ ${originExpression('$credentials', OMNI_FUND_ORIGINS)} }}`,
			url: '/api/customers',
			qs: { id: 0 },
			headers: { Accept: 'application/ld+json' },
			timeout: 30_000,
		},
		rules: testRules({
			statuses: {
				401: texts.refused,
				403: 'The credential is right, but its user may not read customers at OmniFund',
				404: 'There is no OmniFund API at this address. Check the Environment and API Base URL',
			},
			bodies: [{ key: '["hydra:member"]', value: undefined, message: notTheApi('OmniFund') }],
		}),
	};
}

/** How the payment gateway, which does not read the Authorization header, is told who calls. */
export const gatewayAuthenticationProperty: INodeProperties = {
	displayName: 'Gateway Authentication',
	name: 'gatewayAuthentication',
	type: 'options',
	options: [
		{ name: 'Access Token', value: 'accessToken' },
		{ name: 'Client Secret', value: 'clientSecret' },
	],
	default: 'accessToken',
	description: 'What is sent to the payment gateway beside the client ID',
};

export const tokenRequestFormatProperty: INodeProperties = {
	displayName: 'Token Request Format',
	name: 'tokenRequestFormat',
	type: 'options',
	options: [
		{ name: 'Form', value: 'form' },
		{ name: 'JSON', value: 'json' },
	],
	default: 'form',
	description: 'How the login is sent; change it only if OmniFund refuses the form',
};
