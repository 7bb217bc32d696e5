import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { library, runModule } from './support';

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** Something that takes one login, and tells a version to whoever has it. */
async function n8n(): Promise<string> {
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk) => chunks.push(chunk));
		request.on('end', () => {
			if (request.url === '/rest/login') {
				const { password } = JSON.parse(Buffer.concat(chunks).toString());
				response.writeHead(password === 'right' ? 200 : 401, {
					'set-cookie': 'n8n-auth=1; Path=/',
				});
				response.end('{}');
			} else {
				const known = request.headers.cookie === 'n8n-auth=1';
				response.end(JSON.stringify({ data: known ? { versionCli: '2.37.1' } : {} }));
			}
		});
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const versionAt = async (at: object) => {
	const { stdout } = await runModule(
		`import { versionAt } from ${JSON.stringify(library('address.mjs'))};
		console.log(await versionAt(${JSON.stringify(at)}).catch((error) => error.message));`,
	);
	return stdout.trim();
};

const login = { email: 'owner@example.com', password: 'right' };

it('asks an n8n for its version', async () => {
	expect(await versionAt({ url: await n8n(), ...login })).toBe('2.37.1');
});

it.each([
	[
		'a wrong login',
		async () => ({ url: await n8n(), ...login, password: 'x' }),
		/refused the login/,
	],
	['no login', async () => ({ url: await n8n() }), /BACKOFFICE_N8N_EMAIL/],
	['nobody there', async () => ({ url: 'http://127.0.0.1:9/', ...login }), /Nothing answers at/],
])('%s is told', async (_what, at, text) => {
	expect(await versionAt(await at())).toMatch(text);
});
