import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { polling } from '../shared/trigger/polling';
import { inWords } from '../shared/operation/subtitle';
import { output } from '../shared/operation/output';
import { optionSettings, settingOf } from '../shared/trigger/parameter';
import { watchOf } from './trigger/poll';
import { omniFundOptions, triggerOn } from './trigger/settings';

export class OmniFundTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'OmniFund Trigger',
		name: 'omniFundTrigger',
		icon: { light: 'file:omniFund.svg', dark: 'file:omniFund.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: inWords('$parameter["triggerOn"]'),
		description: 'Looks from time to time for new events, transactions and settlements in OmniFund',
		defaults: { name: 'OmniFund Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'omniFundOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{
				name: 'omniFundPasswordOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2Password'] } },
			},
			{
				name: 'omniFundApi',
				required: true,
				displayOptions: { show: { authentication: ['apiKey'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				description: 'The kind of credential to sign in with',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'OAuth2', value: 'oAuth2' },
					{ name: 'OAuth2 (Password)', value: 'oAuth2Password' },
				],
				default: 'oAuth2',
			},
			settingOf('triggerOn', triggerOn),
			{
				displayName: 'Event Types',
				name: 'eventTypes',
				type: 'string',
				default: '',
				placeholder: 'e.g. customer.updated',
				description: 'Separated by commas; empty = all',
				displayOptions: { show: { triggerOn: ['event'] } },
			},
			settingOf('simplify', output.simplify),
			settingOf('selectedFields', output.selectedFields),
			...optionSettings(omniFundOptions, {
				lookBackDays: {
					'/triggerOn': ['settlement', 'transactionChanged', 'transactionProcessed'],
				},
			}),
		],
	};

	poll = polling(watchOf);
}
