import { randomBytes } from 'node:crypto';
import {
	createServer,
	request as httpRequest,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What may happen to a call on its way. */
export type Strike =
	| { kind: 'cut before' | 'cut after' | 'half' | 'truncated' | 'garbled' | 'html' | 'empty' }
	| { kind: 'huge'; bytes: number }
	| { kind: 'drip' | 'late'; ms: number }
	| { kind: 'status'; status: number; retryAfter?: 'seconds' | 'date' }
	| { kind: 'redirect'; to: 'same' | 'foreign' };

interface Armed {
	strike: Strike;
	path: string;
	left: number;
}

/** A call that was passed on. */
export interface Passed {
	method: string;
	path: string;
	idempotencyKey?: string;
}

/** Stands between n8n and a simulator, and does to calls what networks and gateways do. */
export class FaultProxy {
	readonly passed: Passed[] = [];

	/** What arrived at a host that is none of the provider's. */
	readonly foreign: Array<{ url: string; authorization?: string }> = [];

	private armed?: Armed;

	private constructor(
		private readonly target: URL,
		private readonly server: Server,
		private readonly elsewhere: Server,
	) {}

	static async start(target: string): Promise<FaultProxy> {
		const server = createServer();
		const elsewhere = createServer();
		const proxy = new FaultProxy(new URL(target), server, elsewhere);
		server.on('request', (request, response) => void proxy.handle(request, response));
		elsewhere.on('request', (request: IncomingMessage, response: ServerResponse) => {
			const { authorization } = request.headers;
			proxy.foreign.push({ url: request.url ?? '', ...(authorization ? { authorization } : {}) });
			response.setHeader('Content-Type', 'application/json');
			response.end('{}');
		});
		for (const each of [server, elsewhere]) {
			await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
		}
		return proxy;
	}

	get origin(): string {
		return originOf(this.server);
	}

	get foreignOrigin(): string {
		return originOf(this.elsewhere);
	}

	/** Meets the next calls of a path. */
	arm(strike: Strike, path: string, times: number): void {
		this.armed = { strike, path, left: times };
		this.passed.length = 0;
		this.foreign.length = 0;
	}

	disarm(): void {
		this.armed = undefined;
	}

	async stop(): Promise<void> {
		for (const each of [this.server, this.elsewhere]) {
			each.closeAllConnections();
			await new Promise((resolve) => each.close(resolve));
		}
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		const { pathname } = new URL(request.url ?? '/', this.target);
		const { armed } = this;
		const strike = armed && armed.path === pathname && armed.left > 0 ? armed.strike : undefined;
		if (armed && strike) armed.left -= 1;
		if (strike) return await this.strike(strike, request, response, body);
		const answer = await this.pass(request, body);
		response.writeHead(answer.status, answer.headers);
		response.end(answer.body);
	}

	private async strike(
		strike: Strike,
		request: IncomingMessage,
		response: ServerResponse,
		body: Buffer,
	): Promise<void> {
		const json = { 'Content-Type': 'application/json' };
		switch (strike.kind) {
			case 'cut before':
				response.destroy();
				return;
			case 'status': {
				const after = strike.retryAfter === 'date' ? new Date(new Date().getTime() + 1_000) : 1;
				response.writeHead(strike.status, {
					...json,
					...(strike.retryAfter
						? { 'Retry-After': after instanceof Date ? after.toUTCString() : '1' }
						: {}),
				});
				response.end('');
				return;
			}
			case 'redirect': {
				const url = request.url ?? '/';
				const location = `${strike.to === 'same' ? this.origin : this.foreignOrigin}${url}`;
				response.writeHead(302, { Location: location });
				response.end();
				return;
			}
			default:
		}
		const answer = await this.pass(request, body);
		switch (strike.kind) {
			case 'cut after':
				response.destroy();
				return;
			case 'half':
				response.writeHead(answer.status, {
					...answer.headers,
					'content-length': String(answer.body.length + 10),
				});
				response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
				return;
			case 'truncated': {
				const part = answer.body.subarray(0, answer.body.length - 2);
				response.writeHead(answer.status, {
					...answer.headers,
					'content-length': String(part.length),
				});
				response.end(part);
				return;
			}
			case 'garbled':
				response.writeHead(200, json);
				response.end(randomBytes(200));
				return;
			case 'html':
				response.writeHead(200, { 'Content-Type': 'text/html' });
				response.end('<html><body>Please log in</body></html>');
				return;
			case 'empty':
				response.writeHead(200, json);
				response.end();
				return;
			case 'huge':
				response.writeHead(200, json);
				response.end(Buffer.alloc(strike.bytes, 'x'));
				return;
			case 'late':
				await pause(strike.ms);
				response.writeHead(answer.status, answer.headers);
				response.end(answer.body);
				return;
			case 'drip':
				response.writeHead(answer.status, answer.headers);
				for (let at = 0; at < answer.body.length; at += Math.ceil(answer.body.length / 10)) {
					response.write(answer.body.subarray(at, at + Math.ceil(answer.body.length / 10)));
					await pause(strike.ms / 10);
				}
				response.end();
		}
	}

	private async pass(request: IncomingMessage, body: Buffer) {
		const url = new URL(request.url ?? '/', this.target);
		const { method = 'GET', headers } = request;
		const key = headers['idempotency-key'];
		this.passed.push({
			method,
			path: url.pathname,
			...(typeof key === 'string' ? { idempotencyKey: key } : {}),
		});
		return await new Promise<{ status: number; headers: Record<string, string>; body: Buffer }>(
			(resolve, reject) => {
				const passed = httpRequest(
					url,
					{ method, headers: { ...headers, host: url.host } },
					(answer) => {
						const chunks: Buffer[] = [];
						answer.on('data', (chunk: Buffer) => chunks.push(chunk));
						answer.on('end', () => {
							const kept = Object.entries(answer.headers).filter(
								([name]) => name !== 'connection' && name !== 'transfer-encoding',
							);
							resolve({
								status: answer.statusCode ?? 502,
								headers: Object.fromEntries(kept) as Record<string, string>,
								body: Buffer.concat(chunks),
							});
						});
					},
				);
				passed.on('error', reject);
				passed.end(body);
			},
		);
	}
}

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

function originOf(server: Server): string {
	const { port } = server.address() as AddressInfo;
	return `http://127.0.0.1:${port}`;
}
