import type { IDataObject } from 'n8n-workflow';
import { commaList } from '../../shared/commaList';
import { readOptions, simplify } from '../../shared/operation/commonFields';
import { outcomeOf } from '../../../credentials/base/outcome';
import { ApiError, InputError } from '../../shared/errors';
import {
	boolean,
	collection,
	date,
	locator,
	number,
	options,
	string,
	type Values,
} from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at, type Query } from '../../shared/path';
import { operation } from '../api';
import {
	administration,
	booking,
	channel,
	days,
	fieldsets,
	guest,
	include,
	orMoment,
	queryPairs,
	rentableType,
	requiredAttributes,
	reservation,
} from '../fields';
import { raw, reference, simplified } from '../jsonApi';
import { getManyOf, getOf, removeOf, writeOf } from '../operations';

/** `/v3/administrations/{administration}/…` */
const inAdministration = (id: string, ...rest: string[]) => at('/v3/administrations', id, ...rest);

const guestGroup = collection({
	label: 'Guest Group',
	addLabel: 'Add guests',
	description: 'How many people and pets stay',
	fields: {
		adolescents: number({ label: 'Adolescents', min: 0, precision: 0 }),
		adults: number({ label: 'Adults', min: 0, precision: 0 }),
		babies: number({ label: 'Babies', min: 0, precision: 0 }),
		children: number({ label: 'Children', min: 0, precision: 0 }),
		pets: number({ label: 'Pets', min: 0, precision: 0 }),
		seniors: number({ label: 'Seniors', min: 0, precision: 0 }),
	},
});

const NOBODY = { seniors: 0, adults: 0, adolescents: 0, children: 0, babies: 0, pets: 0 };

function wholeGroup(group: Values<{ group: typeof guestGroup }>['group']): IDataObject {
	if (Object.values(group).every((count) => !count)) {
		throw new InputError('Add at least one guest to "Guest Group"', 'Guest Group');
	}
	return { ...NOBODY, ...group };
}

const startDate = date({ label: 'Start Date', required: true });
const endDate = date({ label: 'End Date', required: true });

const reservationFields = collection({
	label: 'Additional Fields',
	addLabel: 'Add field',
	fields: {
		access_code: string({ label: 'Access Code' }),
		cancellation_insurance: boolean({
			label: 'Cancellation Insurance',
			description: 'Whether the stay is insured against cancellation',
		}),
		checked_in_on: date({ label: 'Checked In On' }),
		checked_out_on: date({ label: 'Checked Out On' }),
		end_date: date({ label: 'End Date' }),
		fixed_rentable: boolean({
			label: 'Fixed Rentable',
			description: 'Whether the guests keep this very accommodation',
		}),
		guest_name: string({ label: 'Guest Name' }),
		late_checkout: boolean({
			label: 'Late Checkout',
			description: 'Whether the guests may leave later',
		}),
		note: string({ label: 'Note', rows: 3 }),
		option_validity: orMoment(
			string({ label: 'Option Validity', description: 'Makes it an option that expires then' }),
		),
		payment_guarantee: string({ label: 'Payment Guarantee' }),
		price_according_to_channel_calculation: string({
			label: 'Price According to Channel Calculation',
		}),
		remote_reservation_key: string({
			label: 'Remote Reservation Key',
			description: 'Your own ID; look it up before you create a reservation again',
		}),
		start_date: date({ label: 'Start Date' }),
		stay_reason: string({ label: 'Stay Reason' }),
	},
});

const creationChecks = collection({
	label: 'Checks',
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
			label: 'Validate Minimum Advance Notice',
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
			start_date: values.startDate,
			end_date: values.endDate,
			guest_group: wholeGroup(values.guestGroup),
			...compact(values.additionalFields),
		},
		relationships: { rentable_type: reference('rentable_type', values.rentableTypeId) },
		query: { ...values.checks },
	}),
});

const scope = locator({
	label: 'Administration',
	search: 'searchAdministrations',
	description: 'Leave empty for all that the app may see',
});

const reservationsPath = (administrationId: string, ...rest: string[]) =>
	administrationId === ''
		? at('/v3/reservations', ...rest)
		: inAdministration(administrationId, 'reservations', ...rest);

const getReservation = getOf({
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
			description: 'Through what the app has access to the reservation',
		}),
		administrationId: scope,
		channelId: locator({ label: 'Channel', search: 'searchChannels' }),
		additionalFields: reservationFields,
		rentableIdentityId: string({
			label: 'Rentable Identity ID',
			description: 'Moves the stay to this accommodation',
		}),
	},
	path: (values) => {
		if (values.scope === 'channel') {
			if (values.channelId === '') throw new InputError('Choose "Channel"', 'Channel');
			return at('/v3/channels', values.channelId, 'reservations', values.reservationId);
		}
		if (values.administrationId === '') {
			throw new InputError('Choose "Administration"', 'Administration');
		}
		return inAdministration(values.administrationId, 'reservations', values.reservationId);
	},
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

const createCheckout = writeOf({
	name: 'Create',
	action: 'Create a checkout portal reservation',
	description: 'Start a reservation that a guest finishes in the checkout portal',
	method: 'POST',
	type: 'checkout_portal_reservation',
	fields: {
		startDate,
		endDate,
		guestGroup,
		rentableTypeId: rentableType,
		path: string({
			label: 'Path',
			default: '/v3/checkout_portal_reservations',
			description: 'In case Booking Experts has another one',
		}),
	},
	path: ({ path }) => fixedPath(path),
	written: (values) => ({
		attributes: {
			start_date: values.startDate,
			end_date: values.endDate,
			guest_group: wholeGroup(values.guestGroup),
		},
		relationships: { rentable_type: reference('rentable_type', values.rentableTypeId) },
	}),
});

export const checkoutPortalReservation = resource('Checkout Portal Reservation', [createCheckout]);

/** A path that the user may correct: below `/v3/`, segments encoded. */
export function fixedPath(path: string): string {
	const segments = path
		.trim()
		.replace(/^\/?(?:v3\/)?/, '')
		.split('/')
		.filter(Boolean);
	if (segments.length === 0 || /[?#]/.test(path) || path.includes('://')) {
		throw new InputError('"Path" must be a path such as /v3/bookings', 'Path');
	}
	return at('/v3', ...segments.map((segment) => safeDecoded(segment)));
}

/** So that a segment that is encoded already is not encoded twice. */
function safeDecoded(segment: string): string {
	return /^(?:[^%]|%[0-9a-f]{2})*$/i.test(segment) && !/%(?:2f|5c|2e|00)/i.test(segment)
		? segment.replace(/%20/g, ' ')
		: segment;
}

const createBooking = writeOf({
	name: 'Create',
	action: 'Create a booking',
	description: 'Create a booking of several reservations (announced by the vendor)',
	method: 'POST',
	type: 'booking',
	fields: {
		path: string({ label: 'Path', default: '/v3/bookings' }),
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
	addLabel: 'Add filter',
	filters: true,
	fields: {
		booking_nr: string({
			label: 'Booking Number',
			description: 'The number that the guest knows; several separated by commas',
		}),
		confirmed_at: days({
			label: 'Confirmed At',
			placeholder: 'e.g. 2026-07-01..2026-07-31',
			description: 'A day, or two with ".." between them',
		}),
		customer: string({ label: 'Customer IDs', description: 'Separated by commas' }),
		reference_nr: string({
			label: 'Reference Number',
			description: 'Number that another system gave the booking',
		}),
		reservations: string({ label: 'Reservation IDs', description: 'Separated by commas' }),
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
			action: 'Get a booking',
			description: 'Retrieve one booking by its ID',
			parents: { administrationId: scope, bookingId: booking },
			path: ({ administrationId, bookingId }) => bookingsPath(administrationId, bookingId),
		}),
		getManyOf({
			action: 'Get many bookings',
			description: 'List bookings, which group reservations',
			parents: { administrationId: scope },
			more: { bookingFilters },
			query: (values) => filterQuery(values.bookingFilters),
			path: ({ administrationId }) => bookingsPath(administrationId),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Groups of reservations' },
);

const guestFields = collection({
	label: 'Guest Fields',
	addLabel: 'Add field',
	fields: {
		address: string({ label: 'Address' }),
		city: string({ label: 'City' }),
		country_code: string({ label: 'Country Code', placeholder: 'e.g. NL' }),
		date_of_birth: date({ label: 'Date of Birth', isPrivate: true }),
		email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
		first_name: string({ label: 'First Name' }),
		gender: options({ label: 'Gender', values: ['female', 'male', 'other'] }),
		last_name: string({ label: 'Last Name' }),
		phone: string({ label: 'Phone' }),
		postal_code: string({ label: 'Postal Code' }),
	},
});

const guestParents = { administrationId: administration, reservationId: reservation };

const guestsPath = (
	{ administrationId, reservationId }: { administrationId: string; reservationId: string },
	...rest: string[]
) => inAdministration(administrationId, 'reservations', reservationId, 'guests', ...rest);

export const guests = resource(
	'Guest',
	[
		writeOf({
			name: 'Create',
			action: 'Create a guest',
			description: 'Add a guest to a reservation',
			method: 'POST',
			type: 'guest',
			fields: {
				...guestParents,
				lastName: string({ label: 'Last Name', required: true }),
				guestFields,
			},
			path: (values) => guestsPath(values),
			written: (values) => ({
				attributes: { last_name: values.lastName, ...compact(values.guestFields) },
			}),
		}),
		removeOf({
			action: 'Delete a guest',
			description: 'Take a guest off a reservation',
			parents: { ...guestParents, guestId: guest },
			idField: 'guestId',
			path: (values) => guestsPath(values, values.guestId),
		}),
		getOf({
			action: 'Get a guest',
			description: 'Retrieve one guest of a reservation',
			parents: { ...guestParents, guestId: guest },
			path: (values) => guestsPath(values, values.guestId),
		}),
		getManyOf({
			action: 'Get many guests',
			description: 'List the guests of a reservation that were created through the API',
			parents: guestParents,
			path: (values) => guestsPath(values),
		}),
		writeOf({
			name: 'Update',
			action: 'Update a guest',
			description: 'Change a guest of a reservation',
			method: 'PATCH',
			type: 'guest',
			idField: 'guestId',
			fields: { ...guestParents, guestId: guest, guestFields },
			path: (values) => guestsPath(values, values.guestId),
			written: (values) => ({ attributes: compact(values.guestFields) }),
		}),
	],
	{ defaultOperation: 'getMany' },
);

const searchContact = operation({
	name: 'Search',
	action: 'Search a contact',
	description: 'Find the contact with an email address or a phone number; none is no error',
	kind: 'read',
	fields: {
		email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
		phone: string({ label: 'Phone' }),
		simplify,
		options: readOptions({
			failIfNone: boolean({
				label: 'Fail If None',
				description: 'Whether it is an error when nobody is found',
			}),
			fields: fieldsets,
			include,
		}),
	},
	async run({ api, values }) {
		const query = compact({ email: values.email.trim(), phone: values.phone.trim() });
		if (Object.keys(query).length === 0) {
			throw new InputError('Fill in "Email" or "Phone"', 'Email');
		}
		const found = await outcomeOf(
			api.resource('/v3/contacts/search/first', {
				...(query as Record<string, string>),
				...values.options.fields,
				include: values.options.include?.trim() || undefined,
			}),
		);
		const nobody = !found.ok && found.error instanceof ApiError && found.error.status === 404;
		if (!found.ok && (!nobody || values.options.failIfNone)) throw found.error;
		const { resources, included } = found.ok ? found.value : { resources: [], included: [] };
		if (resources.length === 0 && values.options.failIfNone) {
			throw new ApiError('Booking Experts has no such contact');
		}
		return resources.map((resource) =>
			values.simplify ? simplified(resource, { included }) : raw(resource, included),
		);
	},
});

export const contact = resource('Contact', [searchContact]);

export const availability = resource(
	'Availability',
	[
		getManyOf({
			name: 'Search',
			action: 'Search availability',
			description:
				'Find free accommodations; the names of the search parameters are those of Booking Experts',
			parents: {},
			more: { queryPairs },
			query: (values) => values.queryPairs,
			path: () => '/v3/availabilities',
		}),
		getManyOf({
			name: 'Get Many for Rentable Type',
			action: 'Get many availabilities of a rentable type',
			description: 'List the stock, prices and rules of a rentable type day by day',
			parents: { channelId: channel, rentableTypeId: rentableType },
			more: {
				dateFrom: date({ label: 'Date From', required: true }),
				dateTo: date({
					label: 'Date To',
					required: true,
					description: 'At most two years ahead',
				}),
				safetyMargin: number({
					label: 'Multibook Safety Margin',
					precision: 0,
					min: 0,
					description: 'Units to keep back, for types with three and more',
				}),
			},
			query: (values) => ({
				date_range: `${values.dateFrom}..${values.dateTo}`,
				multibook_safety_margin: values.safetyMargin || undefined,
			}),
			path: ({ channelId, rentableTypeId }) =>
				at('/v3/channels', channelId, 'rentable_types', rentableTypeId, 'availabilities'),
		}),
	],
	{ defaultOperation: 'getManyForRentableType' },
);
