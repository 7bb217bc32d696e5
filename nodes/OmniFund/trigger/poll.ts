import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { isRecord, sha256 } from '../../../credentials/base/values';
import { commaList } from '../../shared/commaList';
import { InputError } from '../../shared/errors';
import { output } from '../../shared/operation/output';
import { queryString, type Query } from '../../shared/path';
import { Memory } from '../../shared/trigger/memory';
import { option, parameter } from '../../shared/trigger/parameter';
import type { Polled } from '../../shared/trigger/polling';
import type { Kept } from '../../shared/trigger/watch';
import { OmniFundApi } from '../api';
import { gatewayDate } from '../gateway/checks';
import { plain } from '../records';
import { simplifiedEvent } from '../resources/event';
import { eventTypes, omniFundOptions, triggerOn } from './settings';

const SAMPLE = 3;

/** Pages of 30 in one look. */
const PAGES = 200;

/** Events that come late are still found this long; longer than a look takes. */
const OVERLAP_MS = 600_000;

const DAY_S = 86_400;

interface Source {
	about: string;
	read: Polled['read'];
	/** Seconds since 1970; records are told in this order. */
	secondsOf(record: IDataObject): number;
	keyOf(record: IDataObject): string;
	shown(record: IDataObject): IDataObject;
	window?: Polled['window'];
	/** What the earlier version kept is known from this time on, in ms. */
	oldLower(since: number): number | undefined;
}

/**
 * What is new since the last look, oldest first. Records are known by key, not by time: OmniFund lists by
 * the day on which a payment takes effect.
 */
export async function watchOf(context: IPollFunctions): Promise<Polled> {
	const source = sourceOf(context);
	const { secondsOf } = source;
	return {
		...source,
		pages: PAGES,
		emitExisting: option(context, 'emitExisting', omniFundOptions.emitExisting),
		timeOf: (record) => secondsOf(record) * 1_000 || undefined,
		async sample() {
			const { records } = await source.read(undefined, undefined);
			return [...records].sort((a, b) => secondsOf(b) - secondsOf(a)).slice(0, SAMPLE);
		},
		oldestFirst: (records) => [...records].reverse().sort((a, b) => secondsOf(a) - secondsOf(b)),
		old: (data) => old(data, source),
	};
}

/** Until 0.1.0: a list of keys, and for events the newest time in seconds. */
function old(data: IDataObject, { about, oldLower, window }: Source): Kept | undefined {
	const kept = isRecord(data.kept) ? data.kept : undefined;
	if (kept?.about !== about) return undefined;
	const since = Number(kept.since) || 0;
	const memory = new Memory();
	const drawer = window ? Math.floor((since * 1_000 || Date.now()) / 60_000) : 0;
	for (const key of Array.isArray(kept.seen) ? kept.seen : []) memory.note(String(key), drawer);
	const lower = oldLower(since);
	return {
		about,
		seen: memory.kept(),
		round: 0,
		...(since > 0 ? { since: since * 1_000 } : {}),
		...(lower === undefined ? {} : { lower, floor: lower }),
	};
}

const nowInSeconds = () => Math.floor(Date.now() / 1_000);

const byId = ({ id }: IDataObject) => `id:${String(id)}`;

function sourceOf(context: IPollFunctions): Source {
	const api = new OmniFundApi(context, String(context.getNodeParameter('authentication')));
	const event = parameter(context, 'triggerOn', triggerOn);
	const simplify = parameter(context, 'simplify', output.simplify);
	const makers: Record<string, () => Source> = {
		event: () => events(context, api, simplify),
		pendingTransaction: () =>
			transactions(api, 'pendingTransaction', '/api/transactions-pending', byId, simplify),
		settlement: () => settlements(context, api),
		transactionChanged: () =>
			transactions(api, event, HISTORY, withContent, simplify, days(context, 14)),
		transactionProcessed: () => transactions(api, event, HISTORY, byId, simplify, days(context, 3)),
	};
	const make = makers[event];
	if (!make) throw new InputError('Choose an event in "Trigger On"', 'Trigger On');
	return make();
}

const HISTORY = '/api/transactions-history';

const withContent = (record: IDataObject) => `${byId(record)}:${sha256(JSON.stringify(record))}`;

/** Days to look back; 0 = as many as usual for the event. */
function days(context: IPollFunctions, usual: number): number {
	const chosen = option(context, 'lookBackDays', omniFundOptions.lookBackDays);
	return chosen > 0 ? chosen : usual;
}

/** @param lookBack days; undefined for all */
function transactions(
	api: OmniFundApi,
	about: string,
	path: string,
	keyOf: Source['keyOf'],
	simplify: boolean,
	lookBack?: number,
): Source {
	const from = lookBack === undefined ? undefined : nowInSeconds() - lookBack * DAY_S;
	const first = `${path}${queryString(from === undefined ? {} : { 'tranDate[gte]': from })}`;
	return {
		about,
		read: async (position) => await api.memberPage(position ?? first),
		secondsOf: ({ tranDate }) => Number(tranDate) || 0,
		keyOf,
		shown: simplify ? plain : (record) => record,
		...(from === undefined ? {} : { window: () => from * 1_000 }),
		oldLower: () => undefined,
	};
}

function events(context: IPollFunctions, api: OmniFundApi, simplify: boolean): Source {
	const types = commaList(parameter(context, 'eventTypes', eventTypes));
	const secondsOf = ({ createdAt }: IDataObject) => Number(createdAt) || 0;
	return {
		about: `event ${types.join(' ')}`,
		async read(position, from) {
			const start = from === undefined ? 0 : Math.max(0, Math.floor(from / 1_000));
			const query: Query = {
				...(types.length === 1 ? { type: types[0] } : {}),
				...(start > 0 ? { 'createdAt[gte]': start } : {}),
			};
			const { records: page, next } = await api.memberPage(
				position ?? `/api/events${queryString(query)}`,
			);
			const [newest, oldest] = [page[0], page.at(-1)];
			const descending = newest && oldest && secondsOf(newest) > secondsOf(oldest);
			// The vendor does not document the filter: where it is not heeded, reading ends at older events.
			const over = descending && secondsOf(oldest) < start;
			return {
				records: page.filter(({ type }) => types.length === 0 || types.includes(String(type))),
				...(over || next === undefined ? {} : { next }),
			};
		},
		secondsOf,
		keyOf: byId,
		shown: simplify ? simplifiedEvent : (record) => record,
		window: (since) => (since === undefined ? undefined : since - OVERLAP_MS),
		oldLower: (since) => (since > 0 ? (since - OLD_OVERLAP_S) * 1_000 : undefined),
	};
}

/** How far the earlier version's keys reach back. */
const OLD_OVERLAP_S = 300;

function settlements(context: IPollFunctions, api: OmniFundApi): Source {
	const day = (seconds: number) => gatewayDate(new Date(seconds * 1_000).toISOString());
	const filter = {
		startDate: day(nowInSeconds() - days(context, 7) * DAY_S),
		endDate: day(nowInSeconds() + DAY_S),
	};
	return {
		about: 'settlement',
		async read() {
			const records: IDataObject[] = [];
			for await (const { items } of api.settlements(filter, Number.POSITIVE_INFINITY, 'page')) {
				records.push(...items);
			}
			return { records };
		},
		secondsOf: ({ settleDate }) => Date.parse(isoDay(settleDate)) / 1_000 || 0,
		keyOf: (record) => (record.id === undefined ? sha256(JSON.stringify(record)) : byId(record)),
		shown: (record) => record,
		oldLower: () => undefined,
	};
}

/** `20260131` as ISO 8601. */
const isoDay = (day: unknown): string => String(day).replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
