import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { prepared } from '../../../credentials/oauth2/hostDriven';
import type { Credentials } from '../../../credentials/oauth2/profile';
import { hostDrivenProperties } from '../../../credentials/oauth2/properties';

const at = (path: string) => `={{ $self.bridgeAddress.replace(/\\/+$/, "") + "/${path}" }}`;

/** Where the bridge is, and n8n's own OAuth2 pointed to it. */
export const bridgeProperties: INodeProperties[] = [
	{
		displayName: 'Bridge Address',
		name: 'bridgeAddress',
		type: 'string',
		default: '',
		required: true,
		description: 'The address that the OAuth2 Bridge node shows, without its last part',
	},
	...hostDrivenProperties({
		grantType: 'pkce',
		authUrl: at('authorize'),
		accessTokenUrl: at('token'),
		scope: '',
	}),
];

/** `preAuthentication` of the bridged types: tokens belong to the vendor's hosts, wherever the bridge is. */
export const preparedFor = (displayName: string, credentials: Credentials): IDataObject =>
	prepared({ displayName, grant: 'authorization_code' }, { ...credentials, accessTokenUrl: '' });
