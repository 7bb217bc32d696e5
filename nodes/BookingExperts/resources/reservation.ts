import { boolean, collection, date, decimal, options, string, when } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { administration, channel, orMoment, rentableType, reservation } from '../fields';
import { guestGroup, wholeGroup } from '../guestGroup';
import { reference } from '../jsonApi';
import { getManyOf, getOf, writeOf } from '../operations';
import { inAdministration } from '../paths';
import { endDate, scope, startDate, stay } from '../stay';

const reservationFields = collection({
	label: 'Additional Fields',
	description: 'Further fields of the record, all optional',
	addLabel: 'Add field',
	fields: {
		access_code: string({ label: 'Access Code', description: 'Code by which the guests get in' }),
		cancellation_insurance: boolean({
			label: 'Cancellation Insurance',
			description: 'Whether the stay is insured against cancellation',
		}),
		checked_in_on: date({
			label: 'Checked In On',
			description: 'Day on which the guests checked in',
		}),
		checked_out_on: date({
			label: 'Checked Out On',
			description: 'Day on which the guests checked out',
		}),
		end_date: date({ label: 'End Date', description: 'Day of departure, such as 2026-07-08' }),
		fixed_rentable: boolean({
			label: 'Fixed Rentable',
			description: 'Whether the guests keep this very accommodation',
		}),
		guest_name: string({ label: 'Guest Name', description: 'Name of the guest who stays' }),
		late_checkout: boolean({
			label: 'Late Checkout',
			description: 'Whether the guests may leave later',
		}),
		note: string({ label: 'Note', description: 'Your own note on the reservation', rows: 3 }),
		option_validity: orMoment(
			string({ label: 'Option Validity', description: 'Makes it an option that expires then' }),
		),
		payment_guarantee: string({
			label: 'Payment Guarantee',
			description: 'How the payment is guaranteed, as the API writes it',
		}),
		price_according_to_channel_calculation: decimal({
			precision: 2,
			label: 'Price by Channel Calculation',
			description: 'Total that the channel has calculated, such as 350.00',
		}),
		remote_reservation_key: string({
			label: 'Remote Reservation Key',
			description: 'Your own ID; look it up before you create a reservation again',
		}),
		start_date: date({ label: 'Start Date', description: 'Day of arrival, such as 2026-07-01' }),
		stay_reason: string({
			label: 'Stay Reason',
			description: 'Why the guests stay, as the API writes it',
		}),
	},
});

const creationChecks = collection({
	label: 'Checks',
	description: 'Rules of the park that are checked, or left unchecked, for this reservation',
	addLabel: 'Add check',
	fields: {
		allow_reservations_in_the_past: boolean({
			label: 'Allow Reservations in the Past',
			description: 'Whether the stay may lie in the past',
		}),
		confirm: boolean({
			label: 'Confirm',
			description: 'Whether it never expires; otherwise after the time set in the channel',
		}),
		validate_length_of_stay_does_not_exceed_max_av_cache_length_of_stay: boolean({
			label: 'Validate Longest Stay',
			description: 'Whether a stay that is too long is refused',
		}),
		validate_minimum_advance_notice: boolean({
			label: 'Validate Advance Notice',
			description: 'Whether a stay that begins too soon is refused',
		}),
	},
});

const createReservation = writeOf({
	name: 'Create',
	action: 'Create a reservation',
	description: 'Book a stay through a channel. It is never sent twice by itself',
	method: 'POST',
	type: 'reservation',
	fields: {
		channelId: channel,
		startDate,
		endDate,
		guestGroup,
		rentableTypeId: rentableType,
		additionalFields: reservationFields,
		checks: creationChecks,
	},
	path: ({ channelId }) => at('/v3/channels', channelId, 'reservations'),
	written: (values) => ({
		attributes: {
			...stay(values.startDate, values.endDate),
			guest_group: wholeGroup(values.guestGroup),
			...compact(values.additionalFields),
		},
		relationships: { rentable_type: reference('rentable_type', values.rentableTypeId) },
		query: { ...values.checks },
	}),
});

const reservationsPath = (administrationId: string, ...rest: string[]) =>
	administrationId === ''
		? at('/v3/reservations', ...rest)
		: inAdministration(administrationId, 'reservations', ...rest);

const getReservation = getOf({
	combines: 'always',
	action: 'Get a reservation',
	description: 'Retrieve one reservation by its ID',
	parents: { reservationId: reservation, administrationId: scope },
	path: ({ reservationId, administrationId }) => reservationsPath(administrationId, reservationId),
});

const getManyReservations = getManyOf({
	action: 'Get many reservations',
	description: 'List reservations, for instance the arrivals of a day',
	parents: { administrationId: scope },
	path: ({ administrationId }) => reservationsPath(administrationId),
});

const updateReservation = writeOf({
	name: 'Update',
	action: 'Update a reservation',
	description: 'Change a reservation, or move it to another accommodation',
	method: 'PATCH',
	type: 'reservation',
	idField: 'reservationId',
	fields: {
		reservationId: reservation,
		scope: options({
			label: 'Scope',
			values: [
				{ name: 'Administration', value: 'administration' },
				{ name: 'Channel', value: 'channel' },
			],
			only: true,
			description: 'Through what the app has access to the reservation',
		}),
		administrationId: when({ scope: ['administration'] }, administration),
		channelId: when({ scope: ['channel'] }, channel),
		additionalFields: reservationFields,
		rentableIdentityId: string({
			label: 'Rentable Identity ID',
			code: 'word',
			description: 'Moves the stay to this accommodation',
		}),
	},
	path: (values) =>
		values.scope === 'channel'
			? at('/v3/channels', values.channelId, 'reservations', values.reservationId)
			: inAdministration(values.administrationId, 'reservations', values.reservationId),
	written: (values) => ({
		attributes: compact(values.additionalFields),
		...(values.rentableIdentityId.trim()
			? {
					relationships: {
						rentable_identity: reference('rentable_identity', values.rentableIdentityId.trim()),
					},
				}
			: {}),
	}),
});

export const reservations = resource(
	'Reservation',
	[createReservation, getReservation, getManyReservations, updateReservation],
	{ defaultOperation: 'getMany', description: 'Stays in one accommodation' },
);
