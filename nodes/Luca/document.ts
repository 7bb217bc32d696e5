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
	for (const { name, declared } of args) {
		if (!NAME.test(name) || !TYPE.test(declared)) {
			throw new InputError(`"${name}" is no name of an argument`, 'Arguments');
		}
	}
	if (!NAME.test(field)) throw new InputError(`"${field}" is no name of a field`, 'Field');
	const declared = args.map(({ name, declared: type }) => `$${name}: ${type}`).join(', ');
	const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
	const body = selection.trim() === '' ? '' : ` { ${selection.trim()} }`;
	const operation = field.charAt(0).toUpperCase() + field.slice(1);
	return {
		query: `${kind} ${operation}${declared ? `(${declared})` : ''} { ${field}${given ? `(${given})` : ''}${body} }`,
		variables: Object.fromEntries(args.map(({ name, value }) => [name, valueOf(value)])),
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
