import fc from 'fast-check';
import { moment, quoted } from '../../../nodes/Billit/odata';
import { reachedAddress } from '../../../nodes/Connect/address';
import { pageHtml } from '../../../nodes/Connect/page';
import { queryString, segment, userPath } from '../../../nodes/shared/path';

const BASE = 'https://api.example.com/v1/orders/';

const anyText = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom('..', '%2e%2e', '/', 'a/../b', '?x=1', '#', '\\', '\r\nHost: x', "' or 1 eq 1"),
);

it('whatever a user enters as ID stays one path segment', () => {
	fc.assert(
		fc.property(anyText, (value) => {
			let encoded: string;
			try {
				encoded = segment(value);
			} catch (error) {
				expect(value.trim()).toMatch(/^$|(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[/\\]|%2f|%5c)/i);
				expect((error as Error).message).toContain('"ID"');
				return;
			}
			const url = new URL(BASE + encoded);
			expect(url.pathname.startsWith('/v1/orders/')).toBe(true);
			expect(url.pathname.split('/')).toHaveLength(4);
			expect(url.search + url.hash).toBe('');
			expect(decodeURIComponent(url.pathname.slice(11))).toBe(value.trim().toWellFormed());
		}),
	);
});

it('whatever a user enters as query value comes out of the query as it was', () => {
	fc.assert(
		fc.property(anyText, anyText, (name, value) => {
			const url = new URL(`https://api.example.com/${queryString({ [`n${name}`]: value })}`);
			expect([...url.searchParams]).toEqual([[`n${name}`.toWellFormed(), value.toWellFormed()]]);
		}),
	);
});

it('a path that a user enters never leaves the host', () => {
	fc.assert(
		fc.property(anyText, (value) => {
			let path: string;
			try {
				path = userPath(value);
			} catch (error) {
				expect((error as Error).message).toContain('"Path"');
				return;
			}
			expect(new URL(`https://api.example.com${path}`).host).toBe('api.example.com');
		}),
	);
});

it.each([
	'https://evil.example/x',
	'//evil.example/x',
	'/\\evil.example',
	'/v1/../../x',
	'/v1/%2e%2E/x',
	'v1/orders',
	'/v1\u0009/x',
	'/x#y',
])('refuses the path %j', (path) => {
	expect(() => userPath(path)).toThrow('"Path"');
});

it('a text in an OData filter stays one literal', () => {
	fc.assert(
		fc.property(anyText, (value) => {
			const literal = quoted(value);
			expect(literal).toMatch(/^'(?:[^']|'')*'$/s);
			expect(literal.slice(1, -1).replace(/''/g, "'")).toBe(value.toWellFormed());
		}),
	);
	expect(moment('2026-01-31')).toBe("DateTime'2026-01-31'");
});

it.each([
	['/webhook-test/1/connect?code=x', 'https://n8n.example.com/webhook-test/1/connect'],
	['/webhook/1/connect', 'https://n8n.example.com/webhook/1/connect'],
	['/webhook-test/1/connect/?code=x', 'https://n8n.example.com/webhook-test/1/connect'],
])('knows by which address a visitor came: %s', (arrived, expected) => {
	expect(reachedAddress('https://n8n.example.com/webhook/1/connect', arrived)).toBe(expected);
});

it('keeps the path that a proxy puts in front', () => {
	expect(
		reachedAddress('https://example.com/n8n/webhook/1/connect', '/webhook-test/1/connect'),
	).toBe('https://example.com/n8n/webhook-test/1/connect');
});

it.each([
	['https://h/webhook/1/connect', '/n8n/webhook/1/connect', 'https://h/n8n/webhook/1/connect'],
	[
		'https://h/webhook/1/connect',
		'/n8n/webhook-test/1/connect?code=x',
		'https://h/n8n/webhook-test/1/connect',
	],
	['https://h/1/connect', '/hooks/test/1/connect', 'https://h/hooks/test/1/connect'],
	['https://h/a/b/1/connect', '/1/connect', 'https://h/a/b/1/connect'],
	['https://h/base/hooks/1/connect', '/hooks/1/connect', 'https://h/base/hooks/1/connect'],
	['https://h/base/hooks/1/connect', '/test/1/connect', 'https://h/base/test/1/connect'],
	['https://h', '/webhook/1/connect', 'https://h/'],
])('an address stays whole: %s reached by %s', (production, arrived, expected) => {
	expect(reachedAddress(production, arrived)).toBe(expected);
});

it('whatever a visitor asks for, the address is of this n8n and ends in the path of the webhook', () => {
	const part = fc.stringMatching(/^[\w.-]{1,8}$/).filter((each) => !/^\.+$/.test(each));
	const parts = fc.array(part, { maxLength: 3 });
	fc.assert(
		fc.property(parts, parts, part, (told, front, hook) => {
			const production = ['https://h', ...told, hook, 'connect'].join('/');
			const arrived = ['', ...front, hook, 'connect'].join('/');
			const url = new URL(reachedAddress(production, `${arrived}?code=/a/b`));
			expect([url.host, url.search]).toEqual(['h', '']);
			expect(url.pathname.endsWith(arrived)).toBe(true);
			// What a proxy cuts off in front stays.
			const cut = told.slice(0, Math.max(0, told.length - front.length));
			if (told.join('/') !== front.join('/')) {
				expect(url.pathname.startsWith(['', ...cut].join('/'))).toBe(true);
			}
		}),
	);
});

it('shows any text on a page as text', () => {
	fc.assert(
		fc.property(anyText, (value) => {
			const html = pageHtml({ status: 200, title: `<script>${value}`, text: `"'${value}</p>` });
			expect(html).not.toContain('<script>');
			expect(html.match(/<\/p>/g)).toHaveLength(1);
		}),
	);
});
