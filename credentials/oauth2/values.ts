import { isUtf8 } from 'buffer';
import { createHash } from 'crypto';
import type { Credentials } from './profile';

/** The text of a credential property; '' when it is missing or no text. */
export function text(credentials: Credentials, property: string): string {
	const value = credentials[property];
	if (typeof value === 'string') return value.trim();
	return typeof value === 'number' ? String(value) : '';
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

/** JSON when it is JSON, else the text as it came. */
export function parsed(body: unknown): unknown {
	// What is no text in UTF-8 is a file, or text in another encoding: its bytes stay as they are.
	if (Buffer.isBuffer(body)) return isUtf8(body) ? parsed(body.toString('utf8')) : body;
	if (typeof body !== 'string') return body;
	try {
		const value: unknown = JSON.parse(body);
		return value;
	} catch {
		return body;
	}
}
