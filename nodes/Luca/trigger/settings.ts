import { options, string } from '../../shared/fields';

export const triggerOn = options({
	label: 'Trigger On',
	description: 'What starts the workflow',
	only: true,
	values: [
		{ name: 'New Record of Any Connection', value: 'newRecord' },
		{ name: 'Invoice Created', value: 'saleInvoiceCreated' },
		{ name: 'Invoice Finalized', value: 'saleInvoiceFinalized' },
		{ name: 'Invoice Sent', value: 'saleInvoiceSent' },
	],
	default: 'saleInvoiceCreated',
});

export const recordsOrdered = options({
	label: 'Records Are Ordered',
	only: true,
	values: [
		{ name: 'Newest First', value: 'newestFirst' },
		{ name: 'Newest Last', value: 'newestLast' },
	],
	default: 'newestFirst',
	description: 'How Luca lists these records; invoices have been seen with the newest first',
});

export const idFieldName = string({
	label: 'ID Field',
	description: 'Field of a record that tells it from others',
	default: 'id',
});
