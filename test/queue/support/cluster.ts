import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { answersAt, freePort, hostSettings, installPack, N8nProcess } from '../../host/support/n8n';
import type { INode } from 'n8n-workflow';
import { failure, N8nRest } from '../../host/support/rest';
import { within } from '../../host/support/wait';
import { chain, node } from '../../host/support/workflow';
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

	/** A published workflow that runs these nodes when its address is called with POST. */
	async published(...nodes: INode[]): Promise<{ id: string; url: string }> {
		return await this.publishedAs((workflow) => workflow, ...nodes);
	}

	/** The same, with other connections or settings. */
	async publishedAs(
		change: (workflow: ReturnType<typeof chain>) => Parameters<N8nRest['createWorkflow']>[0],
		...nodes: INode[]
	): Promise<{ id: string; url: string }> {
		const hook = randomUUID();
		const called = node(
			'Call',
			'n8n-nodes-base.webhook',
			{ httpMethod: 'POST', path: hook, options: {} },
			{ typeVersion: 2, webhookId: hook },
		);
		const workflow = change(chain(`Called ${hook}`, [called, ...nodes]));
		const id = await this.rest.createWorkflow(workflow);
		await this.rest.activate(id);
		return { id, url: `${this.webhook.url}/webhook/${hook}` };
	}

	/** The status that a call of a published workflow is answered with; 0 where none comes. */
	async call(url: string): Promise<number> {
		return (await fetch(url, { method: 'POST' }).catch(() => ({ status: 0 }))).status;
	}

	/** How many executions of these workflows ended how. */
	outcomes(workflows: string[]): Record<string, number> {
		const rows = this.postgres.query(
			`SELECT status, count(*) FROM execution_entity WHERE "workflowId" IN (${listed(workflows)}) GROUP BY status`,
		);
		return Object.fromEntries(
			rows
				.split('\n')
				.filter(Boolean)
				.map((row) => row.split('|'))
				.map(([status = '', count]) => [status, Number(count)]),
		);
	}

	async allEnded(workflows: string[], count: number, seconds = 90): Promise<void> {
		await within(seconds, () => {
			const { success = 0, error = 0, crashed = 0 } = this.outcomes(workflows);
			return success + error + crashed >= count;
		});
	}

	/** What the failed executions of these workflows say. */
	async complaints(workflows: string[]): Promise<string[]> {
		const ids = this.postgres
			.query(
				`SELECT id FROM execution_entity WHERE status <> 'success' AND "workflowId" IN (${listed(workflows)}) LIMIT 5`,
			)
			.split('\n')
			.filter(Boolean);
		return await Promise.all(
			ids.map(async (id) => {
				const { message, description } = failure(await this.rest.finished(id));
				return `${message} (${description})`;
			}),
		);
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

const listed = (ids: string[]): string => ids.map((id) => `'${id}'`).join(',');
