import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { InputError } from '../errors';
import { withoutNoise } from './decimal';
import { NOWHERE, type Reading } from './reading';
import { notAs, ofNothing, tooLong } from './wording';

/**
 * One input of an operation: what the editor shows, and how its value is read. The type of the value
 * is known here and nowhere said again. Fields are made by the functions of this folder.
 * @example
 * const fields = {
 * 	name: string({ label: 'Name', required: true }),
 * 	limit: number({ label: 'Limit', default: 50, min: 1 }),
 * };
 * // In `run`: values.name is a string, values.limit a number.
 */
export interface Field<T> {
	readonly property: Omit<INodeProperties, 'name'>;
	/**
	 * Checks and converts what the editor or an expression gave.
	 * @param label the field's name as the user sees it, for error texts
	 * @throws InputError naming the field, what was given and the way out
	 */
	read(raw: unknown, label: string, reading?: Reading): T;
	/** The fields of a collection or of each row. */
	readonly inner?: Fields;
	/** Its fields hold names of columns, and not the values that a service tells of. */
	readonly namesColumns?: true;
	/** It may be empty, but an expression has to say so. */
	readonly isNeeded?: true;
	/** What a value that the field takes stands for among others, so that both ends of a range can be compared. */
	extent?(raw: unknown, label: string, reading?: Reading): Extent | undefined;
}

/** From where to where a value reaches, in numbers or ms since the epoch: a day to its end; as people read it. */
export interface Extent {
	first: number;
	last: number;
	text: string;
}

export type Fields = Record<string, Field<unknown>>;

/** The values of a set of fields, by field name. */
export type Values<F extends Fields> = {
	[K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

/** What every field can say of itself. */
export type Text = { label: string; description?: string; placeholder?: string; hint?: string };

/** Conditions under which a field is shown, beside its operation: other fields' values. */
type When = NonNullable<IDisplayOptions['show']>;

export function field<T>(
	property: Omit<INodeProperties, 'name'>,
	read: (raw: unknown, label: string, reading: Reading) => T,
	inner?: Fields,
	extent?: Field<unknown>['extent'],
): Field<T> {
	return {
		property,
		read(raw, label, reading = NOWHERE) {
			const isSecret = reading.isSecret === true || property.typeOptions?.password === true;
			return ofNothing(raw, () => read(raw, label, { ...reading, isSecret }));
		},
		...(inner ? { inner } : {}),
		...(extent ? { extent } : {}),
	};
}

/** Shows the field only while other fields of the operation have one of these values. */
export function when<T>(show: When, shown: Field<T>): Field<T> {
	return {
		...shown,
		property: {
			...shown.property,
			displayOptions: { show: { ...shown.property.displayOptions?.show, ...show } },
		},
	};
}

/**
 * A field that has moved elsewhere: no panel shows it any more, workflows that were saved with it keep their
 * value.
 */
export function moved<T>(source: Field<T>): Field<T> {
	const { displayName, default: value } = source.property;
	return { ...source, property: { displayName, type: 'hidden', default: value } };
}

/** The same field, refused where an expression gives nothing: that is a mistake more often than a wish. */
export function needed<T>(source: Field<T>): Field<T> {
	const { property, read } = source;
	const checked = field(
		property,
		(raw, label, reading) => {
			if (raw === undefined || raw === null) throw notAs('filled in', raw, label, reading);
			return read(raw, label, reading);
		},
		source.inner,
		source.extent,
	);
	return { ...checked, isNeeded: true };
}

/** The same field with n8n's mark of what has to be filled in, where more than the field itself refuses it empty. */
export function marked<T>(source: Field<T>): Field<T> {
	return { ...source, property: { ...source.property, required: true } };
}

/** The same field with its value turned into another one, such as a condition of a filter. */
export function mapped<T, U>(
	source: Field<T>,
	convert: (value: T, label: string, reading: Reading) => U,
): Field<U> {
	return field(
		source.property,
		(raw, label, reading) => convert(source.read(raw, label, reading), label, reading),
		source.inner,
		source.extent,
	);
}

/**
 * Text; numbers with all their digits and without the noise of computing.
 * @throws InputError for anything that is not a plain value, and for numbers whose digits are lost
 */
export function asText(raw: unknown, label: string, reading: Reading = NOWHERE): string {
	if (raw === undefined || raw === null) return '';
	if (typeof raw === 'string') return ofExpression(raw, label);
	if (typeof raw === 'bigint') return String(raw);
	if (typeof raw === 'boolean') return String(raw);
	if (typeof raw === 'number' && Number.isFinite(raw)) {
		if (Number.isInteger(raw) && !Number.isSafeInteger(raw)) throw tooLong(raw, label, reading);
		return withoutNoise(raw);
	}
	throw notAs('text', raw, label, reading);
}

/** What JavaScript writes for a whole object, and for a date that is none. */
const BROKEN = /\[object [A-Z]\w*\]|\bInvalid Date(?:Time\b|$)/;

/** What it writes for nothing, where that became a part of a code: `INV-undefined`; a sentence may speak of it. */
const BROKEN_CODE = /(?<![^-_.:/#=])(?:undefined|NaN)(?![^-_.:/#=])/;

/** @throws InputError for a text that an expression has put together from something that is none */
function ofExpression(text: string, label: string): string {
	refuseBroken(text, label);
	const found = /\s/.test(text) ? undefined : BROKEN_CODE.exec(text)?.[0];
	if (found === undefined) return text;
	throw broken(found, label);
}

/**
 * @param place where in the field, such as ` in a, row 1`
 * @throws InputError for a text with a whole object, or a date that is none, in it
 */
export function refuseBroken(text: string, label: string, place = ''): void {
	const found = BROKEN.exec(text)?.[0];
	if (found !== undefined) throw broken(found, label, place);
}

const broken = (found: string, label: string, place = '') =>
	new InputError(
		`"${label}" has "${found}" in it${place}: its expression did not find the text that was meant`,
		label,
		'Look how the input spells the name; of an object name one value, such as {{ $json.customer.name }}',
	);

/** @throws InputError for blanks */
export function filled(value: string, label: string): string {
	if (value.trim() === '') throw new InputError(`"${label}" is empty. Fill it in`, label);
	return value;
}

/** A field's words as the editor's property has them. */
export function words({ description, placeholder, hint }: Text) {
	return {
		...(description ? { description } : {}),
		...(placeholder ? { placeholder } : {}),
		...(hint ? { hint } : {}),
	};
}

/** A line of advice in the panel; it has no value. */
export function notice(label: string): Field<undefined> {
	return field({ displayName: label, type: 'notice', default: '' }, () => undefined);
}
