import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';
import { readJson } from './json';

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
export function isRecord(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The records of a list, without what else stands in it; none where it is no list. */
export const recordsIn = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? value.filter(isRecord) : [];

/** Whether a text has nothing but signs and blanks of ASCII in it (VSCHAR of RFC 6749, appendix A). */
export const isPrintable = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Whether a text is what programs write where they have nothing. */
export const isMissing = (text: string): boolean =>
	/^\W?(?:null|undefined|none|nil)\W?$/i.test(text.trim());

/** Whether a text is what programs make of a value that is none. */
export const isNoText = (text: string): boolean =>
	/^\W?(?:nan|true|false|object [a-z]+)\W?$/i.test(text.trim());

/**
 * What a vendor calls an account by.
 * @returns '' where it tells none: something else than a text or number, a blank, a word for nothing, or zeros
 */
export function accountIdIn(value: unknown): string {
	const id = wordsIn(value);
	const tells = /[\p{L}\p{N}]/u.test(id.replaceAll('0', ''));
	return !tells || isMissing(id) || isNoText(id) ? '' : id;
}

/** A text or number of a reply as text, without blanks around it; '' for anything else. */
export const wordsIn = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

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

/**
 * What stands at a path with dots, whatever the case of its names.
 * @returns undefined where the path ends before
 */
export function at(body: unknown, path: string): unknown {
	let current = body;
	for (const name of path.split('.')) {
		if (Array.isArray(current)) current = current[Number(name)];
		else if (isRecord(current)) current = property(current, name);
		else return undefined;
	}
	return current;
}
