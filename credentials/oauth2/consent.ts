import { createHmac, randomBytes, timingSafeEqual } from 'crypto';
import { isRecord } from './values';

/** How long a consent that was started may take, in ms: as long as the vendors' codes live. */
export const CONSENT_LIFETIME_MS = 10 * 60_000;

/** What travels through the vendor and back in `state`, or waits in the cookie. */
export interface ConsentState {
	/** Random, kept in the browser's cookie too: only the browser that started may finish. */
	nonce: string;
	/** The caller's own id for whose account this is; '' when none was given. */
	reference: string;
	/** ms since the epoch. */
	startedAt: number;
	/** Until when the address that told the reference was signed, in seconds since the epoch; 0 = it was not. */
	signedUntil: number;
}

export function newConsentState(reference: string, now: number, signedUntil = 0): ConsentState {
	const nonce = randomBytes(18).toString('base64url');
	return { nonce, reference, startedAt: now, signedUntil };
}

/**
 * `payload.signature`, both base64url: no `&`, which Billit would cut the state at.
 * @param key the client secret: only who knows it can make a state
 */
export function signState(state: ConsentState, key: string): string {
	const payload = Buffer.from(JSON.stringify(state), 'utf8').toString('base64url');
	return `${payload}.${signature(payload, key)}`;
}

/**
 * Reads a state that came back.
 * @returns undefined when it is not ours, was changed, or is older than ten minutes
 */
export function verifyState(value: string, key: string, now: number): ConsentState | undefined {
	const [payload, mac, ...rest] = value.split('.');
	if (!payload || !mac || rest.length > 0 || !sameText(mac, signature(payload, key))) {
		return undefined;
	}
	const state = decode(payload);
	if (!state) return undefined;
	const age = now - state.startedAt;
	return age >= 0 && age <= CONSENT_LIFETIME_MS ? state : undefined;
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
	const left = Buffer.from(a, 'utf8');
	const right = Buffer.from(b, 'utf8');
	return left.length === right.length && timingSafeEqual(left, right);
}

function signature(payload: string, key: string): string {
	return createHmac('sha256', key).update(payload).digest('base64url');
}

function decode(payload: string): ConsentState | undefined {
	let value: unknown;
	try {
		value = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
	} catch {
		return undefined;
	}
	if (!isRecord(value)) return undefined;
	const { nonce, reference, startedAt, signedUntil } = value;
	return typeof nonce === 'string' &&
		typeof reference === 'string' &&
		typeof startedAt === 'number' &&
		typeof signedUntil === 'number'
		? { nonce, reference, startedAt, signedUntil }
		: undefined;
}
