import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { billitCompanyProperties, billitTest } from './billit';
import { billitApiKeyEnvironmentProperties, billitProfile } from './oauth2/profiles/billit';
import { secretProperty } from './oauth2/properties';
import { withDefaults } from './base/headers';
import { text } from './oauth2/settings';

export class BillitApi implements ICredentialType {
	name = 'billitApi';

	displayName = 'Billit API';

	icon: Icon = {
		light: 'file:../nodes/Billit/billit.svg',
		dark: 'file:../nodes/Billit/billit.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/billit.md';

	properties: INodeProperties[] = [
		...billitApiKeyEnvironmentProperties,
		secretProperty(
			'apiKey',
			'API Key',
			'Billit allows keys for your own, non-commercial use only; use OAuth2 otherwise',
			{ required: true, hint: 'In Billit under Settings > Users and API keys' },
		),
		...billitCompanyProperties,
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		request.headers = {
			...withDefaults(billitProfile.headers?.(credentials) ?? {}, request.headers),
			ApiKey: text(credentials, 'apiKey'),
		};
		return request;
	};

	test: ICredentialTestRequest = billitTest;
}
