import type { IDataObject } from 'n8n-workflow';
import { inputBinaryField, inputFile } from '../../shared/binary';
import { jsonList, list, number, options, string } from '../../shared/fields';
import { compact, pick } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { additionalJson, company, companyHeaders, plainCreationOptions } from '../fields';
import { toBillitFile } from '../files';
import { once, post, type Posted } from '../idempotency';
import { listOperation } from '../lists';
import { created, done } from '../results';

const TRANSACTION_KEPT = [
	'BankAccountTransactionID',
	'IBAN',
	'NameCounterParty',
	'IBANCounterParty',
	'TotalAmount',
	'Currency',
	'ValueDate',
	'TransactionType',
	'Description',
	'Note',
];

const getManyTransactions = listOperation({
	name: 'Get Many',
	action: 'Get many bank transactions',
	description: 'List the transactions of the bank accounts',
	path: () => '/v1/financialTransactions',
	searchable: true,
	simplified: (row) => pick(row, TRANSACTION_KEPT),
});

/** An import, which Billit answers with nothing, or with what it wants. */
const imported = (posted: Posted, known: IDataObject): IDataObject =>
	posted.duplicate ? created(posted, 'ImportID', known) : done(posted.body, known);

const importTransactions = operation({
	name: 'Import',
	action: 'Import bank transactions',
	description: 'Import a list of bank transactions',
	kind: 'write',
	once,
	fields: {
		transactions: jsonList({
			label: 'Transactions',
			required: true,
			default: '[]',
			description:
				'List of objects with IBAN, NameCounterParty, TotalAmount, ValueDate, Currency, Description and so on',
		}),
		company,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const transactions = values.transactions ?? [];
		const request = {
			path: '/v1/financialTransactions/commands/import',
			body: transactions,
			headers: companyHeaders(values),
		};
		const posted = await post(call, request, values.options, 'transactions.import');
		return imported(posted, { imported: transactions.length });
	},
});

const importTransactionFile = operation({
	name: 'Import File',
	action: 'Import a file of bank transactions',
	description: 'Import the transactions of a CODA file',
	kind: 'write',
	once,
	fields: { inputField: inputBinaryField, company, options: plainCreationOptions },
	async run({ values, ...call }) {
		const file = await inputFile(call.context, call.itemIndex, values.inputField);
		const request = {
			path: '/v1/financialTransactions/importFile',
			body: toBillitFile(file),
			headers: companyHeaders(values),
		};
		const posted = await post(call, request, values.options, 'transactions.importFile');
		return imported(posted, { FileName: file.name });
	},
});

export const bankTransaction = resource(
	'Financial Transaction',
	[getManyTransactions, importTransactions, importTransactionFile],
	{ value: 'bankTransaction', defaultOperation: 'getMany' },
);

const createGlAccount = operation({
	name: 'Create',
	action: 'Create a GL account',
	description: 'Create an account of the general ledger',
	kind: 'write',
	once,
	fields: {
		code: number({
			label: 'Code',
			description: 'Number of the account in the general ledger, such as 700000',
			required: true,
			min: 1,
			precision: 0,
		}),
		description: string({
			label: 'Description',
			description: 'Name of the account',
			required: true,
		}),
		glAccountType: string({
			label: 'GL Account Type',
			description: "Billit's code of the type; see Reference Data",
		}),
		company,
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const body = {
			Code: values.code,
			Description: values.description,
			...compact({ GLAccountType: values.glAccountType }),
			...values.additionalJson,
		};
		const request = { path: '/v1/glaccounts', body, headers: companyHeaders(values) };
		return created(await post(call, request, values.options, 'glAccount.create'), 'GLAccountID');
	},
});

const importGlAccounts = operation({
	name: 'Import',
	action: 'Import GL accounts',
	description: 'Import a list of accounts of the general ledger',
	kind: 'write',
	once,
	fields: {
		accounts: list({
			label: 'Accounts',
			description: 'The accounts to import, one a row',
			rowLabel: 'Account',
			addLabel: 'Add account',
			required: true,
			fields: {
				Code: number({
					label: 'Code',
					description: 'Number of the account in the general ledger, such as 700000',
					required: true,
					min: 1,
					precision: 0,
				}),
				Description: string({
					label: 'Description',
					description: 'Full name, as bookkeepers read it',
					required: true,
				}),
				GLAccountType: string({
					label: 'GL Account Type',
					description: "Billit's code of the type; see Reference Data",
				}),
			},
		}),
		company,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = {
			path: '/v1/glaccounts/commands/import',
			body: values.accounts.map(compact),
			headers: companyHeaders(values),
		};
		const posted = await post(call, request, values.options, 'glAccount.import');
		return imported(posted, { imported: values.accounts.length });
	},
});

export const glAccount = resource('GL Account', [createGlAccount, importGlAccounts], {
	description: 'Accounts of the general ledger',
});

const importJournals = operation({
	name: 'Import',
	action: 'Import journals',
	description: 'Import a list of journals',
	kind: 'write',
	once,
	fields: {
		journals: list({
			label: 'Journals',
			description: 'The journals to import, one a row',
			rowLabel: 'Journal',
			addLabel: 'Add journal',
			required: true,
			fields: {
				Code: string({
					label: 'Code',
					description: 'Short name of the journal, such as VF',
					required: true,
				}),
				Description: string({
					label: 'Description',
					description: 'Full name, as bookkeepers read it',
					required: true,
				}),
				JournalType: options({
					label: 'Journal Type',
					description: 'Whether sales or purchases are booked in it',
					values: ['Income', 'Cost'],
				}),
			},
		}),
		company,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = {
			path: '/v1/journals/commands/import',
			body: values.journals.map(compact),
			headers: companyHeaders(values),
		};
		const posted = await post(call, request, values.options, 'journal.import');
		return imported(posted, { imported: values.journals.length });
	},
});

export const journal = resource('Journal', [importJournals]);
