import type { IDataObject } from 'n8n-workflow';
import { collection, string } from '../../shared/fields';
import { pick } from '../../shared/objects';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { output } from '../../shared/operation/output';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { after, before, filterQuery, seconds } from './filters';
import { isRecord } from '../../../credentials/base/values';

const EVENT = ['id', 'type', 'resource', 'owner', 'source', 'location'];

/** An event with its time as text, and what it is about beside it. */
export function simplifiedEvent(event: IDataObject): IDataObject {
	const data = isRecord(event.eventData) ? event.eventData : undefined;
	const time = Number(event.createdAt);
	return {
		...pick(event, EVENT),
		createdAt: Number.isFinite(time) ? new Date(time * 1_000).toISOString() : null,
		object: data?.object ?? null,
		previousAttributes: data?.previousAttributes ?? null,
	};
}

const getEvents = operation({
	name: 'Get Many',
	action: 'Get many events',
	description: 'List what happened in the OmniFund account, optionally of one type',
	kind: 'read',
	fields: {
		...paging,
		...output,
		filters: collection({
			label: 'Filters',
			description: 'Only the records that fit all of these',
			addLabel: 'Add filter',
			filters: true,
			fields: {
				after,
				before,
				type: string({
					label: 'Type',
					description: 'Only events of this type',
					placeholder: 'e.g. customer.updated',
				}),
			},
		}),
		options: readOptions({}),
	},
	async *run({ api, values }) {
		const { after: from, before: to, type } = values.filters;
		const [first = 0, last = Number.POSITIVE_INFINITY] = [seconds(from), seconds(to)];
		const query = {
			...filterQuery({ type }),
			'createdAt[gte]': seconds(from),
			'createdAt[lte]': seconds(to),
		};
		// The vendor does not document these filters, so they are applied here too.
		let left = wanted(values);
		for await (const page of api.members('/api/events', query, Number.POSITIVE_INFINITY)) {
			const fitting = page
				.filter(({ createdAt }) => Number(createdAt) >= first && Number(createdAt) <= last)
				.filter((event) => !type || event.type === type)
				.slice(0, left);
			left -= fitting.length;
			yield values.simplify ? fitting.map(simplifiedEvent) : fitting;
			if (left <= 0) return;
		}
	},
});

const getEvent = operation({
	name: 'Get',
	action: 'Get an event',
	description: 'Retrieve one event by its ID',
	kind: 'read',
	fields: {
		eventId: string({
			label: 'Event ID',
			code: 'word',
			description: 'ID of the event: "id" of what Get Many returns',
			required: true,
		}),
		...output,
		options: readOptions({}),
	},
	async run({ api, values }) {
		const found = await api.one('/api/events', values.eventId);
		return values.simplify ? simplifiedEvent(found) : found;
	},
});

export const event = resource('Event', [getEvent, getEvents], { defaultOperation: 'getMany' });
