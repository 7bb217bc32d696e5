import { InputError } from '../errors';

/** What a number kind is told of the field beside its name. */
export interface Showing {
	/** The value must not stand in an error; as long as nobody says otherwise. */
	isSecret?: boolean;
}

/**
 * Checks a number of one kind, and writes it as vendors take it.
 * @param value as it was typed, not blank
 * @param label the field as the user sees it
 * @throws InputError for what cannot be such a number
 */
export type NumberKind = (value: string, label: string, showing?: Showing) => string;

/** A kind for a field that may stay empty; '' then. */
export const unlessBlank =
	(kind: NumberKind): NumberKind =>
	(value, label, showing) =>
		value.trim() === '' ? '' : kind(value, label, showing);

/** `, not "…"` for an error; nothing where the value is secret. */
export const not = (value: string, { isSecret = true }: Showing = {}): string =>
	isSecret ? '' : `, not ${JSON.stringify(value.trim().slice(0, 60).toWellFormed())}`;

/** Full-width letters, digits and signs, as East Asian keyboards give them, are those of ASCII. */
const FULL_WIDTH = /[\uff01-\uff5e]/g;

/** Marks that nobody sees: they come along when a number is copied. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** Dashes of all kinds, and the minus sign. */
const DASH = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;

/** Without marks that nobody sees, and blanks around. */
export const visible = (value: string): string => value.replace(INVISIBLE, '').trim();

/** Text with plain letters, digits, spaces and hyphens in place of those that look alike. */
export const plainText = (value: string): string =>
	value
		.replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
		.replace(INVISIBLE, '')
		.replace(DASH, '-')
		.replace(/\s/g, ' ')
		.trim();

/** Without what people put between digits: spaces, dots, hyphens. */
export const joined = (value: string): string => plainText(value).replace(/[ .-]/g, '');

/** A number of which a part is hidden, as outputs of nodes and letters of banks have it. */
const MASKED = /[*\u2022\u25cf\u2588]|x{2}/i;

/**
 * `joined`, of a number that is a secret to others.
 * @throws InputError for one that was masked before: nobody has its digits any more
 */
export function unmasked(value: string, label: string): string {
	if (MASKED.test(value)) {
		throw new InputError(
			`"${label}" is masked. Give the whole number, as it is where it comes from`,
			label,
			'Nodes and vendors hide most digits of such numbers in what they return',
		);
	}
	return joined(value);
}

/** The way out for a number that came without its first digits. */
export const LOST_ZERO =
	'Sheets and JSON drop a leading zero of numbers: give it as text, with the zero';

/** Luhn's check digit (ISO/IEC 7812-1, Annex B). */
export function hasLuhnDigit(digits: string): boolean {
	const sum = [...digits].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return sum % 10 === 0;
}

/** A long number modulo another one. */
export const modulo = (digits: string, by: number): number =>
	[...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % by, 0);

/** Each digit times its weight; the weights repeat. */
export const weighed = (digits: string, weights: readonly number[]): number =>
	[...digits].reduce(
		(sum, digit, index) => sum + Number(digit) * (weights[index % weights.length] ?? 0),
		0,
	);
