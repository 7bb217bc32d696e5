import { collection, dateTimeFrom, dateTimeUntil, locator, string } from '../../shared/fields';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { output } from '../../shared/operation/output';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { plain } from '../records';
import { amounts, filterQuery, ids, rangeQuery, UNTIL } from './filters';

const HISTORY = '/api/transactions-history';

const PENDING = '/api/transactions-pending';

const transactionFilters = collection({
	label: 'Filters',
	description: 'Only the records that fit all of these',
	addLabel: 'Add filter',
	filters: true,
	fields: {
		amount: amounts,
		customer: string({
			label: 'Customer IDs',
			several: 'filter',
			description: 'Your own IDs of customers, separated by commas',
			placeholder: 'e.g. 1001, 1002',
		}),
		id: ids('Transaction IDs, separated by commas'),
		referenceId: string({
			code: 'line',
			label: 'Reference ID',
			description: 'The invoice ID of the payment',
		}),
		transactionDateFrom: dateTimeFrom({
			label: 'Transaction Date From',
			description: 'Only transactions of this moment and later',
		}),
		transactionDateTo: dateTimeUntil({ label: 'Transaction Date To', description: UNTIL }),
	},
});

const listTransactions = (path: string, name: string, what: string) =>
	operation({
		name: 'Get Many',
		action: `Get many ${name}`,
		description: `List ${what}, optionally filtered`,
		kind: 'read',
		fields: { ...paging, ...output, filters: transactionFilters, options: readOptions({}) },
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
			description: 'The transaction, by its ID',
			search: 'searchTransactions',
			required: true,
			idPlaceholder: 'e.g. 10010',
		}),
		...output,
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
