import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API of one large file, with tokens for anybody. The simulators keep whole bodies, this one counts. */
export class FileServer {
	/** SHA-256 and bytes of what was put. */
	put = { hash: '', bytes: 0 };

	private readonly file: Buffer;

	private readonly server: Server;

	constructor(bytes: number) {
		this.file = Buffer.alloc(bytes, 'A line of text in a large file.\n');
		this.server = createServer((request, response) => {
			const hash = createHash('sha256');
			let size = 0;
			request.on('data', (part: Buffer) => {
				hash.update(part);
				size += part.length;
			});
			request.on('end', () => {
				response.setHeader('Content-Type', 'application/json');
				if (request.url === '/token') {
					response.end(
						'{"access_token":"large-file-token","token_type":"Bearer","expires_in":3600}',
					);
				} else if (request.method === 'PUT') {
					this.put = { hash: hash.digest('hex'), bytes: size };
					response.end('{"id":1}');
				} else {
					response.setHeader('Content-Type', 'application/octet-stream');
					response.end(this.file);
				}
			});
		});
	}

	/** What the file is known by. */
	get hash(): string {
		return createHash('sha256').update(this.file).digest('hex');
	}

	get origin(): string {
		const { port } = this.server.address() as AddressInfo;
		return `http://localhost:${port}`;
	}

	async start(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	stop(): void {
		this.server.close();
		this.server.closeAllConnections();
	}
}
