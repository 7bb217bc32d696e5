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
