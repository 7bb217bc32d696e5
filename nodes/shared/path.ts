import { InputError } from './errors';

/** Whether a value has a part that climbs, plain or encoded: servers exist that decode before they split. */
const climbs = (text: string): boolean =>
	text
		.replace(/%(2e|2f|5c)/gi, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16)))
		.split(/[/\\]/)
		.some((part) => /^\.{1,2}$/.test(part));

/**
 * One path segment of a user's value: whatever it holds, it stays one segment.
 * @throws InputError when nothing is left of it, or when it would climb (`.`, `..`)
 */
export function segment(value: string | number, label = 'ID'): string {
	const text = String(value).trim();
	if (text === '') throw new InputError(`"${label}" is empty. Fill it in`, label);
	if (climbs(text)) throw new InputError(`"${label}" is not a valid identifier`, label);
	return encodeURIComponent(text.toWellFormed());
}

/** `base` with further segments, each of them a user's value or a fixed word. */
export const at = (base: string, ...segments: Array<string | number>): string =>
	[base, ...segments.map((each) => segment(each))].join('/');

type QueryValue = string | number | boolean | undefined | ReadonlyArray<string | number | boolean>;

export type Query = Record<string, QueryValue>;

/** `?a=1&b=2`, values encoded, undefined left out, lists repeated; '' when there is nothing. */
export function queryString(query: Query): string {
	const pairs = Object.entries(query).flatMap(([name, value]) => {
		const values = Array.isArray(value) ? value : [value];
		return values
			.filter((each) => each !== undefined)
			.map(
				(each) =>
					`${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(String(each).toWellFormed())}`,
			);
	});
	return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** A path, which may have a query of its own, with a further one. */
export function withQuery(path: string, query: Query): string {
	const more = queryString(query);
	return path.includes('?') ? `${path}${more.replace('?', '&')}` : `${path}${more}`;
}

/**
 * A path that the user typed, on the provider's own host.
 * @throws InputError for whole addresses and for paths that would leave the host or climb
 */
export function userPath(value: string, label = 'Path'): string {
	const path = value.trim();
	if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith('//') || /^[/\\]*\\/.test(path)) {
		throw new InputError(
			`"${label}" must be a path on the provider's own host, starting with "/", not a whole address`,
			label,
		);
	}
	if (!path.startsWith('/')) throw new InputError(`"${label}" must start with "/"`, label);
	// eslint would not catch it, a URL parser would drop it: control characters can hide a second path.
	if (/[\p{Cc}\\#]/u.test(path)) {
		throw new InputError(`"${label}" must not contain line breaks, backslashes or "#"`, label);
	}
	const [pathname = ''] = path.split('?');
	if (climbs(pathname))
		throw new InputError(`"${label}" must not contain "." or ".." segments`, label);
	return path.toWellFormed();
}
