import { listOperation } from '../../lists';
import { simplified } from './simplified';

export const getManyDeleted = listOperation({
	name: 'Get Many Deleted',
	action: 'Get many deleted invoices and other orders',
	description: 'List orders that were deleted',
	path: () => '/v1/orders/deleted',
	searchable: false,
	simplified,
});
