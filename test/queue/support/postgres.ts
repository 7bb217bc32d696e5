import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../host/support/n8n';

const USER = 'n8n';

/** A Postgres of the tests' own, on loopback, that can be taken away for a while. */
export class Postgres {
	private constructor(
		readonly port: number,
		private readonly folder: string,
	) {}

	static async start(): Promise<Postgres> {
		const folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-postgres-'));
		chmodSync(folder, 0o777);
		const postgres = new Postgres(await freePort(), folder);
		postgres.call('initdb', ['-D', postgres.data, '-U', USER, '-A', 'trust', '-E', 'UTF8']);
		postgres.up();
		postgres.sql('postgres', `CREATE DATABASE ${USER}`);
		return postgres;
	}

	/** For n8n. */
	get settings(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: 'unused',
			DB_POSTGRESDB_DATABASE: USER,
		};
	}

	up(): void {
		const options = `-p ${this.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${this.folder} -c fsync=off -c max_connections=200`;
		this.call('pg_ctl', [
			...['-D', this.data, '-w', '-l', path.join(this.folder, 'log'), '-o', options],
			'start',
		]);
	}

	/** Ends it at once, connections and all; the data stay. */
	down(): void {
		this.call('pg_ctl', ['-D', this.data, '-w', '-m', 'immediate', 'stop']);
	}

	/** @returns what a statement puts out, one line a row, columns parted by `|` */
	query(statement: string): string {
		return this.sql(USER, statement);
	}

	remove(): void {
		spawnSync(...this.command('pg_ctl', ['-D', this.data, '-m', 'immediate', 'stop']));
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** The arguments of a `psql` on n8n's database, for a session that stays open. */
	session(): [command: string, args: string[]] {
		return this.command('psql', this.connection(USER));
	}

	private get data(): string {
		return path.join(this.folder, 'data');
	}

	private connection(database: string): string[] {
		return ['-h', '127.0.0.1', '-p', String(this.port), '-U', USER, '-d', database, '-qAt'];
	}

	private sql(database: string, statement: string): string {
		return this.call('psql', [...this.connection(database), '-c', statement]).trim();
	}

	private call(program: string, args: string[]): string {
		const [command, all] = this.command(program, args);
		// pg_ctl's server keeps the pipes open, so nothing of it is read.
		const stdio = program === 'pg_ctl' ? 'ignore' : 'pipe';
		return String(execFileSync(command, all, { cwd: os.tmpdir(), encoding: 'utf8', stdio }) ?? '');
	}

	/** Postgres refuses to run as root. */
	private command(program: string, args: string[]): [command: string, args: string[]] {
		const folder = process.env.BACKOFFICE_POSTGRES;
		if (!folder) throw new Error('BACKOFFICE_POSTGRES is not set: run `npm run test:queue`');
		const file = path.join(folder, program);
		return process.getuid?.() === 0
			? ['runuser', ['-u', 'postgres', '--', file, ...args]]
			: [file, args];
	}
}
