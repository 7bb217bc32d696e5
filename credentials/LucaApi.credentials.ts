import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { lucaTest } from './luca';
import { lucaEnvironmentProperties } from './oauth2/profiles/luca';
import { secretProperty } from './oauth2/properties';
import { text } from './oauth2/settings';

export class LucaApi implements ICredentialType {
	name = 'lucaApi';

	displayName = 'Luca API';

	icon: Icon = {
		light: 'file:../nodes/Luca/luca.svg',
		dark: 'file:../nodes/Luca/luca.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/luca-regnskap.md';

	properties: INodeProperties[] = [
		...lucaEnvironmentProperties,
		secretProperty(
			'apiKey',
			'API Key',
			'It belongs to one company and has the rights of its user',
			{ required: true, hint: 'In Luca under User Settings > New Personal API Key' },
		),
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		request.headers = {
			Accept: 'application/json',
			...request.headers,
			Authorization: `Bearer ${text(credentials, 'apiKey')}`,
		};
		return request;
	};

	test: ICredentialTestRequest = lucaTest;
}
