import { options } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { recordId, requiredAttributes } from '../fields';
import { getManyOf, getOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

const financeCollection = options({
	label: 'Collection',
	values: [
		'journal_transactions',
		'ledger_accounts',
		'payment_methods',
		'receipts',
		'vat_codes',
		'vat_tariffs',
	],
	description: 'With an expression any other collection of the administration can be read',
});

export const financeRecord = resource(
	'Finance Record',
	[
		writeOf({
			name: 'Create Receipt',
			inOrder: true,
			action: 'Create a receipt',
			description: 'Create a receipt',
			method: 'POST',
			type: 'receipt',
			fields: { ...parent, attributesJson: requiredAttributes },
			path: ({ administrationId }) => inAdministration(administrationId, 'receipts'),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
		getOf({
			action: 'Get a finance record',
			description: 'Retrieve one record of the books',
			parents: { ...parent, collection: financeCollection, recordId },
			path: (values) =>
				inAdministration(values.administrationId, values.collection, values.recordId),
		}),
		getManyOf({
			action: 'Get many finance records',
			description: 'List ledger accounts, VAT codes, receipts and the like',
			parents: { ...parent, collection: financeCollection },
			path: (values) => inAdministration(values.administrationId, values.collection),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Ledger accounts, VAT codes, receipts and more' },
);
