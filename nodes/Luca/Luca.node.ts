import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { parameters } from '../shared/operation/description';
import { run } from '../shared/operation/runner';
import { operationSubtitle } from '../shared/operation/subtitle';
import { connect } from './api';
import * as search from './listSearch';
import { resources } from './resources';

const { resourceMapping, ...pickers } = search;

export class Luca implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Luca Regnskap',
		name: 'luca',
		icon: { light: 'file:luca.svg', dark: 'file:luca.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle,
		description:
			'Read, draft, finalize and send sale invoices, and run any GraphQL query or mutation, in Luca Regnskap, accounting for Norwegian companies',
		defaults: { name: 'Luca Regnskap' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'For customers, invoices and vouchers use their own operations; "Run Query" and "Execute" take a GraphQL document for everything else. Finalized and sent invoices cannot be taken back.',
		},
		credentials: [
			{
				name: 'lucaOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'lucaPkceOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2Pkce'] } },
			},
			{
				name: 'lucaApi',
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
					{ name: 'OAuth2 (PKCE)', value: 'oAuth2Pkce' },
				],
				default: 'oAuth2',
			},
			...parameters(resources, 'saleInvoice'),
		],
	};

	methods = { listSearch: pickers, resourceMapping };

	execute = run(resources, connect);
}
