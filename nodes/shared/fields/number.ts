import { InputError } from '../errors';
import { visible } from '../numbers/typed';
import { plain, trimmed, withPlaces, withoutNoise } from './decimal';
import { field, words, type Extent, type Field, type Text } from './field';
import { NOWHERE, type Reading } from './reading';
import { isEmpty, notAs, tooLong } from './wording';

type Bounds = { min?: number; max?: number };

/** `precision`: most places behind the point; undefined where the vendor does not say. */
type Places = { precision?: number };

type Decimal = Text & Bounds & Places & { required?: boolean };

/** A number within the given bounds; numeric text, as expressions give it, is converted. */
export function number(options: Decimal & { default?: number }): Field<number> {
	const { min, max, precision } = options;
	const typeOptions = {
		...(min !== undefined ? { minValue: min } : {}),
		...(max !== undefined ? { maxValue: max } : {}),
		// The editor fills a number up to these places: a quantity of 1 would stand there as 1.00000.
		...(precision !== undefined && precision <= 2 ? { numberPrecision: precision } : {}),
	};
	return field(
		{
			displayName: options.label,
			type: 'number',
			default: options.default ?? 0,
			...(options.required ? { required: true } : {}),
			...(Object.keys(typeOptions).length > 0 ? { typeOptions } : {}),
			...words(options),
		},
		(raw, label, reading) => readNumber(raw, label, reading, options),
		undefined,
		extentOf,
	);
}

/** A number that may be left empty (a number field cannot); undefined when it is. */
export function optionalNumber(options: Decimal & { default?: string }): Field<number | undefined> {
	return field(
		{
			displayName: options.label,
			type: 'string',
			default: options.default ?? '',
			...(options.required ? { required: true } : {}),
			...words(options),
		},
		(raw, label, reading) =>
			isEmpty(raw) && !options.required ? undefined : readNumber(raw, label, reading, options),
		undefined,
		extentOf,
	);
}

/** A number as decimal text with all its digits, for vendors that take amounts as text; '' when empty. */
export function decimal(options: Decimal & { password?: boolean }): Field<string> {
	return field(
		{
			displayName: options.label,
			type: 'string',
			default: '',
			...(options.required ? { required: true } : {}),
			...(options.password ? { typeOptions: { password: true } } : {}),
			...words(options),
		},
		(raw, label, reading) =>
			isEmpty(raw) && !options.required ? '' : readDecimal(raw, label, reading, options),
		undefined,
		extentOf,
	);
}

/** A number reaches from itself to itself. */
function extentOf(raw: unknown, label: string, reading: Reading = NOWHERE): Extent | undefined {
	const text = isEmpty(raw) ? undefined : decimalText(raw, label, reading);
	return text === undefined ? undefined : { first: Number(text), last: Number(text), text };
}

/**
 * @throws InputError for no number, for more places or digits than can be sent, and beyond the bounds
 */
function readNumber(
	raw: unknown,
	label: string,
	reading: Reading,
	options: Bounds & Places = {},
): number {
	const text = readDecimal(raw, label, reading, options);
	const value = Number(text);
	if (plain(value) === text) return value;
	throw new InputError(
		`"${label}" has more digits than can be sent exactly${reading.isSecret ? '' : `: ${text}`}`,
		label,
	);
}

function readDecimal(
	raw: unknown,
	label: string,
	reading: Reading,
	{ min, max, precision }: Bounds & Places,
): string {
	const wrong = (what: string) => notAs(what, raw, label, reading);
	if (isTwofold(raw, precision)) throw notAs('a number', raw, label, reading, TWOFOLD);
	const text = decimalText(raw, label, reading);
	if (text === undefined) throw wrong('a number');
	const fitting =
		precision === undefined ? text : withPlaces(text, precision, typeof raw === 'number');
	if (fitting === undefined) {
		throw wrong(
			precision === 0 ? 'a whole number' : `a number with at most ${precision} decimal places`,
		);
	}
	if (min !== undefined && Number(fitting) < min) throw wrong(`${min} or more`);
	if (max !== undefined && Number(fitting) > max) throw wrong(`${max} or less`);
	return fitting;
}

const MINUS = /^\u2212/;

const NUMBER = /^[+-]?\d+(?:[.,]\d+)?$/;

/** `1,234`: a thousand to some, a bit more than one to others. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2},\d{3}$/;

/** What to do about a number that people read in two ways. */
const TWOFOLD =
	'To some this is more than a thousand, to others a little more than one. Write a thousand as 1000, and decimals with another number of digits, such as 1.5';

/** `1,234`; `1.000`, and of an amount `1.234` as well: a thousand where people write 1.000,50. */
const isTwofold = (raw: unknown, precision: number | undefined): boolean =>
	typeof raw === 'string' &&
	[AMBIGUOUS, precision !== undefined && precision <= 2 ? THREE_PLACES : THREE_ZEROS].some((form) =>
		form.test(visible(raw).replace(MINUS, '-')),
	);

const THREE_PLACES = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;

const THREE_ZEROS = /^[+-]?[1-9]\d{0,2}\.000$/;

/** @returns undefined for what is no number */
function decimalText(raw: unknown, label: string, reading: Reading): string | undefined {
	if (typeof raw === 'number') {
		if (!Number.isFinite(raw)) return undefined;
		if (Number.isInteger(raw) && !Number.isSafeInteger(raw)) throw tooLong(raw, label, reading);
		return trimmed(withoutNoise(raw));
	}
	if (typeof raw === 'bigint') return String(raw);
	if (typeof raw !== 'string') return undefined;
	const text = visible(raw).replace(MINUS, '-');
	return NUMBER.test(text) ? trimmed(text.replace(',', '.')) : undefined;
}
