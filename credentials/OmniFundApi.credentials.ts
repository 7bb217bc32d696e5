import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { omniFundTest } from './omniFund';
import { omniFundEnvironmentProperties } from './oauth2/profiles/omniFund';
import { secretProperty } from './oauth2/properties';
import { text } from './oauth2/settings';

export class OmniFundApi implements ICredentialType {
	name = 'omniFundApi';

	displayName = 'OmniFund API';

	icon: Icon = {
		light: 'file:../nodes/OmniFund/omniFund.svg',
		dark: 'file:../nodes/OmniFund/omniFund.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-backoffice/n8n-nodes-backoffice/blob/main/docs/connect/omnifund.md';

	properties: INodeProperties[] = [
		...omniFundEnvironmentProperties,
		{
			displayName: 'Access Key ID',
			name: 'apiKeyId',
			type: 'string',
			default: '',
			required: true,
			description: 'First part of the access key',
			hint: 'In OmniFund under Profile > API Access',
		},
		secretProperty(
			'apiKeySecret',
			'Access Key Secret',
			'Second part of the access key; OmniFund shows it once',
			{ required: true },
		),
	];

	/** HTTP Basic (RFC 7617) with the key pair. */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const pair = `${text(credentials, 'apiKeyId')}:${text(credentials, 'apiKeySecret')}`;
		request.headers = {
			...request.headers,
			Authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`,
		};
		return request;
	};

	test: ICredentialTestRequest = omniFundTest({
		refused:
			'OmniFund refused this key for reading customers. Check "Access Key ID" and "Access Key Secret"; a right key may still work for payments',
	});
}
