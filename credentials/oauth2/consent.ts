import { createHash, createHmac, randomBytes, timingSafeEqual } from 'crypto';
import { isRecord } from '../base/values';

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
	/** Whether a consent by an address that was signed for another reference was open in this browser. */
	besideAnother?: boolean;
}

export function newConsentState(reference: string, now: number, signedUntil = 0): ConsentState {
	const nonce = randomBytes(18).toString('base64url');
	return { nonce, reference, startedAt: now, signedUntil };
}

/** Who can make a state, and where it is good. */
export interface StateKey {
	/** The client secret: only who knows it can make a state. */
	secret: string;
	/** Where the consent was started; at any other place its state is none. */
	place: string;
}

/**
 * `payload.signature`, both base64url: no `&`, which Billit would cut the state at.
 * @see docs/decisions/2026-11-21-consent-cookie.md
 */
export function signState(state: ConsentState, key: StateKey): string {
	const payload = Buffer.from(JSON.stringify(state), 'utf8').toString('base64url');
	return `${payload}.${signature(payload, key)}`;
}

/**
 * Reads a state that came back.
 * @returns undefined when it is not ours, is of another place, was changed, or is older than ten minutes
 */
export function verifyState(value: string, key: StateKey, now: number): ConsentState | undefined {
	const state = stateIn(value, key);
	if (!state) return undefined;
	// Another process may have started it, by a clock that is ahead of this one's.
	return Math.abs(now - state.startedAt) <= CONSENT_LIFETIME_MS ? state : undefined;
}

/**
 * Reads a state of any age: it tells how to start again, and proves nothing.
 * @returns undefined when it is not ours, is of another place, or was changed
 */
export function stateIn(value: string, key: StateKey): ConsentState | undefined {
	const [payload, mac, ...rest] = value.split('.');
	if (!payload || !mac || rest.length > 0 || !sameText(mac, signature(payload, key))) {
		return undefined;
	}
	return decode(payload);
}

/**
 * The code verifier of a consent (RFC 7636 section 4.1): 43 characters that only the holder of the client secret can
 * reckon out of what travels through the provider, so that nothing has to be stored.
 */
export const codeVerifierOf = ({ nonce }: ConsentState, { secret, place }: StateKey): string =>
	createHmac('sha256', secret)
		.update(JSON.stringify(['code verifier', place, nonce]))
		.digest('base64url');

/** RFC 7636 section 4.2. */
export const codeChallengeOf = (verifier: string): string =>
	createHash('sha256').update(verifier, 'ascii').digest('base64url');

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
	const left = Buffer.from(a, 'utf8');
	const right = Buffer.from(b, 'utf8');
	return left.length === right.length && timingSafeEqual(left, right);
}

function signature(payload: string, { secret, place }: StateKey): string {
	return createHmac('sha256', secret)
		.update(JSON.stringify([place, payload]))
		.digest('base64url');
}

function decode(payload: string): ConsentState | undefined {
	let value: unknown;
	try {
		value = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
	} catch {
		return undefined;
	}
	if (!isRecord(value)) return undefined;
	const { nonce, reference, startedAt, signedUntil, besideAnother } = value;
	return typeof nonce === 'string' &&
		typeof reference === 'string' &&
		typeof startedAt === 'number' &&
		typeof signedUntil === 'number'
		? {
				...{ nonce, reference, startedAt, signedUntil },
				...(besideAnother === true ? { besideAnother } : {}),
			}
		: undefined;
}
