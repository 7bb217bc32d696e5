import fc from 'fast-check';
import { isStale, readTokens } from '../../../credentials/oauth2/tokenReply';

const NOW = Date.parse('2026-01-31T12:00:00.000Z');
const reply = (body: unknown, status = 200) => ({ status, headers: {}, body });
const read = (body: unknown, held = 'held') => readTokens(reply(body), held, NOW);

it('reads what RFC 6749 says', () => {
	expect(
		read({ access_token: 'a', refresh_token: 'r', expires_in: 3600, token_type: 'Bearer' }),
	).toEqual({
		accessToken: 'a',
		refreshToken: 'r',
		expiresAt: '2026-01-31T13:00:00.000Z',
		lifetime: 3600,
	});
});

it.each([
	['a string', { expires_in: '3599' }, 3599],
	['`expires`', { expires: 3600 }, 3600],
	['other capitals', { Expires_In: 60 }, 60],
	['missing', {}, 0],
	['null', { expires_in: null }, 0],
	['no number', { expires_in: 'soon' }, 0],
	['negative', { expires_in: -1 }, 0],
	['a time stamp', { expires: 1_800_000_000 }, 0],
])('reads a lifetime that is %s', (_what, fields, lifetime) => {
	const tokens = read({ access_token: 'a', ...fields });
	expect(tokens?.lifetime).toBe(lifetime);
	expect(tokens?.expiresAt).toBe(lifetime ? new Date(NOW + lifetime * 1000).toISOString() : '');
});

it.each([
	{},
	{ refresh_token: '' },
	{ refresh_token: ' ' },
	{ refresh_token: null },
	{ refresh_token: 'null' },
])('keeps the held refresh token when the reply brings none: %j', (fields) => {
	expect(read({ access_token: 'a', ...fields })?.refreshToken).toBe('held');
});

it.each([
	undefined,
	null,
	'',
	'<html></html>',
	[],
	{},
	{ access_token: '' },
	{ access_token: ' \n' },
	{ access_token: 7 },
])('is no token: %j', (body) => {
	expect(read(body)).toBeUndefined();
});

it('never throws and never makes a token up', () => {
	fc.assert(
		fc.property(fc.anything(), (body) => {
			const tokens = read(body);
			if (tokens) expect(typeof tokens.accessToken).toBe('string');
		}),
	);
});

describe('renewal ahead of expiry', () => {
	const stale = (left: number, lifetime: number) =>
		isStale({ expiresAt: new Date(NOW + left * 1000).toISOString(), lifetime }, NOW);

	it.each([
		['long-lived, 61 s left', 61, 3600, false],
		['long-lived, 59 s left', 59, 3600, true],
		['lives 100 s, 11 s left', 11, 100, false],
		['lives 100 s, 9 s left', 9, 100, true],
		['unknown lifetime, 59 s left', 59, 0, true],
		['expired', -1, 3600, true],
	])('%s', (_what, left, lifetime, expected) => {
		expect(stale(left, lifetime)).toBe(expected);
	});

	it('leaves a token with an unknown expiry alone', () => {
		expect(isStale({ expiresAt: '', lifetime: 0 }, NOW)).toBe(false);
	});
});

it.each([
	['Bearer abc', {}],
	['bearer  abc', { token_type: 'Bearer' }],
	['BEARER abc', { token_type: 'bearer' }],
	['Bearer abc', { token_type: null }],
	['abc', { token_type: 'Bearer' }],
])('takes the word of the header off a token: %j %j', (token, more) => {
	expect(read({ access_token: token, ...more })?.accessToken).toBe('abc');
});

it('leaves that word where the token is of another type, is sent behind another word, or only begins like it', () => {
	const shaped = (body: object, shape: object) =>
		readTokens(reply(body), '', NOW, shape)?.accessToken;
	expect(read({ access_token: 'Bearer abc', token_type: 'MAC' })?.accessToken).toBe('Bearer abc');
	expect(read({ access_token: 'Bearerabc' })?.accessToken).toBe('Bearerabc');
	expect(shaped({ access_token: 'Bearer abc' }, { keepsScheme: true })).toBe('Bearer abc');
	const path = { accessToken: 'data.token' };
	expect(shaped({ data: { token: 'Bearer abc' } }, path)).toBe('abc');
	expect(shaped({ data: { token: 'Bearer abc', token_type: 'jwt' } }, path)).toBe('Bearer abc');
});
