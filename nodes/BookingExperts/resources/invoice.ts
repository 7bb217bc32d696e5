import { resource } from '../../shared/operation/operation';
import { recordId } from '../fields';
import { getManyOf, getOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const invoice = resource(
	'Invoice',
	[
		getOf({
			action: 'Get an invoice',
			description: 'Retrieve one invoice by its ID',
			parents: { ...parent, invoiceId: recordId },
			path: ({ administrationId, invoiceId }) =>
				inAdministration(administrationId, 'invoices', invoiceId),
		}),
		getManyOf({
			action: 'Get many invoices',
			description: 'List invoices',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'invoices'),
		}),
	],
	{ defaultOperation: 'getMany' },
);
