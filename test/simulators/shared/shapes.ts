import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** How an answer was seen to look, where the simulator's own is plainer. All values are invented. */
export interface Shape {
	/** Public, in words that let one find it, with its date. */
	seen: string;
	/** The answers that look so, by their path. */
	path: RegExp;
	method?: string;
	/** What the answer calls itself, where that is not JSON. */
	type?: string;
	/** The body as it was seen; text where it is no JSON. */
	as(body: unknown): unknown;
}

/** A refusal as it was seen; its values are invented. */
export interface SeenRefusal {
	seen: string;
	status: number;
	/** Default JSON. */
	type?: string;
	body: string;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same with every object in it, the innermost first, made into another one. */
export function everyObject(
	value: unknown,
	make: (object: Record<string, unknown>) => Record<string, unknown>,
): unknown {
	if (Array.isArray(value)) return value.map((each) => everyObject(each, make));
	if (!isObject(value)) return value;
	return make(
		Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [name, everyObject(inner, make)]),
		),
	);
}

/** A second set of answers: off unless a suite turns it on. */
export class Shapes {
	on = false;

	/** How many answers looked as they were seen. */
	count = 0;

	constructor(private readonly all: readonly Shape[]) {}

	/** Changes answers that say that all is well; refusals are told as they are. */
	middleware(): RequestHandler {
		return (request: Request, response: Response, next: NextFunction) => {
			const fitting = this.on
				? this.all.filter(
						({ path, method }) =>
							path.test(request.path) && (method === undefined || method === request.method),
					)
				: [];
			if (fitting.length === 0) return next();
			const send = response.send.bind(response);
			response.send = (body: unknown) => {
				// `send` of an object comes here again, with its text.
				if (typeof body !== 'string' || body === '' || response.statusCode >= 300) {
					return send(body);
				}
				const isJson = /json/.test(String(response.getHeader('content-type') ?? ''));
				let seen: unknown = isJson ? JSON.parse(body) : body;
				for (const { as, type } of fitting) {
					seen = as(seen);
					if (type !== undefined) response.type(type);
				}
				const text = typeof seen === 'string' ? seen : JSON.stringify(seen);
				this.count += 1;
				return send(text);
			};
			next();
		};
	}
}
