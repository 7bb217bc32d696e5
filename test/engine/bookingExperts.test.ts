import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/BookingExperts/resources';
import { BookingExpertsSimulator } from '../simulators/bookingExperts';
import { REFUSALS } from '../simulators/bookingExperts/shapes';
import { describeOperations, told, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';
import { impatient } from './support/patience';

impatient();

const TYPE = 'bookingExpertsOAuth2Api';
let simulator: BookingExpertsSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BookingExpertsSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

const ADM = '1000';
const administrationId = id(ADM);
const A = `/v3/administrations/${ADM}`;

const page = (number: number) => ({ 'page[number]': String(number), 'page[size]': '100' });

/** A Get Many over one of the simulator's collections of 120. */
const many = (
	path: string,
	parents: INodeParameters,
	item: Record<string, unknown>,
	query: Record<string, string> = {},
): Row => ({
	parameters: { ...parents, returnAll: false, limit: 2, simplify: true, filters: {}, options: {} },
	request: { method: 'GET', path, query: { ...query, 'page[number]': '1', 'page[size]': '2' } },
	item,
	items: 2,
	list: {
		all: 120,
		pages: [1, 2].map((number) => ({ ...query, ...page(number) })),
		limit: 110,
		requests: 2,
	},
});

const one = (path: string, parents: INodeParameters, item: Record<string, unknown>): Row => ({
	parameters: { ...parents, simplify: true, options: {} },
	request: { method: 'GET', path },
	item,
	items: 1,
});

const written = (
	method: 'POST' | 'PATCH',
	path: string,
	parameters: INodeParameters,
	body: object,
	item: Record<string, unknown>,
	query: Record<string, string> = {},
): Row => ({
	parameters: { ...parameters, simplify: true, options: {} },
	request: {
		method,
		path,
		query,
		body,
		headers: { 'content-type': 'application/vnd.api+json' },
	},
	item,
	items: 1,
});

const gone = (path: string, parameters: INodeParameters): Row => ({
	once: true,
	parameters,
	request: { method: 'DELETE', path },
	item: { deleted: true },
});

const free = (path: string, type: string, more: INodeParameters = {}): Row =>
	written(
		'POST',
		path,
		{ ...more, attributesJson: '{"a": 1}' },
		{ data: { type, attributes: { a: 1 } } },
		{ a: 1 },
	);

const archived = (path: string, parameters: INodeParameters): Row => ({
	once: true,
	parameters,
	request: { method: 'POST', path: `${path}/archive` },
	item: { archived: true, id: '5001' },
});

/** Create with the attributes as JSON, and the reads of a collection of a park. */
const reads = (resource: string, collection: string): Record<string, Row> => ({
	[`${resource}.get`]: one(
		`${A}/${collection}/5001`,
		{ administrationId, recordId: '5001' },
		{ id: '5001' },
	),
	[`${resource}.getMany`]: many(`${A}/${collection}`, { administrationId }, { id: '5000' }),
});

function ofCategory(): Record<string, Row> {
	const place = { administrationId, categoryId: '5001' };
	const path = `${A}/categories/5001`;
	const linked = { amenity: { data: { type: 'amenity', id: '7' } } };
	return {
		'category.archive': archived(path, place),
		'category.create': written(
			'POST',
			`${A}/categories`,
			{ administrationId, name: 'Lodges', categoryFields: { available_from: '2026-04-01' } },
			{
				data: { type: 'category', attributes: { name: 'Lodges', available_from: '2026-04-01' } },
			},
			{ name: 'Lodges' },
		),
		'category.get': one(path, place, { name: 'category 1' }),
		'category.getMany': many(`${A}/categories`, { administrationId }, { name: 'category 0' }),
		'category.update': written(
			'PATCH',
			path,
			{ ...place, name: '', categoryFields: { description: 'Wood' } },
			{ data: { type: 'category', id: '5001', attributes: { description: 'Wood' } } },
			{ description: 'Wood' },
		),
		'category.addImage': written(
			'POST',
			`${path}/images`,
			{ ...place, imageFields: { remote_image_url: 'https://example.com/a.jpg', position: 2 } },
			{
				data: {
					type: 'image',
					attributes: { remote_image_url: 'https://example.com/a.jpg', position: 2 },
				},
			},
			{ position: 2 },
		),
		'category.updateImage': written(
			'PATCH',
			`${path}/images/5001`,
			{ ...place, imageId: '5001', imageFields: { description: 'Front' } },
			{ data: { type: 'image', id: '5001', attributes: { description: 'Front' } } },
			{ description: 'Front' },
		),
		'category.deleteImage': gone(`${path}/images/5001`, { ...place, imageId: '5001' }),
		'category.addAmenity': written(
			'POST',
			`${path}/category_amenities`,
			{ ...place, amenityId: '7' },
			{ data: { type: 'category_amenity', attributes: {}, relationships: linked } },
			{ amenity_id: '7' },
		),
		'category.updateAmenity': written(
			'PATCH',
			`${path}/category_amenities/5001`,
			{ ...place, categoryAmenityId: '5001', attributesJson: '{"value": "2"}' },
			{ data: { type: 'category_amenity', id: '5001', attributes: { value: '2' } } },
			{ value: '2' },
		),
		'category.removeAmenity': gone(`${path}/category_amenities/5001`, {
			...place,
			categoryAmenityId: '5001',
		}),
	};
}

function agreements(): Record<string, Row> {
	return {
		...reads('agreement', 'agreements'),
		...reads('contractor', 'contractors'),
		...reads('periodicCost', 'periodic_costs'),
		...reads('todo', 'todos'),
		'agreement.create': free(`${A}/agreements`, 'agreement', { administrationId }),
		'agreement.delete': gone(`${A}/agreements/5001`, { administrationId, recordId: '5001' }),
		'todo.create': written(
			'POST',
			`${A}/todos`,
			{ administrationId, name: 'Fix the door', todoFields: { deadline: '2026-07-01' } },
			{
				data: { type: 'todo', attributes: { name: 'Fix the door', deadline: '2026-07-01' } },
			},
			{ name: 'Fix the door' },
		),
		'todo.update': written(
			'PATCH',
			`${A}/todos/5001`,
			{ administrationId, recordId: '5001', todoFields: { state: 'finished' } },
			{ data: { type: 'todo', id: '5001', attributes: { state: 'finished' } } },
			{ state: 'finished' },
		),
		'guestMutationNotification.create': written(
			'POST',
			`${A}/guest_mutation_notifications`,
			{ administrationId, reservationId: id('5001') },
			{
				data: {
					type: 'guest_mutation_notification',
					attributes: {},
					relationships: { reservation: { data: { type: 'reservation', id: '5001' } } },
				},
			},
			{ reservation_id: '5001' },
		),
	};
}

const GROUP = { seniors: 0, adults: 2, adolescents: 0, children: 1, babies: 0, pets: 0 };

const stay = {
	startDate: '2026-07-01',
	endDate: '2026-07-08',
	guestGroup: { adults: 2, children: 1 },
	rentableTypeId: id('5001'),
};

const STAY = { start_date: '2026-07-01', end_date: '2026-07-08', guest_group: GROUP };

const TYPE_OF_STAY = { rentable_type: { data: { type: 'rentable_type', id: '5001' } } };

const reservationId = id('5001');
const guestsOf = `${A}/reservations/5001/guests`;

const rows: Record<string, Row> = {
	'administration.get': one(A, { administrationId }, { id: '1000', name: 'Park 000' }),
	'administration.getMany': {
		parameters: {
			returnAll: false,
			limit: 2,
			simplify: true,
			filters: {},
			options: { sort: 'name', acceptLanguage: 'nl' },
		},
		request: {
			method: 'GET',
			path: '/v3/administrations',
			query: { sort: 'name', 'page[number]': '1', 'page[size]': '2' },
			headers: { 'accept-language': 'nl' },
		},
		item: {
			id: '1000',
			name: 'Park 000',
			description: { nl: 'Over Park 000' },
			organization_id: '1',
		},
		items: 2,
		list: {
			all: 230,
			pages: [1, 2, 3].map((number) => ({ sort: 'name', ...page(number) })),
			limit: 130,
			requests: 2,
		},
	},
	'agendaPeriod.create': written(
		'POST',
		`${A}/maintenance_agenda_periods`,
		{
			administrationId,
			kind: 'maintenance_agenda_periods',
			label: 'Paint',
			startDate: '2026-03-01',
			endDate: '2026-03-03',
			rentableId: '1',
			inventoryObjectId: '2',
		},
		{
			data: {
				type: 'agenda_period',
				attributes: { label: 'Paint', start_date: '2026-03-01', end_date: '2026-03-03' },
				relationships: {
					rentable: { data: { type: 'rentable', id: '1' } },
					inventory_object: { data: { type: 'inventory_object', id: '2' } },
				},
			},
		},
		{ label: 'Paint', rentable_id: '1', inventory_object_id: '2' },
	),
	'agendaPeriod.delete': gone(`${A}/external_blocked_agenda_periods/5001`, {
		administrationId,
		kind: 'external_blocked_agenda_periods',
		agendaPeriodId: '5001',
	}),
	'agendaPeriod.get': one(
		`${A}/agenda_periods/5001`,
		{ administrationId, agendaPeriodId: '5001' },
		{ id: '5001' },
	),
	'agendaPeriod.getMany': many(`${A}/agenda_periods`, { administrationId }, { id: '5000' }),
	'agendaPeriod.update': written(
		'PATCH',
		`${A}/maintenance_agenda_periods/5001`,
		{
			administrationId,
			kind: 'maintenance_agenda_periods',
			agendaPeriodId: '5001',
			updateFields: { label: 'New' },
		},
		{ data: { type: 'agenda_period', id: '5001', attributes: { label: 'New' } } },
		{ id: '5001', label: 'New' },
	),
	'amenity.get': one('/v3/amenities/5001', { amenityId: id('5001') }, { id: '5001' }),
	'amenity.getMany': many('/v3/amenities', {}, { id: '5000' }),
	'amenity.getManyGroups': many('/v3/amenity_groups', {}, { name: 'amenity_group 0' }),
	'amenity.getManySegments': many('/v3/rentable_segments', {}, { name: 'rentable_segment 0' }),
	'appCommand.create': written(
		'POST',
		'/v3/application_commands',
		{
			identifier: 'cards',
			context_model: 'reservation',
			http_method: 'post',
			target_url: 'https://example.com/cards',
			additionalFields: { name: '{"en": "Cards"}' },
		},
		{
			data: {
				type: 'application_command',
				attributes: {
					identifier: 'cards',
					context_model: 'reservation',
					http_method: 'post',
					target_url: 'https://example.com/cards',
					name: { en: 'Cards' },
				},
			},
		},
		{ identifier: 'cards' },
	),
	'appCommand.delete': gone('/v3/application_commands/5001', { commandId: '5001' }),
	'appCommand.get': one('/v3/application_commands/5001', { commandId: '5001' }, { id: '5001' }),
	'appCommand.getMany': many('/v3/application_commands', {}, { id: '5000' }),
	'appCommand.update': written(
		'PATCH',
		'/v3/application_commands/5001',
		{ commandId: '5001', additionalFields: { enabled_script: 'true' } },
		{ data: { type: 'application_command', id: '5001', attributes: { enabled_script: 'true' } } },
		{ enabled_script: 'true' },
	),
	'availability.search': many(
		'/v3/availabilities',
		{ queryPairs: { rows: [{ name: 'channel_ids', value: '5' }] } },
		{ start_date: '2026-01-01', stock: 0 },
		{ channel_ids: '5' },
	),
	'availability.getManyForRentableType': many(
		'/v3/channels/5000/rentable_types/5001/availabilities',
		{
			channelId: id('5000'),
			rentableTypeId: id('5001'),
			dateFrom: '2026-01-01',
			dateTo: '2026-02-01',
			safetyMargin: 1,
		},
		{ stock: 0, rent_price: 100 },
		{ date_range: '2026-01-01..2026-02-01', multibook_safety_margin: '1' },
	),
	'booking.create': free('/v3/bookings', 'booking', { path: '/v3/bookings' }),
	'booking.get': one(
		`${A}/bookings/5001`,
		{ administrationId, bookingId: id('5001') },
		{ booking_nr: 'B1001', channel_id: '7001' },
	),
	'booking.getMany': many(
		'/v3/bookings',
		{ administrationId: id(''), bookingFilters: {} },
		{ booking_nr: 'B1000' },
	),
	...ofCategory(),
	...agreements(),
	'channel.delete': gone('/v3/channels/5001', { channelId: id('5001') }),
	'customer.update': written(
		'PATCH',
		`${A}/customers/5001`,
		{ administrationId, customerId: '5001', updateFields: { city: 'Assen' } },
		{ data: { type: 'customer', id: '5001', attributes: { city: 'Assen' } } },
		{ city: 'Assen' },
	),
	'amenity.getInAdministration': one(
		`${A}/administration_amenities/5001`,
		{ administrationId, amenityId: '5001' },
		{ id: '5001' },
	),
	'amenity.getManyInAdministration': many(
		`${A}/administration_amenities`,
		{ administrationId },
		{ id: '5000' },
	),
	'inventoryObject.archive': archived(`${A}/inventory_objects/5001`, {
		administrationId,
		inventoryObjectId: id('5001'),
	}),
	'inventoryObject.delete': gone(`${A}/inventory_objects/5001`, {
		administrationId,
		inventoryObjectId: id('5001'),
	}),
	'inventoryObject.update': written(
		'PATCH',
		`${A}/inventory_objects/5001`,
		{ administrationId, inventoryObjectId: id('5001'), attributesJson: '{"name": "A 12"}' },
		{ data: { type: 'inventory_object', id: '5001', attributes: { name: 'A 12' } } },
		{ name: 'A 12' },
	),
	'channel.create': written(
		'POST',
		'/v3/channels',
		{
			name: 'Reseller.com',
			channelFields: {
				kind: 'reseller',
				available_currencies: ['EUR'],
				temporary_booking_validity_in_hours: '2',
			},
		},
		{
			data: {
				type: 'channel',
				attributes: {
					name: 'Reseller.com',
					kind: 'reseller',
					available_currencies: ['EUR'],
					temporary_booking_validity_in_hours: 2,
				},
			},
		},
		{ name: 'Reseller.com' },
	),
	'channel.get': one('/v3/channels/5001', { channelId: id('5001') }, { name: 'channel 1' }),
	'channel.getMany': many('/v3/channels', {}, { name: 'channel 0' }),
	'channel.getManyInAdministration': many(
		`${A}/channels`,
		{ administrationId },
		{ name: 'channel 0' },
	),
	'channel.getManyRentableTypes': many(
		'/v3/channels/5001/rentable_types',
		{ channelId: id('5001') },
		{ name: 'rentable_type 0' },
	),
	'channel.update': written(
		'PATCH',
		'/v3/channels/5001',
		{ channelId: id('5001'), channelFields: { name: 'New' } },
		{ data: { type: 'channel', id: '5001', attributes: { name: 'New' } } },
		{ name: 'New' },
	),
	'checkoutPortalReservation.create': written(
		'POST',
		'/v3/checkout_portal_reservations',
		{ ...stay, path: '/v3/checkout_portal_reservations' },
		{
			data: {
				type: 'checkout_portal_reservation',
				attributes: STAY,
				relationships: TYPE_OF_STAY,
			},
		},
		{ start_date: '2026-07-01' },
	),
	'contact.search': {
		parameters: { email: 'contact@example.com', phone: '', simplify: true, options: {} },
		request: {
			method: 'GET',
			path: '/v3/contacts/search/first',
			query: { email: 'contact@example.com' },
		},
		item: { first_name: 'Cato', email: 'contact@example.com' },
		items: 1,
	},
	'contentRecord.get': one(
		`${A}/cities/5001`,
		{ administrationId, collection: 'cities', recordId: '5001' },
		{ name: 'city 1' },
	),
	'contentRecord.getMany': many(
		`${A}/extras`,
		{ administrationId, collection: 'extras' },
		{ name: 'extra 0' },
	),
	'customer.get': one(
		`${A}/customers/5001`,
		{ administrationId, customerId: '5001' },
		{ name: 'customer 1' },
	),
	'customer.getMany': many(`${A}/customers`, { administrationId }, { name: 'customer 0' }),
	'financeRecord.createReceipt': free(`${A}/receipts`, 'receipt', { administrationId }),
	'financeRecord.get': one(
		`${A}/vat_codes/5001`,
		{ administrationId, collection: 'vat_codes', recordId: '5001' },
		{ name: 'vat_code 1' },
	),
	'financeRecord.getMany': many(
		`${A}/ledger_accounts`,
		{ administrationId, collection: 'ledger_accounts' },
		{ name: 'ledger_account 0' },
	),
	'genericRecord.create': written(
		'POST',
		`${A}/labels`,
		{ path: `${A}/labels`, type: 'label', attributes: '{"name": "x"}' },
		{ data: { type: 'label', attributes: { name: 'x' } } },
		{ name: 'x' },
	),
	'genericRecord.delete': gone(`${A}/labels/5001`, { path: `${A}/labels/5001` }),
	'genericRecord.get': one(`${A}/labels/5001`, { path: `${A}/labels/5001` }, { name: 'label 1' }),
	'genericRecord.getMany': many(`${A}/labels`, { path: `${A}/labels` }, { name: 'label 0' }),
	'genericRecord.update': written(
		'PATCH',
		`${A}/labels/5001`,
		{
			path: `${A}/labels/5001`,
			type: 'label',
			recordId: '5001',
			attributes: '{"name": "y"}',
			relationships: { rows: [{ name: 'owner', type: '', id: '3' }] },
		},
		{
			data: {
				type: 'label',
				id: '5001',
				attributes: { name: 'y' },
				relationships: { owner: { data: { type: 'owner', id: '3' } } },
			},
		},
		{ name: 'y', owner_id: '3' },
	),
	'guest.create': written(
		'POST',
		guestsOf,
		{
			administrationId,
			reservationId,
			lastName: 'Jansen',
			guestFields: { first_name: 'Jan', gender: 'male' },
		},
		{
			data: {
				type: 'guest',
				attributes: { last_name: 'Jansen', first_name: 'Jan', gender: 'male' },
			},
		},
		{ last_name: 'Jansen' },
	),
	'guest.delete': gone(`${guestsOf}/5001`, {
		administrationId,
		reservationId,
		guestId: id('5001'),
	}),
	'guest.get': one(
		`${guestsOf}/5001`,
		{ administrationId, reservationId, guestId: id('5001') },
		{ last_name: 'Gast 1' },
	),
	'guest.getMany': many(guestsOf, { administrationId, reservationId }, { last_name: 'Gast 0' }),
	'guest.update': written(
		'PATCH',
		`${guestsOf}/5001`,
		{ administrationId, reservationId, guestId: id('5001'), guestFields: { city: 'Ede' } },
		{ data: { type: 'guest', id: '5001', attributes: { city: 'Ede' } } },
		{ city: 'Ede' },
	),
	'inventoryObject.get': one(
		`${A}/inventory_objects/5001`,
		{ administrationId, inventoryObjectId: id('5001') },
		{ name_with_type: 'Unit 1 (Bungalow)' },
	),
	'inventoryObject.getMany': many(
		`${A}/inventory_objects`,
		{ administrationId },
		{ name_with_type: 'Unit 0 (Bungalow)' },
	),
	'invoice.get': one(
		`${A}/invoices/5001`,
		{ administrationId, invoiceId: '5001' },
		{ invoice_nr: 'I1' },
	),
	'invoice.getMany': many(`${A}/invoices`, { administrationId }, { invoice_nr: 'I0' }),
	'masterPriceList.create': written(
		'POST',
		`${A}/master_price_lists`,
		{ administrationId, name: 'App prices' },
		{ data: { type: 'master_price_list', attributes: { name: 'App prices' } } },
		{ name: 'App prices' },
	),
	'masterPriceList.getMany': many(
		`${A}/master_price_lists`,
		{ administrationId },
		{ name: 'master_price_list 0' },
	),
	'masterPriceList.getManyComplexPrices': many(
		`${A}/master_price_lists/5001/complex_prices`,
		{ administrationId, masterPriceListId: id('5001') },
		{ name: 'complex_price 0' },
	),
	'masterPriceList.getManySimplePrices': many(
		`${A}/master_price_lists/5001/simple_prices`,
		{ administrationId, masterPriceListId: id('5001') },
		{ name: 'simple_price 0' },
	),
	'masterPriceList.setPrices': written(
		'PATCH',
		`${A}/master_price_lists/5001`,
		{
			administrationId,
			masterPriceListId: id('5001'),
			kind: 'simple_price',
			prices: '[{"date": "2026-07-01", "price": 100}]',
		},
		{
			data: {
				type: 'master_price_list',
				id: '5001',
				attributes: {},
				relationships: {
					simple_prices: {
						data: [{ type: 'simple_price', meta: { temp_id: 'price-1', method: 'update' } }],
					},
				},
			},
			included: [
				{
					type: 'simple_price',
					meta: { temp_id: 'price-1', method: 'update' },
					attributes: { date: '2026-07-01', price: 100 },
				},
			],
		},
		{ id: '5001' },
	),
	'message.createInternalMessage': free('/v3/internal_messages', 'internal_message', {
		path: '/v3/internal_messages',
	}),
	'message.send': free('/v3/messages', 'message', { path: '/v3/messages' }),
	'order.get': one(`${A}/orders/5001`, { administrationId, orderId: '5001' }, { name: 'order 1' }),
	'organization.get': one('/v3/organization', {}, { id: '1', name: 'Duinpark BV' }),
	'owner.getMany': many(`${A}/owners`, { administrationId }, { name: 'owner 0' }),
	'payment.create': written(
		'POST',
		`${A}/payments`,
		{
			administrationId,
			invoiceId: '9',
			foreignPrice: 10.5,
			paidAt: '2026-06-09',
			additionalFields: { memo: 'x', sendNotification: true },
		},
		{
			data: {
				type: 'payment',
				attributes: { paid_at: '2026-06-09', foreign_price: 10.5, memo: 'x' },
				relationships: { invoice: { data: { type: 'invoice', id: '9' } } },
			},
		},
		{ foreign_price: 10.5, invoice_id: '9' },
		{ send_notification: 'true' },
	),
	'payment.createPaymentMethod': free('/v3/payment_methods', 'payment_method', {
		path: '/v3/payment_methods',
	}),
	'payment.createPaymentResult': free('/v3/payment_results', 'payment_result', {
		path: '/v3/payment_results',
	}),
	'payment.get': one(
		`${A}/payments/5001`,
		{ administrationId, paymentId: '5001' },
		{ foreign_price: 11, invoice_id: '7001' },
	),
	'payment.getMany': many(`${A}/payments`, { administrationId }, { foreign_price: 10 }),
	'posRegister.create': free(`${A}/registers`, 'register', { administrationId }),
	'posRegister.getMany': many(`${A}/registers`, { administrationId }, { name: 'register 0' }),
	'rentable.getMany': many(`${A}/rentables`, { administrationId }, { name: 'rentable 0' }),
	'rentableType.get': one(
		`${A}/rentable_types/5001`,
		{ administrationId, rentableTypeId: id('5001') },
		{ name: 'rentable_type 1' },
	),
	'rentableType.getMany': many(
		`${A}/rentable_types`,
		{ administrationId },
		{ name: 'rentable_type 0' },
	),
	'reservation.create': written(
		'POST',
		'/v3/channels/5000/reservations',
		{
			channelId: id('5000'),
			...stay,
			additionalFields: { remote_reservation_key: 'K-1', note: '' },
			checks: { confirm: true },
		},
		{
			data: {
				type: 'reservation',
				attributes: { ...STAY, remote_reservation_key: 'K-1' },
				relationships: TYPE_OF_STAY,
			},
		},
		{ start_date: '2026-07-01', rentable_type_id: '5001' },
		{ confirm: 'true' },
	),
	'reservation.get': one(
		`${A}/reservations/5001`,
		{ reservationId, administrationId },
		{ booking_nr: 'B1001', rentable_type_id: '7001' },
	),
	'reservation.getMany': many('/v3/reservations', { administrationId: id('') }, { id: '5000' }),
	'reservation.update': written(
		'PATCH',
		`${A}/reservations/5001`,
		{
			reservationId,
			scope: 'administration',
			administrationId,
			additionalFields: { late_checkout: true },
			rentableIdentityId: '9',
		},
		{
			data: {
				type: 'reservation',
				id: '5001',
				attributes: { late_checkout: true },
				relationships: { rentable_identity: { data: { type: 'rentable_identity', id: '9' } } },
			},
		},
		{ late_checkout: true, rentable_identity_id: '9' },
	),
	'subscription.get': {
		parameters: { simplify: true, options: { include: 'organization' } },
		request: { method: 'GET', path: '/v3/subscription', query: { include: 'organization' } },
		item: {
			id: '501',
			organization_id: '1',
			administrations: [
				{ id: '1000', name: '' },
				{ id: '1001', name: '' },
			],
			administration_ids: ['1000', '1001'],
			returnUrl: expect.stringMatching(/\/apps\/501$/),
		},
		items: 1,
	},
	'webhookEndpoint.create': written(
		'POST',
		'/v3/webhook_endpoints',
		{
			targetUrl: 'https://example.com/hook',
			events: { rows: [{ event: 'reservation|created' }] },
			confirmStrategy: 'wait_for_success',
		},
		{
			data: {
				type: 'webhook_endpoint',
				attributes: {
					target_url: 'https://example.com/hook',
					confirm_strategy: 'wait_for_success',
					events: ['reservation|created'],
				},
			},
		},
		{ target_url: 'https://example.com/hook' },
	),
	'webhookEndpoint.delete': gone('/v3/webhook_endpoints/5001', { endpointId: '5001' }),
	'webhookEndpoint.get': one('/v3/webhook_endpoints/5001', { endpointId: '5001' }, { id: '5001' }),
	'webhookEndpoint.getMany': many('/v3/webhook_endpoints', {}, { id: '5000' }),
	'webhookEndpoint.update': written(
		'PATCH',
		'/v3/webhook_endpoints/5001',
		{ endpointId: '5001', updateFields: { target_url: 'https://example.com/new' } },
		{
			data: {
				type: 'webhook_endpoint',
				id: '5001',
				attributes: { target_url: 'https://example.com/new' },
			},
		},
		{ target_url: 'https://example.com/new' },
	),
	'customApiCall.send': {
		parameters: { method: 'GET', path: '/v3/administrations', query: '{"page[size]": 1}' },
		request: { method: 'GET', path: '/v3/administrations', query: { 'page[size]': '1' } },
		item: { type: 'administration', id: '1000' },
		items: 1,
	},
};

/** Resources whose attributes the vendor's documents name. */
const DOCUMENTED = new Set([
	'administration',
	'agendaPeriod',
	'booking',
	'channel',
	'guest',
	'invoice',
	'organization',
	'payment',
	'reservation',
	'subscription',
]);

for (const [name, row] of Object.entries(rows)) {
	const resource = name.split('.')[0] ?? '';
	// The user names its type and attributes.
	row.freeOutput = resource === 'genericRecord';
	// Of the others the simulator makes the attributes up: JSON:API and the node itself promise these.
	if (!DOCUMENTED.has(resource)) row.sure = ['id', 'type', 'deleted', 'archived', 'success'];
}

describe('every operation of the Booking Experts node', () => {
	describeOperations({
		resources,
		nodeFolder: 'BookingExperts',
		rows,
		vendor: () => simulator,
		shaped: true,
		seen: told(REFUSALS, [
			'Including order is not allowed',
			'Rentable is already taken',
			'is too late (/data/attributes/start_date); must exist (/data/relationships/rentable_type)',
		]),
		run: async (name, parameters, more) =>
			await runOperation(engine, TYPE, credential, name, parameters, more),
		headers: {
			accept: 'application/vnd.api+json',
			authorization: expect.stringMatching(/^Bearer canary-bookingexperts-access-/),
		},
		refusal: {
			status: 422,
			body: '{"errors":[{"status":"422","code":"FORBIDDEN_INPUT","title":"Invalid","detail":"is not allowed","source":{"pointer":"/data/attributes/x"}}]}',
			message: 'is not allowed (/data/attributes/x)',
			description: 'FORBIDDEN_INPUT',
		},
	});
});

describe('errors in an answer of HTTP 200', () => {
	const refusal = (path: string, body: object) =>
		simulator.faults.add({
			path,
			status: 200,
			headers: { 'Content-Type': 'application/vnd.api+json' },
			body: JSON.stringify(body),
		});

	it.each(Object.entries(rows))('are told by %s', async (name, row) => {
		await row.arrange?.();
		refusal(row.request.path, { errors: [{ title: 'Quota used up', code: 'QUOTA' }] });
		const { error, items } = await runOperation(engine, TYPE, credential, name, row.parameters);
		expect([error?.message, items]).toEqual(['Quota used up', []]);
		expect(error?.description).toContain('QUOTA');
	});

	it('are told without any words too, and beside data', async () => {
		const { path } = rows['organization.get']?.request ?? { path: '' };
		for (const body of [{ errors: [{}] }, { data: { type: 'x', id: '1' }, errors: [{}] }]) {
			refusal(path, body);
			const result = await runOperation(engine, TYPE, credential, 'organization.get', {
				simplify: true,
				options: {},
			});
			expect(result.error?.message).toBe('Booking Experts refused the call');
			simulator.faults.clear();
		}
	});
});

describe('answers by the rules of JSON:API', () => {
	const answer = (path: string, body: object) =>
		simulator.faults.add({
			path,
			status: 200,
			headers: { 'Content-Type': 'application/vnd.api+json' },
			body: JSON.stringify(body),
		});

	const RESERVATIONS = `${A}/reservations`;

	const all = async (simplify = true) =>
		await runOperation(engine, TYPE, credential, 'reservation.getMany', {
			administrationId,
			returnAll: true,
			simplify,
			filters: {},
			options: {},
		});

	it.each([
		['text', (href: string) => href],
		['an object', (href: string) => ({ href, meta: { count: 120 } })],
	])('a next page is followed where its link is %s', async (_kind, link) => {
		const data = [{ type: 'reservation', id: '1', attributes: {} }];
		const next = link(`${simulator.apiOrigin}/v3${RESERVATIONS.slice(3)}?page%5Bnumber%5D=2`);
		answer(RESERVATIONS, { data, links: { next } });
		expect((await all()).items.length).toBeGreaterThan(1);
		answer(RESERVATIONS, { data, links: { next: { meta: {} } } });
		expect((await all()).items).toHaveLength(1);
	});

	it.each([true, false])('no data is no item (Simplify %s)', async (simplify) => {
		answer(RESERVATIONS, { data: null });
		const none = await all(simplify);
		expect([none.items, none.error]).toEqual([[], undefined]);
		answer('/v3/reservations/1/customer', { data: null, links: {} });
		const one = await runOperation(engine, TYPE, credential, 'genericRecord.get', {
			path: '/v3/reservations/1/customer',
			simplify,
			options: {},
		});
		expect([one.items, one.error]).toEqual([[], undefined]);
	});

	it('a change that is answered with meta alone was made', async () => {
		const row = rows['guest.create'];
		const path = row?.request.path ?? '';
		answer(path, { meta: { queued: true } });
		const { items, error } = await runOperation(
			engine,
			TYPE,
			credential,
			'guest.create',
			row?.parameters,
		);
		expect([error, items[0]?.json]).toEqual([undefined, { success: true }]);
	});

	it.each([{ data: null }, { data: [] }])('%j is no contact', async (body) => {
		const search = async (failIfNone: boolean) => {
			answer('/v3/contacts/search/first', body);
			return await runOperation(engine, TYPE, credential, 'contact.search', {
				email: 'a@example.com',
				simplify: true,
				options: { failIfNone },
			});
		};
		const none = await search(false);
		expect([none.items, none.error]).toEqual([[], undefined]);
		expect((await search(true)).error?.message).toBe('Booking Experts has no such contact');
	});

	it('a contact comes with what was asked to come along', async () => {
		const owner = { type: 'owner', id: '2', attributes: { last_name: 'Demo' } };
		const search = async (simplify: boolean) => {
			answer('/v3/contacts/search/first', {
				data: {
					type: 'contact',
					id: '1',
					attributes: {},
					relationships: { owner: { data: { type: 'owner', id: '2' } } },
				},
				included: [owner, { type: 'owner', id: '3', attributes: {} }],
			});
			const { items } = await runOperation(engine, TYPE, credential, 'contact.search', {
				email: 'a@example.com',
				simplify,
				options: { include: 'owner' },
			});
			return items[0]?.json;
		};
		expect(await search(false)).toMatchObject({ type: 'contact', included: [owner] });
		expect(await search(true)).toMatchObject({ id: '1', owner: { last_name: 'Demo' } });
	});
});
