import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { simplified } from '../jsonApi';

/** Events that the vendor's pages name; any other can be typed in. */
const SUGGESTED = [
	'rentable_type|availability_updated',
	'rentable_type|deleted',
	'rentable_type|prices_updated',
	'rentable_type|reindexed',
	'rentable_type|updated',
	'reservation|cancelled',
	'reservation|checked_in',
	'reservation|checked_out',
	'reservation|confirmed',
	'reservation|created',
	'reservation|moved',
	'reservation|updated',
];

export const eventOptions: INodePropertyOptions[] = [
	{ name: 'Any Event', value: '*' },
	...SUGGESTED.map((value) => ({ name: nameOf(value), value })),
];

function nameOf(event: string): string {
	return event
		.split(/[|_]/)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

/** The vendor's pages write `a|b` and `a:b`. */
const normalized = (event: string): string => event.trim().toLowerCase().replace(':', '|');

/** A webhook call in one form. */
export interface Event extends IDataObject {
	event: string;
	resource: string;
	action: string;
	subscriptionId: string;
	context: string;
	contextId: string;
	id: string;
	/** By attribute: old and new value. */
	changes: IDataObject;
	record: IDataObject;
}

/** @returns undefined for a body that is no event */
export function readEvent(body: unknown): Event | undefined {
	if (!isRecord(body) || typeof body.event !== 'string' || body.event === '') return undefined;
	const event = normalized(body.event);
	const [resource = '', action = ''] = event.split('|');
	const metadata = isRecord(body.event_metadata) ? body.event_metadata : {};
	const record = recordIn(body);
	return {
		event,
		resource,
		action,
		subscriptionId: text(body.subscription_id),
		context: text(body.context),
		contextId: text(body.context_id),
		id: text(record?.id),
		changes: isRecord(metadata.changes) ? metadata.changes : {},
		record: record ? simplified(record) : {},
	};
}

/** The record that a call is about, with or without JSON:API's envelope. */
export function recordIn(body: Record<string, unknown>): IDataObject | undefined {
	const record = isRecord(body.record) ? body.record : undefined;
	const data = record && isRecord(record.data) ? record.data : record;
	return data;
}

export const text = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

export interface Filter {
	events: string[];
	subscriptionIds: string[];
	administrationIds: string[];
	changedAttributes: string[];
}

/** Whether the user wants this event; one app address gets the events of all its installations. */
export function isWanted(event: Event, filter: Filter): boolean {
	const { events, subscriptionIds, administrationIds, changedAttributes } = filter;
	const among = (list: string[], value: string) => list.length === 0 || list.includes(value);
	return (
		(events.includes('*') || events.map(normalized).includes(event.event)) &&
		among(subscriptionIds, event.subscriptionId) &&
		(event.context !== 'administration' || among(administrationIds, event.contextId)) &&
		(changedAttributes.length === 0 ||
			changedAttributes.some((attribute) => attribute in event.changes))
	);
}
