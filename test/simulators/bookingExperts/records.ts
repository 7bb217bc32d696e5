import { createHmac, randomUUID } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { names } from '../shared/queries';
import type { Organization, Resource } from './data';

/** What the API's collections need of the simulator around them. */
export interface RecordHost {
	/** Whose call this is; answers itself when nobody's. */
	organization(request: Request, response: Response): Organization | undefined;
	list(request: Request, response: Response, all: Resource[], included?: Resource[]): void;
	shown(request: Request, resource: Resource): Resource;
	send(response: Response, status: number, document: unknown): void;
	fail(response: Response, status: number, code: string, detail: string, pointer?: string): void;
}

/** How many records a collection has from the start. */
const ROWS = 120;

const SINGULAR: Record<string, string> = {
	amenities: 'amenity',
	cities: 'city',
	maintenance_agenda_periods: 'agenda_period',
	external_blocked_agenda_periods: 'agenda_period',
	package_entries: 'package_entry',
	availabilities: 'availability',
};

export const typeOf = (collection: string): string =>
	SINGULAR[collection] ?? collection.replace(/ies$/, 'y').replace(/s$/, '');

const day = (index: number) =>
	new Date(Date.UTC(2026, 0, 1) + index * 86_400_000).toISOString().slice(0, 10);

function attributesOf(type: string, index: number): Record<string, unknown> {
	const stamps = {
		created_at: `${day(index)}T08:00:00Z`,
		updated_at: `${day(index + 1)}T09:30:00Z`,
	};
	const known: Record<string, Record<string, unknown>> = {
		reservation: {
			booking_nr: `B${1000 + index}`,
			start_date: day(index),
			end_date: day(index + 7),
			state: index % 10 === 0 ? 'cancelled' : 'confirmed',
			guest_name: `Guest ${index}`,
			guest_group: {
				seniors: 0,
				adults: 2,
				adolescents: 0,
				children: index % 3,
				babies: 0,
				pets: 0,
			},
		},
		booking: { booking_nr: `B${1000 + index}`, state: 'confirmed', reference_nr: `R${index}` },
		guest: { first_name: 'Gea', last_name: `Gast ${index}`, email: `gast${index}@example.com` },
		inventory_object: { name_with_type: `Unit ${index} (Bungalow)` },
		amenity: { name: { en: `Sauna ${index}`, nl: `Sauna nr. ${index}` } },
		availability: { start_date: day(index), stock: index % 4, rent_price: 100 + index },
		contact: { first_name: 'Cato', last_name: 'Contact', email: 'contact@example.com' },
		payment: { paid_at: day(index), foreign_price: 10 + index, memo: '' },
		invoice: { invoice_nr: `I${index}`, foreign_total: 100 + index, foreign_currency: 'EUR' },
	};
	return { ...(known[type] ?? { name: `${type} ${index}` }), ...stamps };
}

const RELATED: Record<string, Record<string, string>> = {
	reservation: { booking: 'booking', rentable_type: 'rentable_type', order: 'order' },
	booking: { channel: 'channel', customer: 'customer' },
	payment: { invoice: 'invoice' },
	agenda_period: { rentable: 'rentable' },
};

/** Collections in memory, made from their path; the same path has the same records. */
export class RecordStore {
	private readonly held = new Map<string, Resource[]>();

	/** Prices that were sideposted, by list. */
	readonly prices = new Map<string, unknown[]>();

	collection(path: string): Resource[] {
		const found = this.held.get(path);
		if (found) return found;
		const name = path.split('/').pop() ?? '';
		const type = typeOf(name);
		const made = Array.from({ length: ROWS }, (_, index): Resource => {
			const relations = Object.entries(RELATED[type] ?? {});
			return {
				type,
				id: String(5000 + index),
				attributes: attributesOf(type, index),
				...(relations.length > 0
					? {
							relationships: Object.fromEntries(
								relations.map(([relation, other]) => [
									relation,
									{ data: { type: other, id: String(7000 + index) } },
								]),
							),
						}
					: {}),
			};
		});
		this.held.set(path, made);
		return made;
	}

	/** A webhook or command call as Booking Experts signs it. */
	signed(body: unknown, secret: string): { rawBody: string; headers: Record<string, string> } {
		const rawBody = body === undefined ? '' : JSON.stringify(body);
		const signature = createHmac('sha1', secret).update(rawBody).digest('hex');
		return { rawBody, headers: { 'x-be-signature': `sha1=${signature}` } };
	}

	/** The record that another one points to. */
	related(type: string, id: string): Resource {
		return { type, id, attributes: attributesOf(type, Number(id) - 7000) };
	}
}

/** The members of a document and of its records (jsonapi.org 1.1, "Document Structure"), and the vendor's sideposting. */
const RECORD = names('type id attributes relationships meta');

export const DOCUMENT = names('meta', { data: RECORD, included: RECORD });

interface Document {
	data?: {
		type?: unknown;
		id?: unknown;
		attributes?: Record<string, unknown>;
		relationships?: Record<string, { data: unknown }>;
	};
	included?: Array<{ type?: string; meta?: { temp_id?: string; method?: string } }>;
}

const MEDIA_TYPES = /^application\/(?:vnd\.api\+json|json)\b/;

/** Every collection below /v3 that has no page of its own. */
export function serveRecords(app: Express, host: RecordHost, store: RecordStore): void {
	app.get('/v3/organization', (request, response) => {
		const organization = host.organization(request, response);
		if (!organization) return;
		const { id, name } = organization;
		host.send(response, 200, { data: { type: 'organization', id, attributes: { name } } });
	});
	app.get('/v3/contacts/search/first', (request, response) => {
		if (!host.organization(request, response)) return;
		if (request.query.email !== 'contact@example.com') {
			return host.fail(response, 404, 'RESOURCE_NOT_FOUND', 'No contact');
		}
		host.send(response, 200, {
			data: { type: 'contact', id: '1', attributes: attributesOf('contact', 1) },
		});
	});

	// One list for all that occupies the agenda, but blocks are changed where their kind is.
	for (const method of ['post', 'patch', 'delete'] as const) {
		app[method](
			[
				'/v3/administrations/:scopeId/agenda_periods',
				'/v3/administrations/:scopeId/agenda_periods/:id',
			],
			(_request, response) => host.fail(response, 404, 'RESOURCE_NOT_FOUND', 'No such page'),
		);
	}
	app.post(
		[
			'/v3/administrations/:scopeId/categories/:id/archive',
			'/v3/administrations/:scopeId/inventory_objects/:id/archive',
		],
		(request, response) => {
			if (!admitted(host, request, response)) return;
			const { collection, record } = split(split(request.path).collection);
			const all = store.collection(collection);
			const index = all.findIndex(({ id }) => id === record);
			if (index < 0) return host.fail(response, 404, 'RESOURCE_NOT_FOUND', 'No such record');
			all.splice(index, 1);
			response.status(204).end();
		},
	);

	const paths = [
		'/v3/:collection',
		'/v3/:scope/:scopeId/:collection',
		'/v3/administrations/:scopeId/reservations/:reservation/:collection',
		'/v3/administrations/:scopeId/master_price_lists/:list/:collection',
		'/v3/administrations/:scopeId/categories/:category/:collection',
		'/v3/channels/:scopeId/rentable_types/:rentableType/:collection',
	];
	for (const path of paths) {
		app.get(path, (request, response, next) => {
			if (!admitted(host, request, response)) return;
			if (isRecordPath(request)) return next();
			const all = store.collection(request.path);
			const included = inclusions(host, request, response, all, store);
			if (included) host.list(request, response, all, included);
		});
		app.post(path, (request, response) => {
			if (admitted(host, request, response)) create(host, request, response, store);
		});
		app.get(`${path}/:id`, (request, response, next) => {
			if (!admitted(host, request, response)) return;
			const { collection, record } = split(request.path);
			const found = store.collection(collection).find(({ id }) => id === record);
			if (!found) return next();
			const included = inclusions(host, request, response, [found], store);
			if (!included) return;
			host.send(response, 200, {
				data: host.shown(request, found),
				...(included.length > 0 ? { included } : {}),
			});
		});
		app.patch(`${path}/:id`, (request, response) => {
			if (admitted(host, request, response)) change(host, request, response, store);
		});
		app.delete(`${path}/:id`, (request, response) => {
			if (!admitted(host, request, response)) return;
			const { collection, record } = split(request.path);
			const all = store.collection(collection);
			const index = all.findIndex(({ id }) => id === record);
			if (index < 0) return host.fail(response, 404, 'RESOURCE_NOT_FOUND', 'No such record');
			all.splice(index, 1);
			response.status(204).end();
		});
	}
}

const split = (path: string) => {
	const segments = path.split('/');
	return { collection: segments.slice(0, -1).join('/'), record: segments.at(-1) ?? '' };
};

/** Ids are numbers here, collections are words. */
const isRecordPath = (request: Request) => /^\d+$/.test(split(request.path).record);

/** Whether the caller may be here: administrations outside the subscription do not exist. */
function admitted(host: RecordHost, request: Request, response: Response): boolean {
	const organization = host.organization(request, response);
	if (!organization) return false;
	const administration = /^\/v3\/administrations\/([^/]+)\//.exec(request.path)?.[1];
	if (
		administration !== undefined &&
		!organization.administrations.some(({ id }) => id === administration)
	) {
		host.fail(response, 404, 'RESOURCE_NOT_FOUND', 'Administration not found');
		return false;
	}
	return true;
}

/** The related records of `include`; undefined when the answer has been sent. */
function inclusions(
	host: RecordHost,
	request: Request,
	response: Response,
	records: Resource[],
	store: RecordStore,
): Resource[] | undefined {
	const { include } = request.query;
	if (typeof include !== 'string' || include === '') return [];
	const [first] = records;
	for (const name of include.split(',')) {
		if (!first?.relationships?.[name]) {
			host.fail(response, 403, 'FORBIDDEN_INCLUDE', `Including ${name} is not allowed`);
			return undefined;
		}
	}
	return records.flatMap((record) =>
		include.split(',').flatMap((name) => {
			const data = record.relationships?.[name]?.data as { type: string; id: string } | undefined;
			return data ? [store.related(data.type, data.id)] : [];
		}),
	);
}

/** The document of a write; undefined when it has been refused. */
function documentOf(
	host: RecordHost,
	request: Request,
	response: Response,
	type: string,
): Document | undefined {
	if (!MEDIA_TYPES.test(request.header('content-type') ?? '')) {
		host.fail(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'JSON:API expected');
		return undefined;
	}
	const document = request.body as Document;
	if (document?.data?.type !== type) {
		host.fail(response, 422, 'INVALID', `must be ${type}`, '/data/type');
		return undefined;
	}
	if (document.included?.some(({ meta }) => !meta?.temp_id || !meta.method)) {
		host.fail(response, 422, 'INVALID', 'needs meta.temp_id and meta.method', '/included');
		return undefined;
	}
	return document;
}

function create(host: RecordHost, request: Request, response: Response, store: RecordStore): void {
	const type = typeOf(request.path.split('/').pop() ?? '');
	const document = documentOf(host, request, response, type);
	if (!document) return;
	const { attributes = {}, relationships } = document.data ?? {};
	if (type === 'reservation') {
		if (!attributes.guest_group) {
			return host.fail(response, 422, 'INVALID', "can't be blank", '/data/attributes/guest_group');
		}
		if (!relationships?.rentable_type) {
			return host.fail(response, 422, 'INVALID', 'must exist', '/data/relationships/rentable_type');
		}
	}
	if (type === 'guest' && attributes.email && !String(attributes.email).includes('@')) {
		return host.fail(response, 422, 'INVALID', 'is invalid', '/data/attributes/email');
	}
	const made: Resource = {
		type,
		id: String(parseInt(randomUUID().slice(0, 8), 16)),
		attributes,
		...(relationships ? { relationships } : {}),
	};
	store.collection(request.path).push(made);
	host.send(response, 201, { data: made });
}

function change(host: RecordHost, request: Request, response: Response, store: RecordStore): void {
	const { collection, record } = split(request.path);
	const type = typeOf(collection.split('/').pop() ?? '');
	const document = documentOf(host, request, response, type);
	if (!document) return;
	if (String(document.data?.id) !== record) {
		return host.fail(response, 409, 'CONFLICT', 'The ids differ');
	}
	const found = store.collection(collection).find(({ id }) => id === record);
	if (!found) return host.fail(response, 404, 'RESOURCE_NOT_FOUND', 'No such record');
	Object.assign(found.attributes, document.data?.attributes);
	if (document.data?.relationships) {
		found.relationships = { ...found.relationships, ...document.data.relationships };
	}
	if (document.included) store.prices.set(record, document.included);
	host.send(response, 200, { data: host.shown(request, found) });
}
