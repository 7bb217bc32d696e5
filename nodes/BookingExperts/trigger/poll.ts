import { jsonParse, type IDataObject, type IPollFunctions } from 'n8n-workflow';
import { isRecord, sha256 } from '../../../credentials/base/values';
import { output } from '../../shared/operation/output';
import { parameter } from '../../shared/trigger/parameter';
import { InputError } from '../../shared/errors';
import { at } from '../../shared/path';
import { Memory } from '../../shared/trigger/memory';
import type { Polled } from '../../shared/trigger/polling';
import type { Glimpse, Kept } from '../../shared/trigger/watch';
import { BookingExpertsApi } from '../api';
import { simplified } from '../jsonApi';
import { scope } from '../stay';
import { event, record } from './pollSettings';

const SAMPLE = 3;

const SIZE = 100;

const PAGES = 50;

const SECOND_MS = 1_000;

/** A record is found although it becomes visible so much later than the time it carries. */
const OVERLAP_MS = 600_000;

const YEAR_MS = 365 * 86_400_000;

const COLLECTIONS: Record<string, string> = {
	booking: 'bookings',
	inventoryObject: 'inventory_objects',
	reservation: 'reservations',
};

/** What was created or changed since the last look, in the order of the time that the record carries. */
export async function watchOf(context: IPollFunctions): Promise<Polled> {
	const attribute = parameter(context, 'event', event) === 'created' ? 'created_at' : 'updated_at';
	const path = pathOf(context);
	const api = new BookingExpertsApi(context, String(context.getNodeParameter('authentication')));
	const simplify = parameter(context, 'simplify', output.simplify);
	const timeOf = (record: IDataObject) => momentOf(record, attribute);
	const newest = async (size: number) =>
		(await api.page(path, { sort: `-${attribute}`, 'page[number]': 1, 'page[size]': size }))
			.resources;
	const keyOf = (record: IDataObject) =>
		attribute === 'created_at'
			? `id:${String(record.id)}`
			: `id:${String(record.id)}@${String(timeOf(record))}`;
	const about = `${path} ${attribute}`;
	return {
		about,
		pages: PAGES,
		ordered: true,
		keyOf,
		timeOf,
		...(attribute === 'updated_at' ? { stateOf } : {}),
		window: (since) => (since === undefined ? undefined : since - OVERLAP_MS),
		async newest() {
			const [record] = await newest(1);
			return record && timeOf(record);
		},
		read: async (position, from) => await readByTime(api, path, attribute, placeOf(position, from)),
		sample: async () => await newest(SAMPLE),
		shown: (record) => (simplify ? simplified(record) : record),
		oldestFirst: (records) => [...records].sort((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0)),
		old: (data) => old(data, about, attribute),
	};
}

const stateOf = ({ attributes, relationships }: IDataObject): string =>
	sha256(JSON.stringify([attributes, relationships])).slice(0, 16);

/** Where a reading is: from which time on, and in a crowd of one second at which page, which way. */
interface Place {
	from?: number;
	page: number;
	crowd?: 'forth' | 'back';
}

const placeOf = (position: string | undefined, from: number | undefined): Place =>
	position === undefined ? { from, page: 1 } : jsonParse<Place>(position);

/**
 * One page by time: the next one begins at the last time of this one, so that records which move to
 * later times while they are read hide none. A second with more records than a page is read by page
 * number, to its end and back again: what leaves it meanwhile pulls others to pages before, never past.
 */
async function readByTime(
	api: BookingExpertsApi,
	path: string,
	attribute: string,
	{ from, page, crowd }: Place,
): Promise<Glimpse> {
	const end = crowd && from !== undefined ? from + SECOND_MS : Date.now() + YEAR_MS;
	const range = from === undefined ? undefined : `${text(from)}..${text(Math.max(end, from))}`;
	const { resources: records, more } = await api.page(path, {
		sort: attribute,
		...(range === undefined ? {} : { [`filter[${attribute}]`]: range }),
		'page[number]': page,
		'page[size]': SIZE,
	});
	const next = (place: Place): Glimpse => ({ records, next: JSON.stringify(place) });
	if (crowd && from !== undefined) {
		if (crowd === 'forth' && more) return next({ from, page: page + 1, crowd });
		if (page > 1) return next({ from, page: page - 1, crowd: 'back' });
		return next({ from: from + SECOND_MS, page: 1 });
	}
	if (!more) return { records };
	const times = records.map((record) => momentOf(record, attribute) ?? 0);
	const last = floor(Math.max(...times));
	// A server that does not filter is read by page number.
	if (from !== undefined && Math.min(...times) < floor(from)) return next({ from, page: page + 1 });
	if (page > 1) return next({ from, page: page + 1 });
	if (from === undefined || last > floor(from)) return next({ from: last, page: 1 });
	return next({ from: last, page: 1, crowd: 'forth' });
}

const floor = (ms: number): number => Math.floor(ms / SECOND_MS) * SECOND_MS;

/** Whole seconds: the vendor's times are told in those. */
const text = (ms: number): string => new Date(floor(ms)).toISOString().replace('.000Z', 'Z');

/** Compares moments rather than texts: offsets may differ. */
function momentOf({ attributes }: IDataObject, attribute: string): number | undefined {
	const time = isRecord(attributes) ? Date.parse(String(attributes[attribute])) : Number.NaN;
	return Number.isNaN(time) ? undefined : time;
}

/** Until 0.1.0: the newest time, and the ids of the records that have it. */
function old(data: IDataObject, about: string, attribute: string): Kept | undefined {
	const cursor = isRecord(data.cursor) ? data.cursor : undefined;
	if (typeof cursor?.since !== 'string' || data.watched !== about) return undefined;
	const since = Date.parse(cursor.since);
	if (Number.isNaN(since)) return { about, seen: {}, round: 0 };
	const memory = new Memory();
	for (const id of Array.isArray(cursor.ids) ? cursor.ids : []) {
		const key = attribute === 'created_at' ? `id:${String(id)}` : `id:${String(id)}@${since}`;
		memory.note(key, Math.floor(since / 60_000));
	}
	return { about, since, lower: since, floor: since, seen: memory.kept(), round: 0 };
}

function pathOf(context: IPollFunctions): string {
	const kind = parameter(context, 'record', record);
	const administration = parameter(context, 'administrationId', scope);
	const collection = COLLECTIONS[kind] ?? kind;
	if (administration !== '') return at('/v3/administrations', administration, collection);
	if (kind !== 'reservation') {
		throw new InputError('Choose "Administration"', 'Administration');
	}
	return at('/v3', collection);
}
