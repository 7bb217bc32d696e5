import type { INodeParameters } from 'n8n-workflow';
import type { Row } from '../../support/contract';

export const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

export const ADM = '1000';
export const administrationId = id(ADM);
export const A = `/v3/administrations/${ADM}`;

export const page = (number: number) => ({ 'page[number]': String(number), 'page[size]': '100' });

/** A Get Many over one of the simulator's collections of 120. */
export const many = (
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

export const one = (
	path: string,
	parents: INodeParameters,
	item: Record<string, unknown>,
): Row => ({
	parameters: { ...parents, simplify: true, options: {} },
	request: { method: 'GET', path },
	item,
	items: 1,
});

export const written = (
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

export const gone = (path: string, parameters: INodeParameters): Row => ({
	once: true,
	parameters,
	request: { method: 'DELETE', path },
	item: { deleted: true },
});

export const free = (path: string, type: string, more: INodeParameters = {}): Row =>
	written(
		'POST',
		path,
		{ ...more, attributesJson: '{"a": 1}' },
		{ data: { type, attributes: { a: 1 } } },
		{ a: 1 },
	);

export const archived = (path: string, parameters: INodeParameters): Row => ({
	once: true,
	parameters,
	request: { method: 'POST', path: `${path}/archive` },
	item: { archived: true, id: '5001' },
});

/** Create with the attributes as JSON, and the reads of a collection of a park. */
export const reads = (resource: string, collection: string): Record<string, Row> => ({
	[`${resource}.get`]: one(
		`${A}/${collection}/5001`,
		{ administrationId, recordId: '5001' },
		{ id: '5001' },
	),
	[`${resource}.getMany`]: many(`${A}/${collection}`, { administrationId }, { id: '5000' }),
});

export const GROUP = { seniors: 0, adults: 2, adolescents: 0, children: 1, babies: 0, pets: 0 };

export const stay = {
	startDate: '2026-07-01',
	endDate: '2026-07-08',
	guestGroup: { adults: 2, children: 1 },
	rentableTypeId: id('5001'),
};

export const STAY = { start_date: '2026-07-01', end_date: '2026-07-08', guest_group: GROUP };

export const TYPE_OF_STAY = { rentable_type: { data: { type: 'rentable_type', id: '5001' } } };

export const reservationId = id('5001');
export const guestsOf = `${A}/reservations/5001/guests`;
