import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import {
	ended,
	firstOutput,
	library,
	root,
	runModule,
	startModule,
	temporaryFolder,
} from './support';

const folder = temporaryFolder();

/** `npm start` with its data in the test's folder. */
const start = (env: NodeJS.ProcessEnv) =>
	ended(
		spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs')], {
			env: { ...process.env, BACKOFFICE_DATA: path.join(folder(), 'data'), ...env },
		}),
	);

it.each(['N8N_PORT', 'BILLIT_API_PORT', 'BILLIT_AUTH_PORT'])(
	'names the port that is taken and %s, before it does anything',
	async (variable) => {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const free = { N8N_PORT: '47111', BILLIT_API_PORT: '47112', BILLIT_AUTH_PORT: '47113' };
		const { code, stdout, stderr } = await start({ ...free, [variable]: String(port) });
		server.close();
		expect(code).toBe(1);
		expect(stderr).toContain(`Port ${port}, which `);
		expect(stderr).toContain(`${variable}=`);
		expect(stderr).not.toMatch(/^\s+at /m);
		expect(stdout).toBe('');
		expect(existsSync(path.join(folder(), 'data'))).toBe(false);
	},
);

it('refuses what is no port, and one port for two things', async () => {
	expect((await start({ N8N_PORT: 'high' })).stderr).toContain('N8N_PORT=high is no port');
	const same = await start({ N8N_PORT: '47111', BILLIT_API_PORT: '47111' });
	expect(same.stderr).toContain('BILLIT_API_PORT and N8N_PORT are both 47111');
});

/** A script that starts one service, whose own child prints its process id. */
function serviceStarter(): string {
	const service = path.join(folder(), 'service.js');
	writeFileSync(
		service,
		`const { spawn } = require('node:child_process');
		const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
		const { Worker } = require('node:worker_threads');
		const worker = new Worker('setTimeout(() => {}, 50)', { eval: true });
		worker.on('exit', () => console.log(process.pid + ' ' + child.pid));
		setInterval(() => {}, 1000);`,
	);
	const logFile = path.join(folder(), 'service.log');
	return `
		import { startService, stopOnSignals } from ${JSON.stringify(library('processes.mjs'))};
		import { readFileSync } from 'node:fs';
		stopOnSignals(0);
		startService({
			name: 'The service', command: process.execPath, args: [${JSON.stringify(service)}],
			cwd: ${JSON.stringify(folder())}, env: {}, logFile: ${JSON.stringify(logFile)},
		});
		const timer = setInterval(() => {
			const text = readFileSync(${JSON.stringify(logFile)}, 'utf8');
			if (!text.includes('\\n')) return;
			clearInterval(timer);
			console.log(text.trim());
			setInterval(() => {}, 1000);
		}, 20);`;
}

async function startedService() {
	const starter = startModule(serviceStarter());
	const pids = (await firstOutput(starter)).trim().split(' ').map(Number);
	return { starter, pids };
}

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

async function allGone(pids: number[]): Promise<boolean> {
	const deadline = Date.now() + 5_000;
	while (Date.now() < deadline && pids.some(lives)) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return !pids.some(lives);
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
	'stops what it started, children of children too, on %s',
	async (signal) => {
		const { starter, pids } = await startedService();
		expect(pids).toHaveLength(2);
		starter.kill(signal);
		expect((await ended(starter)).code).toBe(0);
		expect(await allGone(pids)).toBe(true);
	},
);

it('leaves no service behind when it is killed without a chance to stop it', async () => {
	const { starter, pids } = await startedService();
	starter.kill('SIGKILL');
	await ended(starter);
	expect(await allGone(pids.slice(0, 1))).toBe(true);
	pids
		.slice(1)
		.filter(lives)
		.forEach((pid) => process.kill(pid));
});

it('says what a service said last when it dies, and ends with exit code 1', async () => {
	const { code, stderr } = await runModule(`
		import { startService } from ${JSON.stringify(library('processes.mjs'))};
		startService({
			name: 'The service', command: process.execPath,
			args: ['--eval', 'console.error("no more memory"); process.exit(7)'],
			cwd: ${JSON.stringify(folder())}, env: {}, logFile: ${JSON.stringify(path.join(folder(), 'service.log'))},
		});`);
	expect(code).toBe(1);
	expect(stderr).toContain('The service ended by itself (exit code 7)');
	expect(stderr).toContain('no more memory');
});
