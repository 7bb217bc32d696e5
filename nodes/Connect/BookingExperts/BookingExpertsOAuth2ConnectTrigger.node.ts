import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { registeredByHand } from '../../shared/trigger/registeredByHand';
import { handleVisit } from '../connect';
import { connectProperties, triggerPanel } from '../description';
import { bookingExperts } from './provider';

/** The Connect trigger of the package with Booking Experts alone; the combined one has OAuth2ConnectTrigger. */
export class BookingExpertsOAuth2ConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booking Experts OAuth2 Connect Trigger',
		name: 'bookingExpertsOAuth2ConnectTrigger',
		icon: {
			light: 'file:../../BookingExperts/bookingExperts.svg',
			dark: 'file:../../BookingExperts/bookingExperts.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: 'connect',
		eventTriggerDescription: 'open the Test URL of this node in your browser',
		description: 'Connects a Booking Experts account, and starts when one was connected',
		defaults: { name: 'Booking Experts OAuth2 Connect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		triggerPanel,
		credentials: [{ name: 'bookingExpertsOAuth2Api', required: true }],
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
		return await handleVisit(this, bookingExperts);
	}
}
