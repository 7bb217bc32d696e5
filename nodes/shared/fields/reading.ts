/** Where a value is read. */
export interface Reading {
	/** Of the workflow (IANA), in which times without a zone are meant. */
	timezone: string;
	/** The value must not stand in an error. */
	isSecret?: boolean;
	/** The field was added to a collection or stands in a row: an empty one counts as not given. */
	isOptional?: boolean;
	/** The value as the workflow holds it, with its expressions: what comes as a whole from one, nobody has seen filled in. */
	saved?: unknown;
	/** It is such data. */
	isData?: boolean;
	/** Is told of a value that stands where the panel does not show it any more. */
	outdated?(value: Outdated): void;
}

/** As a field is read where there is no workflow. */
export const NOWHERE: Reading = { timezone: 'UTC' };

/** A value that was saved before its field moved into a group. */
export interface Outdated {
	/** Of the field. */
	name: string;
	/** Where it is now, as the panel says it. */
	group: string;
	/** The collection that it is in. */
	label: string;
}
