import { createHmac, timingSafeEqual } from 'crypto';

/**
 * Whether a hexadecimal HMAC belongs to a message, compared in constant time.
 * @param signature as it came, any case
 */
export function hmacMatches(
	algorithm: 'sha1' | 'sha256',
	key: string,
	message: Buffer,
	signature: string,
): boolean {
	if (!/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
	const expected = createHmac(algorithm, key).update(message).digest();
	const given = Buffer.from(signature, 'hex');
	return given.length === expected.length && timingSafeEqual(given, expected);
}
