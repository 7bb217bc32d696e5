import type {
	FieldType,
	IDataObject,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { commaList } from '../shared/commaList';
import { jsonOf } from '../shared/fields/json';
import { isRecord, parsed } from '../../credentials/base/values';
import { InputError } from '../shared/errors';
import { boolean, date, dateTime, number, type Field, type Mapped } from '../shared/fields';
import { asText } from '../shared/fields/field';
import { isDateObject } from '../shared/fields/time';
import { kid, organisationDigits, organisationNumber } from '../shared/numbers';
import type { Argument } from './document';
import {
	innermost,
	isList,
	isRequired,
	printType,
	type InputValue,
	type Schema,
	type SchemaField,
	type TypeRef,
} from './schema';

/** Filled in by the node: the company, and the pages of a connection. */
const HANDLED = new Set(['companyId', 'first', 'last', 'before', 'after']);

/** By what a value is read: its type in the schema, and the workflow's clocks. */
interface Place {
	schema: Schema;
	timezone: string;
}

/** Between an argument and a property of it, in the id of a column. */
const STEP = '.';

/** The arguments of a root field as n8n's mapper shows them; input objects are opened one level. */
export function mapperFields(schema: Schema, field: SchemaField): ResourceMapperFields {
	const connection = innermost(field.type).name.endsWith('Connection');
	return {
		fields: field.args
			.filter(({ name }) => name !== 'companyId' && !(connection && HANDLED.has(name)))
			.flatMap((argument) => columns(schema, argument)),
	};
}

function columns(schema: Schema, argument: InputValue): ResourceMapperField[] {
	const inner = innermost(argument.type);
	const properties = schema.type(inner.name)?.inputFields;
	if (inner.kind !== 'INPUT_OBJECT' || isList(argument.type) || !properties) {
		return [column(schema, argument, argument.name, isRequired(argument))];
	}
	return properties.map((property) =>
		column(
			schema,
			property,
			`${argument.name}${STEP}${property.name}`,
			isRequired(argument) && isRequired(property),
		),
	);
}

function column(
	schema: Schema,
	value: InputValue,
	id: string,
	required: boolean,
): ResourceMapperField {
	const { name } = innermost(value.type);
	const choices = schema.type(name)?.enumValues;
	const options = !isList(value.type) && choices ? choices : undefined;
	return {
		id,
		displayName: `${id} (${printType(value.type)})`,
		required,
		defaultMatch: false,
		display: true,
		canBeUsedToMatch: false,
		type: options ? 'options' : columnType(value.type),
		...(options ? { options: options.map((each) => ({ name: each.name, value: each.name })) } : {}),
	};
}

const SCALARS: Record<string, FieldType> = { Boolean: 'boolean', Int: 'number', Float: 'number' };

/** Unknown scalars, such as a BigInt, are text. */
function columnType(type: TypeRef): FieldType {
	if (isList(type)) return 'array';
	const { kind, name } = innermost(type);
	return kind === 'INPUT_OBJECT' ? 'object' : (SCALARS[name] ?? 'string');
}

/**
 * The arguments that the user filled in, with the types that the schema declares.
 * @param timezone of the workflow, for dates and times without a zone
 * @throws InputError naming a required argument that is missing, one that its type does not take, and one that the
 * field does not have
 */
export function argumentsOf(
	schema: Schema,
	field: SchemaField,
	values: { company: string; arguments: Mapped },
	item: IDataObject,
	timezone: string,
): Argument[] {
	const filled = values.arguments.automatic
		? Object.fromEntries(
				Object.entries(item).filter(([key]) =>
					field.args.some(({ name }) => key === name || key.startsWith(`${name}${STEP}`)),
				),
			)
		: values.arguments.values;
	if (!values.arguments.automatic) refuseUnknownColumns(field, filled);
	return field.args.flatMap((argument): Argument[] => {
		const value =
			argument.name === 'companyId'
				? values.company || undefined
				: valueOf({ schema, timezone }, argument, filled, values.arguments.automatic);
		if (value !== undefined) {
			return [{ name: argument.name, declared: printType(argument.type), value }];
		}
		const paged = HANDLED.has(argument.name);
		if (isRequired(argument) && !paged) {
			throw new InputError(`"Arguments" lacks "${argument.name}", which is required`, 'Arguments');
		}
		return [];
	});
}

/** @throws InputError for a value without an argument: without it, more would be listed or something else changed */
function refuseUnknownColumns({ name, args }: SchemaField, filled: Record<string, unknown>): void {
	const unknown = Object.entries(filled).find(
		([key, value]) =>
			isGiven(value) &&
			!HANDLED.has(key) &&
			!args.some((each) => key === each.name || key.startsWith(`${each.name}${STEP}`)),
	);
	if (!unknown) return;
	throw new InputError(
		`"Arguments": "${name}" has no "${unknown[0]}". Refresh the list of arguments, and remove it`,
		'Arguments',
		`It has: ${args.map((each) => each.name).join(', ') || 'none'}`,
	);
}

/**
 * The value of an argument, put together from its columns.
 * @param automatic whether they are the fields of an item, whose blanks say nothing
 */
function valueOf(
	place: Place,
	argument: InputValue,
	filled: Record<string, unknown>,
	automatic: boolean,
): unknown {
	const whole = filled[argument.name];
	if (isFilled(whole)) return converted(place, argument.type, whole, argument.name);
	const prefix = `${argument.name}${STEP}`;
	const properties = place.schema.type(innermost(argument.type).name)?.inputFields ?? [];
	const parts = Object.entries(filled)
		.filter(([key, value]) => key.startsWith(prefix) && (automatic ? isFilled : isGiven)(value))
		.map(([key, value]) => [key.slice(prefix.length), value] as const);
	if (parts.length === 0) return undefined;
	const given = parts.map(([key, value]) => {
		const property = properties.find((each) => each.name === key);
		return [key, value === '' && property ? emptied(property, `${prefix}${key}`) : value] as const;
	});
	return converted(place, argument.type, Object.fromEntries(given), argument.name);
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

const isFilled = (value: unknown) => isGiven(value) && value !== '';

/** What empties a property: a text is empty, anything else null. @throws InputError for one that has to have a value */
function emptied({ type }: InputValue, name: string): '' | null {
	if (type.kind === 'NON_NULL') {
		throw new InputError(`"Arguments": "${name}" is empty. Fill it in`, 'Arguments');
	}
	return type.kind === 'SCALAR' && type.name === 'String' ? '' : null;
}

/**
 * A value as its type in the schema wants it. What looks like JSON is read as such only where the type is
 * a list, an object, or a scalar made for JSON: a comment may begin with a bracket.
 * @param name of the argument, for wording
 * @throws InputError for text that is no object where one is wanted
 */
function converted(place: Place, type: TypeRef, value: unknown, name: string): unknown {
	if (value === null || value === undefined) return value;
	const { ofType } = type;
	if (type.kind === 'NON_NULL' && ofType) return converted(place, ofType, value, name);
	if (type.kind === 'LIST' && ofType) {
		const read = typeof value === 'string' ? listIn(place, ofType, value) : value;
		// One value stands for a list of one (GraphQL, section 3.12, input coercion).
		if (!Array.isArray(read)) return converted(place, ofType, value, name);
		return read.map((each) => converted(place, ofType, each, name));
	}
	if (type.kind === 'INPUT_OBJECT') return object(place, type, value, name);
	return scalar(place, type.name ?? '', value, name);
}

/** Types whose values have no comma in them, so that text with commas is several; an enum's have none either. */
const UNDIVIDED = /^(?:Int|ID|Boolean|(?:ISO8601)?Date(?:Time)?)$/;

/** What a text stands for where a list is wanted: JSON, or values that have none, with commas between. */
function listIn({ schema }: Place, ofType: TypeRef, text: string): unknown {
	const read = parsed(text);
	if (typeof read !== 'string') return read;
	const { name } = innermost(ofType);
	const isUndivided = UNDIVIDED.test(name) || schema.type(name)?.enumValues;
	return isUndivided ? commaList(read.replace(/^\s*\[(.*)\]\s*$/s, '$1')) : read;
}

function object(place: Place, type: TypeRef, value: unknown, name: string): unknown {
	const given = typeof value === 'string' ? parsed(value) : value;
	if (!isRecord(given)) {
		throw new InputError(`"Arguments": "${name}" must be a JSON object`, 'Arguments');
	}
	const properties = place.schema.type(type.name ?? '')?.inputFields ?? [];
	return Object.fromEntries(
		Object.entries(given).map(([key, each]) => {
			const property = properties.find((candidate) => candidate.name === key);
			const own = `${name}${STEP}${key}`;
			return [key, property ? converted(place, property.type, each, own) : exact(each, own)];
		}),
	);
}

/** Scalars that take any JSON, by the names that servers give them. */
const ANY_JSON = /^json|^(?:any|map|object)$/i;

/** What a value of a type is, read as the fields of all operations are; undefined for types that take more. */
function reader(type: string, name: string): Field<unknown> | undefined {
	const label = name;
	if (type === 'Int') return number({ label, precision: 0, min: -(2 ** 31), max: 2 ** 31 - 1 });
	if (type === 'Float') return number({ label });
	if (type === 'Boolean') return boolean({ label });
	if (/^(?:ISO8601)?Date$/.test(type)) return date({ label });
	return /^(?:ISO8601)?DateTime$/.test(type) ? dateTime({ label }) : undefined;
}

/** @throws InputError for what the type does not take, and for numbers whose digits are lost */
function scalar(place: Place, type: string, value: unknown, name: string): unknown {
	if (ANY_JSON.test(type)) return anyJson(value, name);
	const known = reader(type, name) ?? (isDateObject(value) ? dateFor(name) : undefined);
	if (known) return known.read(value, name, { timezone: place.timezone });
	if (typeof value === 'object') return exact(value, name);
	const text = asText(value, name);
	const isText = type === 'String' || typeof value === 'string';
	if (typeof value === 'boolean' && !isText) return value;
	const choices = place.schema.type(type)?.enumValues;
	if (choices) return choiceOf(text, choices);
	return numberNamed(name, isText || typeof value !== 'number' ? text : Number(text));
}

/** A value of an enum in any case; another text as it is: the server tells what it takes. */
function choiceOf(typed: string, choices: ReadonlyArray<{ name: string }>): string {
	const wanted = typed.trim();
	const same = ({ name }: { name: string }) => name.toLowerCase() === wanted.toLowerCase();
	return (choices.find(({ name }) => name === wanted) ?? choices.find(same))?.name ?? typed;
}

/** JSON, or what it says as text; text that is no JSON is a text. */
function anyJson(value: unknown, name: string): unknown {
	if (typeof value !== 'string') return exact(value, name);
	return typeof parsed(value) === 'string' ? value : jsonOf(value, name);
}

/** @throws InputError for numbers whose digits are lost, and for what JSON cannot say */
const exact = (value: unknown, name: string): unknown =>
	typeof value === 'string' ? value : jsonOf(value, name);

/** Text by its type, but a day or a moment by the name of its property. */
const dateFor = (name: string): Field<string> =>
	/date$/i.test(name) ? date({ label: name }) : dateTime({ label: name });

/**
 * A KID or a Norwegian organisation number as banks and registers write it, by the name of its property;
 * other values as they are.
 * @throws InputError when its check digit is wrong
 */
export function numberNamed<T extends string | number>(name: string, value: T): T | string {
	const last = name.split(STEP).pop() ?? '';
	const isKid = /^kid(?:number)?$/i.test(last);
	if (!isKid && !/^organi[sz]ation_?number$/i.test(last)) return value;
	const text = asText(value, name);
	const shown = { isSecret: false };
	if (text.trim() === '') return text;
	if (isKid) return kid(text, name, shown);
	const digits = organisationDigits(text);
	// Customers abroad have others.
	if (digits === undefined) return text;
	organisationNumber(digits, name, shown);
	return digits;
}
