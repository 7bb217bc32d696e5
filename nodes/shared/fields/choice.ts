import type { INodePropertyOptions } from 'n8n-workflow';
import { commaList } from '../commaList';
import { InputError } from '../errors';
import { asText, field, words, type Field, type Text } from './field';
import { parsed } from '../../../credentials/base/values';
import { notAs } from './wording';

/**
 * One of a set of values. With an expression the user can send any other text: vendors add values, and
 * that must not need a release of this pack. Choices of the pack's own (`only`) have no others.
 */
export function options(
	choice: Text & {
		values: ReadonlyArray<string | INodePropertyOptions>;
		default?: string;
		required?: boolean;
		/** No other value means anything. */
		only?: true;
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
			...words(choice),
		},
		(raw, label, reading) => {
			const typed = asText(raw, label, reading).trim();
			const value = meant(typed, values);
			const isKnown = values.some((each) => each.value === value);
			if (isKnown || (value === '' && reading.isOptional && !choice.required)) return value;
			if (value !== '' && !choice.only) return value;
			const names = values.map((each) => String(each.value)).filter((each) => each !== '');
			throw notAs(`one of ${names.slice(0, MOST_NAMED).join(', ')}`, raw, label, reading);
		},
	);
}

/** The value that a text stands for: in another case, or by the name that the panel shows. */
function meant(typed: string, values: readonly INodePropertyOptions[]): string {
	const same = (text: unknown) => String(text).toLowerCase() === typed.toLowerCase();
	const found =
		values.find(({ value }) => value === typed) ??
		values.find(({ value }) => same(value)) ??
		values.find(({ name }) => same(name));
	return found && typed !== '' ? String(found.value) : typed;
}

/** Values that an error names. */
const MOST_NAMED = 12;

/** Any number of a set of values. */
export function multiOptions(
	choice: Text & {
		values: ReadonlyArray<string | INodePropertyOptions>;
		default?: string[];
		required?: boolean;
	},
): Field<string[]> {
	const known = choice.values.map(option);
	return field(
		{
			displayName: choice.label,
			type: 'multiOptions',
			options: inOrder(known),
			default: choice.default ?? [],
			...(choice.required ? { required: true } : {}),
			...words(choice),
		},
		(raw, label, reading) => {
			// Nothing chosen is a choice; an expression that gives nothing is none.
			if (raw === undefined || raw === null) throw notAs('a list of values', raw, label, reading);
			const given = typeof raw === 'string' && raw.trim().startsWith('[') ? parsed(raw) : raw;
			const typed = Array.isArray(given)
				? given.map((value) => asText(value, label, reading).trim()).filter((each) => each !== '')
				: commaList(asText(given, label, reading));
			const values = typed.map((each) => meant(each, known));
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
