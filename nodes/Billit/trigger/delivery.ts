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

const MOST_SEEN = 200;

/** What has been seen lately, oldest first; kept small, since it is stored with the workflow. */
export function remember(seen: readonly string[], key: string): string[] {
	return [...seen, key].slice(-MOST_SEEN);
}

export const hashOf = (...parts: Array<string | Buffer>): string => {
	const hash = createHash('sha256');
	for (const part of parts) hash.update(part).update('\n');
	return hash.digest('hex').slice(0, 24);
};

const MOST_RECENT = 1_000;

/**
 * What this process has seen a moment ago: n8n stores what a trigger keeps only after the call, and a
 * second one may come before that.
 */
class RecentCalls {
	private readonly keys = new Set<string>();

	/** Whether the key was seen; it is from now on. */
	has(key: string): boolean {
		if (this.keys.has(key)) return true;
		this.keys.add(key);
		if (this.keys.size > MOST_RECENT) {
			const [oldest = ''] = this.keys;
			this.keys.delete(oldest);
		}
		return false;
	}
}

export const recentCalls = new RecentCalls();
