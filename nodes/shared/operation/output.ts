import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { isRecord, switchOf } from '../../../credentials/base/values';
import { commaList } from '../commaList';
import { valueOf } from '../objects';
import { string, when, type Field, type Fields } from '../fields';
import { field, filled } from '../fields/field';
import { notAs } from '../fields/wording';

const SELECTED = 'selectedFields';

/** What an item holds. `true` and `false` are those of the switch "Simplify" that stood here before. */
const FORMS = [
	{ name: 'Simplified', value: true },
	{ name: 'Raw', value: false },
	{ name: 'Selected Fields', value: SELECTED },
] as const;

type Form = (typeof FORMS)[number];

function formOf(raw: unknown): Form | undefined {
	const on = switchOf(raw);
	if (on !== undefined) return FORMS.find(({ value }) => value === on);
	const plain = (text: string) => text.toLowerCase().replace(/\s/g, '');
	return typeof raw === 'string'
		? FORMS.find(({ name }) => plain(name) === plain(raw.trim()))
		: undefined;
}

/** Reads as whether the item is simplified; fields are selected from the raw one. */
const simplify: Field<boolean> = field(
	{
		displayName: 'Output',
		type: 'options',
		options: [...FORMS],
		default: true,
		description: 'The usual fields, all as they came, or some',
	},
	(raw, label, reading) => {
		const form = formOf(raw);
		if (!form) throw notAs('Simplified, Raw or Selected Fields', raw, label, reading);
		return form.value === true;
	},
);

// Not `required`: n8n shows it beside an expression for Output, and then runs nothing without it.
const selectedFields = string({
	label: 'Fields',
	placeholder: 'e.g. id, name',
	several: 'names',
	description: 'Names as in Raw, separated by commas; dots lead inside',
});

/** The choice of what the items of an operation, or of a trigger, hold. */
export const output = {
	simplify,
	[SELECTED]: when({ simplify: [SELECTED] }, selectedFields),
};

/** Reads one field of the panel. */
type Read = <T>(name: string, field: Field<T>) => T;

/**
 * The names of the fields that the user selected; undefined where all are wanted.
 * @throws InputError where none is named
 */
export function selectedNames(fields: Fields, read: Read, raw: unknown): string[] | undefined {
	if (!Object.hasOwn(fields, SELECTED) || formOf(raw)?.value !== SELECTED) return undefined;
	const names = commaList(read(SELECTED, selectedFields));
	if (names.length === 0) filled('', selectedFields.property.displayName);
	return names;
}

/** The fields of an item that were selected; one that the item lacks is left out. */
export function selectedOf(record: IDataObject, names: readonly string[]): IDataObject {
	const result: IDataObject = {};
	for (const name of names) copy(record, result, name);
	return result;
}

/** Copies what a name, or a path with dots, stands for; of a list, the same of each of its rows. */
function copy(from: IDataObject, to: IDataObject, path: string): void {
	const whole = keyIn(from, path);
	if (whole !== undefined) {
		to[whole] = from[whole];
		return;
	}
	const [first = '', ...rest] = path.split('.');
	const key = keyIn(from, first);
	if (key === undefined || rest.length === 0) return;
	const inside = copied(from[key], to[key], rest.join('.'));
	if (inside !== undefined) to[key] = valueOf(inside);
}

function copied(value: unknown, known: unknown, path: string): unknown {
	if (Array.isArray(value)) {
		const rows = Array.isArray(known) ? known : [];
		return value.map((row, index) => copied(row, rows[index], path) ?? {});
	}
	if (!isRecord(value)) return known;
	const result: IDataObject = isRecord(known) ? known : {};
	copy(value, result, path);
	return result;
}

/** The name of a field as the record has it: vendors' prose and answers differ in case. */
function keyIn(record: IDataObject, name: string): string | undefined {
	if (Object.hasOwn(record, name)) return name;
	const wanted = name.toLowerCase();
	return Object.keys(record).find((key) => key.toLowerCase() === wanted);
}

/** What the user selected and no item has: it is misspelt more often than absent. */
export interface Unmet {
	names: string[];
	/** The fields that the items have. */
	known: string[];
}

/** @returns nothing where some item has each field, or could have it, or where there is no item */
export function unmetOf(
	items: ReadonlyArray<Pick<INodeExecutionData, 'json'>>,
	names: readonly string[],
): Unmet | undefined {
	const all = items.map(({ json }) => json);
	const absent = names.flatMap((name) => {
		const found = sought(all, name);
		return found === undefined || found === true ? [] : [{ name, known: found }];
	});
	if (absent.length === 0) return undefined;
	return {
		names: absent.map(({ name }) => name),
		known: [...new Set(absent.flatMap(({ known }) => known))],
	};
}

/**
 * Looks for a name, or a path with dots.
 * @param before the path that led here
 * @returns true where it is there; what is there in its place; undefined where nothing tells
 */
function sought(value: unknown, path: string, before = ''): true | string[] | undefined {
	if (value === undefined || value === null) return undefined;
	if (Array.isArray(value)) {
		const rows = value.map((row) => sought(row, path, before));
		const others = rows.filter((row) => Array.isArray(row));
		return rows.includes(true) || (others.length > 0 ? [...new Set(others.flat())] : undefined);
	}
	if (!isRecord(value)) return [before.slice(0, -1)];
	if (keyIn(value, path) !== undefined) return true;
	const [first = '', ...rest] = path.split('.');
	const key = keyIn(value, first);
	if (key !== undefined && rest.length > 0) {
		return sought(value[key], rest.join('.'), `${before}${key}.`);
	}
	const names = Object.keys(value).map((name) => `${before}${name}`);
	return names.length > 0 || before === '' ? names : undefined;
}
