import { resource } from '../../shared/operation/operation';
import { saleProduct } from '../fields';
import { records } from '../lists';

export const saleProducts = resource(
	'Product',
	records({
		field: 'saleProducts',
		one: 'saleProduct',
		type: 'SaleProduct',
		noun: 'product',
		plural: 'products',
		selection: { id: true, name: true, active: true },
		idField: saleProduct,
	}),
	{ value: 'saleProduct', defaultOperation: 'getMany' },
);
