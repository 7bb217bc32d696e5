/** Numbers as text: JavaScript's own arithmetic leaves 10.1 * 3 as 30.299999999999997. */

/** Digits that survive computing with a few numbers (IEEE 754: doubles hold 15 to 17). */
const KEPT_DIGITS = 15;

/** A number that gets this short by leaving out its last digits was meant to be. */
const SHORT_DIGITS = 12;

/** Relative difference that is taken for noise. */
const NOISE = 1e-9;

/** `0.0000001` of 1e-7: without an exponent. */
export function plain(value: number): string {
	const [, sign = '', whole = '', , fraction = '', exponent = '0'] =
		/^(-?)(\d+)(\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
	const shift = Number(exponent);
	if (shift === 0) return String(value);
	const digits = `${whole}${fraction}`;
	const point = whole.length + shift;
	const padded = point <= 0 ? digits.padStart(digits.length - point + 1, '0') : digits;
	const at = Math.max(point, 1);
	return `${sign}${trimmed(`${padded.slice(0, at).padEnd(at, '0')}.${padded.slice(at)}`)}`;
}

/** Without zeros that say nothing: `-030.50` is `-30.5`. */
export function trimmed(text: string): string {
	const [, sign = '', whole = '', fraction = ''] =
		/^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
	const digits = `${whole}${fraction ? `.${fraction}` : ''}`;
	return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

const significant = (text: string) => text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length;

/** A number as text, shortened where its last digits are noise. */
export function withoutNoise(value: number): string {
	const exact = plain(value);
	if (significant(exact) < KEPT_DIGITS) return exact;
	const short = plain(Number(value.toPrecision(KEPT_DIGITS)));
	return significant(short) <= SHORT_DIGITS ? short : exact;
}

/** The number of places behind the point. */
const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;

/**
 * A decimal text with at most so many places; noise is rounded away.
 * @param text as `trimmed` gives it
 * @param isComputed whether it was a number before, so that a difference may be noise
 * @returns undefined when it really has more places
 */
export function withPlaces(text: string, places: number, isComputed: boolean): string | undefined {
	if (placesOf(text) <= places) return text;
	const value = Number(text);
	if (Math.abs(value) >= 1e15) return undefined;
	const rounded = trimmed(value.toFixed(places));
	const tolerance = Math.min(NOISE * Math.max(1, Math.abs(value)), 10 ** -places / 100);
	const isNoise = Math.abs(value - Number(rounded)) <= tolerance;
	return isNoise && (isComputed || significant(text) >= KEPT_DIGITS) ? rounded : undefined;
}
