import { boolean, needed, number, options, string } from '../../shared/fields';

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
		several: 'filter',
		description: 'Only events of these types, separated by commas; empty = all',
	}),
);

/** What is seldom needed. */
export const omniFundOptions = {
	emitExisting: boolean({
		label: 'Include What Is There Already',
		description: 'Whether the first look after publishing tells of what is there already',
	}),
	lookBackDays: number({
		label: 'Look Back (Days)',
		description:
			'How many days each look covers, since a payment is listed by the day on which it takes effect. 0 = 3 days for processed, 14 for changed transactions, 7 for settlements',
		default: 0,
		min: 0,
		max: 90,
		precision: 0,
	}),
};
