import { createHash } from 'crypto';
import { hmacMatches } from '../../shared/signature';
import type { Registrations } from './registration';

/**
 * Whether a call was signed with one of the secrets, lately (docs.billit.be, "Webhook signature":
 * `Billit-Signature: t=<unix seconds>,s=<hex>`, HMAC-SHA256 over `<t>.<raw body>`).
 * @param now ms since the epoch
 * @param toleranceSeconds how old, or how far ahead, a call may be
 */
export function isSigned(
	header: string,
	rawBody: Buffer,
	secrets: readonly string[],
	now: number,
	toleranceSeconds: number,
): boolean {
	const parts = new Map(
		header.split(',').map((part): [string, string] => {
			const [name = '', ...rest] = part.split('=');
			return [name.trim(), rest.join('=').trim()];
		}),
	);
	const time = parts.get('t') ?? '';
	const signature = parts.get('s') ?? '';
	if (!/^\d{1,12}$/.test(time) || signature === '') return false;
	if (Math.abs(now / 1000 - Number(time)) > toleranceSeconds) return false;
	const message = Buffer.concat([Buffer.from(`${time}.`, 'utf8'), rawBody]);
	return secrets.some(
		(secret) => secret !== '' && hmacMatches('sha256', secret, message, signature),
	);
}

/** The secrets to try: the one of the pair first, each webhook has its own. */
export function secretsFor(kept: Registrations, key: string): string[] {
	const first = kept[key]?.secret;
	const others = Object.entries(kept)
		.filter(([name]) => name !== key)
		.map(([, { secret }]) => secret);
	return [...(first ? [first] : []), ...others];
}

export const hashOf = (...parts: Array<string | Buffer>): string => {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part).update('\n');
	return hash.digest('hex').slice(0, 24);
};
