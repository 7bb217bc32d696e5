import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { polling } from '../shared/trigger/polling';
import { inWords } from '../shared/operation/subtitle';
import { output } from '../shared/operation/output';
import { settingOf } from '../shared/trigger/parameter';
import * as listSearch from './listSearch';
import { administration } from './fields';
import { scope } from './stay';
import { watchOf } from './trigger/poll';
import { event, record } from './trigger/pollSettings';

export class BookingExpertsPollingTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Booking Experts Polling Trigger',
		name: 'bookingExpertsPollingTrigger',
		icon: { light: 'file:bookingExperts.svg', dark: 'file:bookingExperts.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: inWords('$parameter["record"] + ": " + $parameter["event"]'),
		description:
			'Looks from time to time for new or changed reservations, bookings and units, where no webhook can be set up',
		defaults: { name: 'Booking Experts Polling Trigger' },
		polling: true,
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
		properties: [
			{
				displayName: 'Authentication',
				description: 'The kind of credential to sign in with',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'API Key', value: 'apiKey' },
					{ name: 'OAuth2', value: 'oAuth2' },
				],
				default: 'oAuth2',
			},
			settingOf('record', record),
			settingOf('event', event),
			settingOf('administrationId', scope, {
				description: 'The park',
				hint: 'May stay empty: then all parks are looked at',
				displayOptions: { show: { record: ['reservation'] } },
			}),
			settingOf('administrationId', administration, {
				displayOptions: { hide: { record: ['reservation'] } },
			}),
			settingOf('simplify', output.simplify),
			settingOf('selectedFields', output.selectedFields),
		],
	};

	methods = { listSearch };

	poll = polling(watchOf);
}
