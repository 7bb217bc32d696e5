import { createHmac } from 'crypto';
import { outcomeNow } from '../../../credentials/base/outcome';
import { isRecord } from '../../../credentials/base/values';
import { text } from '../../../credentials/oauth2/settings';
import type { Sender } from './runIdentity';

/** Of a credential: without them nobody finds a value again from its hash, and a new token does not change them. */
const KEYS = ['clientSecret', 'apiKeySecret', 'apiKey'];

/** Digits that a number in JSON would lose. */
const LONG_NUMBER = /\d{16}/;

/**
 * Without differences that say nothing: blanks around and between words, and in JSON the order of names and how numbers
 * are written. Whoever tries again, an agent above all, writes the same in another way.
 */
export function plainly(value: unknown): unknown {
	if (typeof value === 'string') {
		const text = value.trim();
		const parsed =
			/^[[{]/.test(text) && !LONG_NUMBER.test(text)
				? outcomeNow(() => parsedJson(text))
				: undefined;
		return parsed?.ok ? plainly(parsed.value) : text.replace(/\s+/g, ' ');
	}
	if (Array.isArray(value)) return value.map(plainly);
	if (!isRecord(value)) return value;
	const names = Object.keys(value).sort();
	return Object.fromEntries(names.map((name) => [name, plainly(value[name])]));
}

const parsedJson = (text: string): unknown => JSON.parse(text);

/**
 * By which the same content is known again, private values too.
 * @param content what JSON can hold
 * @returns 24 hexadecimal digits
 */
export async function contentHash(
	api: Pick<Sender, 'credentials'>,
	content: readonly unknown[],
): Promise<string> {
	const credentials = await api.credentials();
	return createHmac('sha256', KEYS.map((key) => text(credentials, key)).join('\n'))
		.update(JSON.stringify(plainly(content)))
		.digest('hex')
		.slice(0, 24);
}
