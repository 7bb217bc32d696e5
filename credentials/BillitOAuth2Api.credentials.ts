import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { billitEnvironmentProperties, billitTokens } from './oauth2/profiles/billit';
import {
	clientProperties,
	consentProperties,
	consentRecordProperties,
	tokenProperties,
} from './oauth2/properties';
import { billitCompanyProperties, billitTest } from './billit';

export class BillitOAuth2Api implements ICredentialType {
	name = 'billitOAuth2Api';

	displayName = 'Billit OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/Billit/billit.svg',
		dark: 'file:../nodes/Billit/billit.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/billit.md';

	properties: INodeProperties[] = [
		...billitEnvironmentProperties,
		...clientProperties('Billit', 'Ask support@billit.eu for a client'),
		...billitCompanyProperties,
		...consentProperties(
			'Use the address that the OAuth2 Connect Trigger shows, without a query of your own.',
		),
		...tokenProperties,
		...consentRecordProperties,
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await billitTokens.preAuthentication(this, credentials);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await billitTokens.authenticate(credentials, request);

	test: ICredentialTestRequest = billitTest;
}
