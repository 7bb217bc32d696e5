import { resource } from '../../shared/operation/operation';
import { recordId } from '../fields';
import { getOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const order = resource('Order', [
	getOf({
		combines: 'never',
		action: 'Get an order',
		description: 'Retrieve the order of a reservation: what is charged for it',
		parents: { ...parent, orderId: recordId },
		path: ({ administrationId, orderId }) => inAdministration(administrationId, 'orders', orderId),
	}),
]);
