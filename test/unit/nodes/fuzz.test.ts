import fc from 'fast-check';
import { quoted } from '../../../nodes/Billit/odata';
import { fileName } from '../../../nodes/shared/binary';
import { InputError } from '../../../nodes/shared/errors';
import { at, queryString, userPath } from '../../../nodes/shared/path';
import { parseFilter } from '../../simulators/billit/odata';

/** What people paste, and what attackers do. */
const nasty = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 200 }),
	fc.string({ unit: 'grapheme', maxLength: 50 }),
	fc.constantFrom(
		'..',
		'.',
		'../..',
		'%2e%2e',
		'%2F',
		'a/b',
		'a\\b',
		'//evil.example.com',
		"' or 1 eq 1",
		"''",
		'?x=1#y',
		'\r\nHost: evil',
		'\u0000',
		'null',
		'BE 0123.456.749',
		'\ud800',
		'é/\u202e',
		'x'.repeat(10_000),
	),
);

const BASE = 'https://api.example.com';

it('a value in a path stays one segment of the same path', () => {
	fc.assert(
		fc.property(nasty, (value) => {
			let path: string;
			try {
				path = at('/v1/orders', value, 'payments');
			} catch (error) {
				// Only blanks, and what would climb once it is decoded, have no segment of their own.
				expect(error).toBeInstanceOf(InputError);
				expect(value.trim()).toMatch(/^$|(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[/\\]|%2f|%5c)/i);
				return;
			}
			const url = new URL(BASE + path);
			expect(url.origin).toBe(BASE);
			const [, v1, orders, segment = '', payments, ...rest] = url.pathname.split('/');
			expect([v1, orders, payments, rest]).toEqual(['v1', 'orders', 'payments', []]);
			expect(decodeURIComponent(segment)).toBe(value.trim().toWellFormed());
			expect(url.search + url.hash).toBe('');
		}),
		{ numRuns: 1_000 },
	);
});

it('a value in a query stays the value of its name', () => {
	fc.assert(
		fc.property(nasty, nasty, (name, value) => {
			const url = new URL(BASE + queryString({ [name]: value, last: 1 }));
			const expected = name === 'last' ? [['last', '1']] : undefined;
			const pairs = [...url.searchParams];
			expect(pairs).toEqual(
				expected ?? expect.arrayContaining([[name.toWellFormed(), value.toWellFormed()]]),
			);
			expect(pairs).toHaveLength(name === 'last' ? 1 : 2);
			expect(url.pathname + url.hash).toBe('/');
		}),
		{ numRuns: 1_000 },
	);
});

it('a text in a filter stays one literal: it matches itself and nothing else', () => {
	const properties = new Set(['Reference', 'Paid']);
	fc.assert(
		fc.property(nasty, nasty, (value, other) => {
			const condition = parseFilter(`Reference eq ${quoted(value)}`, properties);
			expect(condition({ Reference: value.toWellFormed() })).toBe(true);
			fc.pre(other.toWellFormed() !== value.toWellFormed());
			expect(condition({ Reference: other.toWellFormed() })).toBe(false);
		}),
		{ numRuns: 1_000 },
	);
});

it("a user's own path never leaves the host", () => {
	fc.assert(
		fc.property(nasty, nasty, (first, second) => {
			let path: string;
			try {
				path = userPath(`${first}/${second}`);
			} catch (error) {
				expect(error).toBeInstanceOf(InputError);
				return;
			}
			const url = new URL(BASE + path);
			expect(url.origin).toBe(BASE);
			expect(url.pathname.split('/')).not.toContain('..');
		}),
		{ numRuns: 1_000 },
	);
});

it('a file name is a name, whatever the vendor sends', () => {
	fc.assert(
		fc.property(nasty, (name) => {
			const safe = fileName(name);
			expect(safe.length).toBeGreaterThan(0);
			expect(safe.length).toBeLessThanOrEqual(200);
			expect(safe).not.toMatch(/[/\\\u0000-\u001f\u007f<>:"|?*]/);
			expect(['.', '..']).not.toContain(safe);
			expect(safe.isWellFormed()).toBe(true);
		}),
		{ numRuns: 1_000 },
	);
});
