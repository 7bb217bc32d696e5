import fc from 'fast-check';
import { readLanding } from '../../../credentials/oauth2/landing';

const ADDRESS = 'https://n8n.example.com/webhook/1/connect';

it.each([
	['a bare code', 'abc-123', { code: 'abc-123', redirectUrl: '' }],
	['a code that ends in =', 'YWJj==', { code: 'YWJj==', redirectUrl: '' }],
	['an address', `${ADDRESS}?code=abc&state=s`, { code: 'abc', state: 's', redirectUrl: ADDRESS }],
	['an address with blanks', `  ${ADDRESS}?code=abc \n`, { code: 'abc', redirectUrl: ADDRESS }],
	['an encoded code', `${ADDRESS}?code=a%2Fb%3D`, { code: 'a/b=', redirectUrl: ADDRESS }],
	['a query alone', '?code=abc&scope=accounting', { code: 'abc', redirectUrl: '' }],
	['a query without ?', 'scope=x&code=abc', { code: 'abc', redirectUrl: '' }],
	['a refusal', `${ADDRESS}?error=access_denied`, { code: '', error: 'access_denied' }],
	['an address without a code', ADDRESS, { code: '', error: '', redirectUrl: ADDRESS }],
])('reads %s', (_what, pasted, expected) => {
	expect(readLanding(pasted)).toMatchObject(expected);
});

it.each([
	['an address', `${ADDRESS}?auth_code=abc&code=other&realmId=7`, ADDRESS],
	['a query', 'realmId=7&auth_code=abc', ''],
])('reads a code of another name, and what came with it: %s', (_what, pasted, redirectUrl) => {
	expect(readLanding(pasted, 'auth_code')).toMatchObject({
		code: 'abc',
		redirectUrl,
		query: { realmId: '7', auth_code: 'abc' },
	});
});

it('brings any code back out of the address it landed on', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (code) => {
			const url = new URL(ADDRESS);
			url.searchParams.set('code', code);
			expect(readLanding(url.href).code).toBe(code);
		}),
	);
});
