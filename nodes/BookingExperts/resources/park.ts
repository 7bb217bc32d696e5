import type { IDataObject } from 'n8n-workflow';
import { bookingExpertsSubscription } from '../../../credentials/oauth2/profiles/bookingExperts';
import { readOptions, simplify } from '../../shared/operation/commonFields';
import {
	collection,
	date,
	jsonList,
	list,
	multiOptions,
	optionalNumber,
	options,
	string,
} from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import {
	administration,
	amenity,
	channel,
	fieldsets,
	include,
	inventoryObject,
	masterPriceList,
	recordId,
	rentableType,
	requiredAttributes,
} from '../fields';
import { reference, simplified } from '../jsonApi';
import { commandOf, getManyOf, getOf, removeOf, writeOf } from '../operations';

const inAdministration = (id: string, ...rest: string[]) => at('/v3/administrations', id, ...rest);

const parent = { administrationId: administration };

export const administrations = resource(
	'Administration',
	[
		getOf({
			action: 'Get an administration',
			description: 'Retrieve one administration (park) by its ID',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId),
		}),
		getManyOf({
			action: 'Get many administrations',
			description: 'List the administrations (parks) that the app was installed for',
			parents: {},
			path: () => '/v3/administrations',
		}),
	],
	{ defaultOperation: 'getMany', description: 'Parks' },
);

const getSubscription = operation({
	name: 'Get',
	action: 'Get the subscription',
	description: 'Read whose installation of the app this is, and for which administrations',
	kind: 'read',
	fields: { simplify, options: readOptions({ fields: fieldsets, include }) },
	async run({ api, values }) {
		const query = {
			...values.options.fields,
			include: values.options.include?.trim() || undefined,
		};
		const { resources, included } = await api.resource('/v3/subscription', query);
		const [data = {}] = resources;
		if (!values.simplify) return included.length > 0 ? { ...data, included } : data;
		const read = bookingExpertsSubscription({ data, included });
		const covered = (read?.administrations ?? []) as IDataObject[];
		return {
			...simplified(data, { included }),
			administrations: covered,
			administration_ids: covered.map(({ id }) => String(id)),
			returnUrl: read?.returnUrl ?? '',
		};
	},
});

export const subscription = resource('Subscription', [getSubscription]);

export const organization = resource('Organization', [
	getOf({
		action: 'Get the organization',
		description: 'Retrieve the organization that installed the app',
		parents: {},
		path: () => '/v3/organization',
	}),
]);

export const owner = resource('Owner', [
	getManyOf({
		action: 'Get many owners',
		description: 'List the owners of accommodations',
		parents: parent,
		path: ({ administrationId }) => inAdministration(administrationId, 'owners'),
	}),
]);

const customerFields = collection({
	label: 'Update Fields',
	addLabel: 'Add field',
	fields: {
		address: string({ label: 'Address', description: 'Street and house number' }),
		city: string({ label: 'City', description: 'Place where the customer lives' }),
		company_name: string({ label: 'Company Name', description: 'Name of a business customer' }),
		country_code: string({
			label: 'Country Code',
			placeholder: 'e.g. NL',
			description: 'Two letters (ISO 3166-1)',
		}),
		email: string({
			label: 'Email',
			placeholder: 'e.g. name@example.com',
			description: 'Where confirmations go',
		}),
		first_name: string({ label: 'First Name', description: 'Given name' }),
		last_name: string({ label: 'Last Name', description: 'Family name' }),
		phone: string({ label: 'Phone', description: 'With its country code' }),
		postal_code: string({ label: 'Postal Code', description: 'As written in the country' }),
	},
});

export const customer = resource(
	'Customer',
	[
		getOf({
			action: 'Get a customer',
			description: 'Retrieve one customer by its ID',
			parents: { ...parent, customerId: recordId },
			path: ({ administrationId, customerId }) =>
				inAdministration(administrationId, 'customers', customerId),
		}),
		getManyOf({
			action: 'Get many customers',
			description: 'List the customers of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'customers'),
		}),
		writeOf({
			name: 'Update',
			action: 'Update a customer',
			description: 'Change a customer',
			method: 'PATCH',
			type: 'customer',
			idField: 'customerId',
			fields: { ...parent, customerId: recordId, updateFields: customerFields },
			path: ({ administrationId, customerId }) =>
				inAdministration(administrationId, 'customers', customerId),
			written: (values) => ({ attributes: compact(values.updateFields) }),
		}),
	],
	{ defaultOperation: 'getMany' },
);

const periodKind = options({
	label: 'Kind',
	values: [
		{ name: 'External Block', value: 'external_blocked_agenda_periods' },
		{ name: 'Maintenance', value: 'maintenance_agenda_periods' },
	],
	default: 'maintenance_agenda_periods',
	description: 'Blocks of the two kinds are changed and deleted at addresses of their own',
});

const period = {
	label: string({ label: 'Label', required: true, description: 'Shown in the agenda' }),
	startDate: date({ label: 'Start Date', required: true }),
	endDate: date({ label: 'End Date', required: true }),
};

export const agendaPeriod = resource(
	'Agenda Period',
	[
		writeOf({
			name: 'Create',
			action: 'Create an agenda period',
			description: 'Block an accommodation for maintenance or for another reason',
			method: 'POST',
			type: 'agenda_period',
			fields: {
				...parent,
				kind: periodKind,
				...period,
				rentableId: string({ label: 'Rentable ID', required: true }),
				inventoryObjectId: string({ label: 'Inventory Object ID' }),
			},
			path: ({ administrationId, kind }) => inAdministration(administrationId, kind),
			written: (values) => ({
				attributes: {
					label: values.label,
					start_date: values.startDate,
					end_date: values.endDate,
				},
				relationships: {
					rentable: reference('rentable', values.rentableId),
					...(values.inventoryObjectId.trim()
						? {
								inventory_object: reference('inventory_object', values.inventoryObjectId.trim()),
							}
						: {}),
				},
			}),
		}),
		removeOf({
			action: 'Delete an agenda period',
			description: 'Take a block off the agenda',
			parents: { ...parent, kind: periodKind, agendaPeriodId: recordId },
			idField: 'agendaPeriodId',
			path: ({ administrationId, kind, agendaPeriodId }) =>
				inAdministration(administrationId, kind, agendaPeriodId),
		}),
		getOf({
			action: 'Get an agenda period',
			description: 'Retrieve one reservation, maintenance or block of the agenda by its ID',
			parents: { ...parent, agendaPeriodId: recordId },
			path: ({ administrationId, agendaPeriodId }) =>
				inAdministration(administrationId, 'agenda_periods', agendaPeriodId),
		}),
		getManyOf({
			action: 'Get many agenda periods',
			description: 'List what occupies accommodations: reservations, maintenance and blocks',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'agenda_periods'),
		}),
		writeOf({
			name: 'Update',
			action: 'Update an agenda period',
			description: 'Change a block of the agenda',
			method: 'PATCH',
			type: 'agenda_period',
			idField: 'agendaPeriodId',
			fields: {
				...parent,
				kind: periodKind,
				agendaPeriodId: recordId,
				updateFields: collection({
					label: 'Update Fields',
					addLabel: 'Add field',
					fields: {
						end_date: date({ label: 'End Date' }),
						label: string({ label: 'Label' }),
						start_date: date({ label: 'Start Date' }),
					},
				}),
			},
			path: ({ administrationId, kind, agendaPeriodId }) =>
				inAdministration(administrationId, kind, agendaPeriodId),
			written: (values) => ({ attributes: compact(values.updateFields) }),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Blocks of the calendar' },
);

export const amenities = resource(
	'Amenity',
	[
		getOf({
			action: 'Get an amenity',
			description: 'Retrieve one amenity by its ID',
			parents: { amenityId: amenity },
			path: ({ amenityId }) => at('/v3/amenities', amenityId),
		}),
		getManyOf({
			action: 'Get many amenities',
			description: 'List amenities, such as a sauna or a terrace',
			parents: {},
			path: () => '/v3/amenities',
		}),
		getOf({
			name: 'Get in Administration',
			action: 'Get an amenity of an administration',
			description: 'Retrieve one amenity that a park has',
			parents: { ...parent, amenityId: recordId },
			path: ({ administrationId, amenityId }) =>
				inAdministration(administrationId, 'administration_amenities', amenityId),
		}),
		getManyOf({
			name: 'Get Many in Administration',
			action: 'Get many amenities of an administration',
			description: 'List the amenities that a park has',
			parents: parent,
			path: ({ administrationId }) =>
				inAdministration(administrationId, 'administration_amenities'),
		}),
		getManyOf({
			name: 'Get Many Groups',
			action: 'Get many amenity groups',
			description: 'List the groups of amenities',
			parents: {},
			path: () => '/v3/amenity_groups',
		}),
		getManyOf({
			name: 'Get Many Segments',
			action: 'Get many rentable segments',
			description: 'List the segments of accommodations',
			parents: {},
			path: () => '/v3/rentable_segments',
		}),
	],
	{ defaultOperation: 'getMany' },
);

const channelFields = collection({
	label: 'Channel Fields',
	addLabel: 'Add field',
	fields: {
		available_currencies: multiOptions({
			label: 'Available Currencies',
			values: ['EUR', 'GBP', 'USD'].map((value) => ({ name: value, value })),
		}),
		kind: string({ label: 'Kind', placeholder: 'e.g. reseller' }),
		name: string({ label: 'Name' }),
		temporary_booking_validity_in_hours: optionalNumber({
			label: 'Temporary Booking Validity (Hours)',
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
			fields: { name: string({ label: 'Name', required: true }), channelFields },
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

export const inventoryObjects = resource(
	'Inventory Object',
	[
		commandOf({
			name: 'Archive',
			action: 'Archive an inventory object',
			description: 'Take a physical unit out of use, its history kept',
			parents: { ...parent, inventoryObjectId: inventoryObject },
			idField: 'inventoryObjectId',
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId, 'archive'),
			done: { archived: true },
		}),
		removeOf({
			action: 'Delete an inventory object',
			description: 'Delete a physical unit',
			parents: { ...parent, inventoryObjectId: inventoryObject },
			idField: 'inventoryObjectId',
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId),
		}),
		getOf({
			action: 'Get an inventory object',
			description: 'Retrieve one physical unit by its ID',
			parents: { ...parent, inventoryObjectId: inventoryObject },
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId),
		}),
		getManyOf({
			action: 'Get many inventory objects',
			description: 'List the physical units of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'inventory_objects'),
		}),
		writeOf({
			name: 'Update',
			action: 'Update an inventory object',
			description: 'Change a physical unit',
			method: 'PATCH',
			type: 'inventory_object',
			idField: 'inventoryObjectId',
			fields: { ...parent, inventoryObjectId: inventoryObject, attributesJson: requiredAttributes },
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Physical units' },
);

export const rentable = resource('Rentable', [
	getManyOf({
		action: 'Get many rentables',
		description: 'List the units as they can be rented over time',
		parents: parent,
		path: ({ administrationId }) => inAdministration(administrationId, 'rentables'),
	}),
]);

export const rentableTypes = resource(
	'Rentable Type',
	[
		getOf({
			action: 'Get a rentable type',
			description: 'Retrieve one kind of accommodation by its ID',
			parents: { ...parent, rentableTypeId: rentableType },
			path: ({ administrationId, rentableTypeId }) =>
				inAdministration(administrationId, 'rentable_types', rentableTypeId),
		}),
		getManyOf({
			action: 'Get many rentable types',
			description: 'List the kinds of accommodations of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'rentable_types'),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Kinds of accommodations' },
);

const lists = { ...parent, masterPriceListId: masterPriceList };

const pricesPath = (
	{ administrationId, masterPriceListId }: { administrationId: string; masterPriceListId: string },
	...rest: string[]
) => inAdministration(administrationId, 'master_price_lists', masterPriceListId, ...rest);

/** Prices are not written one by one: they come along with their list (docs, "Sideposting"). */
const setPrices = writeOf({
	name: 'Set Prices',
	action: 'Set prices of a master price list',
	description: 'Create or replace prices by date, or by date and length of stay',
	method: 'PATCH',
	type: 'master_price_list',
	idField: 'masterPriceListId',
	fields: {
		...lists,
		kind: options({
			label: 'Kind',
			values: [
				{ name: 'Complex (By Length of Stay)', value: 'complex_price' },
				{ name: 'Simple (Per Night)', value: 'simple_price' },
			],
			default: 'simple_price',
		}),
		prices: jsonList({
			label: 'Prices',
			required: true,
			default: '[]',
			description: 'List of objects with date, length_of_stay if complex, and price attributes',
		}),
	},
	path: (values) => pricesPath(values),
	written: ({ kind, prices = [] }) => ({
		included: prices.map((attributes, index) => ({
			type: kind,
			meta: { temp_id: `price-${index + 1}`, method: 'update' },
			attributes,
		})),
		relationships: {
			[`${kind}s`]: {
				data: prices.map((_price, index) => ({
					type: kind,
					meta: { temp_id: `price-${index + 1}`, method: 'update' },
				})),
			},
		},
	}),
});

export const masterPriceLists = resource(
	'Master Price List',
	[
		writeOf({
			name: 'Create',
			action: 'Create a master price list',
			description: 'Create a price list of its own for the app',
			method: 'POST',
			type: 'master_price_list',
			fields: { ...parent, name: string({ label: 'Name', required: true }) },
			path: ({ administrationId }) => inAdministration(administrationId, 'master_price_lists'),
			written: ({ name }) => ({ attributes: { name } }),
		}),
		getManyOf({
			action: 'Get many master price lists',
			description: 'List the price lists of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'master_price_lists'),
		}),
		getManyOf({
			name: 'Get Many Complex Prices',
			action: 'Get many complex prices',
			description: 'List the prices by date and length of stay',
			parents: lists,
			path: (values) => pricesPath(values, 'complex_prices'),
		}),
		getManyOf({
			name: 'Get Many Simple Prices',
			action: 'Get many simple prices',
			description: 'List the prices per night',
			parents: lists,
			path: (values) => pricesPath(values, 'simple_prices'),
		}),
		setPrices,
	],
	{ defaultOperation: 'getMany' },
);

const CONTENT = [
	'accommodation_subtypes',
	'area_types',
	'arrival_checkout_dates',
	'category_groups',
	'cities',
	'costs',
	'discount_actions',
	'discount_cards',
	'extras',
	'labels',
	'package_entries',
	'packages',
	'periods',
	'regions',
	'reviews',
	'room_types',
	'rooms',
	'terms',
];

const contentCollection = options({
	label: 'Collection',
	values: CONTENT,
	description: 'With an expression any other collection of the administration can be read',
});

export const contentRecord = resource(
	'Content Record',
	[
		getOf({
			action: 'Get a content record',
			description: 'Retrieve one record of a collection of a park',
			parents: { ...parent, collection: contentCollection, recordId },
			path: (values) =>
				inAdministration(values.administrationId, values.collection, values.recordId),
		}),
		getManyOf({
			action: 'Get many content records',
			description: 'List costs, extras, packages, reviews and the like of a park',
			parents: { ...parent, collection: contentCollection },
			path: (values) => inAdministration(values.administrationId, values.collection),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Costs, extras, packages, reviews and more' },
);

export const eventsField = list({
	label: 'Events',
	rowLabel: 'Event',
	addLabel: 'Add event',
	required: true,
	fields: {
		event: string({ label: 'Event', required: true, placeholder: 'e.g. reservation|created' }),
	},
});
