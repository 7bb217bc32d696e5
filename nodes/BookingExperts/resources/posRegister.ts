import { resource } from '../../shared/operation/operation';
import { requiredAttributes } from '../fields';
import { getManyOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const posRegister = resource(
	'POS Register',
	[
		writeOf({
			name: 'Create',
			inOrder: true,
			action: 'Create a POS register',
			description: 'Create a register of the point of sale',
			method: 'POST',
			type: 'register',
			fields: { ...parent, attributesJson: requiredAttributes },
			path: ({ administrationId }) => inAdministration(administrationId, 'registers'),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
		getManyOf({
			action: 'Get many POS registers',
			description: 'List the registers of the point of sale',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'registers'),
		}),
	],
	{ defaultOperation: 'getMany' },
);
