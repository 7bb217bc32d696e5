import type { IDataObject } from 'n8n-workflow';
import { paging, readOptions, simplify, wanted } from '../../shared/operation/commonFields';
import {
	boolean,
	collection,
	date,
	dateTime,
	dateTimeUntil,
	jsonObject,
	locator,
	options,
	string,
} from '../../shared/fields';
import { pick } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { gatewayDate } from '../gateway/checks';
import { after, amounts, before, filterQuery, ids, rangeQuery, seconds, UNTIL } from './filters';

/** Without the names of JSON-LD. */
export const plain = (record: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(record).filter(([name]) => !name.startsWith('@')));

const HISTORY = '/api/transactions-history';
const PENDING = '/api/transactions-pending';

const transactionFilters = collection({
	label: 'Filters',
	addLabel: 'Add filter',
	filters: true,
	fields: {
		amount: amounts,
		customer: string({ label: 'Customer IDs', placeholder: 'e.g. 1001, 1002' }),
		id: ids('Transaction IDs, separated by commas'),
		referenceId: string({ label: 'Reference ID', description: 'The invoice ID of the payment' }),
		transactionDateFrom: dateTime({ label: 'Transaction Date From' }),
		transactionDateTo: dateTimeUntil({ label: 'Transaction Date To', description: UNTIL }),
	},
});

const listTransactions = (path: string, name: string, what: string) =>
	operation({
		name: 'Get Many',
		action: `Get many ${name}`,
		description: `List ${what}, optionally filtered`,
		kind: 'read',
		fields: { ...paging, simplify, filters: transactionFilters, options: readOptions({}) },
		async *run({ api, values }) {
			const { transactionDateFrom, transactionDateTo, ...rest } = values.filters;
			const query = {
				...filterQuery(rest),
				...rangeQuery('tranDate', transactionDateFrom, transactionDateTo),
			};
			for await (const page of api.members(path, query, wanted(values))) {
				yield values.simplify ? page.map(plain) : page;
			}
		},
	});

const getTransaction = operation({
	name: 'Get',
	action: 'Get a transaction',
	description: 'Retrieve one processed transaction by its ID',
	kind: 'read',
	fields: {
		transactionId: locator({
			label: 'Transaction',
			search: 'searchTransactions',
			required: true,
			idPlaceholder: 'e.g. 10010',
		}),
		simplify,
		options: readOptions({}),
	},
	async run({ api, values }) {
		const found = await api.one(HISTORY, values.transactionId);
		return values.simplify ? plain(found) : found;
	},
});

export const transaction = resource(
	'Transaction',
	[getTransaction, listTransactions(HISTORY, 'transactions', 'transactions that were processed')],
	{ defaultOperation: 'getMany' },
);

export const listPending = listTransactions(
	PENDING,
	'pending transactions',
	'transactions that are scheduled or waiting',
);

const EVENT = ['id', 'type', 'resource', 'owner', 'source', 'location'];

/** An event with its time as text, and what it is about beside it. */
export function simplifiedEvent(event: IDataObject): IDataObject {
	const data = event.eventData as IDataObject | undefined;
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
		simplify,
		filters: collection({
			label: 'Filters',
			addLabel: 'Add filter',
			filters: true,
			fields: {
				after,
				before,
				type: string({ label: 'Type', placeholder: 'e.g. customer.updated' }),
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
		eventId: string({ label: 'Event ID', required: true }),
		simplify,
		options: readOptions({}),
	},
	async run({ api, values }) {
		const found = await api.one('/api/events', values.eventId);
		return values.simplify ? simplifiedEvent(found) : found;
	},
});

export const event = resource('Event', [getEvent, getEvents], { defaultOperation: 'getMany' });

const getSettlements = operation({
	name: 'Get Many',
	action: 'Get many settlements',
	description: 'List what was paid out for ACH payments; without a filter those of today',
	kind: 'read',
	fields: {
		...paging,
		filters: collection({
			label: 'Filters',
			addLabel: 'Add filter',
			filters: true,
			fields: {
				endDate: date({ label: 'End Date' }),
				operator: options({
					label: 'Transaction ID Operator',
					values: ['=', '>', '>=', '<', '<='].map((value) => ({ name: value, value })),
					default: '=',
				}),
				rawFilter: jsonObject({
					label: 'Raw Filter',
					default: '{}',
					description: 'Filter in the words of the vendor, merged last',
				}),
				settleDate: date({ label: 'Settle Date' }),
				startDate: date({ label: 'Start Date' }),
				transaction: string({ label: 'Transaction ID' }),
			},
		}),
		options: readOptions({
			includeTotals: boolean({
				label: 'Include Totals',
				description: 'Whether to put the totals of the reply into each item',
			}),
			pageParameter: string({
				label: 'Page Parameter',
				default: 'page',
				description: 'Name of the query parameter for a page; the vendor does not document it',
			}),
		}),
	},
	async *run({ api, values }) {
		const { operator = '=', rawFilter, transaction: id = '', ...days } = values.filters;
		const filter: IDataObject = {
			...Object.fromEntries(
				Object.entries(days)
					.filter(([, day]) => day !== '')
					.map(([name, day]) => [name, gatewayDate(day)]),
			),
			...(id ? { transaction: operator === '=' ? id : `${operator}${id}` } : {}),
			...rawFilter,
		};
		const { includeTotals, pageParameter = '' } = values.options;
		const pages = api.settlements(filter, wanted(values), pageParameter.trim() || 'page');
		for await (const { items, totals } of pages) {
			yield includeTotals ? items.map((item) => ({ ...item, _totals: totals })) : items;
		}
	},
});

export const settlement = resource('Settlement', [getSettlements]);
