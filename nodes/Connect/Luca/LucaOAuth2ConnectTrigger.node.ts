import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { registeredByHand } from '../../shared/trigger/registeredByHand';
import { handleVisit } from '../connect';
import { connectProperties, triggerPanel } from '../description';
import { luca } from './provider';

/** The Connect trigger of the package with Luca Regnskap alone; the combined one has OAuth2ConnectTrigger. */
export class LucaOAuth2ConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Luca Regnskap OAuth2 Connect Trigger',
		name: 'lucaOAuth2ConnectTrigger',
		icon: { light: 'file:../../Luca/luca.svg', dark: 'file:../../Luca/luca.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'connect',
		eventTriggerDescription: 'open the Test URL of this node in your browser',
		description: 'Connects a Luca Regnskap account, and starts when one was connected',
		defaults: { name: 'Luca Regnskap OAuth2 Connect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		triggerPanel,
		credentials: [{ name: 'lucaOAuth2Api', required: true }],
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
		return await handleVisit(this, luca);
	}
}
