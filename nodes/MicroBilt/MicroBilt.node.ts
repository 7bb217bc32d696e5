import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { parameters } from '../shared/operation/description';
import { run } from '../shared/operation/runner';
import { operationSubtitle } from '../shared/operation/subtitle';
import { connect } from './api';
import * as listSearch from './listSearch';
import { resources } from './resources';

export class MicroBilt implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MicroBilt',
		name: 'microBilt',
		icon: { light: 'file:microBilt.svg', dark: 'file:microBilt.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Check bank accounts, identities and credit, and search people and public records',
		defaults: { name: 'MicroBilt' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Every report is charged for, and is about a person. Turn "Dry Run" on while you build, to see the request without buying anything, and put a human review before this node as a tool of an AI Agent.',
		},
		credentials: [
			{
				name: 'microBiltOAuth2Api',
				required: true,
			},
		],
		properties: [...parameters(resources, 'bankAccount')],
	};

	methods = { listSearch };

	execute = run(resources, connect);
}
