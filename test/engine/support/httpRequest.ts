import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestMethods,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** n8n's ways to send a call with a credential, by the helper's name. */
export const HELPERS = ['requestWithAuthentication', 'httpRequestWithAuthentication'] as const;

export const HTTP_REQUEST = 'n8n-nodes-base.httpRequest';

/**
 * What n8n's HTTP Request node does (all items at once, `requestWithAuthentication`), and the other helper
 * that its AI tool and most other nodes use.
 */
export class HttpRequestTwin implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HTTP Request Twin',
		// By this type n8n lets a node use any credential.
		name: HTTP_REQUEST,
		group: ['output'],
		version: 1,
		description: 'Sends calls with a credential of the pack',
		defaults: { name: 'HTTP Request Twin' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: ['helper', 'credentialType', 'method', 'url', 'body', 'timeout', 'neverError'].map(
			(name) => ({ displayName: name, name, type: 'string', default: '' }),
		),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const text = (name: string, index: number) => String(this.getNodeParameter(name, index, ''));
		const outcomes = await Promise.allSettled(
			this.getInputData().map(async (_, index) => {
				const type = text('credentialType', index);
				const body = text('body', index);
				const shared = {
					method: text('method', index) as IHttpRequestMethods,
					headers: body ? { 'Content-Type': 'application/json' } : {},
					...(body ? { body } : {}),
					timeout: Number(text('timeout', index)) || 300_000,
				};
				if (text('helper', index) === 'requestWithAuthentication') {
					const options = {
						...shared,
						uri: text('url', index),
						resolveWithFullResponse: true,
						...(text('neverError', index) ? { simple: false } : {}),
					};
					return (await this.helpers.requestWithAuthentication.call(
						this,
						type,
						options,
						undefined,
						index,
					)) as IDataObject;
				}
				return (await this.helpers.httpRequestWithAuthentication.call(this, type, {
					...shared,
					url: text('url', index),
					returnFullResponse: true,
					encoding: 'text',
				})) as IDataObject;
			}),
		);
		return [
			outcomes.map((outcome) => {
				if (outcome.status === 'fulfilled') {
					return {
						json: { statusCode: outcome.value.statusCode, body: String(outcome.value.body) },
					};
				}
				if (!this.continueOnFail()) throw outcome.reason;
				const { message, httpCode, description } = outcome.reason as IDataObject;
				return { json: { message, httpCode, description } };
			}),
		];
	}
}
