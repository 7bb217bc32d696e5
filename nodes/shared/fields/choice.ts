import type { INodePropertyOptions } from 'n8n-workflow';
import { commaList } from '../commaList';
import { InputError } from '../errors';
import { asText, field, filled, words, type Field, type Text } from './field';

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
