import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { answersAt, freePort, hostSettings, installPack, N8nProcess } from '../../host/support/n8n';
import { N8nRest } from '../../host/support/rest';
import { Postgres } from './postgres';
import { Redis } from './redis';

const WORKERS = 3;

/** One process of the cluster. */
export interface Member {
	name: string;
	url: string;
	process: N8nProcess;
	restart(): Promise<void>;
}

/** n8n in queue mode: a main, a webhook process and three workers, with their own Postgres and Redis. */
export class Cluster {
	readonly workers: Member[] = [];

	private constructor(
		readonly postgres: Postgres,
		readonly redis: Redis,
		private readonly folder: string,
		readonly main: Member,
		readonly webhook: Member,
		readonly rest: N8nRest,
	) {}

	/** @param packs folders of the packages to install; default this checkout */
	static async start(packs: Array<string | undefined> = [undefined]): Promise<Cluster> {
		const [postgres, redis] = [await Postgres.start(), await Redis.start()];
		const folder = mkdtempSync(path.join(os.tmpdir(), 'backoffice-cluster-'));
		const shared = {
			...postgres.settings,
			...redis.settings,
			// Deliveries come in at the webhook process; its address is the public one.
			WEBHOOK_URL: `http://127.0.0.1:${await freePort()}/`,
			N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '10',
			// As n8n 3 does always; files are in the database, the default of queue mode.
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		};
		const { port: webhookPort } = new URL(shared.WEBHOOK_URL);
		const member = async (name: string, command: string, port: number): Promise<Member> => {
			const own = path.join(folder, name);
			mkdirSync(own, { recursive: true });
			for (const pack of packs) installPack(own, pack);
			const process = new N8nProcess(path.join(folder, `${name}.log`));
			const url = `http://127.0.0.1:${port}`;
			const restart = async () => {
				await process.start(command, {
					...(await hostSettings(own)),
					...shared,
					N8N_PORT: String(port),
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
				});
				await process.ready(async () => await answersAt(url));
			};
			await restart();
			return { name, url, process, restart };
		};
		const main = await member('main', 'start', await freePort());
		const rest = new N8nRest(main.url);
		await main.process.ready(async () => await rest.answers());
		await rest.setUpOwner();
		const webhook = await member('webhook', 'webhook', Number(webhookPort));
		const cluster = new Cluster(postgres, redis, folder, main, webhook, rest);
		for (let number = 1; number <= WORKERS; number++) {
			cluster.workers.push(await member(`worker-${number}`, 'worker', await freePort()));
		}
		return cluster;
	}

	get members(): Member[] {
		return [this.main, this.webhook, ...this.workers];
	}

	/** What all processes have logged so far. */
	log(): string {
		return this.members.map((each) => each.process.log()).join('\n');
	}

	/** Starts again whatever ended, as a supervisor would. */
	async supervise(): Promise<string[]> {
		const ended = this.members.filter((each) => each.process.isGone);
		for (const each of ended) await each.restart();
		return ended.map(({ name }) => name);
	}

	async remove(): Promise<void> {
		await Promise.all(this.members.map(async (each) => await each.process.end('SIGTERM')));
		this.postgres.remove();
		await this.redis.remove();
		rmSync(this.folder, { recursive: true, force: true });
	}
}
