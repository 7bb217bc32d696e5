import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../host/support/n8n';

/** A Redis of the tests' own, on loopback; it keeps its data over a stop. */
export class Redis {
	private child?: ChildProcess;

	private constructor(
		readonly port: number,
		private readonly folder: string,
	) {}

	static async start(): Promise<Redis> {
		const redis = new Redis(
			await freePort(),
			mkdtempSync(path.join(os.tmpdir(), 'backoffice-redis-')),
		);
		await redis.up();
		return redis;
	}

	/** For n8n. */
	get settings(): Record<string, string> {
		return {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.port),
			// n8n ends itself when Redis is away for longer (default 10 s).
			QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
		};
	}

	async up(): Promise<void> {
		const program = process.env.BACKOFFICE_REDIS;
		if (!program) throw new Error('BACKOFFICE_REDIS is not set: run `npm run test:queue`');
		const options = `--port ${this.port} --bind 127.0.0.1 --appendonly yes --dir ${this.folder}`;
		this.child = spawn(program, options.split(' '), { stdio: 'ignore' });
		for (let left = 100; left > 0; left--) {
			if (await this.answers()) return;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		throw new Error('Redis did not start');
	}

	async down(): Promise<void> {
		const { child } = this;
		if (!child || child.exitCode !== null) return;
		const gone = new Promise((resolve) => child.once('exit', resolve));
		child.kill('SIGTERM');
		await gone;
	}

	async remove(): Promise<void> {
		await this.down();
		rmSync(this.folder, { recursive: true, force: true });
	}

	private async answers(): Promise<boolean> {
		return await new Promise((resolve) => {
			const socket = connect(this.port, '127.0.0.1', () => {
				socket.end();
				resolve(true);
			});
			socket.on('error', () => resolve(false));
		});
	}
}
