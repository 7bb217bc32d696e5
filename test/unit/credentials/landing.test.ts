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
			expect(readLanding(`${ADDRESS}?code=${encodeURIComponent(code)}`).code).toBe(code);
		}),
	);
});

/** RFC 6749 appendix A: VSCHAR. */
const vschar = fc
	.array(
		fc.integer({ min: 0x21, max: 0x7e }).map((sign) => String.fromCharCode(sign)),
		{
			minLength: 1,
			maxLength: 60,
		},
	)
	.map((signs) => signs.join(''));

it('keeps the plus of a code that the vendor did not encode, and of nothing else', () => {
	const raw = vschar.map((code) => code.replace(/[&#%"'<>`]/g, '+'));
	fc.assert(
		fc.property(raw, fc.boolean(), (code, isQuery) => {
			const query = `scope=a+b&code=${code}&state=c+d`;
			const landing = readLanding(isQuery ? query : `${ADDRESS}?${query}`);
			expect(landing).toMatchObject({ code, state: 'c d', query: { scope: 'a b' } });
		}),
	);
	expect(readLanding(`${ADDRESS}?auth_code=a+b%20c`, 'auth_code').code).toBe('a+b c');
});

it.each([
	['4%2F0AUJR-x8yz', '4/0AUJR-x8yz'],
	['ab%2Bcd%3D%3D123', 'ab+cd==123'],
	['ab+cd%3D', 'ab+cd='],
	['abc123#_=_', 'abc123'],
	['abc123#_', 'abc123'],
	['code=abc123#_=_', 'abc123'],
	['abc123&scope=a%20b', 'abc123'],
	['YWJj==&scope=a&state=b#_=_', 'YWJj=='],
	['&code=abc123&state=b', 'abc123'],
	['"abc123"', 'abc123'],
	["' abc123 '", 'abc123'],
	[`"${ADDRESS}?code=abc123"`, 'abc123'],
	['code: abc123', 'abc123'],
	['Code : "4%2F0A"', '4/0A'],
	['"code":"abc123"', 'abc123'],
	['"code: abc123"', 'abc123'],
	['authorization code: abc123', 'abc123'],
])('finds the code that was copied with what stood around it: %s', (pasted, code) => {
	expect(readLanding(pasted).code).toBe(code);
});

it.each([
	'ab%zz%2Fcd',
	'100%',
	'ab%00cd',
	'ab%C3%A9',
	'ab%FFcd',
	'ab"cd"ef',
	'"abc',
	'abc&def',
	'abc#def',
	'mycode:abc',
	'""',
	'code:',
])('takes what only looks like that as it is: %s', (pasted) => {
	expect(readLanding(pasted).code).toBe(pasted);
});

it('takes any other code that is pasted alone as it is', () => {
	const plain = vschar.filter(
		(code) => !/%|&[a-z_][\w.-]*=|#_|^(["'`]).*\1$|^.?code.?:|:\/\/|^.?(?:code|error)=/i.test(code),
	);
	fc.assert(
		fc.property(plain, (code) => {
			expect(readLanding(code).code).toBe(code);
		}),
		{ numRuns: 1_000 },
	);
	fc.assert(
		fc.property(plain, (code) => {
			expect(readLanding(encodeURIComponent(code)).code).toBe(code);
		}),
	);
});
