import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { lucaConsentProperties, lucaTest, lucaTokenPathProperty } from './luca';
import { lucaEnvironmentProperties, lucaTokens } from './oauth2/profiles/luca';
import {
	clientProperties,
	consentProperties,
	consentRecordProperties,
	tokenProperties,
} from './oauth2/properties';

export class LucaOAuth2Api implements ICredentialType {
	name = 'lucaOAuth2Api';

	displayName = 'Luca OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Luca/luca.svg',
		dark: 'file:../nodes/Luca/luca.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/luca-regnskap.md';

	properties: INodeProperties[] = [
		...lucaEnvironmentProperties,
		...clientProperties('Luca', 'In Luca under Settings > Advanced > New API application'),
		...lucaConsentProperties,
		...consentProperties(
			'Use the address that the OAuth2 Connect Trigger shows; Luca compares it character by character.',
		),
		lucaTokenPathProperty,
		{
			displayName: 'Send Redirect URL',
			name: 'sendRedirectUrl',
			type: 'boolean',
			default: false,
			description: 'Whether the redirect URL is sent with the code again, as older servers want it',
		},
		...tokenProperties,
		...consentRecordProperties,
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await lucaTokens.preAuthentication(this, credentials);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await lucaTokens.authenticate(credentials, request);

	test: ICredentialTestRequest = lucaTest;
}
