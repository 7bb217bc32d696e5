import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:https';
import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { BillitApi } from '../../credentials/BillitApi.credentials';
import { networkFailure, type NetworkFailure } from '../../credentials/base/networkFailure';
import { Engine } from './support/engine';

/** What the pack makes of the error that n8n's helper throws. */
const failures: Array<NetworkFailure | undefined> = [];

class Sender implements INodeType {
	description = {
		displayName: 'Sender',
		name: 'sender',
		group: ['output'],
		version: 1,
		description: '',
		defaults: { name: 'Sender' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'billitApi', required: true }],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
	} as INodeType['description'];

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		for (const skipSslCertificateValidation of [true, false]) {
			try {
				await this.helpers.httpRequestWithAuthentication.call(this, 'billitApi', {
					method: 'POST',
					url: String(this.getNodeParameter('url', 0)),
					body: { a: 1 },
					timeout: 5_000,
					skipSslCertificateValidation,
				});
				failures.push(undefined);
			} catch (error) {
				failures.push(networkFailure(error));
			}
		}
		return [this.getInputData()];
	}
}

const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
execFileSync(
	'openssl',
	`req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -keyout ${keyFile} -out ${certFile}`.split(
		' ',
	),
	{ stdio: 'ignore' },
);
const certificate = { key: readFileSync(keyFile), cert: readFileSync(certFile) };
afterAll(() => rmSync(folder, { recursive: true }));

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	await Promise.all(servers.splice(0).map(async (each) => await new Promise((r) => each.close(r))));
	failures.length = 0;
});

async function listen(server: Server): Promise<number> {
	servers.push(server);
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
	});
	await new Promise<void>((done) => server.listen(0, 'localhost', done));
	return (server.address() as AddressInfo).port;
}

/** A vendor that has read the request, and something on the way that answers in clear text in its place. */
async function brokenAfterwards(): Promise<{ port: number; read: string[] }> {
	const read: string[] = [];
	const vendor = createTlsServer(certificate, (request) => {
		read.push(String(request.method));
		for (const socket of sockets) socket.emit('read by the vendor');
	});
	const behind = await listen(vendor);
	const port = await listen(
		createServer((client) => {
			const server = connect(behind, 'localhost');
			sockets.add(server);
			server.on('error', () => undefined);
			client.pipe(server);
			server.on('data', (data) => client.write(data));
			client.once('read by the vendor', () =>
				client.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'),
			);
		}),
	);
	return { port, read };
}

async function send(port: number): Promise<void> {
	const engine = new Engine([new Sender()], [new BillitApi()]);
	const billitApi = engine.addCredential('billitApi', { apiKey: 'key-1' });
	await engine.run({
		type: 'sender',
		parameters: { url: `https://localhost:${port}/charge` },
		credentials: { billitApi },
		input: [{ json: {} }],
	});
}

it('a server that speaks no TLS has read nothing', async () => {
	const port = await listen(
		createServer((socket) =>
			socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
		),
	);
	await send(port);
	expect(failures).toEqual(
		Array.from({ length: 2 }, () => ({ kind: 'not trusted', sent: 'no', repeatable: false })),
	);
});

it('a record that is broken after the request was read tells nothing of what became of it', async () => {
	const { port, read } = await brokenAfterwards();
	await send(port);
	expect(read).toEqual(['POST']);
	expect(failures).toEqual([
		{ kind: 'broken', sent: 'perhaps', repeatable: true },
		{ kind: 'not trusted', sent: 'no', repeatable: false },
	]);
});

it('nothing is sent where nobody listens', async () => {
	const port = await listen(createServer());
	await new Promise((done) => servers.splice(0)[0]?.close(done));
	await send(port);
	expect(failures[0]).toEqual({ kind: 'not reached', sent: 'no', repeatable: true });
});
