import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';
import { gatewayAuthenticationProperty, omniFundTest } from './omniFund';
import { prepared } from './oauth2/hostDriven';
import { OMNI_FUND_ORIGINS, omniFundEnvironmentProperties } from './oauth2/profiles/omniFund';
import { clientProperties, hostDrivenProperties, originExpression } from './oauth2/properties';

const origin = originExpression('$self', OMNI_FUND_ORIGINS);

export class OmniFundOAuth2Api implements ICredentialType {
	name = 'omniFundOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'OmniFund OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/OmniFund/omniFund.svg',
		dark: 'file:../nodes/OmniFund/omniFund.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/omnifund.md';

	properties: INodeProperties[] = [
		...omniFundEnvironmentProperties,
		...clientProperties('OmniFund', 'In OmniFund under Profile > API Access'),
		gatewayAuthenticationProperty,
		...hostDrivenProperties({
			grantType: 'authorizationCode',
			authUrl: `={{ (${origin}) + "/oauth/v2/auth" }}`,
			accessTokenUrl: `={{ (${origin}) + "/oauth/v2/token" }}`,
			scope: '',
		}),
	];

	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return prepared({ displayName: 'OmniFund', grant: 'authorization_code' }, credentials);
	}

	test: ICredentialTestRequest = omniFundTest({
		refused: 'OmniFund refused the access. Click the Connect button again',
	});
}
