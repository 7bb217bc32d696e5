import type { IDataObject } from 'n8n-workflow';

const KEPT = [
	'id',
	'customerRef',
	'company',
	'firstName',
	'lastName',
	'displayAs',
	'email',
	'phone',
	'city',
] as const;

/** The fields of a customer that most workflows need. */
export function simplified(customer: IDataObject): IDataObject {
	const result: IDataObject = {};
	for (const name of KEPT) result[name] = customer[name] ?? null;
	const accounts = customer.paymentAccounts;
	result.paymentAccountCount = Array.isArray(accounts) ? accounts.length : 0;
	return result;
}
