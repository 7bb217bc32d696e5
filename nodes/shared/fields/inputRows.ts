import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { InputError } from '../errors';
import { options as choice } from './choice';
import { collection } from './group';
import { jsonOf } from './json';
import { when, type Field } from './field';
import { string } from './scalar';

/** Where the rows of a list are in an input item, and which of their columns fill which fields. */
export interface RowsOfInput {
	/** Name of the item's field that holds the list; with dots where it lies deeper. */
	source: string;
	/** Columns by name of the field that each fills. */
	columns: Record<string, string>;
}

const SOURCE = 'source';

/** As the choice of `rowsFrom` says it. */
const INPUT = 'input';

/**
 * Whether rows are filled in below or come from the input, with their number.
 * @param label of what has rows, such as Lines
 * @param below what "Below" means here
 */
export const rowsFrom = (label: string, below: string): Field<string> =>
	choice({
		label,
		only: true,
		values: [
			{ name: 'Below', value: 'below', description: below },
			{
				name: 'From the Input',
				value: INPUT,
				description: 'The input item holds a list of them',
			},
		],
		description: 'From the input, their number follows the data',
	});

/** A field that is shown where rows are filled in below. @param source name of the choice's field */
export const below = <T>(source: string, field: Field<T>): Field<T> =>
	when({ [source]: ['below'] }, field);

/** A field that is shown where rows come from the input. @param source name of the choice's field */
export const fromInput = <T>(source: string, field: Field<T>): Field<T> =>
	when({ [source]: [INPUT] }, field);

/** Whether the rows come from the input. */
export const isFromInput = (source: string): boolean => source === INPUT;

/**
 * Says how the rows of a list come from a list of the input item, so that their number follows the data.
 * @param options.columns by name of the row's field: its label, and the column that is usual for it, if any
 */
export function inputRows(options: {
	label: string;
	description: string;
	/** Name of the item's field that is usual. */
	source: string;
	columns: Record<string, { label: string; usual?: string }>;
}): Field<RowsOfInput> {
	const { columns, source } = options;
	const usual = Object.fromEntries(
		Object.entries(columns).flatMap(([name, column]) =>
			column.usual === undefined ? [] : [[name, column.usual]],
		),
	);
	const group = collection({
		label: options.label,
		description: options.description,
		addLabel: 'Add column',
		fields: {
			[SOURCE]: string({
				label: 'Field with the List',
				default: source,
				placeholder: `e.g. ${source}`,
				description: 'Name of the field of the input item that holds the list, such as order.lines',
			}),
			...Object.fromEntries(
				Object.entries(columns).map(([name, column]) => [
					name,
					string({
						// The panel shows about 30 letters, and sorts by them: the list comes first.
						label: `For ${column.label}`,
						default: column.usual ?? '',
						description: `Column with ${column.label}`,
					}),
				]),
			),
		},
	});
	return {
		...group,
		namesColumns: true,
		property: { ...group.property, default: { [SOURCE]: source, ...usual } },
		read(raw, label, reading) {
			const { [SOURCE]: given = '', ...rest } = group.read(raw, label, reading);
			const named = Object.entries(rest).map(([name, column]) => [name, String(column).trim()]);
			return {
				source: String(given).trim(),
				columns: Object.fromEntries(named.filter(([, column]) => column !== '')),
			};
		},
	};
}

/** The item whose list is read, and by whose time. */
export interface GivenRows {
	item: INodeExecutionData;
	context: Pick<IExecuteFunctions, 'getTimezone'>;
}

/**
 * The rows of an item's list, read by the rules of the field that they are filled in with otherwise.
 * @param label of the field that says how they come from the input
 * @throws InputError naming the row, where a value is none
 */
export const inputRead = <T>(
	{ item, context }: GivenRows,
	field: Pick<Field<T>, 'read'>,
	rows: RowsOfInput,
	label: string,
): T => field.read(rowsOf(item.json, rows, label), label, { timezone: context.getTimezone() });

/**
 * The rows of an item's list with their columns renamed, for the list's own field to read.
 * @throws InputError where the item has no such list, and for a column that none of its rows has
 */
export function rowsOf(
	item: IDataObject | undefined,
	{ source, columns }: RowsOfInput,
	label: string,
): unknown[] {
	if (source === '') throw new InputError('"Field with the List" is empty. Fill it in', label);
	const found = valueAt(item, source);
	const list: unknown = typeof found === 'string' ? jsonOf(found, label) : found;
	// What comes from XML has one line as itself, and several as a list.
	const rows = isRecord(list) ? [list] : list;
	if (!Array.isArray(rows)) {
		throw new InputError(
			`"${label}": the item has no list in ${JSON.stringify(source)}`,
			label,
			`It has: ${Object.keys(item ?? {}).join(', ') || 'nothing'}`,
		);
	}
	const records = rows.filter(isRecord);
	for (const column of Object.values(columns)) {
		if (records.length === 0 || records.some((row) => valueAt(row, column) !== undefined)) continue;
		const names = [...new Set(records.flatMap((row) => Object.keys(row)))];
		throw new InputError(
			`"${label}": no row has a column ${JSON.stringify(column)}. Correct its name, or leave it out`,
			label,
			`The rows have: ${names.join(', ')}`,
		);
	}
	return rows.map((row) =>
		isRecord(row)
			? Object.fromEntries(
					Object.entries(columns)
						.map(([name, column]) => [name, valueAt(row, column)] as const)
						.filter(([, value]) => value !== undefined && value !== null),
				)
			: row,
	);
}

/** The value of a name, or of a path with dots. */
function valueAt(record: unknown, path: string): unknown {
	const whole = path.normalize('NFC');
	if (isRecord(record)) {
		const own = Object.keys(record).find((name) => name.normalize('NFC') === whole);
		if (own !== undefined) return record[own];
	}
	return path
		.split('.')
		.reduce<unknown>(
			(value, name) => (isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined),
			record,
		);
}
