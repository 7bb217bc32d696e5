import { outcomeNow } from '../../../credentials/base/outcome';
import { InputError } from '../errors';
import type { Reading } from './reading';

const LONGEST_SHOWN = 60;

/** What to look at where a field is empty although something was filled in. */
const FOUND_NOTHING =
	'Its expression found nothing in this item. Look how the input spells the name';

/** What an expression gives that finds nothing; what is typed is text, also when it is empty. */
const isNothing = (raw: unknown): boolean => raw === undefined || raw === null;

/**
 * A value that a field does not take: what it must be, and what was given unless that is secret.
 * @param way what to do about it, where more can be told
 */
export function notAs(
	what: string,
	raw: unknown,
	label: string,
	reading: Reading,
	way?: string,
): InputError {
	return new InputError(
		`"${label}" must be ${what}${given(raw, reading)}`,
		label,
		isNothing(raw) ? FOUND_NOTHING : way,
	);
}

/** ", not …" for an error; nothing where the value is secret. */
function given(raw: unknown, { isSecret }: Reading): string {
	if (isEmpty(raw)) return ', but it is empty';
	return isSecret ? '' : `, not ${shown(raw)}`;
}

/** Nothing was filled in, or an expression gave nothing. */
export const isEmpty = (raw: unknown): boolean =>
	isNothing(raw) || (typeof raw === 'string' && raw.trim() === '');

/** A value as it may stand in an error. */
function shown(raw: unknown): string {
	if (typeof raw === 'string') {
		const text = raw.length > LONGEST_SHOWN ? `${raw.slice(0, LONGEST_SHOWN)}…` : raw;
		return JSON.stringify(text.toWellFormed());
	}
	if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
	if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? 'an invalid date' : 'a date';
	return Array.isArray(raw) ? 'a list' : 'an object';
}

/**
 * Reads a value; where an expression gave none, an error says that too.
 * @throws InputError as `read` does
 */
export function ofNothing<T>(raw: unknown, read: () => T): T {
	if (!isNothing(raw)) return read();
	const outcome = outcomeNow(read);
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof InputError) || error.description !== undefined) throw error;
	throw new InputError(error.message, error.field, FOUND_NOTHING);
}

/** Digits are lost before the node sees them: JavaScript holds whole numbers exactly up to 2^53. */
export const tooLong = (raw: unknown, label: string, { isSecret }: Reading): InputError =>
	new InputError(
		`"${label}" is a number with more digits than a number can hold${isSecret ? '' : `: it has become ${String(raw)}`}. Give it as text, in quotes where it comes from`,
		label,
	);

/**
 * Reads something of one row of a list.
 * @param index from 0
 * @throws InputError that names the row too
 */
export function inRow<T>(label: string, index: number, read: () => T): T {
	const outcome = outcomeNow(read);
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof InputError)) throw error;
	const { message, field, description } = error;
	throw new InputError(`Row ${index + 1} of "${label}": ${message}`, field, description);
}

/**
 * Makes sure that rows that become properties of one object do not hide each other.
 * @param names one for each row; blank ones are not compared
 * @throws InputError naming the row and the one before it
 */
export function refuseRepeated(label: string, field: string, names: readonly string[]): void {
	for (const [index, name] of names.entries()) {
		const first = names.indexOf(name);
		if (name === '' || first === index) continue;
		throw new InputError(
			`Row ${index + 1} of "${label}": ${JSON.stringify(name)} is in row ${first + 1} already, and only one of them can be sent`,
			field,
		);
	}
}
