import { InputError } from '../errors';
import { not, plainText, type NumberKind } from './typed';

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
