import type { INodeProperties } from 'n8n-workflow';
import { InputError } from '../errors';
import { field, words, type Field, type Fields, type Text, type Values } from './field';
import { refuseReversed } from './range';
import type { Reading } from './reading';
import { jsonOf } from './json';
import { inRow, isEmpty, notAs } from './wording';
import { isRecord } from '../../../credentials/base/values';

/**
 * Optional fields behind an "Add" button, in alphabetical order; a field not added is undefined.
 * `filters`: each narrows a list, so that one whose expression gives nothing must not widen it.
 * @example
 * options: collection({ label: 'Options', fields: { language: string({ label: 'Language' }) } }),
 * // In `run`: values.options.language is a string, or undefined where it was not added.
 */
export function collection<F extends Fields>(
	options: Text & { fields: F; addLabel?: string; filters?: true },
): Field<Partial<Values<F>>> {
	const { fields, filters = false } = options;
	return field(
		{
			displayName: options.label,
			type: 'collection',
			placeholder: options.addLabel ?? 'Add option',
			default: {},
			options: properties(fields),
			...words({ ...options, placeholder: undefined }),
		},
		(raw, label, reading) => {
			const given = recordOf(raw, label, reading);
			refuseUnknown(Object.keys(given), Object.keys(fields), label);
			const result: Record<string, unknown> = {};
			for (const [name, inner] of Object.entries(fields)) {
				if (!Object.hasOwn(given, name)) continue;
				const { displayName } = inner.property;
				const value = given[name];
				if (filters && (value === undefined || value === null)) {
					throw notAs('filled in', value, displayName, reading);
				}
				if (value === undefined && mayBeLeftOut(inner)) continue;
				result[name] = inner.read(value, displayName, {
					...reading,
					saved: within(reading.saved, name),
					isOptional: value !== undefined,
				});
			}
			refuseReversedIn(fields, given, reading);
			// Each was read by its own field.
			return result as Partial<Values<F>>;
		},
		fields,
	);
}

const TEXTS: ReadonlySet<string> = new Set(['string', 'dateTime', 'json']);

/** Whether an expression may give nothing, as where an item lacks a value that not all items have. */
const mayBeLeftOut = ({ property, isNeeded }: Field<unknown>): boolean =>
	TEXTS.has(property.type) && property.required !== true && isNeeded !== true;

/** Any number of rows, each with the same fields. */
export function list<F extends Fields>(
	options: Text & {
		fields: F;
		rowLabel: string;
		addLabel: string;
		required?: boolean;
		/** The collection of a row into which fields have moved: rows saved before hold them beside it. */
		into?: string;
		/** Completes a row before its absent fields get their defaults. */
		complete?(row: Row): Row;
	},
): Field<Array<Partial<Values<F>>>> {
	const { fields, into, complete = (row) => row } = options;
	return field(
		{
			displayName: options.label,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: options.addLabel,
			default: {},
			...(options.required ? { required: true } : {}),
			options: [{ displayName: options.rowLabel, name: ROWS, values: properties(fields, false) }],
			...words({ ...options, placeholder: undefined }),
		},
		(raw, label, reading) => {
			const given = rowsOf(raw, label, reading);
			const saved = within(reading.saved, ROWS) ?? reading.saved;
			const isData = reading.isData === true || !isOfEditor(raw) || isExpression(saved);
			const rows = given.map((row, index) =>
				inRow(label, index, () => {
					const given = gathered(recordOf(row, options.rowLabel, reading), fields, into, reading);
					refuseUnknown(Object.keys(given), Object.keys(fields), options.rowLabel);
					const ofRow: unknown = Array.isArray(saved) ? saved[index] : undefined;
					return readRow(fields, complete(given), {
						...reading,
						saved: ofRow,
						isData: isData || isExpression(ofRow),
					});
				}),
			);
			if (options.required && rows.length === 0) {
				throw new InputError(`Add at least one row to "${label}"`, label);
			}
			return rows;
		},
		fields,
	);
}

/** A row as it was given, by the names of its fields. */
type Row = Readonly<Record<string, unknown>>;

const ROWS = 'rows';

/** A row with what stands beside its collection put into it, where that is what the collection has. */
function gathered(
	row: Record<string, unknown>,
	fields: Fields,
	into: string | undefined,
	reading: Reading,
): Record<string, unknown> {
	const target = into === undefined ? undefined : fields[into];
	if (into === undefined || !target?.inner) return row;
	const { inner } = target;
	const isBeside = ([name]: [string, unknown]) =>
		!Object.hasOwn(fields, name) && Object.hasOwn(inner, name);
	const beside = Object.entries(row).filter(isBeside);
	if (beside.length === 0) return row;
	const rest = Object.entries(row).filter((each) => !isBeside(each));
	const kept = recordOf(row[into] ?? {}, target.property.displayName, reading);
	return { ...Object.fromEntries(rest), [into]: { ...Object.fromEntries(beside), ...kept } };
}

/** One row; n8n does not store what was left as it was, so that an absent field has its default. */
function readRow<F extends Fields>(fields: F, given: Row, reading: Reading): Partial<Values<F>> {
	const result: Record<string, unknown> = {};
	for (const [name, inner] of Object.entries(fields)) {
		const { default: usual, displayName } = inner.property;
		const isGiven = Object.hasOwn(given, name);
		// What the panel fills in is meant by who sees it: data that lacks a value does not mean the usual one.
		const isLacking = !isGiven && reading.isData === true && isUsual(usual);
		if (isLacking && inner.property.type !== 'number' && inner.property.required !== true) continue;
		const value = isGiven ? given[name] : isLacking ? undefined : usual;
		if (isGiven && value === undefined && mayBeLeftOut(inner)) continue;
		result[name] = inner.read(value, displayName, {
			...reading,
			saved: within(reading.saved, name),
			isOptional: value !== undefined,
		});
	}
	refuseReversedIn(fields, given, reading);
	// Each was read by its own field.
	return result as Partial<Values<F>>;
}

/** @throws InputError for a range of a collection or row that ends before it begins */
const refuseReversedIn = (fields: Fields, given: Row, reading: Reading): void =>
	refuseReversed(fields, (name, { extent, property }) =>
		Object.hasOwn(given, name) ? extent?.(given[name], property.displayName, reading) : undefined,
	);

/** The part of a saved value by its name. */
export const within = (saved: unknown, name: string): unknown =>
	isRecord(saved) ? saved[name] : undefined;

/** n8n takes text for one that starts so. */
const isExpression = (saved: unknown): boolean =>
	typeof saved === 'string' && saved.startsWith('=');

/** Whether a default says something: `1`, `21`; a switch that is off says nothing. */
const isUsual = (usual: unknown): boolean =>
	typeof usual === 'number' ||
	(typeof usual === 'string' && usual !== '' && usual !== '{}' && usual !== '[]');

/** Whether rows are as the editor stores them, which shows what it fills in. */
const isOfEditor = (raw: unknown): boolean =>
	isRecord(raw) && (!(ROWS in raw) || Array.isArray(raw.rows));

/**
 * The rows in any of the forms that workflows give them: as the editor stores them, as a list, one alone,
 * or either as JSON text.
 */
function rowsOf(raw: unknown, label: string, reading: Reading): unknown[] {
	const given = typeof raw === 'string' ? jsonOf(raw, label) : raw;
	if (Array.isArray(given)) return given;
	if (given === undefined && typeof raw === 'string') return [];
	if (typeof given !== 'object' || given === null)
		throw notAs('a list of rows', raw, label, reading);
	refuseUnknown(Object.keys(given), [ROWS], label);
	if (!(ROWS in given)) return [];
	const rows = typeof given.rows === 'string' ? jsonOf(given.rows, label) : given.rows;
	if (Array.isArray(rows)) return rows;
	if (typeof rows === 'object' && rows !== null) return [rows];
	throw notAs('a list of rows', given.rows, label, reading);
}

/** An object of fields, or the same as JSON text. */
export function recordOf(raw: unknown, label: string, reading: Reading): Record<string, unknown> {
	const given = typeof raw === 'string' && !isEmpty(raw) ? jsonOf(raw, label) : raw;
	if (typeof given === 'string') return {};
	if (!isRecord(given)) throw notAs('an object of its fields', raw, label, reading);
	return given;
}

/** Nothing that a workflow gives is passed over: a misspelt filter would list everything. */
export function refuseUnknown(
	given: readonly string[],
	known: readonly string[],
	label: string,
): void {
	const unknown = given.find((name) => !known.includes(name));
	if (unknown === undefined) return;
	throw new InputError(
		`"${label}" has no field ${JSON.stringify(unknown)}`,
		label,
		`It has: ${known.join(', ')}`,
	);
}

/** The editor's properties of a set of fields. */
function properties(fields: Fields, sorted = true): INodeProperties[] {
	const result = Object.entries(fields).map(([name, { property }]) => ({ ...property, name }));
	return sorted ? result.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')) : result;
}

/**
 * The properties of an update that were emptied: fields that were added and left empty. Leaving them out
 * would change nothing, unsaid.
 * @param text what an empty text is to the vendor; anything else is emptied by null
 */
export function emptied<T extends object>(
	group: Pick<Field<T>, 'inner'>,
	values: T,
	text: '' | null = '',
): Record<string, '' | null> {
	const fields = group.inner ?? {};
	return Object.fromEntries(
		Object.entries(values)
			.filter(([, value]) => value === undefined || value === '')
			.map(([name, value]) => {
				const isText = fields[name]?.property.type === 'string' && value === '';
				return [name, isText ? text : null];
			}),
	);
}
