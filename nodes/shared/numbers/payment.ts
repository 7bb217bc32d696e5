import { InputError } from '../errors';
import { modulo, not, plainText, type NumberKind } from './typed';

/** What people write in place of a code, where it can be one currency only. */
const CURRENCIES: Record<string, string> = { '€': 'EUR', EURO: 'EUR', EUROS: 'EUR' };

const KNOWN = new Set(Intl.supportedValuesOf('currency'));

/** A currency by its three letters (ISO 4217). @throws InputError for what is none */
export const currencyCode: NumberKind = (value, label, showing) => {
	const text = plainText(value).toUpperCase();
	const code = CURRENCIES[text] ?? text;
	if (KNOWN.has(code)) return code;
	throw new InputError(
		`"${label}" must be a currency by its three letters, such as EUR${not(value, showing)}`,
		label,
	);
};

/** `+++090/9337/55493+++`, with stars or nothing around; twelve digits alone may be something else. */
const STRUCTURED = /^(\+\+\+|\*\*\*|)(\d{3})\/(\d{4})\/(\d{5})\1$/;

/**
 * What a payer gives with a payment: any text, but a Belgian structured message has to be right.
 * @throws InputError when its check digits are wrong (Febelfin: the first ten digits modulo 97, and 97 for 0)
 */
export const structuredMessage: NumberKind = (value, label, showing) => {
	const text = plainText(value);
	const digits = STRUCTURED.exec(text.replace(/ /g, ''))?.slice(2).join('');
	const claims = /^(?:\+{3}|\*{3})/.test(text);
	if (
		digits === undefined
			? !claims
			: Number(digits.slice(10)) === (modulo(digits.slice(0, 10), 97) || 97)
	) {
		return digits === undefined ? value.trim() : text.replace(/ /g, '');
	}
	throw new InputError(
		`"${label}" must be a structured message such as +++090/9337/55493+++: a digit is wrong or missing${not(value, showing)}`,
		label,
	);
};
