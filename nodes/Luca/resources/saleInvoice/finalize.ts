import { notice } from '../../../shared/fields';
import { operation } from '../../api';
import { company, invoice } from '../../fields';
import { change, id, input } from './parts';

export const finalize = operation({
	name: 'Finalize',
	action: 'Finalize an invoice',
	description: 'Turn a draft into an invoice with a number. This cannot be undone',
	kind: 'write',
	once: 'unkeyed',
	fields: {
		irreversible: notice('Finalizing cannot be undone: the invoice gets its number.'),
		invoiceId: invoice,
		company,
	},
	async run({ api, values }) {
		return await change(
			api,
			'saleInvoiceUpdate',
			[id(values.invoiceId), input({ invoiceType: 'INVOICE' })],
			values.company,
		);
	},
});
