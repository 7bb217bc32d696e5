import { InputError } from '../errors';
import {
	hasLuhnDigit,
	joined,
	modulo,
	not,
	plainText,
	unmasked,
	weighed,
	type NumberKind,
} from './typed';

/** Whether the last two digits check the others (Belgian Crossroads Bank for Enterprises: modulo 97). */
const isEnterprise = (digits: string): boolean =>
	/^[01]\d{9}$/.test(digits) && 97 - modulo(digits.slice(0, 8), 97) === Number(digits.slice(8));

/** Ten digits of a Belgian number, also where the zero in front was lost; undefined for what is none. */
function enterpriseDigits(digits: string): string | undefined {
	const whole = digits.padStart(10, '0');
	return digits.length >= 9 && isEnterprise(whole) ? whole : undefined;
}

/** `999999999`, with the country in front and the mark of the VAT register behind, or without. */
const NORWEGIAN = /^(NO)?(\d{9})(MVA)?$/i;

/** The nine digits of a Norwegian organisation number; undefined for other text. */
export const organisationDigits = (value: string): string | undefined =>
	NORWEGIAN.exec(joined(value))?.[2];

/** Brønnøysund Register Centre, "Organisasjonsnummeret": the last digit by weights, modulo 11. */
function isOrganisation(digits: string): boolean {
	const rest = (11 - (weighed(digits.slice(0, 8), [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
	return rest === Number(digits.slice(8));
}

/**
 * The number of a Norwegian organisation with what was typed around it: `NO`, `MVA`.
 * @throws InputError when its check digit is wrong
 */
export const organisationNumber: NumberKind = (value, label, showing) => {
	const digits = organisationDigits(value);
	if (digits === undefined || !isOrganisation(digits)) {
		throw new InputError(
			`"${label}" must be a Norwegian number of nine digits, such as 923 609 016: a digit is wrong or missing${not(value, showing)}`,
			label,
		);
	}
	return joined(value).toUpperCase();
};

/** The check digit of a KID by modulo 11, weights 2 to 7 from the right; `-` stands for 10. */
function hasElevenDigit(number: string): boolean {
	const rest =
		(11 - (weighed([...number.slice(0, -1)].reverse().join(''), [2, 3, 4, 5, 6, 7]) % 11)) % 11;
	return number.endsWith(rest === 10 ? '-' : String(rest));
}

/**
 * A KID, the reference of a Norwegian payment: 2 to 25 digits, the last one by modulo 10 (Luhn) or 11.
 * @throws InputError when its check digit is wrong
 */
export const kid: NumberKind = (value, label, showing) => {
	// Only the last sign may be a hyphen of the number itself.
	const number = plainText(value).replace(/[ .]|-(?!$)/g, '');
	const isWhole = /^\d{1,24}[\d-]$/.test(number);
	if (!isWhole || !(hasElevenDigit(number) || (/\d$/.test(number) && hasLuhnDigit(number)))) {
		throw new InputError(
			`"${label}" must be a KID of 2 to 25 digits: a digit is wrong or missing${not(value, showing)}`,
			label,
		);
	}
	return number;
};

/**
 * A VAT or company number of any country, without spaces and dots. A Belgian number that lost the zero in front gets
 * it back where its check digits tell that it is one. The check digits of a whole number are left to the register:
 * numbers of test accounts have none.
 * @throws InputError when a Belgian number has too few or too many digits, or lost one that cannot be told
 */
export const vatNumber: NumberKind = (value, label, showing) => {
	// `BTW BE 0123.456.749`, as letterheads have it.
	const text = joined(value)
		.toUpperCase()
		.replace(/^(?:BTW|TVA|VAT|MWST)[.:]?(?=(?:[A-Z]{2})?\d)/, '');
	const [, country = '', digits = ''] = /^(BE)?(\d+)$/.exec(text) ?? [];
	const whole = enterpriseDigits(digits);
	if (whole !== undefined) return `${country}${whole}`;
	if (country === '' || digits.length === 10) return text;
	throw new InputError(
		`"${label}" must be a Belgian number of ten digits, such as BE 0123.456.749: a digit is wrong or missing${not(value, showing)}`,
		label,
	);
};

/** Letters count as numbers from 10 on. */
const lettersAsNumbers = (text: string): string =>
	text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));

/**
 * A bank account as ISO 13616 writes it, without spaces.
 * @throws InputError when its check digits are wrong (ISO/IEC 7064, MOD 97-10)
 */
export const iban: NumberKind = (value, label, showing) => {
	const text = unmasked(value, label).toUpperCase();
	const isWhole = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text);
	if (!isWhole || modulo(lettersAsNumbers(`${text.slice(4)}${text.slice(0, 4)}`), 97) !== 1) {
		throw new InputError(
			`"${label}" must be an IBAN, such as BE68 5390 0754 7034: a digit is wrong or missing${not(value, showing)}`,
			label,
		);
	}
	return text;
};
