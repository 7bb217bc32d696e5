import fc from 'fast-check';
import { exactScrub, shortened, scrubberOf, secretsOf } from '../../../credentials/oauth2/scrub';

/** How a vendor's answer may hold what was sent. */
const FORMS: Record<string, (secret: string) => string> = {
	'as sent': (secret) => secret,
	'for an address': encodeURIComponent,
	'for an address, in small letters': (secret) =>
		encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase()),
	'for an address, twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
	'in a form': (secret) => new URLSearchParams({ a: secret }).toString().slice(2),
	'in JSON': (secret) => JSON.stringify(secret).slice(1, -1),
	'in JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
	'in JSON, all escaped': (secret) =>
		[...secret].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
	'in XML': (secret) =>
		secret
			.replaceAll('&', '&amp;')
			.replaceAll('<', '&lt;')
			.replaceAll('>', '&gt;')
			.replaceAll('"', '&quot;')
			.replaceAll("'", '&#39;'),
	'in XML, all escaped': (secret) =>
		[...secret].map((each) => `&#x${each.charCodeAt(0).toString(16)};`).join(''),
	'in HTML, by names and without semicolons': (secret) =>
		secret
			.replaceAll('&', '&amp;')
			.replaceAll('/', '&sol;')
			.replaceAll('+', '&plus;')
			.replaceAll('=', '&equals;')
			.replaceAll('_', '&lowbar;')
			.replaceAll('<', '&lt')
			.replace(/[x-z]/g, (each) => `&#x${each.charCodeAt(0).toString(16)}`),
	'in HTML, by names that do not end': (secret) =>
		secret
			.replaceAll('&', '&amp;')
			.replaceAll('/', '&sol')
			.replaceAll('+', '&plus')
			.replaceAll('=', '&Equals')
			.replaceAll('_', '&lowbar'),
	'in HTML, broken by marks': (secret) =>
		[secret.slice(0, 5).replaceAll('&', '&amp;'), secret.slice(5, 6), secret.slice(6)].join(
			'<br class="x"></p><!-- ads --><p>&shy;<![CDATA[',
		),
	'in JSON in JSON, all escaped': (secret) =>
		[...secret].map((each) => `\\\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
	'in JSON three times, all escaped': (secret) =>
		[...secret]
			.map((each) => `\\\\\\\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)
			.join(''),
	'in HTML, broken by marks that are escaped': (secret) =>
		broken(secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'), '&lt;br /&gt;'),
	'in JSON, broken by marks that are escaped': (secret) => broken(secret, '\\u003cbr\\u003e'),
	'for an address, broken by marks': (secret) =>
		encodeURIComponent(secret.slice(0, 6)) + '%3Cwbr%3E' + encodeURIComponent(secret.slice(6)),
	'in HTML, broken by long marks': (secret) =>
		broken(
			secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
			`<span style="${'x'.repeat(900)}" title='a > b'><!-- ${'x'.repeat(5_000)} -->`,
		),
	'in hexadecimal, with colons': (secret) =>
		(Buffer.from(secret).toString('hex').toUpperCase().match(/../g) ?? []).join(':'),
	'in an attribute': (secret) => secret.replaceAll('"', '&quot;'),
	'in entities with zeros': (secret) =>
		[...secret].map((each) => `&#x0000${each.charCodeAt(0).toString(16)};`).join('&NewLine;'),
	'in JSON in JSON, over lines of base64': (secret) =>
		JSON.stringify(
			JSON.stringify({
				a: (
					Buffer.from(secret)
						.toString('base64')
						.match(/.{1,10}/g) ?? []
				).join('\r\n'),
			}),
		).slice(10, -4),
	'in JavaScript of today': (secret) =>
		[...secret].map((each) => `\\u{${each.charCodeAt(0).toString(16)}}`).join('\u200e'),
	'in old JavaScript': (secret) =>
		[...secret].map((each) => `%u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
	'for an address, four times': (secret) =>
		[1, 2, 3, 4].reduce((text) => encodeURIComponent(text), secret),
	'in base64': (secret) => Buffer.from(secret).toString('base64'),
	'in base64 for addresses': (secret) => Buffer.from(secret).toString('base64url'),
	'in a Basic header': (secret) => Buffer.from(`client:${secret}`).toString('base64'),
	'in a Basic header, as a form writes it': (secret) =>
		Buffer.from(`client:${encodeURIComponent(secret).replace(/%20/g, '+')}`).toString('base64'),
	'in base64 between others': (secret) => Buffer.from(`a=1&b=${secret}&c=2`).toString('base64'),
	'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
	'in capitals': (secret) => secret.toUpperCase(),
	'in HTML, between signs of Unicode that are not seen': (secret) =>
		[...secret].map((each) => each.replace('&', '&amp;')).join('\u{e0061}'),
	'between fillers, blanks of Braille and selectors': (secret) =>
		[...secret].join('\u3164\u2800\u{e0100}\u180b\u115f'),
	'in entities, between signs that are not seen': (secret) =>
		[...secret].map((each) => `&#${each.charCodeAt(0)};`).join('&#xE0061;&#8203;'),
	'in JSON, between signs that are not seen': (secret) =>
		[...JSON.stringify(secret).slice(1, -1)].join('\\udb40\\udc61'),
	'in JavaScript of today, between signs that are not seen': (secret) =>
		[...secret].join('\\u{e0061}'),
	'for an address, between signs that are not seen': (secret) =>
		[...secret].map(encodeURIComponent).join('%E2%80%8B%f3%a0%81%a1'),
	'for an address, each character, twice': (secret) =>
		percent(percent(secret)).replace(/%2e/g, '%2E'),
	'over two lines': (secret) => `${secret.slice(0, 7)}\n\t${secret.slice(7)}`,
};

const percent = (text: string): string =>
	[...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const broken = (text: string, mark: string): string =>
	[text.slice(0, 6), text.slice(6, 7), text.slice(7)].join(mark);

const SECRETS = [
	'eyJhbGciOi.JIUzI1NiJ9-_x.Sfl/Kxw+RJSM==',
	`p&ss"w<o>r'd / 100% +1`,
	'4111111111111111',
	'0123456789abcdef',
];

it.each(Object.keys(FORMS))('hides what was sent %s', (form) => {
	for (const secret of SECRETS) {
		const written = FORMS[form]?.(secret) ?? '';
		const shown = scrubberOf([secret])(`before ${written} after`);
		expect(shown).toMatch(/^before .*\*\*\*.* after$/s);
		expect(shown).not.toContain(secret.slice(2, 12));
		// Only base64 leaves the characters that it shares with its neighbours.
		const left = shown.slice('before '.length, -' after'.length).replace('***', '');
		expect(left.length).toBeLessThanOrEqual(/base64|Basic/.test(form) ? 22 : 0);
	}
});

it.each(['a--b--c', '1-2+3-', '-- + --x'])('hides a short secret of signs: %s', (secret) => {
	expect(scrubberOf([secret])(`before ${secret} after`)).toBe('before *** after');
});

it('finds a secret inside a tag, and behind what is no entity', () => {
	const shown = scrubberOf(['canary-secret'])(
		'<a href="/x?t=canary-secret">x</a> &canary-secret; &canary;-secret &acanary-secret;',
	);
	expect(shown).not.toContain('canary-secret');
});

it('leaves every text alone that does not hold it', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			expect(scrubberOf(['a-secret-that-is-nowhere'])(text)).toBe(text);
		}),
	);
});

it('finds the secrets of a credential by their names, those in the token data too', () => {
	expect(
		secretsOf({
			clientId: 'client',
			clientSecret: 'secret-1',
			apiKey: 'secret-2',
			tokenExpiresAt: '2026-01-01',
			tokenPath: '/OAuth',
			oauthTokenData: { access_token: 'secret-3', refresh_token: 'secret-4', scope: 'all' },
		}).filter((each, index, all) => all.indexOf(each) === index),
	).toEqual(['secret-1', 'secret-2', 'secret-3', 'secret-4']);
});

it('takes time in proportion to the text', () => {
	const scrub = scrubberOf(['a'.repeat(40), 'secret-1']);
	for (const unit of ['%', '&#', '\\u', '\\', ' ', 'a', '%25', '<', '<!--', "<a ='", '<a b=">"']) {
		const started = performance.now();
		scrub(unit.repeat(Math.ceil(200_000 / unit.length)));
		expect(performance.now() - started).toBeLessThan(2_000);
	}
});

describe('in an answer that goes on as data', () => {
	const secret = `ab+cd/ef+gh'"i\\j klm=(n)~pä`;
	const form = encodeURIComponent(secret);
	const strict = form.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

	it.each([
		secret,
		JSON.stringify(secret),
		JSON.stringify(JSON.stringify({ secret })),
		form,
		form.replace(/%[0-9A-F]{2}/g, (found) => found.toLowerCase()),
		form.replace(/%20/g, '+'),
		strict.toLowerCase().replace(/%[0-9a-f]{2}/g, (found) => found.toLowerCase()),
		secret.replaceAll('/', '\\/'),
	])('%s is hidden', (written) => {
		const told = exactScrub([secret])(`before ${written} after`);
		expect(told).toMatch(/^before .{0,20}\*\*\*.{0,8} after$/);
	});

	const numbered = (text: string, way: (code: string) => string) =>
		[...text].map((each) => way(each.charCodeAt(0).toString(16).padStart(4, '0'))).join('');

	it.each([
		percent(secret),
		percent(secret).toUpperCase(),
		form.replace(/%2/g, '%2').replace(/%2B/, '%2b'),
		encodeURIComponent(form),
		encodeURIComponent(encodeURIComponent(form)).toLowerCase().replace('ab%', 'ab%'),
		numbered(secret, (code) => `\\u${code}`),
		numbered(secret, (code) => `\\\\u${code.toUpperCase()}`),
		JSON.stringify(JSON.stringify(JSON.stringify({ secret }))),
		JSON.stringify(JSON.stringify({ secret })).replaceAll('/', '\\\\/'),
		`${secret.slice(0, 4)}${numbered(secret.slice(4, 9), (code) => `\\u${code}`)}${percent(secret.slice(9))}`,
	])('%s is hidden too, whichever characters are escaped', (written) => {
		const told = exactScrub([secret])(`before ${written} after`);
		expect(told).toMatch(/^before .{0,30}\*\*\*.{0,12} after$/);
	});

	it('leaves JSON what it was, and everything else alone', () => {
		const other = { path: 'C:\\temp\\"x"', a: '100%', b: 'ab+cd/ef+gh', c: '\u0001é😀\n' };
		const text = JSON.stringify({ ...other, all: [secret, `\\${secret}\\`, `"${secret}"`] });
		const told = exactScrub([secret])(text);
		expect(JSON.parse(told)).toMatchObject(other);
		expect(told).not.toContain('klm');
	});

	it('takes time in proportion to the text', () => {
		const scrub = exactScrub([
			secret,
			'a'.repeat(40),
			'\\'.repeat(20),
			'%'.repeat(20),
			'"'.repeat(20),
		]);
		for (const unit of ['%', '\\', '%25', '\\u', '\\u0061', 'a', 'a\\', '"', '\\"', '%2525a']) {
			const started = performance.now();
			scrub(unit.repeat(Math.ceil(400_000 / unit.length)));
			expect(performance.now() - started).toBeLessThan(2_000);
		}
	});

	it('what is short, or another value, stays', () => {
		const text = 'a secret of mine, 1234567890';
		expect(exactScrub(['secret', '1234567890'])(text)).toBe(text);
	});
});

it('a large answer is cut before it is searched', () => {
	const rows = Array.from({ length: 100_000 }, (_, index) => ({
		name: `row ${index}`,
		deep: { a: 'x' },
	}));
	const before = performance.now();
	const short = JSON.stringify(shortened({ errors: rows }, 50_000));
	expect(short.length).toBeLessThan(200_000);
	expect(short).toContain('row 0');
	expect(performance.now() - before).toBeLessThan(2_000);
});
