import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { paging, readOptions, simplify, wanted } from '../../shared/operation/commonFields';
import { boolean, collection, locator, options, string } from '../../shared/fields';
import { pick } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { filterQuery, ids } from './filters';

const PATH = '/api/customers';

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

const filters = collection({
	label: 'Filters',
	addLabel: 'Add filter',
	filters: true,
	fields: {
		company: string({ label: 'Company' }),
		customerRef: string({
			label: 'Customer Reference',
			description: 'Your own reference of the customer',
		}),
		email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
		firstName: string({ label: 'First Name' }),
		id: ids('Customer IDs, separated by commas'),
		lastName: string({ label: 'Last Name' }),
	},
});

const getMany = operation({
	name: 'Get Many',
	action: 'Get many customers',
	description: 'List customers with their (masked) payment accounts, optionally filtered',
	kind: 'read',
	fields: { ...paging, simplify, filters, options: readOptions({}) },
	async *run({ api, values }) {
		for await (const page of api.members(PATH, filterQuery(values.filters), wanted(values))) {
			yield values.simplify ? page.map(simplified) : page;
		}
	},
});

const customerId = locator({
	label: 'Customer',
	search: 'searchCustomers',
	required: true,
	idPlaceholder: 'e.g. 1001',
});

const get = operation({
	name: 'Get',
	action: 'Get a customer',
	description: 'Retrieve one customer by its ID',
	kind: 'read',
	fields: { customerId, simplify, options: readOptions({}) },
	async run({ api, values }) {
		const customer = await api.one(PATH, values.customerId);
		return values.simplify ? simplified(customer) : customer;
	},
});

export const customer = resource('Customer', [get, getMany], { defaultOperation: 'getMany' });

const yes = (value: unknown) => value === true || Number(value) === 1;

/** `427` is April 2027: the leading zero is lost. */
function expiration(value: unknown): string | null {
	const digits = String(value ?? '').padStart(4, '0');
	return /^(0[1-9]|1[0-2])\d\d$/.test(digits) ? `${digits.slice(0, 2)}/${digits.slice(2)}` : null;
}

function account(raw: IDataObject, customer: IDataObject): IDataObject {
	return {
		id: raw.id ?? null,
		type: raw['@type'] ?? null,
		brand: raw.bankName || null,
		holder: raw.ccName || raw.accountName || null,
		expiration: expiration(raw.expiration),
		maskedAccountNumber: raw.maskedAccountNumber ?? null,
		referenceId: raw.referenceId ?? null,
		enabled: yes(raw.enabled),
		isSavings: yes(raw.isSavings),
		businessAccount: yes(raw.businessAccount),
		customerId: customer.id ?? null,
	};
}

const getAccounts = operation({
	name: 'Get Many',
	action: 'Get many payment accounts',
	description: "List a customer's stored cards and bank accounts, masked, with their tokens",
	kind: 'read',
	fields: {
		customerId,
		...paging,
		filters: collection({
			label: 'Filters',
			addLabel: 'Add filter',
			filters: true,
			fields: {
				enabledOnly: boolean({
					label: 'Enabled Only',
					description: 'Whether to leave out accounts that are turned off',
				}),
				type: options({
					label: 'Type',
					values: [
						{ name: 'Bank', value: 'Bank' },
						{ name: 'Card', value: 'Card' },
					],
				}),
			},
		}),
		options: readOptions({}),
	},
	async run({ api, values }) {
		const { enabledOnly, type } = values.filters;
		const found = await api.one(PATH, values.customerId);
		const accounts = Array.isArray(found.paymentAccounts) ? found.paymentAccounts : [];
		return accounts
			.filter(isRecord)
			.map((each) => account(each as IDataObject, found))
			.filter((each) => (!type || each.type === type) && (!enabledOnly || each.enabled === true))
			.slice(0, wanted(values));
	},
});

export const paymentAccount = resource('Payment Account', [getAccounts]);
