import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** Something that goes wrong on purpose. */
export interface Fault {
	/** Which requests; a path ending in `/` matches everything below. Default: all. */
	path?: string;
	method?: string;
	/** How many requests it meets; default 1, Infinity until cleared. */
	times?: number;
	/** Waits so long before anything else happens, in ms. */
	delay?: number;
	/**
	 * `before`: the connection is cut and nothing was done; `after`: the request is carried out and the
	 * connection cut before the answer; `half`: half of `body` is sent, then the connection is cut.
	 */
	cut?: 'before' | 'after' | 'half';
	/** An answer in place of the real one. */
	status?: number;
	headers?: Record<string, string>;
	body?: string | Buffer;
}

/** The faults of one simulator, in the order in which they were added. */
export class Faults {
	private active: Array<Fault & { left: number }> = [];

	add(fault: Fault): void {
		this.active.push({ ...fault, left: fault.times ?? 1 });
	}

	clear(): void {
		this.active = [];
	}

	middleware(): RequestHandler {
		return (request: Request, response: Response, next: NextFunction) => {
			const fault = this.take(request);
			if (!fault) return next();
			setTimeout(() => strike(fault, request, response, next), fault.delay ?? 0);
		};
	}

	private take(request: Request): Fault | undefined {
		const fault = this.active.find(
			({ left, path, method }) =>
				left > 0 &&
				(method === undefined || method === request.method) &&
				(path === undefined ||
					path === request.path ||
					(path.endsWith('/') && request.path.startsWith(path))),
		);
		if (fault) fault.left -= 1;
		return fault;
	}
}

function strike(fault: Fault, request: Request, response: Response, next: NextFunction): void {
	if (fault.cut === 'before') {
		request.socket.destroy();
		return;
	}
	if (fault.cut === 'after') {
		// The handler runs to its end, but nothing of its answer leaves.
		response.end = function end(this: Response) {
			request.socket.destroy();
			return this;
		} as Response['end'];
		response.write = () => true;
		next();
		return;
	}
	if (fault.status === undefined && fault.body === undefined && fault.cut === undefined) {
		next();
		return;
	}
	const body = fault.body ?? '';
	response.status(fault.status ?? 200).set(fault.headers ?? {});
	if (fault.cut === 'half') {
		response.set('Content-Length', String(Buffer.byteLength(body)));
		response.write(body.slice(0, Math.floor(body.length / 2)), () => request.socket.destroy());
		return;
	}
	response.end(body);
}
