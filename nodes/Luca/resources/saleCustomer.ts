import { resource } from '../../shared/operation/operation';
import { customer } from '../fields';
import { records } from '../lists';

export const saleCustomers = resource(
	'Customer',
	records({
		field: 'saleCustomers',
		one: 'saleCustomer',
		type: 'SaleCustomer',
		noun: 'customer',
		plural: 'customers',
		selection: { id: true, active: true, comment: true, email: true, name: true },
		idField: customer,
	}),
	{ value: 'saleCustomer', defaultOperation: 'getMany' },
);
