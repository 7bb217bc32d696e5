/** Where a value is read. */
export interface Reading {
	/** Of the workflow (IANA), in which times without a zone are meant. */
	timezone: string;
	/** The value must not stand in an error. */
	isSecret?: boolean;
	/** The field was added to a collection or stands in a row: an empty one counts as not given. */
	isOptional?: boolean;
}
