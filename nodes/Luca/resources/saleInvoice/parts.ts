import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../credentials/base/values';
import { jsonObject } from '../../../shared/fields';
import { type LucaApi } from '../../api';
import { numberNamed } from '../../arguments';
import { argument, type Argument } from '../../document';
import { companyArgument } from '../../fields';
import type { Selection } from '../../selection';
import { runTyped } from '../../typed';

/** Seen in a client that worked; the vendor's schema is not published. */
export const INVOICE: Selection = {
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
	const buyer = isRecord(row.saleCustomer) ? row.saleCustomer : {};
	result.customerId = buyer.id ?? null;
	result.customerName = buyer.name ?? null;
	result.customerEmail = buyer.email ?? null;
	if (row._errors !== undefined) result._errors = row._errors;
	return result;
}

/** @throws InputError for a KID with a wrong digit, which banks refuse */
export const additionalOf = (more: IDataObject = {}): IDataObject =>
	Object.fromEntries(
		Object.entries(more).map(([name, value]) => [
			name,
			typeof value === 'string' || typeof value === 'number' ? numberNamed(name, value) : value,
		]),
	);

export const additionalInput = jsonObject({
	label: 'Additional Input',
	default: '{}',
	description: 'Properties of the invoice that have no field here, merged last',
});

export const change = (api: LucaApi, field: string, args: Argument[], companyId: string) =>
	runTyped(api, {
		kind: 'mutation',
		field,
		args: [...args, companyArgument(companyId)],
		selection: CHANGED,
		type: 'SaleInvoice',
	});

export const input = (value: IDataObject) => argument('saleInvoice', 'SaleInvoiceInput!', value);

export const id = (value: string) => argument('id', 'ID!', value);
