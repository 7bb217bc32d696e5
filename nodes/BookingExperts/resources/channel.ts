import { collection, multiOptions, optionalNumber, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { channel } from '../fields';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

const channelFields = collection({
	label: 'Channel Fields',
	description: 'Data of the channel, all optional',
	addLabel: 'Add field',
	fields: {
		available_currencies: multiOptions({
			label: 'Available Currencies',
			description: 'Currencies that the channel sells in',
			values: ['EUR', 'GBP', 'USD'].map((value) => ({ name: value, value })),
		}),
		kind: string({
			label: 'Kind',
			description: 'Kind of channel, as the API writes it',
			placeholder: 'e.g. reseller',
		}),
		name: string({
			label: 'Name',
			description: 'Name of the channel, as the back office shows it',
		}),
		temporary_booking_validity_in_hours: optionalNumber({
			label: 'Booking Validity (Hours)',
			min: 0,
			description: 'How long an unconfirmed reservation is kept',
		}),
	},
});

export const channels = resource(
	'Channel',
	[
		writeOf({
			name: 'Create',
			action: 'Create a channel',
			description: 'Create a channel through which the app books',
			method: 'POST',
			type: 'channel',
			fields: {
				name: string({
					label: 'Name',
					description: 'Name of the channel, as the back office shows it',
					required: true,
				}),
				channelFields,
			},
			path: () => '/v3/channels',
			written: (values) => ({
				attributes: { name: values.name, ...compact(values.channelFields) },
			}),
		}),
		removeOf({
			action: 'Delete a channel',
			description: 'Delete a channel that was created through the API',
			parents: { channelId: channel },
			idField: 'channelId',
			path: ({ channelId }) => at('/v3/channels', channelId),
		}),
		getOf({
			action: 'Get a channel',
			description: 'Retrieve one channel by its ID',
			parents: { channelId: channel },
			path: ({ channelId }) => at('/v3/channels', channelId),
		}),
		getManyOf({
			action: 'Get many channels',
			description: 'List the channels that were created through the API',
			parents: {},
			path: () => '/v3/channels',
		}),
		getManyOf({
			name: 'Get Many in Administration',
			action: 'Get many channels of an administration',
			description: 'List the channels of one administration',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'channels'),
		}),
		getManyOf({
			name: 'Get Many Rentable Types',
			action: 'Get many rentable types of a channel',
			description: 'List what a channel can book',
			parents: { channelId: channel },
			path: ({ channelId }) => at('/v3/channels', channelId, 'rentable_types'),
		}),
		writeOf({
			name: 'Update',
			action: 'Update a channel',
			description: 'Change a channel',
			method: 'PATCH',
			type: 'channel',
			idField: 'channelId',
			fields: { channelId: channel, channelFields },
			path: ({ channelId }) => at('/v3/channels', channelId),
			written: (values) => ({ attributes: compact(values.channelFields) }),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Where reservations come from' },
);
