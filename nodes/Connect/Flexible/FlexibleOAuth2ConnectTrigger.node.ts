import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { registeredByHand } from '../../shared/trigger/registeredByHand';
import { handleVisit } from '../connect';
import { connectProperties, triggerPanel } from '../description';
import { flexible } from './provider';

/** The Connect trigger of the package with the flexible credential alone; the combined one has OAuth2ConnectTrigger. */
export class FlexibleOAuth2ConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Flexible OAuth2 Connect Trigger',
		name: 'flexibleOAuth2ConnectTrigger',
		icon: {
			light: 'file:../../Flexible/flexible.svg',
			dark: 'file:../../Flexible/flexible.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: 'connect',
		eventTriggerDescription: 'open the Test URL of this node in your browser',
		description: 'Connects an account at any OAuth2 provider, and starts when one was connected',
		defaults: { name: 'Flexible OAuth2 Connect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		triggerPanel,
		credentials: [{ name: 'flexibleOAuth2Api', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: 'connect',
			},
		],
		properties: connectProperties,
	};

	webhookMethods = { default: registeredByHand };

	async webhook(this: IWebhookFunctions) {
		return await handleVisit(this, flexible);
	}
}
