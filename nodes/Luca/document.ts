import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../shared/errors';
import { valueOf } from '../shared/objects';

/** One argument of a root field: its name, its type as declared, and its value. */
export interface Argument {
	name: string;
	/** Such as `SaleInvoiceInput!`. */
	declared: string;
	value: unknown;
}

export const argument = (name: string, declared: string, value: unknown): Argument => ({
	name,
	declared,
	value,
});

interface Built {
	query: string;
	variables: IDataObject;
}

const NAME = /^[_A-Za-z][_0-9A-Za-z]*$/;

const TYPE = /^[[\]!_0-9A-Za-z]+$/;

/**
 * A document with one root field. Values travel as variables and never stand in the text.
 * @throws InputError for a name that is none
 */
export function build(
	kind: 'query' | 'mutation',
	field: string,
	args: readonly Argument[],
	selection: string,
): Built {
	const declared = declarationsOf(field, args);
	const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
	const body = selection.trim() === '' ? '' : ` { ${selection.trim()} }`;
	return {
		query: `${kind} ${operationName(field)}${declared ? `(${declared})` : ''} { ${field}${given ? `(${given})` : ''}${body} }`,
		variables: valuesOf(args),
	};
}

/** @throws InputError for a name that is none */
function declarationsOf(field: string, args: readonly Argument[]): string {
	for (const { name, declared } of args) {
		if (!NAME.test(name) || !TYPE.test(declared)) {
			throw new InputError(`"${name}" is no name of an argument`, 'Arguments');
		}
	}
	if (!NAME.test(field)) throw new InputError(`"${field}" is no name of a field`, 'Field');
	return args.map(({ name, declared }) => `$${name}: ${declared}`).join(', ');
}

const operationName = (field: string) => field.charAt(0).toUpperCase() + field.slice(1);

const valuesOf = (args: readonly Argument[]): IDataObject =>
	Object.fromEntries(args.map(({ name, value }) => [name, valueOf(value)]));

/** Under which name the answer has a record of `buildTogether`. */
export const aliasOf = (index: number): string => `record${index}`;

/**
 * A query that asks for several records by the same root field, each under an alias of its own (GraphQL, section
 * 2.7). It is no deeper than a query for one of them.
 * @param id the argument that tells them apart, with the value of each
 * @param args those that are the same for all
 */
export function buildTogether(
	field: string,
	id: { name: string; declared: string; values: readonly string[] },
	args: readonly Argument[],
	selection: string,
): Built {
	const ids = id.values.map((value, index) => argument(`${id.name}${index}`, id.declared, value));
	const declared = declarationsOf(field, [...ids, ...args]);
	const same = args.map(({ name }) => `, ${name}: $${name}`).join('');
	const fields = ids.map(
		({ name }, index) =>
			`${aliasOf(index)}: ${field}(${id.name}: $${name}${same}) { ${selection.trim()} }`,
	);
	return {
		query: `query ${operationName(field)}(${declared}) { ${fields.join(' ')} }`,
		variables: valuesOf([...ids, ...args]),
	};
}

/**
 * A selection typed by hand, checked so far that it cannot close the document around it.
 * @throws InputError when braces do not match, or for anything that is no selection
 */
export function ownSelection(text: string, label = 'Fields'): string {
	const selection = text.replace(/#[^\n\r]*/g, ' ').trim();
	if (/["`\\]/.test(selection)) {
		throw new InputError(
			`"${label}" must hold names of fields only; pass values as arguments`,
			label,
		);
	}
	if (!/^[_0-9A-Za-z\s,{}():!.$[\]@-]*$/.test(selection)) {
		throw new InputError(`"${label}" holds a character that no GraphQL selection has`, label);
	}
	let depth = 0;
	for (const character of selection) {
		if (character === '{') depth += 1;
		if (character === '}') depth -= 1;
		if (depth < 0) break;
	}
	if (depth !== 0) throw new InputError(`"${label}" has braces that do not match`, label);
	return selection;
}
