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

export const simplify = boolean({
	label: 'Simplify',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

/** How many items of a run are read at the same time. */
export const parallelRequests = number({
	label: 'Parallel Requests',
	default: 20,
	min: 1,
	max: 100,
	precision: 0,
	description: 'How many items are read from the service at the same time',
});

/** The "Options" of an operation that only reads. */
export function readOptions<F extends Fields>(
	fields: F,
): Field<Partial<Values<F & { parallelRequests: typeof parallelRequests }>>> {
	return collection({
		label: 'Options',
		description: 'Settings that are seldom needed',
		fields: { ...fields, parallelRequests },
	});
}
