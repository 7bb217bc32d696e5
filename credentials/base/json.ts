/**
 * JSON without loss: RFC 8259, section 6, lets numbers have any number of digits, JavaScript's have about
 * sixteen. Node.js 20 gives a reviver no access to the text of a number (21 does), so the text is read.
 */

/** What may be a number that does not fit: a quick look before a slow one. */
const SUSPICIOUS = /\d{16}|[\d.]{17}|\d[eE][+-]?\d{2}/;

const NUMBER = /-?\d[\d.eE+-]*/g;

/** Digits that every number can hold. */
const SAFE_DIGITS = 15;

/**
 * The value of a JSON text. Numbers that JavaScript cannot hold exactly become text with their digits.
 * @throws SyntaxError for what is no JSON, and for what is nested so deep that no host can store it
 */
export function readJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
	// Most answers are too short for it: each level has two signs.
	if (text.length > 2 * DEEPEST && isTooDeep(text)) throw new SyntaxError('Nested too deep');
	return SUSPICIOUS.test(text) ? JSON.parse(withNumbers(text, asText)) : value;
}

const asText = (number: string): string => (isExact(number) ? number : `"${number}"`);

/**
 * A JSON text with its numbers, and nothing inside its strings, replaced. In time linear to its length.
 * @param text valid JSON
 */
export function withNumbers(text: string, replace: (number: string) => string): string {
	const parts: string[] = [];
	for (let at = 0; at < text.length;) {
		const quote = text.indexOf('"', at);
		const end = quote === -1 ? text.length : quote;
		parts.push(text.slice(at, end).replace(NUMBER, replace));
		at = quote === -1 ? end : afterString(text, quote);
		parts.push(text.slice(end, at));
	}
	return parts.join('');
}

/** Levels that every host can store; answers have some ten. */
const DEEPEST = 1_000;

function isTooDeep(text: string): boolean {
	let depth = 0;
	for (let at = 0; at < text.length; at += 1) {
		const next = text.charCodeAt(at);
		if (next === QUOTE) at = afterString(text, at) - 1;
		// `[` and `{`, `]` and `}`
		else if (next === 0x5b || next === 0x7b) depth += 1;
		else if (next === 0x5d || next === 0x7d) depth -= 1;
		if (depth > DEEPEST) return true;
	}
	return false;
}

/** Where the string that begins at a quote ends. */
function afterString(text: string, quote: number): number {
	for (let at = quote + 1; ; at += 1) {
		const next = text.charCodeAt(at);
		if (next === BACKSLASH) at += 1;
		else if (next === QUOTE || Number.isNaN(next)) return at + 1;
	}
}

const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** The smallest number with all its digits (IEEE 754). */
const SMALLEST = 2.2250738585072014e-308;

/**
 * A name that an object in a JSON text has twice, of which JavaScript would keep the last.
 * @param text valid JSON
 */
export function repeatedName(text: string): string | undefined {
	const open: Array<Set<unknown>> = [];
	for (const [token, name] of text.matchAll(
		/("[^"\\]*(?:\\.[^"\\]*)*")\s*:|"[^"\\]*(?:\\.[^"\\]*)*"|[{}]/g,
	)) {
		if (token === '{') open.push(new Set());
		else if (token === '}') open.pop();
		else if (name !== undefined) {
			const read: unknown = JSON.parse(name);
			if (open.at(-1)?.has(read)) return String(read);
			open.at(-1)?.add(read);
		}
	}
	return undefined;
}

/** Whether a number of JSON is still the same after JavaScript has read it. */
export function isExact(number: string): boolean {
	const value = Number(number);
	if (!Number.isFinite(value)) return false;
	if (/^-?\d+$/.test(number)) return Number.isSafeInteger(value);
	// Next to nothing, digits are lost, and at last the number is 0.
	if (Math.abs(value) < SMALLEST) return sameDigits(number, value === 0 ? '' : String(value));
	return significant(number).length <= SAFE_DIGITS || sameDigits(number, String(value));
}

/** The digits that count, without zeros before and behind. */
const significant = (number: string): string =>
	number
		.replace(/[eE].*$/, '')
		.replace(/[-+.]/g, '')
		.replace(/^0+|0+$/g, '');

const sameDigits = (one: string, other: string) => significant(one) === significant(other);
