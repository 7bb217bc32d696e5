import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../credentials/oauth2/values';

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
export function simplified(invoice: IDataObject): IDataObject {
	const result: IDataObject = {};
	for (const name of KEPT) result[name] = invoice[name] ?? null;
	const customer = isRecord(invoice.saleCustomer) ? (invoice.saleCustomer as IDataObject) : {};
	result.customerId = customer.id ?? null;
	result.customerName = customer.name ?? null;
	result.customerEmail = customer.email ?? null;
	return result;
}
