import { createHmac } from 'crypto';
import { text } from '../../../credentials/oauth2/settings';
import type { Sender } from './runIdentity';

/** Of a credential: without them nobody finds a value again from its hash, and a new token does not change them. */
const KEYS = ['clientSecret', 'apiKeySecret', 'apiKey'];

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
		.update(JSON.stringify(content))
		.digest('hex')
		.slice(0, 24);
}
