import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { parameters } from '../shared/operation/description';
import { run } from '../shared/operation/runner';
import { operationSubtitle } from '../shared/operation/subtitle';
import { resources } from './accounts';
import { addressResource } from './connectAddress';
import { AccountList } from './accountList';
import { Instance } from './instance';
import { searchAccounts, searchWorkflows } from './listSearch';

const all = [...resources, addressResource];

export class OAuth2ConnectedAccounts implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OAuth2 Connected Accounts',
		name: 'oAuth2ConnectedAccounts',
		icon: { light: 'file:connect.svg', dark: 'file:connect.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle,
		description:
			'List, check, use and disconnect the accounts that the OAuth2 Connect Trigger made credentials for, and sign its address',
		defaults: { name: 'OAuth2 Connected Accounts' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Goes with the OAuth2 Connect Trigger set to one credential per account: it makes calls as each of these accounts. For one account use the node of the service with its credential.',
		},
		credentials: [
			{
				name: 'n8nInstanceApi',
				required: true,
				displayOptions: { show: { resource: ['account'] } },
			},
			{
				name: 'billitOAuth2Api',
				required: true,
				displayOptions: { show: { resource: ['address'], signingProvider: ['billit'] } },
			},
			{
				name: 'flexibleOAuth2Api',
				required: true,
				displayOptions: { show: { resource: ['address'], signingProvider: ['flexible'] } },
			},
			{
				name: 'lucaOAuth2Api',
				required: true,
				displayOptions: { show: { resource: ['address'], signingProvider: ['luca'] } },
			},
		],
		properties: [...parameters(all, 'account')],
	};

	methods = { listSearch: { searchAccounts, searchWorkflows } };

	execute = run(
		all,
		(context: IExecuteFunctions) =>
			new AccountList(
				new Instance(context, context.getExecutionCancelSignal()),
				context.getWorkflow().id ?? '',
			),
	);
}
