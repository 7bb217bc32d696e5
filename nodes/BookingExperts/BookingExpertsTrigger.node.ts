import {
	NodeConnectionTypes,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { eventOptions } from './trigger/events';
import { handleCall } from './trigger/handle';
import { mode, options, otherEvents, replyText, replyType, respond } from './trigger/settings';
import { registeredByHand } from '../shared/trigger/registeredByHand';
import { settingOf } from '../shared/trigger/parameter';

export class BookingExpertsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booking Experts Trigger',
		name: 'bookingExpertsTrigger',
		icon: { light: 'file:bookingExperts.svg', dark: 'file:bookingExperts.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["mode"] === "command" ? "command" : $parameter["events"].join(", ").replace("*", "any event").replace(/[|_]/g, " ") }}',
		description:
			'Starts on events of Booking Experts, or when somebody clicks a button of your app there',
		defaults: { name: 'Booking Experts Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'bookingExpertsOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'bookingExpertsApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod:
					'={{ $parameter["mode"] === "command" ? ["DELETE", "GET", "PATCH", "POST", "PUT"] : "POST" }}',
				responseMode:
					'={{ $parameter["mode"] === "command" ? $parameter["respond"] : "onReceived" }}',
				responseData: 'firstEntryJson',
				path: 'webhook',
			},
		],
		properties: [
			{
				displayName:
					'Open "Webhook URLs" above and enter the Production URL in the admin pages of your app at Booking Experts, as webhook or as target of a command. One app address gets the calls of all organizations that installed it: filter by subscription.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'None', value: 'none' },
					{ name: 'OAuth2', value: 'oAuth2' },
				],
				default: 'oAuth2',
				description:
					"The credential's client secret verifies that calls come from Booking Experts. With None, anybody who knows the URL can call it.",
			},
			settingOf('mode', mode),
			{
				displayName: 'Events',
				description: 'What to be told about; none = everything',
				name: 'events',
				type: 'multiOptions',
				options: eventOptions,
				default: ['*'],
				displayOptions: { show: { mode: ['event'] } },
			},
			settingOf('otherEvents', otherEvents, { displayOptions: { show: { mode: ['event'] } } }),
			{
				displayName:
					'Booking Experts signs the body of a call only. A command by GET has none: whoever has seen one such call can make up others, so prefer POST for commands that change something.',
				name: 'commandNotice',
				type: 'notice',
				default: '',
				displayOptions: { show: { mode: ['command'] } },
			},
			settingOf('respond', respond, { displayOptions: { show: { mode: ['command'] } } }),
			settingOf('replyType', replyType, {
				displayOptions: { show: { mode: ['command'], respond: ['onReceived'] } },
			}),
			settingOf('replyText', replyText, {
				displayOptions: { show: { mode: ['command'], respond: ['onReceived'] } },
			}),
			settingOf('options', options),
		],
	};

	/** Webhooks and commands are entered by hand in the admin pages of the app. */
	webhookMethods = { default: registeredByHand };

	async webhook(this: IWebhookFunctions) {
		return await handleCall(this);
	}
}
