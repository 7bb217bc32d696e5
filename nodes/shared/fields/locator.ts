import type { INodeParameterResourceLocator, INodePropertyMode } from 'n8n-workflow';
import { InputError } from '../errors';
import { codeOf } from './code';
import { asText, field, filled, words, type Field, type Text } from './field';
import type { Reading } from './reading';
import { notAs } from './wording';

/** One way to fill in a resource locator. */
export function mode(
	displayName: string,
	name: string,
	more: Partial<INodePropertyMode>,
): INodePropertyMode {
	return { ...more, displayName, name, type: name === 'list' ? 'list' : 'string' };
}

/**
 * The value of a resource locator: the id, whichever way it was given; '' when empty.
 * @example
 * const product = locator({ label: 'Product', search: 'searchProducts', required: true });
 * // In `run`: values.product is its ID.
 */
export function locator(
	options: Text & {
		/** Name of the node's `listSearch` method. */
		search: string;
		required?: boolean;
		idPlaceholder?: string;
		/** IDs may have blanks in between, as names and IDs of one's own do. */
		blanks?: true;
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
		(raw, label, reading) => {
			const value = locatorValue(raw, label, reading, options);
			return required ? filled(value, label) : value;
		},
	);
}

function locatorValue(
	raw: unknown,
	label: string,
	reading: Reading,
	{ url, blanks }: { url?: { regex: string }; blanks?: true },
): string {
	const given = isLocator(raw) ? raw.value : raw;
	// Empty is a choice, such as the credential's own company. An expression that gives nothing is none.
	if (given === undefined || given === null) throw notAs('an ID', given, label, reading);
	// What is picked from a list is the vendor's, whatever it looks like.
	const isTyped = !isLocator(raw) || raw.mode === 'id';
	const code = isTyped && !blanks ? 'word' : 'line';
	const value = codeOf(asText(given, label, reading), label, reading, code);
	if (!isLocator(raw) || raw.mode !== 'url' || !url || value === '') return value;
	const id = new RegExp(url.regex).exec(value)?.[1];
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
