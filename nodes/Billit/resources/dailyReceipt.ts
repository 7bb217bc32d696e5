import { collection, date, number, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { readOptions } from '../../shared/operation/commonFields';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { recordIn } from '../../shared/records';
import { operation } from '../api';
import { additionalJson, company, companyHeaders, plainCreationOptions } from '../fields';
import { once, post } from '../idempotency';
import { created } from '../results';
import { vatRate } from '../vat';

const getManyBooks = operation({
	name: 'Get Many Books',
	action: 'Get many daily receipt books',
	description: 'List the daily receipt books',
	kind: 'read',
	fields: { company, options: readOptions({}) },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'GET',
			path: '/v1/DailyReceiptBooks',
			headers: companyHeaders(values),
		});
		return recordIn(body, 'Billit');
	},
});

const dailyReceiptBookId = string({
	label: 'Daily Receipt Book ID',
	code: 'word',
	description: 'ID of the book; Get Many Books tells it',
	required: true,
});

const getBook = operation({
	name: 'Get Book',
	action: 'Get a daily receipt book',
	description: 'Retrieve one daily receipt book with its entries',
	kind: 'read',
	fields: { dailyReceiptBookId, company, options: readOptions({}) },
	async run({ api, values }) {
		const path = at('/v1/DailyReceiptBooks', values.dailyReceiptBookId);
		return await api.record(path, undefined, companyHeaders(values));
	},
});

const getEntry = operation({
	name: 'Get Entry',
	action: 'Get a daily receipt entry',
	description: 'Retrieve one entry of a daily receipt book',
	kind: 'read',
	fields: {
		dailyReceiptEntryId: string({
			label: 'Daily Receipt Entry ID',
			code: 'word',
			description: 'ID of the entry; Get Book tells it',
			required: true,
		}),
		company,
		options: readOptions({}),
	},
	async run({ api, values }) {
		const path = at('/v1/DailyReceiptBooks/DailyReceiptEntry', values.dailyReceiptEntryId);
		return await api.record(path, undefined, companyHeaders(values));
	},
});

const createEntry = operation({
	name: 'Create Entry',
	action: 'Create a daily receipt entry',
	description: "Record a day's receipts in the open book, or in a new one",
	kind: 'write',
	once,
	fields: {
		description: string({
			label: 'Description',
			description: 'What was sold, such as the name of the shop or till',
			required: true,
		}),
		vatPercentage: vatRate(
			number({
				label: 'VAT (%)',
				description: 'VAT rate of these receipts',
				required: true,
				default: 21,
				min: 0,
				max: 100,
				precision: 2,
			}),
		),
		totalIncl: number({
			label: 'Total Incl. VAT',
			description: "The day's receipts of this VAT rate, VAT included",
			required: true,
			precision: 2,
		}),
		company,
		additionalFields: collection({
			label: 'Additional Fields',
			description: 'What else is known of the receipts',
			addLabel: 'Add field',
			fields: {
				InputDate: date({ label: 'Input Date', description: 'Day of the receipts' }),
				VentilationCodeTC: string({
					label: 'Ventilation Code',
					description: 'Kind of VAT: 1 = 0 %, 2 = 6 %, 3 = 12 %, 4 = 21 %, …',
				}),
			},
		}),
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const request = {
			path: '/v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew',
			body: {
				Description: values.description,
				VATPercentage: values.vatPercentage,
				TotalIncl: values.totalIncl,
				...compact(values.additionalFields),
				...values.additionalJson,
			},
			headers: companyHeaders(values),
		};
		const posted = await post(call, request, values.options, 'dailyReceipt.create');
		return created(posted, 'CashbookEntryId');
	},
});

export const dailyReceipt = resource(
	'Daily Receipt',
	[createEntry, getBook, getEntry, getManyBooks],
	{ defaultOperation: 'getManyBooks' },
);
