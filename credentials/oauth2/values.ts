import { createHash } from 'crypto';
import { settingsError } from './errors';
import { readJson } from './json';
import type { Credentials } from './profile';

/**
 * The text of a credential property; '' when it is missing or no text.
 * @throws OAuth2Error for a number whose digits are lost already
 */
export function text(credentials: Credentials, property: string): string {
	const value = credentials[property];
	if (typeof value === 'string') return value.trim();
	if (typeof value !== 'number') return '';
	if (Number.isSafeInteger(value) || !Number.isInteger(value)) return String(value);
	throw settingsError(
		`"${wordsOf(property)}" of the credential is a number with more digits than a number can hold. Give it as text`,
	);
}

/**
 * A switch of a credential, also by an expression; off when it was never set.
 * @throws OAuth2Error for what is neither on nor off
 */
export function isOn(credentials: Credentials, property: string): boolean {
	const value = credentials[property];
	if (value === undefined || value === null || value === '') return false;
	const on = switchOf(value);
	if (on !== undefined) return on;
	throw settingsError(
		`"${wordsOf(property)}" of the credential is neither true nor false. Turn it on or off`,
	);
}

/** `clientId` as its label is written. */
const wordsOf = (property: string): string =>
	property
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/^[a-z]/, (letter) => letter.toUpperCase())
		.replace(/\b(?:Id|Url|Api)\b/g, (word) => word.toUpperCase());

const SWITCH: ReadonlyMap<string, boolean> = new Map([
	...['true', '1', 'yes', 'on'].map((word) => [word, true] as const),
	...['false', '0', 'no', 'off'].map((word) => [word, false] as const),
]);

/** On or off in any of the forms in which sheets, forms and expressions say it; undefined for others. */
export function switchOf(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	return SWITCH.get(String(value).trim().toLowerCase());
}

/** A plain object, as opposed to an array, null or a scalar. */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** SHA-256 in lower-case hex. */
export function sha256(value: string): string {
	return createHash('sha256').update(value, 'utf8').digest('hex');
}

/**
 * A property of a reply, whatever the case of its name: vendors' prose and samples differ in it.
 * An exact match wins.
 */
export function property(record: Record<string, unknown>, name: string): unknown {
	if (Object.prototype.hasOwnProperty.call(record, name)) return record[name];
	const wanted = name.toLowerCase();
	const found = Object.keys(record).find((key) => key.toLowerCase() === wanted);
	return found === undefined ? undefined : record[found];
}

/** JSON when it is JSON, numbers that JavaScript cannot hold as text; else the text as it came. */
export function parsed(body: unknown): unknown {
	// What is no text in UTF-8 is a file, or text in another encoding: its bytes stay as they are.
	if (Buffer.isBuffer(body)) {
		const words = body.toString('utf8');
		return Buffer.from(words, 'utf8').equals(body) ? parsed(words) : body;
	}
	if (typeof body !== 'string') return body;
	try {
		return readJson(body);
	} catch {
		return body;
	}
}
