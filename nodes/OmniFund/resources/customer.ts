import type { IDataObject } from 'n8n-workflow';
import { collection, locator, string } from '../../shared/fields';
import { pick } from '../../shared/objects';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { output } from '../../shared/operation/output';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { filterQuery, ids } from './filters';

export const PATH = '/api/customers';

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
];

/** The fields of a customer that most workflows need. */
function simplified(customer: IDataObject): IDataObject {
	const accounts = customer.paymentAccounts;
	return {
		...pick(customer, KEPT),
		paymentAccountCount: Array.isArray(accounts) ? accounts.length : 0,
	};
}

export const filters = collection({
	label: 'Filters',
	description: 'Only the records that fit all of these',
	addLabel: 'Add filter',
	filters: true,
	fields: {
		company: string({ label: 'Company', description: 'Name of the company' }),
		customerRef: string({
			code: 'line',
			label: 'Customer Reference',
			description: 'Your own reference of the customer',
		}),
		email: string({
			label: 'Email',
			description: 'Email address of the customer',
			placeholder: 'e.g. name@example.com',
		}),
		firstName: string({ label: 'First Name', description: 'First name of the customer' }),
		id: ids('Customer IDs, separated by commas'),
		lastName: string({ label: 'Last Name', description: 'Last name of the customer' }),
	},
});

const getMany = operation({
	name: 'Get Many',
	action: 'Get many customers',
	description: 'List customers with their (masked) payment accounts, optionally filtered',
	kind: 'read',
	fields: { ...paging, ...output, filters, options: readOptions({}) },
	async *run({ api, values }) {
		for await (const page of api.members(PATH, filterQuery(values.filters), wanted(values))) {
			yield values.simplify ? page.map(simplified) : page;
		}
	},
});

export const customerId = locator({
	label: 'Customer',
	description: 'The customer, by your own ID',
	search: 'searchCustomers',
	blanks: true,
	required: true,
	idPlaceholder: 'e.g. 1001',
});

const get = operation({
	name: 'Get',
	action: 'Get a customer',
	description: 'Retrieve one customer by its ID',
	kind: 'read',
	fields: { customerId, ...output, options: readOptions({}) },
	async run({ api, values }) {
		const customer = await api.one(PATH, values.customerId);
		return values.simplify ? simplified(customer) : customer;
	},
});

export const customer = resource('Customer', [get, getMany], { defaultOperation: 'getMany' });
