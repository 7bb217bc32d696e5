import { ensureBuild } from './lib/build.mjs';
import { prepareFolder, resetFolder, takeFolder } from './lib/demo.mjs';
import { DemoApi } from './lib/demoApi.mjs';
import { connectAddresses, demoWorkflows } from './lib/demoWorkflows.mjs';
import { dialogs } from './lib/dialogs.mjs';
import { ensureDependencies, ensureN8n } from './lib/install.mjs';
import { main, say, SetupError } from './lib/log.mjs';
import { startN8n, startSimulators } from './lib/services.mjs';
import { demoFolder } from './lib/paths.mjs';
import { choosePorts } from './lib/ports.mjs';
import { stopOnSignals, whenStopped } from './lib/processes.mjs';

const INTERRUPTED =
	'Stopped while installing. npm start goes on next time: what was downloaded is kept in npm’s cache.\n';

// Runs on any Node from 20 on; n8n and the simulators are started with the Node 24 that it installs.
await main(async () => {
	stopOnSignals(0);
	const reset = readOptions(process.argv.slice(2));
	const ports = await choosePorts(process.env);
	whenStopped(INTERRUPTED);
	await ensureDependencies();
	const install = await ensureN8n();
	await ensureBuild();
	whenStopped('');

	takeFolder();
	if (reset) {
		resetFolder();
		say('The demo begins anew');
	}
	const login = prepareFolder();
	say('Starting the simulators and n8n …');
	const url = `http://127.0.0.1:${ports.N8N_PORT}`;
	const workflows = demoWorkflows();
	const plan = {
		n8nUrl: url,
		dialogs: dialogs(),
		connectAddresses: connectAddresses(url),
		workflows: workflows.map(({ provider, workflow }) => ({
			id: workflow.id,
			name: workflow.name,
			provider,
		})),
	};
	const [services] = await Promise.all([
		startSimulators(ports, plan),
		startN8n(install, ports.N8N_PORT, login.encryptionKey),
	]);
	const api = new DemoApi(url, login);
	await api.signIn();
	await api.setUp(services, workflows);
	say('Ready');
	process.stdout.write(welcome(url, login, services, plan.connectAddresses, ports.DEMO_PORT));
});

/** @returns {boolean} whether to begin anew */
function readOptions(options) {
	const unknown = options.find((option) => option !== '--reset');
	if (unknown === undefined) return options.includes('--reset');
	throw new SetupError(`npm start does not know ${unknown}. It knows: npm start -- --reset`);
}

function welcome(url, { email, password }, services, addresses, page) {
	const lines = services.map(({ provider, name, logins: [login], installAt }) => {
		const open = installAt ?? addresses[provider];
		const as = login ? `${login.username} / ${login.password}` : '';
		const how = open ? `connect: ${open} as ${as}` : 'connected already: run its workflows';
		return `  ${name.padEnd(16)} ${how}`;
	});
	return `
  1. Log in to n8n  ${url}   ${email}  /  ${password}
  2. Try a service (all simulated, workflows by tag in n8n):
${lines.join('\n')}
  Any provider     connected already (to OmniFund): run its workflow

  All logins, secrets, workflows, and switches to break things:  http://127.0.0.1:${page}
  Ctrl-C stops everything. The data stays in ${demoFolder}; npm start -- --reset begins anew.
`;
}
