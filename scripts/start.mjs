import { randomBytes } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { DemoApi } from './lib/demoApi.mjs';
import { ensureDependencies, ensureN8n } from './lib/install.mjs';
import { takeLock } from './lib/lock.mjs';
import { main, say, SetupError } from './lib/log.mjs';
import { startN8n, startSimulators } from './lib/services.mjs';
import { demoFolder, root } from './lib/paths.mjs';
import { choosePorts } from './lib/ports.mjs';
import { stopOnSignals } from './lib/processes.mjs';

// Runs on any Node from 20 on; n8n and the simulators are started with the Node 24 that it installs.
await main(async () => {
	stopOnSignals(0);
	const ports = await choosePorts(process.env);
	await ensureDependencies();
	const install = await ensureN8n();
	await ensureBuild();

	const login = prepareFolder();
	say('Starting the simulators and n8n …');
	const [simulators, url] = await Promise.all([
		startSimulators(ports),
		startN8n(install, ports.N8N_PORT, login.encryptionKey),
	]);
	const api = new DemoApi(url, login);
	await api.signIn();
	await api.setUp(simulators, examples());
	say('Ready');
	process.stdout.write(welcome(url, login, simulators));
});

/**
 * The demo's own data folder, with the pack in it and a login that stays the same.
 * @returns {{ email: string, password: string, encryptionKey: string }}
 */
function prepareFolder() {
	if (!takeLock(path.join(demoFolder, 'running.lock'))) {
		throw new SetupError(
			`Another npm start is running on ${demoFolder}. Stop it, or choose another folder: BACKOFFICE_DATA=… npm start`,
		);
	}
	const nodes = path.join(demoFolder, '.n8n', 'nodes', 'node_modules');
	mkdirSync(nodes, { recursive: true });
	const link = path.join(nodes, 'n8n-nodes-backoffice');
	// Always anew: the one that is there may point to another clone.
	rmSync(link, { recursive: true, force: true });
	symlinkSync(root, link);

	const file = path.join(demoFolder, 'login.json');
	if (!existsSync(file)) {
		const login = {
			email: 'demo@example.com',
			password: `Demo-${randomBytes(6).toString('hex')}`,
			encryptionKey: keyOfN8n() ?? randomBytes(24).toString('hex'),
		};
		writeFileSync(`${file}.new`, JSON.stringify(login, null, '\t'), { mode: 0o600 });
		renameSync(`${file}.new`, file);
	}
	return JSON.parse(readFileSync(file, 'utf8'));
}

/** The key of an n8n that is already in the folder: with another one it would not start. */
function keyOfN8n() {
	const config = path.join(demoFolder, '.n8n', 'config');
	if (!existsSync(config)) return undefined;
	try {
		return JSON.parse(readFileSync(config, 'utf8')).encryptionKey;
	} catch {
		return undefined;
	}
}

function examples() {
	const folder = path.join(root, 'examples');
	return (
		readdirSync(folder)
			// Of the services that the demo simulates.
			.filter((file) => file.startsWith('billit-') && file.endsWith('.json'))
			.sort()
			.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')))
	);
}

function welcome(url, { email, password }, { billit }) {
	return `
  n8n     ${url}
  Login   ${email}  /  ${password}

  1. Connect: open  ${billit.connectUrl}
     in your browser, log in at the simulated Billit as  ${billit.username}  /  ${billit.password}
     and click Allow.
  2. List orders: open  ${url}/workflow/billitOrders0001
     and click "Execute workflow".

  Ctrl-C stops everything. The data stays in ${demoFolder}
`;
}
