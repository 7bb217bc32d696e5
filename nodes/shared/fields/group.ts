import type { INodeProperties } from 'n8n-workflow';
import { InputError } from '../errors';
import { field, words, type Field, type Fields, type Text, type Values } from './field';

/** Optional fields behind an "Add" button, in alphabetical order; a field not added is undefined. */
export function collection<F extends Fields>(
	options: Text & { fields: F; addLabel?: string },
): Field<Partial<Values<F>>> {
	return field(
		{
			displayName: options.label,
			type: 'collection',
			placeholder: options.addLabel ?? 'Add option',
			default: {},
			options: properties(options.fields),
			...words({ ...options, placeholder: undefined }),
		},
		(raw) => readGroup(options.fields, raw),
	);
}

/** Any number of rows, each with the same fields. */
export function list<F extends Fields>(
	options: Text & { fields: F; rowLabel: string; addLabel: string; required?: boolean },
): Field<Array<Partial<Values<F>>>> {
	return field(
		{
			displayName: options.label,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: options.addLabel,
			default: {},
			...(options.required ? { required: true } : {}),
			options: [
				{ displayName: options.rowLabel, name: 'rows', values: properties(options.fields, false) },
			],
			...words({ ...options, placeholder: undefined }),
		},
		(raw, label) => {
			const rows = rowsOf(raw).map((row) => readGroup(options.fields, row));
			if (options.required && rows.length === 0) {
				throw new InputError(`Add at least one row to "${label}"`, label);
			}
			return rows;
		},
	);
}

function rowsOf(raw: unknown): unknown[] {
	if (Array.isArray(raw)) return raw;
	const rows =
		typeof raw === 'object' && raw !== null ? (raw as { rows?: unknown }).rows : undefined;
	if (Array.isArray(rows)) return rows;
	return rows === undefined ? [] : [rows];
}

/** The editor's properties of a set of fields. */
function properties(fields: Fields, sorted = true): INodeProperties[] {
	const result = Object.entries(fields).map(([name, { property }]) => ({ ...property, name }));
	return sorted ? result.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) : result;
}

function readGroup<F extends Fields>(fields: F, raw: unknown): Partial<Values<F>> {
	const given = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
	const result: Record<string, unknown> = {};
	for (const [name, { property, read }] of Object.entries(fields)) {
		if (Object.prototype.hasOwnProperty.call(given, name) && given[name] !== undefined) {
			result[name] = read(given[name], property.displayName);
		}
	}
	return result as Partial<Values<F>>;
}
