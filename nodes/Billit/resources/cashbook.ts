import { InputError } from '../../shared/errors';
import { boolean, collection, date, number, string } from '../../shared/fields';
import { compact, pick } from '../../shared/objects';
import { readOptions } from '../../shared/operation/commonFields';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import {
	additionalJson,
	cashbook as cashbookField,
	company,
	companyHeaders,
	plainCreationOptions,
} from '../fields';
import { once, post } from '../idempotency';
import { listOperation, wholeListOperation } from '../lists';
import { created, done } from '../results';

const PATH = '/v1/Cashbook';

const ENTRY_KEPT = [
	'TransactionDate',
	'EntryType',
	'Note',
	'InternalInformation',
	'Direction',
	'Amount',
];

const get = operation({
	name: 'Get',
	action: 'Get the open cashbook',
	description: 'Retrieve the open cashbook with its balance',
	kind: 'read',
	fields: { company, options: readOptions({}) },
	async run({ api, values }) {
		return await api.record(PATH, undefined, companyHeaders(values));
	},
});

const getManyClosed = wholeListOperation({
	name: 'Get Many Closed',
	action: 'Get many closed cashbooks',
	description: 'List the closed cashbooks',
	path: () => at(PATH, 'History'),
	ofCompany: true,
});

const getEntries = listOperation({
	name: 'Get Entries',
	action: 'Get the entries of the open cashbook',
	description: 'List what was paid and received in the open cashbook',
	path: () => at(PATH, 'Entries'),
	searchable: true,
	simplified: (row) => pick(row, ENTRY_KEPT),
});

const getClosedEntries = listOperation({
	name: 'Get Closed Entries',
	action: 'Get the entries of a closed cashbook',
	description: 'List what was paid and received in a closed cashbook',
	id: cashbookField,
	path: (id) => at(PATH, id, 'History'),
	searchable: true,
	simplified: (row) => pick(row, ENTRY_KEPT),
});

const initialize = operation({
	name: 'Initialize',
	action: 'Initialize the cashbook',
	description: 'Open the first cashbook with its start balance',
	kind: 'write',
	once,
	fields: {
		startDate: date({
			label: 'Start Date',
			description: 'First day of the cashbook',
			required: true,
		}),
		startBalance: number({
			label: 'Start Balance',
			description: 'Cash that is there on the first day',
			required: true,
			precision: 2,
		}),
		company,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = {
			path: at(PATH, 'Initialize'),
			body: { StartDate: values.startDate, StartBalance: values.startBalance },
			headers: companyHeaders(values),
		};
		return created(await post(call, request, values.options, 'cashbook.initialize'), 'CashbookID');
	},
});

const addEntry = operation({
	name: 'Add Entry',
	action: 'Add an entry to the cashbook',
	description: 'Record something paid or received in cash',
	kind: 'write',
	once,
	fields: {
		amount: number({
			label: 'Amount',
			description: 'What was paid or received, in the currency of the cashbook',
			required: true,
			precision: 2,
		}),
		transactionDate: date({
			label: 'Transaction Date',
			description: 'Day on which it was paid or received',
			required: true,
		}),
		company,
		additionalFields: collection({
			label: 'Additional Fields',
			description: 'What else is known of the payment',
			addLabel: 'Add field',
			fields: {
				Direction: string({
					label: 'Direction',
					description: "Whether money came in or went out, in Billit's own word",
				}),
				EntryType: string({
					label: 'Entry Type',
					description: "Billit's code of the kind of entry",
				}),
				InternalInformation: string({
					label: 'Internal Information',
					description: 'Note for your own people',
				}),
				Note: string({ label: 'Note', description: 'What was paid for' }),
			},
		}),
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = {
			path: at(PATH, 'AddEntry'),
			body: {
				Amount: values.amount,
				TransactionDate: values.transactionDate,
				...compact(values.additionalFields),
				...values.additionalJson,
			},
			headers: companyHeaders(values),
		};
		return created(await post(call, request, values.options, 'cashbook.entry'), 'EntryID');
	},
});

const close = operation({
	name: 'Close',
	action: 'Close the cashbook',
	description: 'Close the open cashbook for good; it cannot be opened again',
	kind: 'write',
	fields: {
		confirm: boolean({
			label: 'Confirm',
			description: 'Whether to really close it; it cannot be opened again',
		}),
		company,
	},
	async run({ api, values }) {
		if (!values.confirm) {
			throw new InputError('Turn on "Confirm" to close the cashbook for good', 'Confirm');
		}
		const { body } = await api.request({
			method: 'POST',
			path: at(PATH, 'Close'),
			headers: companyHeaders(values),
		});
		return done(body, { closed: true });
	},
});

export const cashbook = resource(
	'Cashbook',
	[addEntry, close, get, getClosedEntries, getEntries, getManyClosed, initialize],
	{ defaultOperation: 'getEntries' },
);
