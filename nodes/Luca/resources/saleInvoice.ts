import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { paging, readOptions, simplify, wanted } from '../../shared/operation/commonFields';
import { InputError, nothingToChange } from '../../shared/errors';
import {
	collection,
	date,
	jsonObject,
	list,
	locator,
	mapped,
	needed,
	notice,
	number,
	optionalNumber,
	options,
	string,
	type Field,
} from '../../shared/fields';
import { inRow, notAs } from '../../shared/fields/wording';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { operation, type LucaApi } from '../api';
import { argument, type Argument } from '../document';
import {
	company,
	companyArgument,
	customer,
	fieldsOption,
	invoice,
	onPartialResult,
	saleProduct,
	toOre,
} from '../fields';
import type { Selection } from '../selection';
import { listTyped, runTyped } from '../typed';
import { numberNamed } from '../arguments';
import { chosenSelection, filtered, findOne, maxPages } from './books';

/** Seen in a client that worked; the vendor's schema is not published. */
const INVOICE: Selection = {
	id: true,
	draft: true,
	finalized: true,
	invoiceDate: true,
	invoiceNumber: true,
	paymentDays: true,
	sentAt: true,
	saleCustomer: { id: true, email: true, name: true },
	saleInvoiceLineItems: {
		id: true,
		name: true,
		quantity: true,
		unit: true,
		unitPriceCents: true,
		saleProduct: { id: true, name: true },
	},
};

/** What changes have been seen to answer. */
const CHANGED: Selection = {
	id: true,
	draft: true,
	finalized: true,
	invoiceDate: true,
	invoiceNumber: true,
	paymentDays: true,
	saleCustomer: { id: true, email: true, name: true },
};

const KEPT = [
	'id',
	'invoiceNumber',
	'invoiceDate',
	'draft',
	'finalized',
	'sentAt',
	'paymentDays',
] as const;

/** The fields of an invoice that most workflows need, the customer's beside them. */
export function simplified(row: IDataObject): IDataObject {
	const result: IDataObject = {};
	for (const name of KEPT) result[name] = row[name] ?? null;
	const buyer = isRecord(row.saleCustomer) ? (row.saleCustomer as IDataObject) : {};
	result.customerId = buyer.id ?? null;
	result.customerName = buyer.name ?? null;
	result.customerEmail = buyer.email ?? null;
	if (row._errors !== undefined) result._errors = row._errors;
	return result;
}

const lines = list({
	label: 'Lines',
	rowLabel: 'Line',
	addLabel: 'Add line',
	fields: {
		saleProductId: saleProduct,
		quantity: number({ label: 'Quantity', default: 1 }),
		unitPrice: string({
			label: 'Unit Price (Kroner)',
			placeholder: 'e.g. 711.50',
			description: 'At most two decimals. Needed, unless the price in øre is given',
		}),
		unitPriceCents: string({
			label: 'Unit Price (Øre)',
			placeholder: 'e.g. 71150',
			description: 'Instead of the price in kroner',
		}),
	},
});

type Line = Partial<{
	saleProductId: string;
	quantity: number;
	unitPrice: string;
	unitPriceCents: string;
}>;

const IN_KRONER = 'Unit Price (Kroner)';
const IN_ORE = 'Unit Price (Øre)';

/** No time is read. */
const ANYWHERE = { timezone: 'UTC' };

/** Amounts travel as text in øre. @throws InputError for a line without a price, or with two */
function priceOf({ unitPrice = '', unitPriceCents = '' }: Line): string {
	const kroner = unitPrice.trim();
	const ore = unitPriceCents.trim().replace(/^\u2212/, '-');
	if (ore !== '' && !/^-?\d{1,17}$/.test(ore)) {
		throw notAs('a whole number', unitPriceCents, IN_ORE, ANYWHERE);
	}
	if (kroner === '') {
		if (ore !== '') return ore;
		throw new InputError(`"${IN_KRONER}" is empty. Fill it in, or "${IN_ORE}"`, IN_KRONER);
	}
	const converted = toOre(kroner);
	if (converted === undefined) {
		throw notAs('an amount with at most two decimals', unitPrice, IN_KRONER, ANYWHERE);
	}
	if (ore !== '' && BigInt(ore) !== BigInt(converted)) {
		throw new InputError(
			`"${IN_ORE}" is another price than "${IN_KRONER}". Leave one empty`,
			IN_ORE,
		);
	}
	return converted;
}

/** @throws InputError where there is no line, and naming the row of one that is not whole */
function linesInput(rows: Line[]): IDataObject[] {
	if (rows.length === 0) throw new InputError('Add at least one row to "Lines"', 'Lines');
	return rows.map((line, index) =>
		inRow('Lines', index, () => ({
			saleProductId: line.saleProductId,
			quantity: line.quantity ?? 1,
			unitPriceCents: priceOf(line),
		})),
	);
}

/** @throws InputError for a KID with a wrong digit, which banks refuse */
const additionalOf = (more: IDataObject = {}): IDataObject =>
	Object.fromEntries(
		Object.entries(more).map(([name, value]) => [
			name,
			typeof value === 'string' || typeof value === 'number' ? numberNamed(name, value) : value,
		]),
	);

const additionalInput = jsonObject({
	label: 'Additional Input',
	default: '{}',
	description: 'Properties of the invoice that have no field here, merged last',
});

const change = (api: LucaApi, field: string, args: Argument[], companyId: string) =>
	runTyped(api, {
		kind: 'mutation',
		field,
		args: [...args, companyArgument(companyId)],
		selection: CHANGED,
		type: 'SaleInvoice',
	});

const input = (value: IDataObject) => argument('saleInvoice', 'SaleInvoiceInput!', value);

const id = (value: string) => argument('id', 'ID!', value);

const create = operation({
	name: 'Create',
	action: 'Create a draft sale invoice',
	description: 'Create a draft of an invoice; Finalize and Send are operations of their own',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		customerId: customer,
		invoiceDate: date({ label: 'Invoice Date', required: true }),
		paymentDays: number({ label: 'Payment Days', default: 14, min: 0, precision: 0 }),
		lines: { ...lines, property: { ...lines.property, required: true } },
		company,
		options: collection({
			label: 'Options',
			fields: { additionalInput, comment: string({ label: 'Comment', rows: 3 }) },
		}),
	},
	async run({ api, values }) {
		const body = {
			saleCustomer: { id: values.customerId },
			invoiceDate: values.invoiceDate,
			paymentDays: values.paymentDays,
			saleInvoiceLineItems: linesInput(values.lines),
			...compact({ comment: values.options.comment }),
			...additionalOf(values.options.additionalInput),
			invoiceType: 'DRAFT',
		};
		return await change(api, 'saleInvoiceCreate', [input(body)], values.company);
	},
});

/** A field of an update that an invoice cannot be without. */
const kept = <T>(source: Field<T>): Field<T> =>
	needed(
		mapped(source, (value, label) => {
			if (value !== '' && value !== undefined) return value;
			throw new InputError(`"${label}" is empty. Fill it in`, label);
		}),
	);

const update = operation({
	name: 'Update',
	action: 'Update a draft sale invoice',
	description: 'Change a draft; a finalized invoice cannot be changed',
	kind: 'write',
	fields: {
		invoiceId: invoice,
		company,
		updateFields: collection({
			label: 'Update Fields',
			addLabel: 'Add field',
			fields: {
				additionalInput,
				comment: needed(
					string({ label: 'Comment', rows: 3, description: 'Empty = takes the comment away' }),
				),
				customerId: kept(locator({ label: 'Customer', search: 'searchCustomers' })),
				invoiceDate: kept(date({ label: 'Invoice Date' })),
				lines,
				paymentDays: kept(optionalNumber({ label: 'Payment Days', min: 0, precision: 0 })),
			},
		}),
	},
	async run({ api, values }) {
		const { lines: rows, customerId, additionalInput: more, ...plain } = values.updateFields;
		const rest = additionalOf(more);
		delete rest.invoiceType;
		const body: IDataObject = {
			// An empty comment is one that is taken away.
			...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
			...(customerId ? { saleCustomer: { id: customerId } } : {}),
			...(rows ? { saleInvoiceLineItems: linesInput(rows) } : {}),
			...rest,
		};
		if (Object.keys(body).length === 0) {
			throw nothingToChange('Update Fields');
		}
		return await change(
			api,
			'saleInvoiceUpdate',
			[id(values.invoiceId), input(body)],
			values.company,
		);
	},
});

const finalize = operation({
	name: 'Finalize',
	action: 'Finalize a sale invoice',
	description: 'Turn a draft into an invoice with a number. This cannot be undone',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		irreversible: notice('Finalizing cannot be undone: the invoice gets its number.'),
		invoiceId: invoice,
		company,
	},
	async run({ api, values }) {
		return await change(
			api,
			'saleInvoiceUpdate',
			[id(values.invoiceId), input({ invoiceType: 'INVOICE' })],
			values.company,
		);
	},
});

const send = operation({
	name: 'Send',
	action: 'Send a sale invoice',
	description: 'Send a finalized invoice to the customer. It really goes out, test companies too',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		real: notice('The invoice is really sent, also from a test company. It cannot be called back.'),
		invoiceId: invoice,
		sendMethod: options({
			label: 'Send Method',
			values: [{ name: 'Email', value: 'EMAIL' }],
			required: true,
			description: 'With an expression any other method of the schema can be used',
		}),
		email: string({
			label: 'Email',
			placeholder: 'e.g. name@example.com',
			description: 'Empty = the address of the customer',
		}),
		company,
	},
	async run({ api, values }) {
		return await change(
			api,
			'saleInvoiceSend',
			[
				id(values.invoiceId),
				argument('sendMethod', 'SaleSendMethod!', values.sendMethod),
				argument('email', 'String', values.email.trim() || undefined),
			],
			values.company,
		);
	},
});

const filters = collection({
	label: 'Filters',
	addLabel: 'Add filter',
	filters: true,
	description: 'Applied after the invoices were read: Luca does not filter',
	fields: {
		customerId: string({ label: 'Customer ID' }),
		invoiceDateFrom: date({ label: 'Invoice Date From' }),
		invoiceDateTo: date({ label: 'Invoice Date To' }),
		status: options({
			label: 'Status',
			values: [
				{ name: 'Draft', value: 'draft' },
				{ name: 'Finalized', value: 'finalized' },
				{ name: 'Sent', value: 'sent' },
				{ name: 'Unsent', value: 'unsent' },
			],
		}),
	},
});

type Filters = Partial<
	Record<'customerId' | 'invoiceDateFrom' | 'invoiceDateTo' | 'status', string>
>;

function passes(row: IDataObject, { customerId, invoiceDateFrom, invoiceDateTo, status }: Filters) {
	const buyer = isRecord(row.saleCustomer) ? row.saleCustomer : {};
	const day = String(row.invoiceDate ?? '').slice(0, 10);
	const sent = row.sentAt !== null && row.sentAt !== undefined;
	const statuses: Record<string, boolean> = {
		draft: row.draft === true,
		finalized: row.finalized === true,
		sent,
		unsent: row.finalized === true && !sent,
	};
	return (
		(!customerId || String(buyer.id) === customerId) &&
		(!invoiceDateFrom || day >= invoiceDateFrom) &&
		(!invoiceDateTo || day <= invoiceDateTo) &&
		(!status || statuses[status] === true)
	);
}

const getMany = operation({
	name: 'Get Many',
	action: 'Get many sale invoices',
	description: 'List the sale invoices of a company, drafts included',
	kind: 'read',
	fields: {
		company,
		...paging,
		simplify,
		filters,
		options: readOptions({ fields: fieldsOption, maxPages, onPartialResult }),
	},
	async *run({ api, values }) {
		const { options: chosen, filters: wantedOnes } = values;
		const filtering = Object.values(wantedOnes).some((value) => value !== '');
		const most = (chosen.maxPages ?? 50) * 100;
		const rows = listTyped(
			api,
			{
				field: 'saleInvoices',
				args: [companyArgument(values.company)],
				selection: chosenSelection(chosen.fields, INVOICE),
				type: 'SaleInvoice',
				onPartial: chosen.onPartialResult,
			},
			filtering ? most : wanted(values),
		);
		const shown = filtering
			? filtered(rows, (row) => passes(row, wantedOnes), wanted(values))
			: rows;
		for await (const page of shown) yield values.simplify ? page.map(simplified) : page;
	},
});

const get = operation({
	name: 'Get',
	action: 'Get a sale invoice',
	description:
		'Retrieve one sale invoice by its ID; where the server has no such call, the list is looked through',
	kind: 'read',
	fields: {
		invoiceId: invoice,
		company,
		simplify,
		options: readOptions({ fields: fieldsOption, maxPages, onPartialResult }),
	},
	async run({ api, values }) {
		const row = await findOne(api, {
			field: 'saleInvoices',
			one: 'saleInvoice',
			type: 'SaleInvoice',
			noun: 'sale invoice',
			id: values.invoiceId,
			companyId: values.company,
			selection: chosenSelection(values.options.fields, INVOICE),
			pages: values.options.maxPages ?? 50,
			onPartial: values.options.onPartialResult,
		});
		return values.simplify ? simplified(row) : row;
	},
});

export const saleInvoice = resource(
	'Sale Invoice',
	[create, finalize, get, getMany, send, update],
	{ defaultOperation: 'getMany' },
);

export { INVOICE };
