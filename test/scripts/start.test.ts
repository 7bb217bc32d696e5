import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** Ports of every variable of `npm start` that nobody is likely to use. */
const FREE = Object.fromEntries(
	[...readFileSync(library('ports.mjs'), 'utf8').matchAll(/variable: '(\w+)'/g)].map(
		([, variable = ''], index) => [variable, String(47_111 + index)],
	),
);

async function taken(): Promise<{ port: string; free: () => void }> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: String((server.address() as AddressInfo).port),
		free: () => void server.close(),
	};
}

it('knows a port for each simulated service', () => {
	expect(Object.keys(FREE)).toHaveLength(9);
});

it.each(Object.keys(FREE))(
	'names the port that is taken and %s, before it does anything',
	async (variable) => {
		const { port, free } = await taken();
		const { code, stdout, stderr } = await start({ ...FREE, [variable]: port });
		free();
		expect(code).toBe(1);
		expect(stderr).toContain(`Port ${port}, which `);
		expect(stderr).toContain(`${variable}=`);
		expect(stderr).not.toMatch(/^\s+at /m);
		expect(stdout).toBe('');
		expect(existsSync(path.join(folder(), 'data'))).toBe(false);
	},
);

it('tells all taken ports at once, with one command that moves them', async () => {
	const [one, two] = [await taken(), await taken()];
	const { stderr } = await start({ ...FREE, N8N_PORT: one.port, LUCA_PORT: two.port });
	one.free();
	two.free();
	expect(stderr).toContain(`Port ${one.port}, which n8n needs`);
	expect(stderr).toContain(`Port ${two.port}, which the simulated Luca Regnskap needs`);
	expect(stderr).toMatch(/N8N_PORT=\d+ LUCA_PORT=\d+ npm start/);
});

it('says that README tells every variable of a port', () => {
	const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
	expect(Object.keys(FREE).filter((variable) => !readme.includes(`\`${variable}\``))).toEqual([]);
});

it('refuses an option that it does not know, before it does anything', async () => {
	const child = spawn(process.execPath, [path.join(root, 'scripts', 'start.mjs'), '--rest'], {
		env: { ...process.env, ...FREE, BACKOFFICE_DATA: path.join(folder(), 'data') },
	});
	const { code, stderr } = await ended(child);
	expect({ code, told: stderr.includes('npm start does not know --rest') }).toEqual({
		code: 1,
		told: true,
	});
});

it('resets what the demo has made, and nothing else in the folder', async () => {
	const data = path.join(folder(), 'data');
	mkdirSync(path.join(data, '.n8n'), { recursive: true });
	for (const name of ['login.json', 'simulators.state', 'mine.txt']) {
		writeFileSync(path.join(data, name), 'x');
	}
	await runModule(
		`import { resetFolder } from ${JSON.stringify(library('demo.mjs'))}; resetFolder();`,
		{ BACKOFFICE_DATA: data },
	);
	expect(readdirSync(data)).toEqual(['mine.txt']);
});

it('says that an interrupted install goes on next time', async () => {
	const starter = startModule(`
		import { stopOnSignals, whenStopped } from ${JSON.stringify(library('processes.mjs'))};
		stopOnSignals(0);
		whenStopped('It goes on next time.\\n');
		console.log('ready');
		setInterval(() => {}, 1000);`);
	await firstOutput(starter);
	const end = ended(starter);
	starter.kill('SIGINT');
	expect((await end).stdout).toContain('It goes on next time.');
});

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
			args: ['--eval', 'console.error("no more memory, clientSecret=abc-def Authorization: Bearer xyz"); process.exit(7)'],
			cwd: ${JSON.stringify(folder())}, env: {}, logFile: ${JSON.stringify(path.join(folder(), 'service.log'))},
		});`);
	expect(code).toBe(1);
	expect(stderr).toContain('The service ended by itself (exit code 7)');
	expect(stderr).toContain('no more memory');
	expect(stderr).not.toMatch(/abc-def|xyz/);
	expect(stderr).toContain('npm start -- --reset');
});
