type Mark = 'connected' | 'denied' | 'failed';

/**
 * A page of the consent: static text, no script, nothing from outside.
 * @see docs/decisions/2026-11-25-consent-pages.md
 */
export interface Page {
	status: number;
	/** How the consent ended, drawn above the title. */
	mark?: Mark;
	title: string;
	text: string;
	/** A link drawn as a button. */
	button?: { label: string; url: string };
	/**
	 * Where "Try again" leads: the same page once more, or the trigger's address with this query ('' for
	 * none). Relative, as n8n need not know by which address people reach it.
	 */
	again?: 'reload' | { query: string };
	/** Where the browser is sent in place of a page. */
	goTo?: string;
	/** Seconds until the same may be tried again. */
	retryAfter?: number;
}

/** Nothing of these pages is cached, framed, indexed, or told to the next site. */
export const PAGE_HEADERS: Record<string, string> = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy':
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'Referrer-Policy': 'no-referrer',
	'Cache-Control': 'no-store',
	'X-Content-Type-Options': 'nosniff',
	'X-Robots-Tag': 'noindex',
};

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A tick, a bar and a cross in a circle; the title says the same in words. */
const MARKS: Record<Mark, string> = {
	connected: 'M7 12.5l3.5 3.5L17 9',
	denied: 'M7 12h10',
	failed: 'M8 8l8 8M16 8l-8 8',
};

const markOf = (mark: Mark | undefined): string =>
	mark
		? `<svg class="${mark}" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/><path d="${MARKS[mark]}"/></svg>`
		: '';

const linkTo = (url: string, label: string): string =>
	`<p><a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(label)}</a></p>`;

/** The page as HTML; a button whose address is no http(s) address is left out. */
export function pageHtml({ mark, title, text, button, again }: Page): string {
	const links = [
		button && /^https?:\/\//i.test(button.url) ? linkTo(button.url, button.label) : '',
		// RFC 3986 section 5.2.2: an empty reference is the page itself, `?` the page without its query.
		again ? linkTo(again === 'reload' ? '' : `?${again.query}`, 'Try again') : '',
	];
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; --paper: #fff; --desk: #f4f5f7; --ink: #1d2129; --line: #d9dce3; --good: #1a7f4b; --bad: #b3261e; --calm: #6a5a00; font: 16px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { :root { --paper: #22252b; --desk: #15171b; --ink: #eceef2; --line: #3a3f49; --good: #5bd096; --bad: #ff8a80; --calm: #e0c64d; } }
body { margin: 0; background: var(--desk); color: var(--ink); }
main { box-sizing: border-box; max-width: 30rem; margin: 12vh auto; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; }
@media (max-width: 33rem) { main { margin: 0; min-height: 100vh; padding: 2rem 1.25rem; border: 0; border-radius: 0; } }
svg { width: 3rem; height: 3rem; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
.connected { color: var(--good); } .denied { color: var(--calm); } .failed { color: var(--bad); }
h1 { margin: .75rem 0 .5rem; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; white-space: pre-line; }
a { display: inline-block; padding: .6rem 1.2rem; border: 1px solid; border-radius: .4rem; color: inherit; text-decoration: none; }
</style>
</head>
<body><main>${markOf(mark)}<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${links.join('')}</main></body>
</html>
`;
}
