import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { registeredByHand } from '../../shared/trigger/registeredByHand';
import { handleVisit } from '../connect';
import { connectProperties, triggerPanel } from '../description';
import { billit } from './provider';

/** The Connect trigger of the package with Billit alone; the combined one has OAuth2ConnectTrigger. */
export class BillitOAuth2ConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Billit OAuth2 Connect Trigger',
		name: 'billitOAuth2ConnectTrigger',
		icon: { light: 'file:../../Billit/billit.svg', dark: 'file:../../Billit/billit.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'connect',
		eventTriggerDescription: 'open the Test URL of this node in your browser',
		description: 'Connects a Billit account, and starts when one was connected',
		defaults: { name: 'Billit OAuth2 Connect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		triggerPanel,
		credentials: [{ name: 'billitOAuth2Api', required: true }],
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
		return await handleVisit(this, billit);
	}
}
