import type { IDataObject } from 'n8n-workflow';
import { parsed } from '../../../credentials/oauth2/values';
import { InputError } from '../errors';
import { field, filled, words, type Field, type Text } from './field';

type JsonText = Text & { default?: string; required?: boolean };

/** An object as JSON text or as an expression's result; undefined when empty. */
export const jsonObject = (options: JsonText) => json<IDataObject>(options, 'object');

/** A list as JSON text or as an expression's result; undefined when empty. */
export const jsonList = (options: JsonText) => json<IDataObject[]>(options, 'array');

/** Any JSON; undefined when empty. */
export const jsonAny = (options: JsonText) => json<unknown>(options, 'any');

function json<T>(options: JsonText, shape: 'object' | 'array' | 'any'): Field<T | undefined> {
	return field(
		{
			displayName: options.label,
			type: 'json',
			default: options.default ?? '',
			...(options.required ? { required: true } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = parseJson(raw, label);
			if (value === undefined) {
				if (options.required) filled('', label);
				return undefined;
			}
			if (shape !== 'any' && shapeOf(value) !== shape) {
				throw new InputError(
					`"${label}" must be a JSON ${shape === 'array' ? 'list, such as [ … ]' : 'object, such as { … }'}`,
					label,
				);
			}
			return value as T;
		},
	);
}

function shapeOf(value: unknown): 'object' | 'array' | 'scalar' {
	if (Array.isArray(value)) return 'array';
	return typeof value === 'object' && value !== null ? 'object' : 'scalar';
}

function parseJson(raw: unknown, label: string): unknown {
	if (raw === undefined || raw === null) return undefined;
	if (typeof raw !== 'string') return raw;
	if (raw.trim() === '') return undefined;
	const value = parsed(raw);
	if (typeof value === 'string' && !raw.trim().startsWith('"')) {
		throw new InputError(`"${label}" is not valid JSON. Check quotes, commas and brackets`, label);
	}
	return value;
}
