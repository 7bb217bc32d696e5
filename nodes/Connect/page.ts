/** A page of the consent: static text, no script, nothing from outside. */
export interface Page {
	status: number;
	title: string;
	text: string;
	/** A link drawn as a button. */
	button?: { label: string; url: string };
	/**
	 * Where "Try again" leads: the same page once more, or the trigger's address with this query ('' for
	 * none). Relative, as n8n need not know by which address people reach it.
	 */
	again?: 'reload' | { query: string };
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

const linkTo = (url: string, label: string): string =>
	`<p><a href="${escapeHtml(url)}" rel="noreferrer">${escapeHtml(label)}</a></p>`;

/** The page as HTML; a button whose address is no http(s) address is left out. */
export function pageHtml({ title, text, button, again }: Page): string {
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
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 15vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
p { overflow-wrap: anywhere; }
a { display: inline-block; padding: .6rem 1.2rem; border: 1px solid; border-radius: .4rem; text-decoration: none; }
</style>
</head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>${links.join('')}</main></body>
</html>
`;
}
