import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import {
	gatewayAuthenticationProperty,
	omniFundTest,
	tokenRequestFormatProperty,
} from './omniFund';
import { omniFundEnvironmentProperties, omniFundTokens } from './oauth2/profiles/omniFund';
import {
	clientProperties,
	loginRecordProperties,
	secretProperty,
	tokenProperties,
} from './oauth2/properties';

export class OmniFundPasswordOAuth2Api implements ICredentialType {
	name = 'omniFundPasswordOAuth2Api';

	displayName = 'OmniFund OAuth2 (Password) API';

	icon: Icon = {
		light: 'file:../nodes/OmniFund/omniFund.svg',
		dark: 'file:../nodes/OmniFund/omniFund.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/omnifund.md';

	properties: INodeProperties[] = [
		...omniFundEnvironmentProperties,
		...clientProperties('OmniFund', 'In OmniFund under Profile > API Access'),
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'User name of the OmniFund login',
		},
		secretProperty('password', 'Password', 'Password of the OmniFund login', { required: true }),
		gatewayAuthenticationProperty,
		tokenRequestFormatProperty,
		...tokenProperties,
		...loginRecordProperties,
	];

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return await omniFundTokens.preAuthentication(this, credentials);
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => await omniFundTokens.authenticate(credentials, request);

	test: ICredentialTestRequest = omniFundTest({
		refused: 'OmniFund refused the access. Check "Username" and "Password"',
	});
}
