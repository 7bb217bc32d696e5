import { InputError } from '../shared/errors';

/** A text in an OData filter: in quotes, quotes inside doubled, so that it stays one literal. */
export function quoted(value: string): string {
	return `'${value.toWellFormed().replace(/'/g, "''")}'`;
}

/** A day or moment as Billit's filters take it, such as `DateTime'2025-01-31'`. */
export function moment(value: string): string {
	return `DateTime${quoted(value)}`;
}

/** A whole number of a user's value. */
export function integer(value: string | number, label: string): string {
	const text = String(value).trim();
	if (!/^-?\d{1,18}$/.test(text)) throw new InputError(`"${label}" must be a whole number`, label);
	return text;
}

/** Conditions that all have to hold; undefined when there is none. */
export function all(conditions: ReadonlyArray<string | undefined>): string | undefined {
	const given = conditions.filter((condition) => condition !== undefined && condition !== '');
	return given.length > 0 ? given.join(' and ') : undefined;
}

/** An id as the number that Billit's bodies want. */
export const numericId = (value: string, label: string): number => Number(integer(value, label));
