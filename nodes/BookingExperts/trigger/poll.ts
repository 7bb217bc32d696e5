import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { chosen } from '../../shared/chosen';
import { InputError } from '../../shared/errors';
import { at } from '../../shared/path';
import { BookingExpertsApi } from '../api';
import { simplified } from '../jsonApi';

/** Where the last poll ended: the newest time, and the ids of the records that have it. */
interface Cursor {
	since: string;
	ids: string[];
}

const SAMPLE = 3;

const COLLECTIONS: Record<string, string> = {
	booking: 'bookings',
	inventoryObject: 'inventory_objects',
	reservation: 'reservations',
};

/**
 * What was created or changed since the last poll, oldest first. A record is known by its time and id, so
 * that records of the same second are neither lost nor told twice, also when a poll runs twice.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const attribute = context.getNodeParameter('event') === 'created' ? 'created_at' : 'updated_at';
	const path = pathOf(context);
	const api = new BookingExpertsApi(context, String(context.getNodeParameter('authentication')));
	const simplify = context.getNodeParameter('simplify', true) === true;
	const shown = (records: IDataObject[]) => [
		records.map((record) => ({ json: simplify ? simplified(record) : record })),
	];
	if (context.getMode() === 'manual') {
		return shown(await newest(api, path, attribute, SAMPLE));
	}
	const data = context.getWorkflowStaticData('node');
	const kept = data.cursor as Partial<Cursor> | undefined;
	if (typeof kept?.since !== 'string' || data.watched !== `${path} ${attribute}`) {
		data.cursor = cursorAfter(await newest(api, path, attribute, SAMPLE), attribute, EMPTY);
		data.watched = `${path} ${attribute}`;
		return null;
	}
	const cursor: Cursor = { since: kept.since, ids: kept.ids ?? [] };
	const found: IDataObject[] = [];
	// "between": the end lies ahead of any record's time.
	const end = new Date(Date.now() + 86_400_000).toISOString();
	const query = {
		sort: attribute,
		...(cursor.since === '' ? {} : { [`filter[${attribute}]`]: `${cursor.since}..${end}` }),
	};
	for await (const { resources } of api.collection(path, query, Number.POSITIVE_INFINITY)) {
		found.push(...resources.filter((record) => isNew(record, attribute, cursor)));
	}
	if (found.length === 0) return null;
	data.cursor = cursorAfter(found, attribute, cursor);
	return shown(found);
}

const EMPTY: Cursor = { since: '', ids: [] };

function pathOf(context: IPollFunctions): string {
	const record = String(context.getNodeParameter('record'));
	const administration = chosen(context, 'administrationId');
	const collection = COLLECTIONS[record] ?? record;
	if (administration !== '') return at('/v3/administrations', administration, collection);
	if (record !== 'reservation') {
		throw new InputError('Choose "Administration"', 'Administration');
	}
	return at('/v3', collection);
}

async function newest(
	api: BookingExpertsApi,
	path: string,
	attribute: string,
	limit: number,
): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	for await (const page of api.collection(path, { sort: `-${attribute}` }, limit)) {
		found.push(...page.resources);
	}
	return found;
}

const timeOf = (record: IDataObject, attribute: string): string => {
	const attributes = record.attributes as IDataObject | undefined;
	return String(attributes?.[attribute] ?? '');
};

/** Compares moments rather than texts: offsets may differ. */
const moment = (time: string): number => Date.parse(time) || 0;

function isNew(record: IDataObject, attribute: string, { since, ids }: Cursor): boolean {
	const time = moment(timeOf(record, attribute));
	const last = moment(since);
	return time > last || (time === last && !ids.includes(String(record.id)));
}

function cursorAfter(records: IDataObject[], attribute: string, before: Cursor) {
	const times = records.map((record) => timeOf(record, attribute));
	const since = [before.since, ...times].reduce((a, b) => (moment(b) > moment(a) ? b : a));
	const same = records.filter((record) => moment(timeOf(record, attribute)) === moment(since));
	const kept = moment(since) === moment(before.since) ? before.ids : [];
	return { since, ids: [...new Set([...kept, ...same.map(({ id }) => String(id))])] };
}
