import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { InputError } from '../errors';

/**
 * One input of an operation: what the editor shows, and how its value is read. The type of the value
 * is known here and nowhere said again.
 */
export interface Field<T> {
	readonly property: Omit<INodeProperties, 'name'>;
	/**
	 * Checks and converts what the editor or an expression gave.
	 * @param label the field's name as the user sees it, for error texts
	 * @throws InputError naming the field and the way out
	 */
	read(raw: unknown, label: string): T;
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
	read: (raw: unknown, label: string) => T,
): Field<T> {
	return { property, read };
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

/** The same field with its value turned into another one, such as a condition of a filter. */
export function mapped<T, U>(source: Field<T>, convert: (value: T, label: string) => U): Field<U> {
	return field(source.property, (raw, label) => convert(source.read(raw, label), label));
}

/** @throws InputError for anything that is not a plain value */
export function asText(raw: unknown, label: string): string {
	if (raw === undefined || raw === null) return '';
	if (typeof raw === 'string') return raw;
	if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
	throw new InputError(`"${label}" must be text`, label);
}

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
