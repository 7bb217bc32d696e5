import { resource } from '../../shared/operation/operation';
import { getManyOf, getOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const administrations = resource(
	'Administration',
	[
		getOf({
			combines: 'never',
			action: 'Get an administration',
			description: 'Retrieve one administration (park) by its ID',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId),
		}),
		getManyOf({
			action: 'Get many administrations',
			description: 'List the administrations (parks) that the app was installed for',
			parents: {},
			path: () => '/v3/administrations',
		}),
	],
	{ defaultOperation: 'getMany', description: 'Parks' },
);
