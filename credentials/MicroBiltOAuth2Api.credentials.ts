import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';
import {
	microBiltEnvironmentProperties,
	microBiltTest,
	microBiltTokenPathProperty,
	tokenUrlExpression,
} from './microBilt';
import { prepared } from './oauth2/hostDriven';
import { clientProperties, hostDrivenProperties, secretProperty } from './oauth2/properties';

export class MicroBiltOAuth2Api implements ICredentialType {
	name = 'microBiltOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'MicroBilt OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/MicroBilt/microBilt.svg',
		dark: 'file:../nodes/MicroBilt/microBilt.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/microbilt.md';

	properties: INodeProperties[] = [
		...microBiltEnvironmentProperties,
		...clientProperties('MicroBilt', 'The Consumer Key of your app in the developer portal'),
		microBiltTokenPathProperty,
		{
			displayName: 'Member ID',
			name: 'memberId',
			type: 'string',
			default: '',
			description: 'Sent with reports',
			hint: 'This and the fields below are only needed if MicroBilt tells you to send them with reports',
		},
		secretProperty('memberPassword', 'Member Password', 'Sent with reports'),
		{
			displayName: 'Member User Name',
			name: 'memberUserName',
			type: 'string',
			default: '',
			description: 'Sent with reports',
		},
		{
			displayName: 'Product ID',
			name: 'productId',
			type: 'string',
			default: '',
			description: 'Sent with reports',
		},
		...hostDrivenProperties({
			grantType: 'clientCredentials',
			accessTokenUrl: `={{ ${tokenUrlExpression('$self')} }}`,
			scope: '',
		}),
	];

	/**
	 * MicroBilt calls its token type `BearerToken`. n8n puts every type but `bearer` into the address,
	 * where logs would keep it; n8n runs this before each request and after each renewal.
	 */
	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return prepared(
			{ displayName: 'MicroBilt', grant: 'client_credentials', tokenType: 'Bearer' },
			credentials,
		);
	}

	test: ICredentialTestRequest = microBiltTest;
}
