import fc from 'fast-check';
import {
	isHandOver,
	openHandOver,
	sealHandOver,
	type HandOver,
} from '../../../credentials/oauth2/handOver';

const SECRET = 'canary-client-secret';
const SCOPE = 'https://api.example.com/token\nclient';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 4_000 }));

const handOvers: fc.Arbitrary<HandOver> = fc.record({
	account: anyText,
	tokens: fc.record({
		accessToken: anyText,
		refreshToken: anyText,
		expiresAt: fc.oneof(fc.constant(''), fc.date({ noInvalidDate: true }).map(String)),
		lifetime: fc.oneof(fc.nat(), fc.constant(0.5)),
	}),
});

it('any tokens survive, on one line that shows none of them', () => {
	fc.assert(
		fc.property(handOvers, (handOver) => {
			const text = sealHandOver(handOver, SECRET, SCOPE);
			expect(text).toMatch(/^tokens:[\w-]+$/);
			expect(isHandOver(text)).toBe(true);
			expect(openHandOver(text, SECRET, SCOPE)).toEqual(handOver);
			const { accessToken } = handOver.tokens;
			if (accessToken.length > 8) expect(text).not.toContain(accessToken);
		}),
		{ numRuns: 500 },
	);
});

it('is refused with another secret, for another client or host, and once it was changed', () => {
	fc.assert(
		fc.property(handOvers, fc.nat(), fc.nat(), (handOver, at, cut) => {
			const text = sealHandOver(handOver, SECRET, SCOPE);
			expect(openHandOver(text, `${SECRET}x`, SCOPE)).toBeUndefined();
			expect(openHandOver(text, '', SCOPE)).toBeUndefined();
			expect(openHandOver(text, SECRET, `${SCOPE}x`)).toBeUndefined();
			expect(openHandOver(text.slice(0, cut % text.length), SECRET, SCOPE)).toBeUndefined();
			const index = 'tokens:'.length + (at % (text.length - 'tokens:'.length - 1));
			const other = text[index] === 'A' ? 'B' : 'A';
			const changed = text.slice(0, index) + other + text.slice(index + 1);
			expect(openHandOver(changed, SECRET, SCOPE)).toBeUndefined();
		}),
		{ numRuns: 300 },
	);
});

it('reads nothing out of any other text, and throws nothing', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
			expect(openHandOver(text, SECRET, SCOPE)).toBeUndefined();
			expect(openHandOver(`tokens:${text}`, SECRET, SCOPE)).toBeUndefined();
		}),
		{ numRuns: 1_000 },
	);
});

it('two of the same tokens differ', () => {
	const handOver = {
		account: '1001',
		tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: '', lifetime: 0 },
	};
	expect(sealHandOver(handOver, SECRET, SCOPE)).not.toBe(sealHandOver(handOver, SECRET, SCOPE));
});
