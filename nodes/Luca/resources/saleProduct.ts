import { resource } from '../../shared/operation/operation';
import { saleProduct } from '../fields';
import { records } from '../lists';

export const saleProducts = resource(
	'Sale Product',
	records({
		field: 'saleProducts',
		one: 'saleProduct',
		type: 'SaleProduct',
		noun: 'sale product',
		plural: 'sale products',
		selection: { id: true, name: true, active: true },
		idField: saleProduct,
	}),
	{ defaultOperation: 'getMany' },
);
