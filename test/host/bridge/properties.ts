import type { INodeProperties } from 'n8n-workflow';
import { hostDrivenProperties } from '../../../credentials/oauth2/properties';

const at = (path: string) => `={{ $self.bridgeUrl.replace(/\\/+$/, "") + "/${path}" }}`;

/** Where the bridge is, and n8n's own OAuth2 pointed to it. */
export const bridgeProperties: INodeProperties[] = [
	{
		displayName: 'Bridge Address',
		name: 'bridgeUrl',
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
