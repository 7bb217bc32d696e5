import { resource } from '../../shared/operation/operation';
import { inventoryObject, requiredAttributes } from '../fields';
import { commandOf, getManyOf, getOf, removeOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const inventoryObjects = resource(
	'Inventory Object',
	[
		commandOf({
			name: 'Archive',
			action: 'Archive an inventory object',
			description: 'Take a physical unit out of use, its history kept',
			parents: { ...parent, inventoryObjectId: inventoryObject },
			idField: 'inventoryObjectId',
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId, 'archive'),
			done: { archived: true },
		}),
		removeOf({
			action: 'Delete an inventory object',
			description: 'Delete a physical unit',
			parents: { ...parent, inventoryObjectId: inventoryObject },
			idField: 'inventoryObjectId',
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId),
		}),
		getOf({
			action: 'Get an inventory object',
			description: 'Retrieve one physical unit by its ID',
			parents: { ...parent, inventoryObjectId: inventoryObject },
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId),
		}),
		getManyOf({
			action: 'Get many inventory objects',
			description: 'List the physical units of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'inventory_objects'),
		}),
		writeOf({
			name: 'Update',
			action: 'Update an inventory object',
			description: 'Change a physical unit',
			method: 'PATCH',
			type: 'inventory_object',
			idField: 'inventoryObjectId',
			fields: { ...parent, inventoryObjectId: inventoryObject, attributesJson: requiredAttributes },
			path: ({ administrationId, inventoryObjectId }) =>
				inAdministration(administrationId, 'inventory_objects', inventoryObjectId),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Physical units' },
);
