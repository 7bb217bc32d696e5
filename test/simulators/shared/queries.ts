import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** The parts of a query that a call may have; of every other call no query is named. */
type NamedQueries = readonly [method: string, path: RegExp, names: ReadonlyArray<string | RegExp>];

/** Properties of a body, and what stands below each where the paper names it; `*` is any other name. */
export interface Names {
	readonly [name: string]: true | Names;
}

/** The properties that a body of a call may have; of every other call no body is named. */
type NamedBodies = readonly [method: string, path: RegExp, names: Names];

/** What the vendor's paper names in calls. */
export interface Queries {
	/** Only calls to these paths are looked at. */
	paths: RegExp;
	named: readonly NamedQueries[];
	/** Without these no body is looked at here. */
	bodies?: readonly NamedBodies[];
	/** The vendor's own headers, in lower case, beside those of HTTP. */
	headers: readonly string[];
	/** As the vendor words it. */
	refuse(response: Response, name: string): void;
}

/** Headers that every client may send, whoever reads them (RFC 9110, RFC 9112). */
const OF_HTTP: ReadonlySet<string> = new Set(
	'accept accept-encoding accept-language authorization cache-control connection content-length content-type cookie host if-none-match origin pragma referer transfer-encoding user-agent'.split(
		' ',
	),
);

/** `'A B C'` -> names that have anything below them. */
export const names = (words: string, more: Names = {}): Names => ({
	...Object.fromEntries(
		words
			.split(/\s+/)
			.filter(Boolean)
			.map((word) => [word, true as const]),
	),
	...more,
});

/** The first property of a body that is not named, with those above it; undefined where all are. */
function unnamed(value: unknown, named: Names): string | undefined {
	if (Array.isArray(value)) {
		for (const each of value) {
			const found = unnamed(each, named);
			if (found !== undefined) return found;
		}
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	for (const [name, inner] of Object.entries(value)) {
		const below = Object.hasOwn(named, name) ? named[name] : named['*'];
		if (below === undefined) return name;
		const found = below === true ? undefined : unnamed(inner, below);
		if (found !== undefined) return `${name}.${found}`;
	}
	return undefined;
}

/** Refuses what no paper names: otherwise an option without effect would pass. */
export function onlyNamed({ paths, named, bodies, headers, refuse }: Queries): RequestHandler {
	const known = new Set([...OF_HTTP, ...headers]);
	return (request: Request, response: Response, next: NextFunction) => {
		if (!paths.test(request.path)) return next();
		const fits = ([method, path]: readonly [string, RegExp, unknown]) =>
			method === request.method && path.test(request.path);
		const asked = new URL(request.originalUrl, 'http://simulator').searchParams.keys();
		const allowed = named.filter(fits).flatMap(([, , each]) => each);
		for (const name of asked) {
			const isNamed = allowed.some((each) =>
				typeof each === 'string' ? each === name : each.test(name),
			);
			if (!isNamed) return refuse(response, `query ${name}`);
		}
		const header = Object.keys(request.headers).find(
			// What browsers and fetch tell of themselves (Fetch Metadata).
			(name) => !known.has(name) && !name.startsWith('sec-'),
		);
		if (header !== undefined) return refuse(response, `header ${header}`);
		if (bodies) {
			const [, , body = {}] = bodies.find(fits) ?? [];
			const property = unnamed(request.body, body);
			if (property !== undefined) return refuse(response, `property ${property}`);
		}
		next();
	};
}
