import { spawn, type ChildProcess } from 'node:child_process';
import {
	closeSync,
	createWriteStream,
	existsSync,
	fstatSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readFileSync,
	readdirSync,
	readSync,
	rmSync,
	symlinkSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { N8nRest } from './rest';
import { isN8n } from './version';

const PACK = path.resolve(__dirname, '../../..');

export interface N8nOptions {
	/** Default: a new folder that `remove` deletes. */
	userFolder?: string;
	env?: Record<string, string>;
	/** Folders of the packages to install; default this checkout. */
	packs?: string[];
}

/** A free port of this machine. */
export async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

/** A real n8n with this pack in it, on SQLite, reachable from this machine only. */
export class N8n {
	readonly rest: N8nRest;

	private readonly process: N8nProcess;

	private constructor(
		readonly url: string,
		readonly userFolder: string,
		private readonly port: number,
		private readonly env: Record<string, string>,
	) {
		this.rest = new N8nRest(url);
		this.process = new N8nProcess(path.join(userFolder, 'n8n.log'));
	}

	/** Starts n8n and waits until it serves its editor. */
	static async start(options: N8nOptions = {}): Promise<N8n> {
		const given = process.env.BACKOFFICE_N8N_URL;
		if (given) return await N8n.at(given);
		const userFolder = options.userFolder ?? mkdtempSync(path.join(os.tmpdir(), 'backoffice-n8n-'));
		for (const pack of options.packs ?? [PACK]) installPack(userFolder, pack);
		const port = await freePort();
		const n8n = new N8n(`http://127.0.0.1:${port}`, userFolder, port, options.env ?? {});
		await n8n.run();
		await n8n.rest.setUpOwner();
		return n8n;
	}

	/** An n8n that runs somewhere already, with this pack installed. It is left as it was found. */
	private static async at(url: string): Promise<N8n> {
		const userFolder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-n8n-'));
		const n8n = new N8n(url.replace(/\/+$/, ''), userFolder, Number(new URL(url).port), {});
		await n8n.rest.setUpOwner();
		return n8n;
	}

	get pid(): number | undefined {
		return this.process.pid;
	}

	/** All that this n8n has written to its log so far. */
	log(): string {
		return this.process.log();
	}

	async stop(): Promise<void> {
		await this.process.end('SIGTERM');
	}

	/** Stops and starts again on the same data and address. */
	async restart(): Promise<void> {
		await this.stop();
		await this.run();
		await this.rest.logIn();
	}

	/**
	 * Stops and deletes the data, after a look for planted secrets in all that n8n has written: its log,
	 * its database (credentials are encrypted there) and its files.
	 * @throws Error naming the files that hold one
	 */
	async remove(): Promise<void> {
		if (process.env.BACKOFFICE_N8N_URL) await this.rest.deleteWhatWasMade();
		await this.stop();
		const leaks = filesWith(PLANTED, this.userFolder);
		rmSync(this.userFolder, { recursive: true, force: true });
		if (leaks.length > 0) throw new Error(`Secrets were written: ${leaks.join(', ')}`);
	}

	private async run(): Promise<void> {
		await this.process.start('start', await this.settings());
		await this.ready();
	}

	private async settings(): Promise<Record<string, string>> {
		return {
			...(await hostSettings(this.userFolder)),
			N8N_PORT: String(this.port),
			...this.env,
		};
	}

	private async ready(): Promise<void> {
		await this.process.ready(
			async () => (await answersAt(this.url)) && (await this.rest.answers()),
		);
	}
}

/**
 * A planted secret. The secret by which Billit signs its calls is kept with the workflow, as n8n's
 * triggers do: nothing else in n8n can hold it.
 */
const PLANTED = /canary-(?!billit-webhook-)[\w-]+/;

/** Files below a folder whose bytes hold a pattern, each with the first that it holds. */
function filesWith(pattern: RegExp, folder: string): string[] {
	return (
		readdirSync(folder, { recursive: true, withFileTypes: true })
			.filter((each) => each.isFile())
			.map((each) => path.join(each.parentPath, each.name))
			// The pack itself is linked there, with its tests.
			.filter((file) => !file.includes('node_modules'))
			.flatMap((file) => {
				const found = firstIn(file, pattern);
				return found ? [`${path.relative(folder, file)} (${found})`] : [];
			})
	);
}

const PART = 64 * 1024 * 1024;
/** Longer than anything that is looked for. */
const OVERLAP = 1_024;

/** What a pattern finds first in a file of any size. */
function firstIn(file: string, pattern: RegExp): string | undefined {
	const handle = openSync(file, 'r');
	try {
		const buffer = Buffer.alloc(Math.min(PART, fstatSync(handle).size));
		for (let at = 0; buffer.length > 0; at += PART - OVERLAP) {
			const length = readSync(handle, buffer, 0, buffer.length, at);
			const found = pattern.exec(buffer.toString('latin1', 0, length))?.[0];
			if (found !== undefined || length < PART) return found;
		}
		return undefined;
	} finally {
		closeSync(handle);
	}
}

/** Puts a package, this checkout if none is named, among the community nodes of an n8n. */
export function installPack(userFolder: string, pack = PACK): void {
	const nodes = path.join(userFolder, '.n8n', 'nodes', 'node_modules');
	mkdirSync(nodes, { recursive: true });
	const { name } = JSON.parse(readFileSync(path.join(pack, 'package.json'), 'utf8')) as {
		name: string;
	};
	const link = path.join(nodes, name);
	if (!existsSync(link)) symlinkSync(pack, link);
}

/** What every n8n under test runs with. */
export async function hostSettings(userFolder: string): Promise<Record<string, string>> {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_SECURE_COOKIE: 'false',
		N8N_ENCRYPTION_KEY: 'host-tests',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_LOG_LEVEL: 'debug',
		// n8n 1 has one connection, and fails on two transactions at a time.
		...(isN8n('2.0') ? {} : { DB_SQLITE_POOL_SIZE: '3' }),
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
		EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'all',
		EXECUTIONS_DATA_SAVE_MANUAL_EXECUTIONS: 'true',
	};
}

/** Whether an n8n process says at this address that it is ready. */
export const answersAt = async (url: string): Promise<boolean> =>
	await axios
		.get(`${url}/healthz/readiness`, { validateStatus: () => true, timeout: 2_000 })
		.then(({ status }) => status === 200)
		.catch(() => false);

/** One process of the real n8n: `start`, `worker` or `webhook`. */
export class N8nProcess {
	private child?: ChildProcess;

	constructor(private readonly logFile: string) {}

	log(): string {
		return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
	}

	/** Whether it has ended. */
	get isGone(): boolean {
		return !this.child || this.child.exitCode !== null || this.child.signalCode !== null;
	}

	/** Of the process that was started last. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	async start(command: string, settings: Record<string, string>): Promise<void> {
		const install = process.env.BACKOFFICE_N8N;
		if (!install) throw new Error('BACKOFFICE_N8N is not set: run the host tests by `npm test`');
		const child = spawn(
			process.execPath,
			[path.join(install, 'node_modules', 'n8n', 'bin', 'n8n'), command],
			{ env: { ...cleanEnv(), ...settings }, stdio: ['ignore', 'pipe', 'pipe'] },
		);
		this.child = child;
		const log = createWriteStream(this.logFile, { flags: 'a' });
		child.stdout.pipe(log);
		child.stderr.pipe(log);
	}

	/** Waits until a probe says so, two minutes at most. */
	async ready(probe: () => Promise<boolean>): Promise<void> {
		const deadline = Date.now() + 120_000;
		while (Date.now() < deadline && !this.isGone) {
			if (await probe()) return;
			await new Promise((resolve) => setTimeout(resolve, 250));
		}
		throw new Error(`n8n did not start:\n${this.log().slice(-3_000)}`);
	}

	async end(signal: NodeJS.Signals): Promise<void> {
		const { child } = this;
		if (!child || this.isGone) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill(signal);
		const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
		await gone;
		clearTimeout(timer);
	}
}

/** This process' environment without what would change n8n or jest's children. */
function cleanEnv(): NodeJS.ProcessEnv {
	return Object.fromEntries(
		Object.entries(process.env).filter(
			([name]) => !/^(?:N8N_|DB_|JEST_|NODE_ENV$|NODE_OPTIONS$|EXECUTIONS_)/.test(name),
		),
	);
}
