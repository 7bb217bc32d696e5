import { listOperation } from '../../lists';
import { filters, payment } from './filters';
import { simplified } from './simplified';

export const getMany = listOperation({
	name: 'Get Many',
	action: 'Get many invoices, credit notes and other orders (unpaid, overdue)',
	description:
		'List invoices, credit notes, offers (quotes) and other orders, such as those that are unpaid or overdue',
	path: () => '/v1/orders',
	payment,
	filters,
	searchable: true,
	simplified,
});
