import fc from 'fast-check';
import {
	CONSENT_LIFETIME_MS,
	newConsentState,
	signState,
	verifyState,
} from '../../../credentials/oauth2/consent';

const KEY = { secret: 'canary-client-secret', place: 'trigger 1' };
const NOW = 1_800_000_000_000;

it('comes back as it went, whatever the reference, and holds nothing that a vendor cuts off', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (reference) => {
			const state = newConsentState(reference, NOW);
			const signed = signState(state, KEY);
			expect(signed).toMatch(/^[\w-]+\.[\w-]+$/);
			expect(verifyState(signed, KEY, NOW + 1)).toEqual(state);
		}),
	);
});

it('is refused when any one character was changed', () => {
	const signed = signState(newConsentState('customer', NOW), KEY);
	for (let at = 0; at < signed.length; at++) {
		const other = signed[at] === 'A' ? 'B' : 'A';
		const changed = signed.slice(0, at) + other + signed.slice(at + 1);
		const verified = verifyState(changed, KEY, NOW);
		// The last character of a base64url text has bits that mean nothing.
		if (at !== signed.length - 1) expect([at, verified]).toEqual([at, undefined]);
	}
});

it.each([
	['another key', (signed: string) => verifyState(signed, { ...KEY, secret: 'x' }, NOW)],
	['another trigger', (signed: string) => verifyState(signed, { ...KEY, place: 'trigger' }, NOW)],
	['too late', (signed: string) => verifyState(signed, KEY, NOW + CONSENT_LIFETIME_MS + 1)],
	[
		'long before it began',
		(signed: string) => verifyState(signed, KEY, NOW - CONSENT_LIFETIME_MS - 1),
	],
	['without its signature', (signed: string) => verifyState(signed.split('.')[0] ?? '', KEY, NOW)],
	['empty', () => verifyState('', KEY, NOW)],
])('is refused: %s', (_what, verify) => {
	expect(verify(signState(newConsentState('', NOW), KEY))).toBeUndefined();
});

it('is good by a clock that is behind the one by which it began', () => {
	const state = newConsentState('', NOW);
	expect(verifyState(signState(state, KEY), KEY, NOW - 5_000)).toEqual(state);
});

it('is another one every time', () => {
	const nonces = new Set(Array.from({ length: 100 }, () => newConsentState('', NOW).nonce));
	expect(nonces.size).toBe(100);
});
