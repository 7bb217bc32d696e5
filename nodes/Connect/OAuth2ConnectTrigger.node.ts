import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { handleVisit } from './connect';
import { searchProjects } from './listSearch';

export class OAuth2ConnectTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OAuth2 Connect Trigger',
		name: 'oAuth2ConnectTrigger',
		icon: { light: 'file:connect.svg', dark: 'file:connect.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { billit: "Billit", bookingExperts: "Booking Experts", luca: "Luca Regnskap" }[$parameter["provider"]] }}',
		eventTriggerDescription: 'open the Test URL of this node in your browser',
		description:
			'Connects an account whose OAuth2 consent n8n cannot run by itself, and starts when one was connected',
		defaults: { name: 'OAuth2 Connect Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		triggerPanel: {
			header: 'Connect an account',
			executionsHelp: {
				inactive:
					'Register the Test URL (or, for a published workflow, the Production URL) above as redirect URL at the provider. Then click "Execute step" and open that URL in your browser.',
				active:
					'Register the Production URL above as redirect URL at the provider and open it in your browser to connect an account.',
			},
			activationHint: 'Publish the workflow to let accounts connect at any time.',
		},
		credentials: [
			{
				name: 'billitOAuth2Api',
				required: true,
				displayOptions: { show: { provider: ['billit'] } },
			},
			{
				name: 'bookingExpertsOAuth2Api',
				required: true,
				displayOptions: { show: { provider: ['bookingExperts'] } },
			},
			{
				name: 'lucaOAuth2Api',
				required: true,
				displayOptions: { show: { provider: ['luca'] } },
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
				name: 'provider',
				type: 'options',
				options: [
					{ name: 'Billit', value: 'billit' },
					{ name: 'Booking Experts', value: 'bookingExperts' },
					{ name: 'Luca Regnskap', value: 'luca' },
				],
				default: 'billit',
			},
			{
				displayName: 'Connect To',
				name: 'connectTo',
				type: 'options',
				options: [
					{
						name: 'The Selected Credential',
						value: 'credential',
						description: 'Store the tokens in the credential above: one account',
					},
					{
						name: 'One Credential per Account',
						value: 'accounts',
						description:
							'Make an n8n credential for each account that connects. The credential above only lends its client.',
					},
				],
				default: 'credential',
				description: 'Where the tokens of an account go',
			},
			{
				displayName: 'Project',
				name: 'project',
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				description:
					'Where new credentials are made. Empty for the personal project of the user of the API key.',
				displayOptions: { show: { connectTo: ['accounts'] } },
				modes: [
					{
						displayName: 'From List',
						name: 'list',
						type: 'list',
						typeOptions: { searchListMethod: 'searchProjects', searchable: true },
					},
					{
						displayName: 'By ID',
						name: 'id',
						type: 'string',
						placeholder: 'e.g. VmwOO9HeTEj20kxM',
					},
				],
			},
			{
				displayName:
					'The address above is the redirect URL to register at the provider, and the address to open in order to connect. Add ?reference=… to tell later whose account it is.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Allow Replacing the Account',
						name: 'allowReplacingAccount',
						type: 'boolean',
						default: false,
						description:
							'Whether connecting another account replaces the one in the credential while the workflow is published',
						displayOptions: { show: { '/connectTo': ['credential'] } },
					},
				],
			},
		],
	};

	methods = { listSearch: { searchProjects } };

	/** Nothing is registered at the provider: its redirect URL is entered there by hand. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions) {
		return await handleVisit(this);
	}
}
