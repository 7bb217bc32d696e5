import {
	NodeApiError,
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { outcomeOf } from '../../credentials/base/outcome';
import { itemError } from '../shared/errors';
import { titleCase } from '../shared/fields';
import { inWords } from '../shared/operation/subtitle';
import { settingOf } from '../shared/trigger/parameter';
import { company } from './fields';
import * as listSearch from './listSearch';
import { eventOptions } from './trigger/events';
import { handleCall } from './trigger/handle';
import { isRegistered, register, unregister } from './trigger/registration';
import { kept, setUp } from './trigger/setUp';
import { ORDER_DIRECTIONS, ORDER_TYPES } from './resources/order/filters';

export class BillitTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Billit Trigger',
		name: 'billitTrigger',
		icon: { light: 'file:billit.svg', dark: 'file:billit.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: inWords('$parameter["events"].join(", ")'),
		description: 'Starts when an order or a message about one was created or changed in Billit',
		defaults: { name: 'Billit Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
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
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
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
			{
				displayName: 'Trigger On',
				name: 'events',
				type: 'multiOptions',
				options: eventOptions,
				default: ['orderCreated'],
				required: true,
				description: 'What has to happen at Billit for the workflow to start',
			},
			settingOf('company', company, { description: 'Company to listen to' }),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				description: 'Which calls start the workflow, and what they bring; nothing here is needed',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Fetch Order',
						name: 'fetchOrder',
						type: 'boolean',
						default: true,
						description:
							'Whether to read the order and add it to the item; Billit itself sends its ID, and of messages their details (message, flowState, flowStateInfo)',
					},
					{
						displayName: 'Flow States',
						name: 'flowStates',
						type: 'multiOptions',
						options: [
							{ name: 'Accepted', value: 'Accepted' },
							{ name: 'Delivered', value: 'Delivered' },
							{ name: 'Refused', value: 'Refused' },
							{ name: 'Sent', value: 'Sent' },
						],
						default: [],
						description: 'Only messages in these states; empty = all',
					},
					{
						displayName: 'Message Directions',
						name: 'messageDirections',
						type: 'multiOptions',
						options: [
							{ name: 'Incoming', value: 'Incoming' },
							{ name: 'Outgoing', value: 'Outgoing' },
						],
						default: [],
						description: 'Only messages of these directions; empty = all',
					},
					{
						displayName: 'Order Directions',
						name: 'orderDirections',
						type: 'multiOptions',
						options: ORDER_DIRECTIONS,
						default: [],
						description: 'Only orders of these directions, with Fetch Order; empty = all',
					},
					{
						displayName: 'Order Types',
						name: 'orderTypes',
						type: 'multiOptions',
						options: [...ORDER_TYPES].sort().map((value) => ({ name: titleCase(value), value })),
						default: [],
						description: 'Only orders of these types, with Fetch Order; empty = all',
					},
					{
						displayName: 'Raw Output',
						name: 'rawOutput',
						type: 'boolean',
						default: false,
						description: 'Whether to output what Billit sent as it came',
					},
					{
						displayName: 'Tolerance (Seconds)',
						name: 'tolerance',
						type: 'number',
						typeOptions: { minValue: 1 },
						default: 300,
						description: 'How old a call may be; an older one is taken for a replay',
					},
					{
						displayName: 'Verify Signature',
						name: 'verifySignature',
						type: 'boolean',
						default: true,
						description: 'Whether to refuse calls that Billit has not signed',
					},
				],
			},
		],
	};

	methods = { listSearch };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				const { api, headers, pairs, url } = setUp(this);
				const outcome = await outcomeOf(isRegistered(api, headers, pairs, url, kept(this)));
				if (outcome.ok) return outcome.value;
				throw itemError(this.getNode(), outcome.error, 0);
			},

			async create(this: IHookFunctions): Promise<boolean> {
				const { api, headers, pairs, url } = setUp(this);
				const outcome = await outcomeOf(register(api, headers, pairs, url, kept(this)));
				if (!outcome.ok) throw itemError(this.getNode(), outcome.error, 0);
				this.getWorkflowStaticData('node').webhooks = outcome.value;
				return true;
			},

			async delete(this: IHookFunctions): Promise<boolean> {
				const { api, headers } = setUp(this);
				const outcome = await outcomeOf(unregister(api, headers, kept(this)));
				if (!outcome.ok) {
					const error = itemError(this.getNode(), outcome.error, 0);
					if (error instanceof NodeApiError) return false;
					throw error;
				}
				delete this.getWorkflowStaticData('node').webhooks;
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await handleCall(this);
	}
}
