import { createServer } from 'node:net';
import { SetupError } from './log.mjs';

/** Every address that `npm start` takes on 127.0.0.1, and the variable that moves it elsewhere. */
const PORTS = [
	{ variable: 'N8N_PORT', usual: 5678, what: 'n8n' },
	{ variable: 'BILLIT_API_PORT', usual: 7001, what: 'the simulated Billit (API)' },
	{ variable: 'BILLIT_AUTH_PORT', usual: 7002, what: 'the simulated Billit (login)' },
];

/**
 * The ports of this start by variable, each of them free.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Record<string, number>>}
 * @throws {SetupError} naming the port and the variable
 */
export async function choosePorts(env) {
	const chosen = {};
	for (const { variable, usual, what } of PORTS) {
		const port = Number(env[variable] || usual);
		if (!Number.isInteger(port) || port < 1 || port > 65_535) {
			throw new SetupError(
				`${variable}=${env[variable]} is no port. Choose one from 1024 to 65535.`,
			);
		}
		const other = Object.keys(chosen).find((name) => chosen[name] === port);
		if (other) throw new SetupError(`${variable} and ${other} are both ${port}. Choose two ports.`);
		await requireFreePort(port, variable, what);
		chosen[variable] = port;
	}
	return chosen;
}

async function requireFreePort(port, variable, what) {
	const problem = await new Promise((resolve) => {
		const server = createServer();
		server.once('error', resolve);
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
	});
	if (!problem) return;
	const reason =
		problem.code === 'EADDRINUSE' ? 'is taken on 127.0.0.1' : `cannot be used (${problem.code})`;
	const instead = port + 1000 <= 65_535 ? port + 1000 : port - 1000;
	throw new SetupError(
		`Port ${port}, which ${what} needs, ${reason}. Stop what uses it (an earlier npm start?), or choose another port: ${variable}=${instead} npm start`,
	);
}

/** A port that nobody uses at the moment. */
export async function freePort() {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}
