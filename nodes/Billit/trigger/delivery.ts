import { createHash } from 'crypto';
import { hmacMatches } from '../../shared/trigger/signature';
import type { Registrations } from './registration';

/** A call's header `Billit-Signature`; absent where it has no readable one. */
export interface Signature {
	/** Seconds since the epoch, as the header has it: signed with the body. */
	time: string;
	/** Hexadecimal. */
	mac: string;
}

export function readSignature(header: string): Signature | undefined {
	const parts = new Map(
		header.split(',').map((part): [string, string] => {
			const [name = '', ...rest] = part.split('=');
			return [name.trim(), rest.join('=').trim()];
		}),
	);
	const time = parts.get('t') ?? '';
	const mac = parts.get('s') ?? '';
	return /^\d{1,12}$/.test(time) && mac !== '' ? { time, mac } : undefined;
}

/**
 * Whether a call was signed with one of the secrets, lately (docs.billit.be, "Webhook signature":
 * `Billit-Signature: t=<unix seconds>,s=<hex>`, HMAC-SHA256 over `<t>.<raw body>`).
 * @param now ms since the epoch
 * @param toleranceSeconds how old, or how far ahead, a call may be
 */
export function isSigned(
	signature: Signature | undefined,
	rawBody: Buffer,
	secrets: readonly string[],
	now: number,
	toleranceSeconds: number,
): boolean {
	if (!signature) return false;
	const { time, mac } = signature;
	if (Math.abs(now / 1000 - Number(time)) > toleranceSeconds) return false;
	const message = Buffer.concat([Buffer.from(`${time}.`, 'utf8'), rawBody]);
	return secrets.some((secret) => secret !== '' && hmacMatches('sha256', secret, message, mac));
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
