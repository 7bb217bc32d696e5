import { commaList } from '../../shared/commaList';
import { collection, string } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { at, type Query } from '../../shared/path';
import { booking, days, requiredAttributes } from '../fields';
import { getManyOf, moreOf, getOf, writeOf } from '../operations';
import { fixedPath, inAdministration } from '../paths';
import { scope } from '../stay';

const createBooking = writeOf({
	name: 'Create',
	action: 'Create a booking',
	description: 'Create a booking of several reservations (announced by the vendor)',
	method: 'POST',
	type: 'booking',
	fields: {
		path: string({
			label: 'Path',
			description: 'Path of the call, starting with /',
			default: '/v3/bookings',
		}),
		attributesJson: requiredAttributes,
	},
	path: ({ path }) => fixedPath(path),
	written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
});

const bookingsPath = (administrationId: string, ...rest: string[]) =>
	administrationId === ''
		? at('/v3/bookings', ...rest)
		: inAdministration(administrationId, 'bookings', ...rest);

/** The filters that the reference of bookings names; `Filters` takes any other. */
const bookingFilters = collection({
	label: 'Booking Filters',
	description: 'Only the bookings that fit all of these',
	addLabel: 'Add filter',
	filters: true,
	fields: {
		booking_nr: string({
			label: 'Booking Number',
			several: 'filter',
			description: 'The number that the guest knows; several separated by commas',
		}),
		confirmed_at: days({
			label: 'Confirmed At',
			placeholder: 'e.g. 2026-07-01..2026-07-31',
			description: 'A day, or two with ".." between them',
		}),
		customer: string({
			label: 'Customer IDs',
			several: 'filter',
			description: 'Separated by commas',
		}),
		reference_nr: string({
			code: 'line',
			label: 'Reference Number',
			description: 'Number that another system gave the booking',
		}),
		reservations: string({
			label: 'Reservation IDs',
			several: 'filter',
			description: 'Separated by commas',
		}),
	},
});

const filterQuery = (chosen: Partial<Record<string, string>>): Query =>
	Object.fromEntries(
		Object.entries(chosen)
			.filter(([, value]) => value?.trim())
			.map(([name, value = '']) => [`filter[${name}]`, commaList(value).join(',')]),
	);

export const bookings = resource(
	'Booking',
	[
		createBooking,
		getOf({
			combines: 'always',
			action: 'Get a booking',
			description: 'Retrieve one booking by its ID',
			parents: { administrationId: scope, bookingId: booking },
			path: ({ administrationId, bookingId }) => bookingsPath(administrationId, bookingId),
		}),
		getManyOf({
			action: 'Get many bookings',
			description: 'List bookings, which group reservations',
			parents: { administrationId: scope },
			more: moreOf({
				fields: { bookingFilters },
				query: (values) => filterQuery(values.bookingFilters),
			}),
			path: ({ administrationId }) => bookingsPath(administrationId),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Groups of reservations' },
);
