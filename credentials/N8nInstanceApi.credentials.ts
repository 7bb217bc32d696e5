import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { n8nInstanceTest } from './n8nInstance';
import { secretProperty } from './oauth2/properties';
import { text } from './oauth2/settings';

export class N8nInstanceApi implements ICredentialType {
	name = 'n8nInstanceApi';

	displayName = 'N8n Instance API';

	icon: Icon = {
		light: 'file:../nodes/Connect/connect.svg',
		dark: 'file:../nodes/Connect/connect.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/many-accounts.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://n8n.example.com',
			description: 'Address of this n8n, as this n8n itself can reach it',
		},
		secretProperty('apiKey', 'API Key', 'A key of an owner or admin of this n8n', {
			required: true,
			hint: 'Make it in this n8n: Settings > n8n API > Create an API key. Tick the scopes credential:create, credential:read, credential:update, credential:list and workflow:read; for the OAuth2 Connected Accounts node also credential:delete and workflow:list',
		}),
		secretProperty(
			'accountSecret',
			'Account Secret',
			'Any long text that only you know and never change: the IDs of the credentials of accounts are made with it, so that nobody else in this n8n can make one in advance. Empty = the client secret does it, and connecting after that was changed makes new credentials.',
		),
		{
			displayName: 'Projects of Accounts',
			name: 'accountProjects',
			type: 'string',
			default: '',
			placeholder: 'e.g. VmwOO9HeTEj20kxM',
			description:
				'IDs of projects, with commas between them. Credentials of accounts are only listed, used and mended in the project of the workflow, in the one chosen in the OAuth2 Connect Trigger, and in these.',
		},
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		request.headers = { ...request.headers, 'X-N8N-API-KEY': text(credentials, 'apiKey') };
		return request;
	};

	test: ICredentialTestRequest = n8nInstanceTest;
}
