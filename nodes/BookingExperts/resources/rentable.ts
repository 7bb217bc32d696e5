import { resource } from '../../shared/operation/operation';
import { getManyOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const rentable = resource('Rentable', [
	getManyOf({
		action: 'Get many rentables',
		description: 'List the units as they can be rented over time',
		parents: parent,
		path: ({ administrationId }) => inAdministration(administrationId, 'rentables'),
	}),
]);
