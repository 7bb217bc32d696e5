import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { recordId, requiredAttributes } from '../fields';
import { removeOf, writeOf } from '../operations';
import { parent } from '../paths';
import { reads } from '../reads';

const agreementsPath = (id: string, ...rest: string[]) =>
	at('/v3/administrations', id, 'agreements', ...rest);

export const agreement = resource(
	'Agreement',
	[
		writeOf({
			name: 'Create',
			action: 'Create an agreement',
			description: `Record an agreement with an owner or a long-stay guest`,
			method: 'POST',
			type: 'agreement',
			fields: { ...parent, attributesJson: requiredAttributes },
			path: ({ administrationId }) => agreementsPath(administrationId),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
		removeOf({
			action: 'Delete an agreement',
			description: `Delete an agreement`,
			parents: { ...parent, recordId },
			idField: 'recordId',
			path: (values) => agreementsPath(values.administrationId, values.recordId),
		}),
		...reads('an agreement', 'agreements', 'agreements', 'the agreements of a park'),
	],
	{ defaultOperation: 'getMany', description: 'With owners and long-stay guests' },
);
