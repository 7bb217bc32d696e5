import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { chosen } from '../shared/chosen';
import { InputError } from '../shared/errors';
import { at } from '../shared/path';
import { includes } from '../shared/picked';
import { BookingExpertsApi } from './api';
import { simplified } from './jsonApi';
import { pageOfPark, scope } from './stay';

const PAGE = 50;

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

const administrationOf = (context: ILoadOptionsFunctions) =>
	chosen(context, 'administrationId', scope);

function needed(context: ILoadOptionsFunctions, name: string, label: string): string {
	const value = name === 'administrationId' ? administrationOf(context) : chosen(context, name);
	if (value === '') throw new InputError(`Choose "${label}" first`, label);
	return value;
}

const inAdministration = (context: ILoadOptionsFunctions, collection: string) =>
	at('/v3/administrations', needed(context, 'administrationId', 'Administration'), collection);

/**
 * A picker over a JSON:API collection.
 * @param filterBy attribute that the API itself searches in; without one the loaded page is searched
 * @param page where a record stands in the vendor's web pages, where that is known; the panel links to it
 */
function search(
	path: (context: ILoadOptionsFunctions) => string,
	label: (record: IDataObject) => string,
	filterBy?: string,
	page?: typeof pageOfPark,
): Search {
	return async function find(filter, paginationToken) {
		const authentication = String(this.getNodeParameter('authentication', 'oAuth2'));
		const api = new BookingExpertsApi(this, authentication);
		const number = Number(paginationToken ?? 1) || 1;
		const wanted = filter?.trim() ?? '';
		const { resources } = await api.resource(path(this), {
			'page[number]': number,
			'page[size]': PAGE,
			...(wanted && filterBy ? { [`filter[${filterBy}]`]: `~${wanted}` } : {}),
		});
		const credentials = page ? await api.credentials() : {};
		const entries = resources.map((resource) => {
			const record = simplified(resource, { language: 'en' });
			const id = String(record.id);
			const url = page?.(credentials, id);
			return { name: label(record) || id, value: id, ...(url ? { url } : {}) };
		});
		return {
			results: filterBy ? entries : entries.filter(({ name }) => includes(name, wanted)),
			...(resources.length === PAGE ? { paginationToken: String(number + 1) } : {}),
		};
	};
}

const name = ({ name: value }: IDataObject): string => (typeof value === 'string' ? value : '');

export const searchAdministrations = search(() => '/v3/administrations', name, 'name', pageOfPark);

export const searchChannels = search((context) => {
	const administration = administrationOf(context);
	return administration === ''
		? '/v3/channels'
		: at('/v3/administrations', administration, 'channels');
}, name);

export const searchRentableTypes = search((context) => {
	const channel = chosen(context, 'channelId');
	return channel === ''
		? inAdministration(context, 'rentable_types')
		: at('/v3/channels', channel, 'rentable_types');
}, name);

export const searchReservations = search(
	(context) => {
		const administration = administrationOf(context);
		return administration === ''
			? '/v3/reservations'
			: at('/v3/administrations', administration, 'reservations');
	},
	({ booking_nr: number, start_date: from, end_date: to }) =>
		`(${String(number ?? '')}) ${String(from ?? '')} - ${String(to ?? '')}`,
);

export const searchBookings = search(
	(context) => inAdministration(context, 'bookings'),
	({ booking_nr: number }) => String(number ?? ''),
);

export const searchGuests = search(
	(context) =>
		at(
			'/v3/administrations',
			needed(context, 'administrationId', 'Administration'),
			'reservations',
			needed(context, 'reservationId', 'Reservation'),
			'guests',
		),
	({ first_name: first, last_name: last, email }) =>
		`${[first, last].filter(Boolean).join(' ')}${email ? ` (${String(email)})` : ''}`,
);

export const searchInventoryObjects = search(
	(context) => inAdministration(context, 'inventory_objects'),
	({ name_with_type: full, name: short }) => String(full ?? short ?? ''),
);

export const searchMasterPriceLists = search(
	(context) => inAdministration(context, 'master_price_lists'),
	name,
);

export const searchAmenities = search(() => '/v3/amenities', name, 'name');
