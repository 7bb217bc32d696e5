import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { sha256 } from '../../../credentials/oauth2/values';
import { commaList } from '../../shared/commaList';
import { InputError } from '../../shared/errors';
import type { Query } from '../../shared/path';
import { OmniFundApi } from '../api';
import { gatewayDate } from '../gateway/checks';
import { plain, simplifiedEvent } from '../resources/records';

/** Fewest keys that are kept with the workflow; what is still listed is never forgotten. */
const SEEN = 5_000;

const SAMPLE = 3;

const MOST_EVENT_PAGES = 20;

/** Events that come late are still found this long, in seconds. */
const OVERLAP_S = 300;

const DAY_S = 86_400;

interface Watch {
	/** Settings that make another watch of it: the baseline is taken anew. */
	about: string;
	/** What may be new, in any order. */
	read(since: number): AsyncIterable<IDataObject[]>;
	/** Seconds since 1970; records are told in this order. */
	timeOf(record: IDataObject): number;
	keyOf(record: IDataObject): string;
	shown(record: IDataObject): IDataObject;
	/** Whether the newest time is where the next poll goes on. */
	moves: boolean;
}

interface Kept {
	about: string;
	/** Seconds since 1970; 0 before the first record. */
	since: number;
	seen: string[];
}

/**
 * What is new since the last poll, oldest first. Records are known by key, not by time: OmniFund lists by
 * the day on which a payment takes effect, and a poll that runs twice must tell nothing twice.
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const watch = watchOf(context);
	if (context.getMode() === 'manual') {
		for await (const page of watch.read(0)) return items(newestFirst(page, watch), watch);
		return null;
	}
	const data = context.getWorkflowStaticData('node');
	const stored = data.kept as Partial<Kept> | undefined;
	const first = stored?.about !== watch.about;
	const kept = { since: 0, seen: [], ...(first ? {} : stored) };
	const before = new Set(kept.seen);
	const found = new Map<string, IDataObject>();
	let { since } = kept;
	for await (const page of watch.read(since)) {
		for (const record of page) {
			found.set(watch.keyOf(record), record);
			if (watch.moves) since = Math.max(since, watch.timeOf(record));
		}
	}
	const fresh = [...found].filter(([key]) => !before.has(key));
	const seen = [...kept.seen.filter((key) => !found.has(key)), ...found.keys()];
	const next: Kept = { about: watch.about, since, seen: seen.slice(-Math.max(SEEN, found.size)) };
	Object.assign(data, { kept: next });
	if (fresh.length === 0 || (first && context.getNodeParameter('emitExisting', false) !== true)) {
		return null;
	}
	const records = fresh.map(([, record]) => record).reverse();
	return items(
		records.sort((a, b) => watch.timeOf(a) - watch.timeOf(b)),
		watch,
	);
}

const items = (records: IDataObject[], watch: Watch): INodeExecutionData[][] => [
	records.map((record) => ({ json: watch.shown(record) })),
];

const newestFirst = (records: IDataObject[], { timeOf }: Watch) =>
	[...records].sort((a, b) => timeOf(b) - timeOf(a)).slice(0, SAMPLE);

const nowInSeconds = () => Math.floor(Date.now() / 1_000);

const byId = ({ id }: IDataObject) => `id:${String(id)}`;

function watchOf(context: IPollFunctions): Watch {
	const api = new OmniFundApi(context, String(context.getNodeParameter('authentication')));
	const event = String(context.getNodeParameter('triggerOn'));
	const simplify = context.getNodeParameter('simplify', true) === true;
	const makers: Record<string, () => Watch> = {
		event: () => events(context, api, simplify),
		pendingTransaction: () =>
			transactions(api, 'pendingTransaction', '/api/transactions-pending', byId, simplify, {}),
		settlement: () => settlements(context, api),
		transactionChanged: () =>
			transactions(api, event, HISTORY, withContent, simplify, lookBack(context, 14)),
		transactionProcessed: () =>
			transactions(api, event, HISTORY, byId, simplify, lookBack(context, 3)),
	};
	const make = makers[event];
	if (!make) throw new InputError('Choose an event in "Trigger On"', 'Trigger On');
	return make();
}

const HISTORY = '/api/transactions-history';

const withContent = (record: IDataObject) => `${byId(record)}:${sha256(JSON.stringify(record))}`;

/** Days to look back; 0 = as many as usual for the event. */
function days(context: IPollFunctions, usual: number): number {
	const chosen = Number(context.getNodeParameter('lookBackDays', 0));
	return chosen > 0 ? chosen : usual;
}

const lookBack = (context: IPollFunctions, usual: number): Query => ({
	'tranDate[gte]': nowInSeconds() - days(context, usual) * DAY_S,
});

function transactions(
	api: OmniFundApi,
	about: string,
	path: string,
	keyOf: Watch['keyOf'],
	simplify: boolean,
	query: Query,
): Watch {
	return {
		about,
		read: () => api.members(path, query, Number.POSITIVE_INFINITY),
		timeOf: ({ tranDate }) => Number(tranDate) || 0,
		keyOf,
		shown: simplify ? plain : (record) => record,
		moves: false,
	};
}

function events(context: IPollFunctions, api: OmniFundApi, simplify: boolean): Watch {
	const types = commaList(String(context.getNodeParameter('eventTypes', '')));
	const timeOf = ({ createdAt }: IDataObject) => Number(createdAt) || 0;
	async function* read(since: number) {
		const from = Math.max(0, since - OVERLAP_S);
		const query: Query = {
			...(types.length === 1 ? { type: types[0] } : {}),
			...(from > 0 ? { 'createdAt[gte]': from } : {}),
		};
		let count = 0;
		for await (const page of api.members('/api/events', query, Number.POSITIVE_INFINITY)) {
			yield page
				.filter((record) => timeOf(record) >= from)
				.filter(({ type }) => types.length === 0 || types.includes(String(type)));
			count += 1;
			const [newest, oldest] = [page[0], page.at(-1)];
			const descending = newest && oldest && timeOf(newest) > timeOf(oldest);
			if (count >= MOST_EVENT_PAGES || (descending && timeOf(oldest) < from)) return;
		}
	}
	return {
		about: `event ${types.join(' ')}`,
		read,
		timeOf,
		keyOf: byId,
		shown: simplify ? simplifiedEvent : (record) => record,
		moves: true,
	};
}

function settlements(context: IPollFunctions, api: OmniFundApi): Watch {
	const day = (seconds: number) => gatewayDate(new Date(seconds * 1_000).toISOString());
	const filter = {
		startDate: day(nowInSeconds() - days(context, 7) * DAY_S),
		endDate: day(nowInSeconds() + DAY_S),
	};
	async function* read() {
		for await (const { items: page } of api.settlements(filter, Number.POSITIVE_INFINITY, 'page')) {
			yield page;
		}
	}
	return {
		about: 'settlement',
		read,
		timeOf: ({ settleDate }) => Number(settleDate) || 0,
		keyOf: (record) => (record.id === undefined ? sha256(JSON.stringify(record)) : byId(record)),
		shown: (record) => record,
		moves: false,
	};
}
