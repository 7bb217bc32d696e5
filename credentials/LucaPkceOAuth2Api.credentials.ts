import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';
import { LUCA_PKCE_DISPLAY_NAME, lucaConsentProperties, lucaTest } from './luca';
import { prepared } from './oauth2/hostDriven';
import { LUCA_ORIGIN, lucaEnvironmentProperties } from './oauth2/profiles/luca';
import { hostDrivenProperties, originExpression, secretProperty } from './oauth2/properties';

const origin = originExpression('$self', { production: LUCA_ORIGIN });

const authQuery =
	'[["organisation_number", String($self.organisationNumber || "").replace(/\\D/g, "")], ["locale", $self.locale]].filter(([, value]) => value).map(([name, value]) => name + "=" + encodeURIComponent(value)).join("&")';

export class LucaPkceOAuth2Api implements ICredentialType {
	name = 'lucaPkceOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = LUCA_PKCE_DISPLAY_NAME;

	icon: Icon = {
		light: 'file:../nodes/Luca/luca.svg',
		dark: 'file:../nodes/Luca/luca.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/luca-regnskap.md';

	properties: INodeProperties[] = [
		...lucaEnvironmentProperties,
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'Identifier of your application, issued by Luca',
			hint: 'In Luca under Settings > Advanced > New API application',
		},
		secretProperty('clientSecret', 'Client Secret', 'Secret of your application, issued by Luca', {
			hint: 'Leave empty for a public application, which has none',
		}),
		{
			displayName: 'Access',
			name: 'access',
			type: 'options',
			options: [
				{ name: 'Read', value: 'read' },
				{ name: 'Read and Write', value: 'readWrite' },
			],
			default: 'read',
			description: 'What to ask consent for',
			hint: 'Creating, changing and sending needs "Read and Write"; connect again after a change',
		},
		...lucaConsentProperties,
		...hostDrivenProperties({
			grantType: 'pkce',
			authUrl: `={{ (${origin}) + "/oauth/authorize" }}`,
			accessTokenUrl: `={{ (${origin}) + "/oauth/token" }}`,
			scope:
				'={{ $self.access === "readWrite" ? "accounting.read accounting.write" : "accounting.read" }}',
			authQueryParameters: `={{ ${authQuery} }}`,
		}),
	];

	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		return prepared({ displayName: 'Luca Regnskap', grant: 'authorization_code' }, credentials);
	}

	test: ICredentialTestRequest = lucaTest;
}
