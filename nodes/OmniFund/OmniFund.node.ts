import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { parameters } from '../shared/operation/description';
import { run } from '../shared/operation/runner';
import { operationSubtitle } from '../shared/operation/subtitle';
import { connect } from './api';
import * as listSearch from './listSearch';
import { resources } from './resources';

export class OmniFund implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OmniFund',
		name: 'omniFund',
		icon: { light: 'file:omniFund.svg', dark: 'file:omniFund.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle,
		description:
			'Take payments by card and ACH, and read customers and transactions in OmniFund (GoToBilling)',
		defaults: { name: 'OmniFund' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Charges real money unless "Test Mode" is on: turn it on while you build. Give each sale an "Invoice ID", and set "Already Charged" to "Always Look" where the workflow may start again. As a tool of an AI Agent put a human review before it.',
		},
		credentials: [
			{
				name: 'omniFundOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'omniFundPasswordOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2Password'] } },
			},
			{
				name: 'omniFundApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				description: 'The kind of credential to sign in with',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'OAuth2', value: 'oAuth2' },
					{ name: 'OAuth2 (Password)', value: 'oAuth2Password' },
				],
				default: 'oAuth2',
			},
			...parameters(resources, 'customer'),
		],
	};

	methods = { listSearch };

	execute = run(resources, connect);
}
