import { listOperation } from '../../lists';
import { filters } from './filters';
import { simplified } from './simplified';

export const getMany = listOperation({
	name: 'Get Many',
	action: 'Get many orders',
	description: 'List orders (invoices, credit notes, offers, …), optionally filtered',
	path: () => '/v1/orders',
	filters,
	searchable: true,
	simplified,
});
