import { randomBytes } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureBuild } from './lib/build.mjs';
import { DemoApi } from './lib/demoApi.mjs';
import { ensureN8n } from './lib/install.mjs';
import { main, say, SetupError } from './lib/log.mjs';
import { demoFolder, node24, node24Env, root } from './lib/paths.mjs';
import { requireFreePort, startProcess, stopAll } from './lib/processes.mjs';

const port = Number(process.env.N8N_PORT || 5678);
const ports = {
	api: Number(process.env.BILLIT_API_PORT || 7001),
	auth: Number(process.env.BILLIT_AUTH_PORT || 7002),
};
const url = `http://127.0.0.1:${port}`;
const logs = path.join(demoFolder, 'logs');

await main(async () => {
	process.on('SIGINT', () => void stopAll(0));
	process.on('SIGTERM', () => void stopAll(0));
	process.on('SIGHUP', () => void stopAll(0));
	await requireFreePort(port, 'N8N_PORT', 'n8n');
	await requireFreePort(ports.api, 'BILLIT_API_PORT', 'the Billit simulator');
	await requireFreePort(ports.auth, 'BILLIT_AUTH_PORT', "the Billit simulator's login");
	const n8n = await ensureN8n();
	await ensureBuild();
	const keys = prepareFolder();

	say('Starting the simulator and n8n …');
	const simulator = await startSimulators();
	startN8n(n8n, keys);
	await waitFor(`${url}/healthz/readiness`);

	const api = new DemoApi(url, keys);
	await api.signIn();
	const redirectUrl = await api.setUp(simulator, examples());
	say('Ready');
	process.stdout.write(`
  n8n          ${url}
  Login        ${keys.email}  /  ${keys.password}

  1. Connect the demo account: open ${redirectUrl}
     Log in at the simulated Billit as  ada  /  ${simulator.password}  and click Allow.
     (The published workflow "Billit: connect an account" answers there.)
  2. Open the workflow "Billit: list orders" and click "Execute workflow".

  Ctrl-C stops everything. The data stays in ${demoFolder}
`);
}).finally(() => {
	if (process.exitCode) void stopAll(Number(process.exitCode));
});

/** The demo's own data folder, with a login and an encryption key that stay the same. */
function prepareFolder() {
	const nodes = path.join(demoFolder, '.n8n', 'nodes', 'node_modules');
	mkdirSync(nodes, { recursive: true });
	const link = path.join(nodes, 'n8n-nodes-backoffice');
	// Always anew: the link may point to another clone.
	try {
		unlinkSync(link);
	} catch (error) {
		if (error.code !== 'ENOENT') throw error;
	}
	symlinkSync(root, link);
	const file = path.join(demoFolder, 'keys.json');
	if (!existsSync(file)) {
		const keys = {
			email: 'demo@example.com',
			password: `Demo-${randomBytes(6).toString('hex')}`,
			encryptionKey: randomBytes(24).toString('hex'),
		};
		writeFileSync(file, JSON.stringify(keys, null, '\t'), { mode: 0o600 });
	}
	return JSON.parse(readFileSync(file, 'utf8'));
}

function examples() {
	const folder = path.join(root, 'examples');
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
}

async function startSimulators() {
	return await new Promise((resolve, reject) => {
		const timer = setTimeout(
			() => reject(new SetupError(`The simulator did not start. See ${logs}/simulators.log`)),
			60_000,
		);
		startProcess({
			name: 'The simulator',
			command: node24,
			args: ['--import', 'tsx', path.join(root, 'test', 'simulators', 'serve.ts')],
			cwd: root,
			env: {
				...node24Env(),
				BILLIT_API_PORT: String(ports.api),
				BILLIT_AUTH_PORT: String(ports.auth),
			},
			logFile: path.join(logs, 'simulators.log'),
			onLine(line) {
				if (!line.startsWith('{')) return;
				clearTimeout(timer);
				resolve(JSON.parse(line).billit);
			},
		});
	});
}

function startN8n(install, keys) {
	startProcess({
		name: 'n8n',
		command: node24,
		args: [path.join(install, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'],
		cwd: demoFolder,
		env: {
			...node24Env(),
			N8N_USER_FOLDER: demoFolder,
			N8N_HOST: '127.0.0.1',
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(Number(process.env.N8N_RUNNERS_BROKER_PORT || port + 1)),
			N8N_SECURE_COOKIE: 'false',
			N8N_ENCRYPTION_KEY: keys.encryptionKey,
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
		},
		logFile: path.join(logs, 'n8n.log'),
	});
}

async function waitFor(address) {
	const deadline = Date.now() + 120_000;
	while (Date.now() < deadline) {
		const ready = await fetch(address).then(
			(response) => response.ok,
			() => false,
		);
		if (ready) return;
		await pause(250);
	}
	throw new SetupError(`n8n did not get ready within two minutes. See ${logs}/n8n.log`);
}
