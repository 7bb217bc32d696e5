import { resource } from '../../shared/operation/operation';
import { customer } from '../fields';
import { records } from '../lists';

export const saleCustomers = resource(
	'Sale Customer',
	records({
		field: 'saleCustomers',
		one: 'saleCustomer',
		type: 'SaleCustomer',
		noun: 'sale customer',
		plural: 'sale customers',
		selection: { id: true, active: true, comment: true, email: true, name: true },
		idField: customer,
	}),
	{ defaultOperation: 'getMany' },
);
