import {
	NodeConnectionTypes,
	type INodeCredentialDescription,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { registeredByHand } from '../shared/trigger/registeredByHand';
import { handleVisit } from './connect';
import { accountProperties, signedConnectProperties, triggerPanel } from './description';
import { searchProjects } from './listSearch';
import { providers } from './providers';

/**
 * When a provider's credential is asked for. Told by what hides it: a choice that shows all credentials
 * is taken for the authentication by n8n's editor and left out of the panel.
 */
const unless = (...providers: string[]): INodeCredentialDescription['displayOptions'] => ({
	hide: { provider: providers },
});

export class OAuth2ConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OAuth2 Connect Trigger',
		name: 'oAuth2ConnectTrigger',
		icon: { light: 'file:connect.svg', dark: 'file:connect.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { billit: "Billit", bookingExperts: "Booking Experts", flexible: "Flexible OAuth2 API", luca: "Luca Regnskap" }[$parameter["provider"]] }}',
		eventTriggerDescription: 'open the Test URL of this node in your browser',
		description:
			'Connects an account whose OAuth2 consent n8n cannot run by itself, and starts when one was connected',
		defaults: { name: 'OAuth2 Connect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		triggerPanel,
		credentials: [
			{
				name: 'billitOAuth2Api',
				required: true,
				displayOptions: unless('bookingExperts', 'flexible', 'luca'),
			},
			{
				name: 'bookingExpertsOAuth2Api',
				required: true,
				displayOptions: unless('billit', 'flexible', 'luca'),
			},
			{
				name: 'lucaOAuth2Api',
				required: true,
				displayOptions: unless('billit', 'bookingExperts', 'flexible'),
			},
			{
				name: 'flexibleOAuth2Api',
				required: true,
				displayOptions: unless('billit', 'bookingExperts', 'luca'),
			},
			{
				name: 'n8nInstanceApi',
				required: true,
				displayOptions: { show: { connectTo: ['accounts'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'GET',
				responseMode: 'onReceived',
				path: 'connect',
			},
		],
		properties: [
			{
				displayName: 'Provider',
				description: 'The service whose accounts are connected here',
				name: 'provider',
				type: 'options',
				options: [
					{ name: 'Billit', value: 'billit' },
					{ name: 'Booking Experts', value: 'bookingExperts' },
					{ name: 'Flexible OAuth2 API', value: 'flexible' },
					{ name: 'Luca Regnskap', value: 'luca' },
				],
				default: 'billit',
			},
			...accountProperties,
			...signedConnectProperties,
		],
	};

	methods = { listSearch: { searchProjects } };

	webhookMethods = { default: registeredByHand };

	async webhook(this: IWebhookFunctions) {
		return await handleVisit(this, providers[String(this.getNodeParameter('provider'))]);
	}
}
