import { resource } from '../../shared/operation/operation';
import { rentableType } from '../fields';
import { getManyOf, getOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const rentableTypes = resource(
	'Rentable Type',
	[
		getOf({
			action: 'Get a rentable type',
			description: 'Retrieve one kind of accommodation by its ID',
			parents: { ...parent, rentableTypeId: rentableType },
			path: ({ administrationId, rentableTypeId }) =>
				inAdministration(administrationId, 'rentable_types', rentableTypeId),
		}),
		getManyOf({
			action: 'Get many rentable types',
			description: 'List the kinds of accommodations of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'rentable_types'),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Kinds of accommodations' },
);
