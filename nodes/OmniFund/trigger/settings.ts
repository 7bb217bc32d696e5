import { needed, options, string } from '../../shared/fields';

export const triggerOn = options({
	label: 'Trigger On',
	description: 'What starts the workflow',
	only: true,
	values: [
		{ name: 'Event', value: 'event' },
		{ name: 'Pending Transaction', value: 'pendingTransaction' },
		{ name: 'Settlement', value: 'settlement' },
		{ name: 'Transaction Changed', value: 'transactionChanged' },
		{ name: 'Transaction Processed', value: 'transactionProcessed' },
	],
	default: 'transactionProcessed',
});

/** An expression that gives nothing is a mistake: all events would be told. */
export const eventTypes = needed(
	string({
		label: 'Event Types',
		description: 'Only events of these types, separated by commas; empty = all',
	}),
);
