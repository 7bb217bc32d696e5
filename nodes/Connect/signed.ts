import { createHmac } from 'crypto';
import { sameText } from '../../credentials/oauth2/consent';
import { isRecord, parsed } from '../../credentials/base/values';

/** What a client secret signs here; each use has a key of its own. */
export type Use = 'address to connect' | 'receipt of a consent' | 'id of an account';

/**
 * HMAC-SHA256 (RFC 2104) as base64url.
 * @param secret not empty: who knows it can sign
 */
export function signature(secret: string, use: Use, message: string): string {
	const key = createHmac('sha256', secret).update(use).digest();
	return createHmac('sha256', key).update(message).digest('base64url');
}

/** `payload.signature`, both base64url. */
export function signed(secret: string, use: Use, payload: object): string {
	const text = Buffer.from(JSON.stringify(payload), 'utf8').toString('base64url');
	return `${text}.${signature(secret, use, text)}`;
}

/** @returns undefined when it was changed, or signed with another secret or for another use */
export function readSigned(
	secret: string,
	use: Use,
	text: string,
): Record<string, unknown> | undefined {
	const [payload, mac, ...rest] = text.split('.');
	if (secret === '' || !payload || !mac || rest.length > 0) return undefined;
	if (!sameText(mac, signature(secret, use, payload))) return undefined;
	const value = parsed(Buffer.from(payload, 'base64url').toString('utf8'));
	return isRecord(value) ? value : undefined;
}
