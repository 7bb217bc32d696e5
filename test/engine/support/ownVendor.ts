import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface VendorCall {
	method: string;
	path: string;
	query: URLSearchParams;
	body: string;
	/** Its idempotency key; '' without one. */
	key: string;
	/** The access token that it came with. */
	token: string;
}

/** What a credential of any API holds once it is connected, beside its addresses. */
export const CONNECTED_ANYWHERE = {
	grantType: 'authorizationCode',
	clientId: 'client',
	clientSecret: 'canary-flexible-secret',
	accessToken: 'canary-flexible-access',
	refreshToken: 'canary-flexible-refresh',
	tokenLifetime: '3600',
};

/** A vendor whose answers a test makes itself: simulators know better than to answer so. */
export class OwnVendor {
	calls: VendorCall[] = [];

	answer: (call: VendorCall, response: ServerResponse) => void = (_call, response) =>
		reply(response, {});

	private readonly server: Server;

	constructor() {
		this.server = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const [path = '', query = ''] = (request.url ?? '').split('?');
				const call = {
					method: request.method ?? '',
					path,
					query: new URLSearchParams(query),
					body: Buffer.concat(parts).toString(),
					key: String(request.headers['idempotency-key'] ?? ''),
					token: (request.headers.authorization ?? '').replace(/^Bearer /, ''),
				};
				this.calls.push(call);
				this.answer(call, response);
			});
		});
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async start(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	to(path: string): VendorCall[] {
		return this.calls.filter((call) => call.path === path);
	}
}

/** JSON, and where it is a refusal, no pause before the next try. */
export const reply = (response: ServerResponse, body: unknown, status = 200): void => {
	response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '0' });
	response.end(JSON.stringify(body));
};
