import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { ApiClient } from '../../../nodes/shared/api/client';
import type { ProviderResponse } from '../../../nodes/shared/api/definition';
import { verdictOf } from '../../../nodes/shared/api/verdict';
import { customApiCall } from '../../../nodes/shared/operation/customApiCall';
import { parameters } from '../../../nodes/shared/operation/description';
import { string } from '../../../nodes/shared/fields';
import { recordIn } from '../../../nodes/shared/records';
import { operationOf, resource } from '../../../nodes/shared/operation/operation';
import { run } from '../../../nodes/shared/operation/runner';
import { ferryHosts, ferryProfile, ferryTokens } from './profile';

const problem = ({ status, body }: ProviderResponse) =>
	status >= 400 && isRecord(body) ? { message: String(body.reason) } : undefined;

const connect = (context: IExecuteFunctions) =>
	new ApiClient(
		context,
		{
			displayName: 'Ferry',
			authentications: { oAuth2: { credentialType: 'ferryOAuth2Api', tokens: ferryTokens } },
			baseUrl: (credentials) => ferryHosts(credentials).api,
			read: (response) =>
				verdictOf(response, {
					expired: ferryProfile.rejectsToken(response),
					problem: problem(response),
				}),
		},
		'oAuth2',
	);

const get = operationOf<ApiClient>()({
	name: 'Get',
	action: 'Get a crossing',
	description: 'Read one crossing by its ID',
	kind: 'read',
	fields: { id: string({ label: 'Crossing ID', required: true }) },
	run: async ({ api, values }) =>
		recordIn(await api.get(`/crossings/${encodeURIComponent(values.id)}`), 'Ferry'),
});

export const resources = [
	resource('Crossing', [get]),
	customApiCall<ApiClient>({ path: '/crossings/1' }),
];

export class Ferry implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Ferry',
		name: 'ferry',
		group: ['transform'],
		version: 1,
		description: 'Read crossings',
		defaults: { name: 'Ferry' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'ferryOAuth2Api', required: true }],
		properties: parameters(resources, 'crossing'),
	};

	execute = run(resources, connect);
}
