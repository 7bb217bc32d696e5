import { boolean, collection, number, when, type Field, type Fields, type Values } from '../fields';

const returnAll = boolean({
	label: 'Return All',
	description: 'Whether to return all results or only up to a given limit',
});

const limit = when(
	{ returnAll: [false] },
	number({
		label: 'Limit',
		default: 50,
		min: 1,
		precision: 0,
		description: 'Max number of results to return',
	}),
);

/** Return All and Limit, as every Get Many has them. */
export const paging = { returnAll, limit };

/** How many results are wanted; Infinity for all. */
export function wanted(values: { returnAll: boolean; limit: number }): number {
	return values.returnAll ? Number.POSITIVE_INFINITY : values.limit;
}

/** How a run asks the service; of every operation that only reads. */
export const paceOptions = {
	alwaysAskAgain: boolean({
		label: 'Always Ask Again',
		description: 'Whether to call anew where items read the same',
	}),
	longestPause: number({
		label: 'Longest Pause (Minutes)',
		default: 20,
		min: 0,
		max: 1_440,
		precision: 0,
		description: 'The longest wait when asked to pause',
	}),
	parallelRequests: number({
		label: 'Parallel Requests',
		default: 100,
		min: 1,
		max: 100,
		precision: 0,
		description: 'Most calls at once',
	}),
};

/** For what changes something and is no payment: only where the user has this are items written side by side. */
export const writesAtOnce = number({
	label: 'Writes at the Same Time',
	default: 1,
	min: 1,
	max: 50,
	precision: 0,
	description: 'Items written side by side; with 1 their order is kept',
});

/** Where nobody has seen that the service takes several IDs at once. */
export const combineReads = boolean({
	label: 'Combine Reads',
	description:
		'Whether items share calls for many IDs. Not known to be taken; what is missing is asked for one by one',
});

/** The "Options" of an operation that only reads. */
export function readOptions<F extends Fields>(
	fields: F,
): Field<Partial<Values<F & typeof paceOptions>>> {
	return collection({
		label: 'Options',
		description: 'How records are read',
		fields: { ...fields, ...paceOptions },
	});
}
