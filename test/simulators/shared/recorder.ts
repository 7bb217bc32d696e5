import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** A request as it arrived. */
export interface RecordedRequest {
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string>;
	/** Path and query, as they arrived. */
	url: string;
	headers: Record<string, string>;
	/** The body as it arrived. */
	rawBody: string;
	/** The body parsed by its content type; undefined when there is none. */
	body: unknown;
	/** Of the answer; 0 until it was sent. */
	status: number;
	/** ms since the epoch, real time. */
	at: number;
}

const KEPT = 5_000;

/** Keeps what arrived, newest 5,000; counts all of it. */
export class Recorder {
	readonly requests: RecordedRequest[] = [];

	private readonly totals = new Map<string, number>();

	/** Most requests that were being answered at the same time since the last reset. */
	peak = 0;

	private open = 0;

	clear(): void {
		this.requests.length = 0;
		this.totals.clear();
		this.peak = 0;
	}

	/** How many requests arrived for `METHOD /path`, or for a path below a prefix ending in `/`. */
	count(method: string, path: string): number {
		if (!path.endsWith('/')) return this.totals.get(`${method} ${path}`) ?? 0;
		let sum = 0;
		for (const [key, value] of this.totals) {
			if (key.startsWith(`${method} ${path}`)) sum += value;
		}
		return sum;
	}

	/** The requests for a path, in order of arrival. */
	to(path: string): RecordedRequest[] {
		return this.requests.filter((request) => request.path === path);
	}

	middleware(): RequestHandler {
		return (request: Request, response: Response, next: NextFunction) => {
			const recorded: RecordedRequest = {
				method: request.method,
				path: request.path,
				url: request.originalUrl,
				query: Object.fromEntries(
					new URL(request.originalUrl, 'http://simulator').searchParams.entries(),
				),
				headers: Object.fromEntries(
					Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
				),
				rawBody: rawBody(request),
				body: request.body,
				status: 0,
				at: Date.now(),
			};
			this.requests.push(recorded);
			if (this.requests.length > KEPT) this.requests.splice(0, KEPT / 2);
			const key = `${request.method} ${request.path}`;
			this.totals.set(key, (this.totals.get(key) ?? 0) + 1);
			this.open += 1;
			this.peak = Math.max(this.peak, this.open);
			response.on('finish', () => (recorded.status = response.statusCode));
			response.on('close', () => (this.open -= 1));
			next();
		};
	}
}

const bodies = new WeakMap<object, string>();

/** For express' body parsers: keeps the body's text beside the parsed value. */
export function keepRawBody(request: object, _response: unknown, buffer: Buffer): void {
	bodies.set(request, buffer.toString('utf8'));
}

export function rawBody(request: object): string {
	return bodies.get(request) ?? '';
}
