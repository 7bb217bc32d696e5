import { resource } from '../../shared/operation/operation';
import { getManyOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const owner = resource('Owner', [
	getManyOf({
		action: 'Get many owners',
		description: 'List the owners of accommodations',
		parents: parent,
		path: ({ administrationId }) => inAdministration(administrationId, 'owners'),
	}),
]);
