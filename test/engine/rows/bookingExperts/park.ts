import type { Row } from '../../support/contract';
import { id, administrationId, A, page, many, one, written, gone, archived } from './parts';

export const park: Record<string, Row> = {
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
	...ofCategory(),
	'channel.delete': gone('/v3/channels/5001', { channelId: id('5001') }),
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
	'organization.get': one('/v3/organization', {}, { id: '1', name: 'Duinpark BV' }),
	'owner.getMany': many(`${A}/owners`, { administrationId }, { name: 'owner 0' }),
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
};

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
