import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { parameters } from '../shared/operation/description';
import { run } from '../shared/operation/runner';
import { operationSubtitle } from '../shared/operation/subtitle';
import { connect } from './api';
import * as listSearch from './listSearch';
import { resources } from './resources';

export class Billit implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Billit',
		name: 'billit',
		icon: { light: 'file:billit.svg', dark: 'file:billit.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle,
		description:
			'Create, send and read invoices, credit notes and purchases in Billit (Peppol e-invoicing)',
		defaults: { name: 'Billit' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Send, and Create and Send, issue a legal document that cannot be taken back. For invoice lines that come from data set "Lines" to "From the Input", no Code node is needed. In a workflow that may start again for the same invoice, set "Idempotency Key" to "From the Content".',
		},
		credentials: [
			{
				name: 'billitOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'billitApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'OAuth2', value: 'oAuth2' },
				],
				default: 'oAuth2',
				description: 'How the credential connects: by consent at Billit (OAuth2), or by an API key',
			},
			...parameters(resources, 'order'),
		],
	};

	methods = { listSearch };

	execute = run(resources, connect);
}
