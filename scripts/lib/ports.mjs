import { createServer } from 'node:net';
import { SetupError } from './log.mjs';

/** Every address that `npm start` takes on 127.0.0.1, and the variable that moves it elsewhere. */
const PORTS = [
	{ variable: 'N8N_PORT', usual: 5678, what: 'n8n' },
	{ variable: 'DEMO_PORT', usual: 7000, what: "the demo's page" },
	{ variable: 'BILLIT_API_PORT', usual: 7001, what: 'the simulated Billit (API)' },
	{ variable: 'BILLIT_AUTH_PORT', usual: 7002, what: 'the simulated Billit (login)' },
	{
		variable: 'BOOKING_EXPERTS_API_PORT',
		usual: 7003,
		what: 'the simulated Booking Experts (API)',
	},
	{
		variable: 'BOOKING_EXPERTS_APP_PORT',
		usual: 7004,
		what: 'the simulated Booking Experts (app store)',
	},
	{ variable: 'LUCA_PORT', usual: 7005, what: 'the simulated Luca Regnskap' },
	{ variable: 'OMNIFUND_PORT', usual: 7006, what: 'the simulated OmniFund' },
	{ variable: 'MICROBILT_PORT', usual: 7007, what: 'the simulated MicroBilt' },
];

/**
 * The ports of this start by variable, each of them free.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Record<string, number>>}
 * @throws {SetupError} naming every port that cannot be had, and the variables that move them
 */
export async function choosePorts(env) {
	const chosen = {};
	for (const { variable, usual } of PORTS) {
		const port = Number(env[variable] || usual);
		if (!Number.isInteger(port) || port < 1 || port > 65_535) {
			throw new SetupError(
				`${variable}=${env[variable]} is no port. Choose one from 1024 to 65535.`,
			);
		}
		const other = Object.keys(chosen).find((name) => chosen[name] === port);
		if (other) throw new SetupError(`${variable} and ${other} are both ${port}. Choose two ports.`);
		chosen[variable] = port;
	}
	await requireFree(chosen);
	return chosen;
}

async function requireFree(chosen) {
	const problems = [];
	for (const { variable, what } of PORTS) {
		const port = chosen[variable];
		const reason = await refusalOf(port);
		if (reason)
			problems.push({ variable, port, line: `Port ${port}, which ${what} needs, ${reason}.` });
	}
	if (problems.length === 0) return;
	const taken = new Set([...Object.values(chosen), ...problems.map(({ port }) => port)]);
	const moves = [];
	for (const { variable, port } of problems) {
		moves.push(`${variable}=${await freePortNear(port, taken)}`);
	}
	throw new SetupError(
		`${problems.map(({ line }) => line).join('\n')}\nStop what uses ${problems.length === 1 ? 'it' : 'them'} (an earlier npm start?), or choose ${problems.length === 1 ? 'another port' : 'other ports'}:\n  ${moves.join(' ')} npm start`,
	);
}

/** Why a port cannot be listened on; undefined when it can. */
async function refusalOf(port) {
	const problem = await new Promise((resolve) => {
		const server = createServer();
		server.once('error', resolve);
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
	});
	if (!problem) return undefined;
	return problem.code === 'EADDRINUSE'
		? 'is taken on 127.0.0.1'
		: `cannot be used (${problem.code})`;
}

/** A free one a thousand or more away, that nothing else of this start takes. */
async function freePortNear(port, taken) {
	for (let step = 1_000; step < 60_000; step += 1_000) {
		const candidate = port + step <= 65_535 ? port + step : 1_024 + ((port + step) % 64_000);
		if (taken.has(candidate) || (await refusalOf(candidate))) continue;
		taken.add(candidate);
		return candidate;
	}
	return await freePort();
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
