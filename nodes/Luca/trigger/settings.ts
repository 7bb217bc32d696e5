import { number, options, string } from '../../shared/fields';

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

/** What is seldom needed: these triggers look at lists that tell nothing of their own order. */
export const lucaOptions = {
	idField: string({
		label: 'ID Field',
		description: 'Field of a record that tells it from others',
		default: 'id',
	}),
	pagesToScan: number({
		label: 'Pages per Look',
		description:
			'How many pages of 100 each look reads at most; what is left is read in the next ones',
		default: 10,
		min: 1,
		max: 100,
		precision: 0,
	}),
	recordsOrdered: options({
		label: 'Order of the List',
		only: true,
		values: [
			{ name: 'Newest First', value: 'newestFirst' },
			{ name: 'Newest Last', value: 'newestLast' },
		],
		default: 'newestFirst',
		description: 'How Luca lists these records; invoices have been seen with the newest first',
	}),
};
