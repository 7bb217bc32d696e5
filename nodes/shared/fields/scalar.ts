import { switchOf } from '../../../credentials/base/values';
import { asText, field, filled, words, type Field, type Text } from './field';
import { codeKind, codeOf, type Code } from './code';
import { notAs } from './wording';

/** Text; `required` refuses blanks, `code` says that it is one that systems compare, where its label does not. */
export function string(
	options: Text & {
		required?: boolean;
		default?: string;
		rows?: number;
		password?: boolean;
		code?: Code;
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
			const given = asText(raw, label, reading);
			const text = code ? codeOf(given, label, reading, code) : given;
			return required ? filled(text, label) : text;
		},
	);
}

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
