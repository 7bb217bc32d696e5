import type {
	IDataObject,
	IDisplayOptions,
	INodeParameterResourceLocator,
	INodeProperties,
	INodePropertyMode,
	INodePropertyOptions,
} from 'n8n-workflow';
import { parsed } from '../../credentials/oauth2/values';
import { commaList } from './commaList';
import { InputError } from './errors';

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

type Text = { label: string; description?: string; placeholder?: string; hint?: string };

/** Conditions under which a field is shown, beside its operation: other fields' values. */
export type When = NonNullable<IDisplayOptions['show']>;

function field<T>(
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

function asText(raw: unknown, label: string): string {
	if (raw === undefined || raw === null) return '';
	if (typeof raw === 'string') return raw;
	if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
	throw new InputError(`"${label}" must be text`, label);
}

function filled(value: string, label: string): string {
	if (value.trim() === '') throw new InputError(`"${label}" is empty. Fill it in`, label);
	return value;
}

/** Text; `required` refuses blanks. */
export function string(
	options: Text & { required?: boolean; default?: string; rows?: number; password?: boolean },
): Field<string> {
	const { required = false } = options;
	const typeOptions = {
		...(options.rows ? { rows: options.rows } : {}),
		...(options.password ? { password: true } : {}),
	};
	return field(
		{
			displayName: options.label,
			type: 'string',
			default: options.default ?? '',
			...(required ? { required } : {}),
			...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
			...words(options),
		},
		(raw, label) => (required ? filled(asText(raw, label), label) : asText(raw, label)),
	);
}

function words({ description, placeholder, hint }: Text) {
	return {
		...(description ? { description } : {}),
		...(placeholder ? { placeholder } : {}),
		...(hint ? { hint } : {}),
	};
}

/** A number within the given bounds; numeric text, as expressions give it, is converted. */
export function number(
	options: Text & {
		default?: number;
		min?: number;
		max?: number;
		precision?: number;
		required?: boolean;
	},
): Field<number> {
	const { min, max, precision } = options;
	const typeOptions = {
		...(min !== undefined ? { minValue: min } : {}),
		...(max !== undefined ? { maxValue: max } : {}),
		...(precision !== undefined ? { numberPrecision: precision } : {}),
	};
	return field(
		{
			displayName: options.label,
			type: 'number',
			default: options.default ?? 0,
			...(options.required ? { required: true } : {}),
			...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
			if (typeof value !== 'number' || !Number.isFinite(value)) {
				throw new InputError(`"${label}" must be a number`, label);
			}
			if (min !== undefined && value < min) {
				throw new InputError(`"${label}" must be ${min} or more`, label);
			}
			if (max !== undefined && value > max) {
				throw new InputError(`"${label}" must be ${max} or less`, label);
			}
			return value;
		},
	);
}

/** A number that may be left empty (a number field cannot); undefined when it is. */
export function optionalNumber(options: Text): Field<number | undefined> {
	return field(
		{ displayName: options.label, type: 'string', default: '', ...words(options) },
		(raw, label) => {
			const value = asText(raw, label).trim().replace(',', '.');
			if (value === '') return undefined;
			if (!/^[+-]?\d+(?:\.\d+)?$/.test(value)) {
				throw new InputError(`"${label}" must be a number`, label);
			}
			return Number(value);
		},
	);
}

export function boolean(options: Text & { default?: boolean }): Field<boolean> {
	return field(
		{
			displayName: options.label,
			type: 'boolean',
			default: options.default ?? false,
			...words(options),
		},
		(raw) => raw === true || raw === 'true',
	);
}

/**
 * One of a set of values. With an expression the user can send any other text: vendors add values, and
 * that must not need a release of this pack.
 */
export function options(
	choice: Text & {
		values: ReadonlyArray<string | INodePropertyOptions>;
		default?: string;
		required?: boolean;
		/** Name of a `loadOptions` method that lists the values instead. */
		loadOptionsMethod?: string;
	},
): Field<string> {
	const values = choice.values.map(option);
	return field(
		{
			displayName: choice.label,
			type: 'options',
			options: inOrder(values),
			default: choice.default ?? values[0]?.value ?? '',
			...(choice.required ? { required: true } : {}),
			...(choice.loadOptionsMethod
				? { typeOptions: { loadOptionsMethod: choice.loadOptionsMethod } }
				: {}),
			...words(choice),
		},
		(raw, label) => (choice.required ? filled(asText(raw, label), label) : asText(raw, label)),
	);
}

/** Any number of a set of values. */
export function multiOptions(
	choice: Text & {
		values: ReadonlyArray<string | INodePropertyOptions>;
		default?: string[];
		required?: boolean;
	},
): Field<string[]> {
	return field(
		{
			displayName: choice.label,
			type: 'multiOptions',
			options: inOrder(choice.values.map(option)),
			default: choice.default ?? [],
			...(choice.required ? { required: true } : {}),
			...words(choice),
		},
		(raw, label) => {
			const values = Array.isArray(raw)
				? raw.map((value) => asText(value, label).trim()).filter((value) => value !== '')
				: commaList(asText(raw, label));
			if (choice.required && values.length === 0) {
				throw new InputError(`Choose at least one value of "${label}"`, label);
			}
			return values;
		},
	);
}

/** A long choice by name, as n8n's rules want it; a short one as it was written. */
function inOrder(values: INodePropertyOptions[]): INodePropertyOptions[] {
	if (values.length < 5) return values;
	return [...values].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function option(value: string | INodePropertyOptions): INodePropertyOptions {
	return typeof value === 'string' ? { name: titleCase(value), value } : value;
}

/** `maintenanceAgendaPeriod` and `to_pay` as people read them. */
export function titleCase(value: string): string {
	return value
		.replace(/[_-]+/g, ' ')
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** A day, given as text, date object or date-time: `YYYY-MM-DD`, '' when empty. */
export function date(options: Text & { required?: boolean }): Field<string> {
	return field(
		{
			displayName: options.label,
			type: 'dateTime',
			default: '',
			...(options.required ? { required: true } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = dateText(raw, label);
			if (value === '') return options.required ? filled(value, label) : value;
			const day = /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
			if (day === undefined || Number.isNaN(Date.parse(day))) {
				throw new InputError(`"${label}" must be a date such as 2026-01-31`, label);
			}
			return day;
		},
	);
}

/** A moment in ISO 8601 as the user gave it; '' when empty. */
export function dateTime(options: Text & { required?: boolean }): Field<string> {
	return field(
		{
			displayName: options.label,
			type: 'dateTime',
			default: '',
			...(options.required ? { required: true } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = dateText(raw, label);
			if (value === '') return options.required ? filled(value, label) : value;
			if (Number.isNaN(Date.parse(value))) {
				throw new InputError(
					`"${label}" must be a date and time such as 2026-01-31T09:30:00`,
					label,
				);
			}
			return value;
		},
	);
}

function dateText(raw: unknown, label: string): string {
	if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? '' : raw.toISOString();
	if (
		typeof raw === 'object' &&
		raw !== null &&
		'toISO' in raw &&
		typeof raw.toISO === 'function'
	) {
		const iso: unknown = raw.toISO();
		return asText(iso, label);
	}
	return asText(raw, label).trim();
}

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

/** One way to fill in a resource locator. */
export function mode(
	displayName: string,
	name: string,
	more: Partial<INodePropertyMode>,
): INodePropertyMode {
	return { ...more, displayName, name, type: name === 'list' ? 'list' : 'string' };
}

/** The value of a resource locator: the id, whichever way it was given; '' when empty. */
export function locator(
	options: Text & {
		/** Name of the node's `listSearch` method. */
		search: string;
		required?: boolean;
		idPlaceholder?: string;
		/** Reads the id out of an address of the vendor's web page; its first group is the id. */
		url?: { regex: string; placeholder: string };
		/** Further modes in which the value is typed by hand. */
		more?: INodePropertyMode[];
	},
): Field<string> {
	const { required = false, url } = options;
	const modes = [
		mode('From List', 'list', {
			typeOptions: { searchListMethod: options.search, searchable: true },
		}),
		mode('By ID', 'id', { placeholder: options.idPlaceholder ?? 'e.g. 123456' }),
		...(url
			? [
					mode('By URL', 'url', {
						placeholder: url.placeholder,
						extractValue: { type: 'regex', regex: url.regex },
					}),
				]
			: []),
		...(options.more ?? []),
	];
	return field(
		{
			displayName: options.label,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			modes,
			...(required ? { required } : {}),
			...words(options),
		},
		(raw, label) => {
			const value = locatorValue(raw, label, url?.regex);
			return required ? filled(value, label) : value;
		},
	);
}

function locatorValue(raw: unknown, label: string, regex: string | undefined): string {
	if (!isLocator(raw)) return asText(raw, label).trim();
	const value = asText(raw.value, label).trim();
	if (raw.mode !== 'url' || regex === undefined || value === '') return value;
	const id = new RegExp(regex).exec(value)?.[1];
	if (id === undefined) {
		throw new InputError(
			`"${label}" is not the address of such a record. Use its ID instead`,
			label,
		);
	}
	return id;
}

function isLocator(raw: unknown): raw is INodeParameterResourceLocator {
	return typeof raw === 'object' && raw !== null && 'mode' in raw && 'value' in raw;
}

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

/** A line of advice in the panel; it has no value. */
export function notice(label: string): Field<undefined> {
	return field({ displayName: label, type: 'notice', default: '' }, () => undefined);
}

/** What was filled in beside the columns of a mapper. */
export interface Mapped {
	/** Whether each input item fills the columns of its own names. */
	automatic: boolean;
	/** By id of the column. */
	values: Record<string, unknown>;
}

/** n8n's mapper: columns that a method of the node finds out, each with its type. */
export function mapper(options: {
	label: string;
	/** Name of the node's `resourceMapping` method. */
	method: string;
	/** Parameters whose change loads the columns anew. */
	dependsOn: string[];
	/** Singular, for wording. */
	noun: string;
}): Field<Mapped> {
	return field(
		{
			displayName: options.label,
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			typeOptions: {
				loadOptionsDependsOn: options.dependsOn,
				resourceMapper: {
					resourceMapperMethod: options.method,
					mode: 'add',
					fieldWords: { singular: options.noun, plural: `${options.noun}s` },
					addAllFields: false,
					noFieldsError: `There are no ${options.noun}s`,
					multiKeyMatch: false,
				},
			},
		},
		(raw) => {
			const given = typeof raw === 'object' && raw !== null ? (raw as Partial<MapperValue>) : {};
			return { automatic: given.mappingMode === 'autoMapInputData', values: given.value ?? {} };
		},
	);
}

interface MapperValue {
	mappingMode: string;
	value: Record<string, unknown> | null;
}
