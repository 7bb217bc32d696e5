import { parsed, switchOf } from '../../../credentials/base/values';
import { asText, field, filled, words, type Field, type Text } from './field';
import { codeKind, codeOf, type Code } from './code';
import { jsonOf } from './json';
import type { Reading } from './reading';
import { inRow, notAs } from './wording';

/**
 * Text; `required` refuses blanks, `code` says that it is one that systems compare, where its label does not.
 * `several`: values with commas between, which an expression may give as a list; one of none is refused where it
 * narrows what is found.
 */
export function string(
	options: Text & {
		required?: boolean;
		default?: string;
		rows?: number;
		password?: boolean;
		code?: Code;
		several?: 'names' | 'filter';
	},
): Field<string> {
	const { required = false, code = options.rows ? undefined : codeKind(options.label) } = options;
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
		(raw, label, reading) => {
			const given = asText(
				options.several ? joined(raw, label, reading, options.several) : raw,
				label,
				reading,
			);
			const text = code ? codeOf(given, label, reading, code) : given;
			return required ? filled(text, label) : text;
		},
	);
}

/** A list of texts and numbers, also as text in brackets or quotes, with commas between them; anything else as it is. */
export function joined(
	raw: unknown,
	label: string,
	reading: Reading,
	several: 'names' | 'filter',
): unknown {
	const given = typeof raw === 'string' ? listIn(asText(raw, label), label) : raw;
	if (!Array.isArray(given)) return given;
	if (given.length === 0 && several === 'filter')
		throw notAs('filled in', '', label, reading, NONE);
	const texts = given.map((each: unknown, index) =>
		inRow(label, index, () => {
			const text = asText(each, label, reading);
			if (text.trim() !== '' && !text.includes(',')) return text;
			throw notAs('without commas in its values', text, label, reading);
		}),
	);
	return texts.join(', ');
}

/** A list as JSON says it, with or without its brackets; `[a, b]` without quotes; any other text as it is. */
function listIn(text: string, label: string): unknown {
	const trimmed = text.trim();
	const [, inside = trimmed] = /^\[(.*)\]$/s.exec(trimmed) ?? [];
	if (Array.isArray(parsed(`[${inside}]`)) && (inside !== trimmed || inside.startsWith('"'))) {
		return jsonOf(`[${inside}]`, label);
	}
	return inside === trimmed ? text : inside;
}

/** What to do about a list without values where it would narrow nothing. */
const NONE =
	'A list of none would let everything through. Look whether its expression finds the list';

/**
 * A switch. What is neither on nor off is refused: off would be a guess, and a charge is a matter of a
 * switch called Test Mode.
 */
export function boolean(options: Text & { default?: boolean }): Field<boolean> {
	return field(
		{
			displayName: options.label,
			type: 'boolean',
			default: options.default ?? false,
			...words(options),
		},
		(raw, label, reading) => {
			const on = switchOf(raw);
			if (on === undefined) throw notAs('true or false', raw, label, reading);
			return on;
		},
	);
}
