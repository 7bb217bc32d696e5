import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { parameters } from '../shared/operation/description';
import { run } from '../shared/operation/runner';
import { connect } from './api';
import { resources } from './resources';

export class FlexibleApi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OAuth2 API Call',
		name: 'flexibleApi',
		icon: { light: 'file:flexible.svg', dark: 'file:flexible.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ ($parameter.method ?? "GET") + " " + $parameter.path }}',
		description:
			'Call any API whose OAuth2 is not quite by the book: JSON token requests, logins, other names, headers and expiries',
		defaults: { name: 'OAuth2 API Call' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				"For providers whose OAuth2 n8n's own OAuth2 API credential cannot run, and for answers that tell an expired token in a 200 body. Where n8n's own credential works, use the HTTP Request node.",
		},
		credentials: [{ name: 'flexibleOAuth2Api', required: true }],
		properties: [...parameters(resources, 'apiCall')],
	};

	execute = run(resources, connect);
}
