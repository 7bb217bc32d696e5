import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from './log.mjs';
import { demoFiles, demoFolder, node24, node24Env, root } from './paths.mjs';
import { freePort } from './ports.mjs';
import { startService } from './processes.mjs';

const { foreign, settings } = JSON.parse(
	readFileSync(new URL('./n8nSettings.json', import.meta.url), 'utf8'),
);
const FOREIGN = new RegExp(foreign);
const WAIT_MS = 120_000;

const logFile = (name) => path.join(demoFolder, 'logs', `${name}.log`);

/** This process' environment without what would change n8n; undefined unsets a variable. */
const withoutForeign = () =>
	Object.fromEntries(
		Object.keys(process.env)
			.filter((name) => FOREIGN.test(name))
			.map((name) => [name, undefined]),
	);

/**
 * Starts the simulated services and the demo's page.
 * @param {Record<string, number>} ports by variable
 * @param {object} plan what the page leads to: see test/simulators/serve.ts
 * @returns {Promise<object[]>} what the services tell about themselves
 */
export async function startSimulators(ports, plan) {
	const file = (name) => path.join(demoFolder, name);
	writeFileSync(file('plan.json'), JSON.stringify(plan));
	rmSync(file('services.json'), { force: true });
	const log = logFile('simulators');
	startService({
		name: 'The simulators',
		command: node24,
		args: ['--import', 'tsx', path.join(root, 'test', 'simulators', 'serve.ts')],
		cwd: root,
		env: {
			...node24Env(),
			...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
			DEMO_PLAN: file('plan.json'),
			DEMO_STATE: file('simulators.state'),
			DEMO_SERVICES: file('services.json'),
		},
		logFile: log,
	});
	return await waitFor('The simulators', log, () => {
		const told = file('services.json');
		return existsSync(told) && JSON.parse(readFileSync(told, 'utf8'));
	});
}

/**
 * Starts n8n on the demo's data folder.
 * @param {string} install folder of the real n8n
 * @returns {Promise<string>} its address, when it answers there
 */
export async function startN8n(install, port, encryptionKey) {
	const url = `http://127.0.0.1:${port}`;
	const log = logFile('n8n');
	startService({
		name: 'n8n',
		command: node24,
		args: [path.join(install, 'node_modules', 'n8n', 'bin', 'n8n'), 'start'],
		cwd: demoFolder,
		env: {
			...withoutForeign(),
			...node24Env(),
			...settings,
			N8N_USER_FOLDER: demoFolder,
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_ENCRYPTION_KEY: encryptionKey,
			N8N_RESTRICT_FILE_ACCESS_TO: demoFiles,
		},
		logFile: log,
	});
	return await waitFor('n8n', log, async () => {
		const answers = async (path) =>
			await fetch(`${url}${path}`).then(
				({ ok, headers }) => ok && /json/.test(headers.get('content-type') ?? ''),
				() => false,
			);
		return (await answers('/healthz/readiness')) && (await answers('/rest/settings')) && url;
	});
}

async function waitFor(name, log, probe) {
	const deadline = Date.now() + WAIT_MS;
	while (Date.now() < deadline) {
		const found = await probe();
		if (found) return found;
		await pause(200);
	}
	throw new SetupError(`${name} did not get ready within two minutes. What it printed: ${log}`);
}
