import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** The parts of a query that a call may have; of every other call no query is named. */
type Named = readonly [method: string, path: RegExp, names: ReadonlyArray<string | RegExp>];

/** Which queries the vendor's paper names. */
export interface Queries {
	/** Only calls to these paths are looked at. */
	paths: RegExp;
	named: readonly Named[];
	/** As the vendor words it. */
	refuse(response: Response, name: string): void;
}

/** Refuses what no paper names: otherwise an option without effect would pass. */
export function onlyNamed({ paths, named, refuse }: Queries): RequestHandler {
	return (request: Request, response: Response, next: NextFunction) => {
		if (!paths.test(request.path)) return next();
		const asked = new URL(request.originalUrl, 'http://simulator').searchParams.keys();
		const allowed = named
			.filter(([method, path]) => method === request.method && path.test(request.path))
			.flatMap(([, , names]) => names);
		for (const name of asked) {
			const isNamed = allowed.some((each) =>
				typeof each === 'string' ? each === name : each.test(name),
			);
			if (!isNamed) return refuse(response, name);
		}
		next();
	};
}
