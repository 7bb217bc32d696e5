import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { IConnections, INode } from 'n8n-workflow';
import { N8n } from '../host/support/n8n';
import { chain, node } from '../host/support/workflow';

/** What one piece of work took. */
export interface Measure {
	ms: number;
	/** ms of CPU in the client's process. */
	cpu: number;
	/** MB, the most that the process held. */
	peak?: number;
	/** Why there is no time: the run failed. */
	failed?: string;
}

/** What the provider counted. */
export interface Counts {
	calls?: number;
	tokens?: number;
	refused?: number;
	atOnce?: number;
}

/** A certificate authority of this run, and a certificate for 127.0.0.1 by it. */
export class Authority {
	private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'bench-ca-'));

	readonly file = path.join(this.folder, 'ca.pem');

	readonly key: string;

	readonly cert: string;

	constructor() {
		const at = (name: string) => path.join(this.folder, name);
		const openssl = (args: string) =>
			execFileSync('openssl', args.split(' '), { cwd: this.folder, stdio: 'ignore' });
		const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
		openssl(`req -x509 ${newKey} -days 2 -subj /CN=bench-authority -keyout ca.key -out ca.pem`);
		openssl(`req ${newKey} -subj /CN=127.0.0.1 -keyout server.key -out server.csr`);
		writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1');
		openssl(
			'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem',
		);
		[this.key, this.cert] = ['server.key', 'server.pem'].map((name) =>
			readFileSync(at(name), 'utf8'),
		) as [string, string];
	}

	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}

export type Scheme = 'http' | 'https';

export class Provider {
	private constructor(
		readonly origins: Record<Scheme, string>,
		private readonly child: ChildProcess,
	) {}

	static async start({ key, cert }: Authority): Promise<Provider> {
		const child = spawn(process.execPath, [path.join(__dirname, 'provider.mjs')], {
			stdio: ['ignore', 'pipe', 'inherit'],
			env: { ...process.env, BENCH_KEY: key, BENCH_CERT: cert },
		});
		const [line] = (await once(child.stdout, 'data')) as [Buffer];
		const [http = '', https = ''] = String(line).trim().split(' ');
		return new Provider({ http, https }, child);
	}

	/** @param query of rules: `latency`, `jitter`, `atOnce`, `window`, `windowMs`; `reset` forgets the counts */
	async control(query: string): Promise<Counts> {
		return (await (await fetch(`${this.origins.http}/control?${query}`)).json()) as Counts;
	}

	stop(): void {
		this.child.kill();
	}
}

/** What plain axios takes, in a process of its own. */
export function axiosTakes(authority: Authority, work: object): Measure {
	const out = execFileSync(
		process.execPath,
		[path.join(__dirname, 'axiosPeer.mjs'), JSON.stringify(work)],
		{ encoding: 'utf8', env: { ...process.env, NODE_EXTRA_CA_CERTS: authority.file } },
	);
	return JSON.parse(out) as Measure;
}

const median = (list: number[]): number =>
	[...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

/** The place of a list below which so many per cent of it are. */
export const percentile = (list: number[], per: number): number =>
	[...list].sort((a, b) => a - b)[
		Math.min(list.length - 1, Math.floor((list.length * per) / 100))
	] ?? Number.NaN;

/** n8n as the benchmarks use it. */
export class Host {
	constructor(
		readonly n8n: N8n,
		private readonly rounds: number,
	) {}

	static async start(authority: Authority, rounds: number): Promise<Host> {
		const env = {
			N8N_LOG_LEVEL: 'error',
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
			NODE_EXTRA_CA_CERTS: authority.file,
		};
		return new Host(await N8n.start({ env }), rounds);
	}

	/** ms of CPU that n8n's process has used. */
	cpu(): number {
		const stat = readFileSync(`/proc/${this.n8n.pid}/stat`, 'utf8');
		const fields = stat.split(') ')[1]?.split(' ') ?? [];
		return (Number(fields[11]) + Number(fields[12])) * 10;
	}

	/** MB, the most that n8n's process has held since the last `forgetPeak`. */
	private peak(): number {
		const status = readFileSync(`/proc/${this.n8n.pid}/status`, 'utf8');
		return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
	}

	private forgetPeak(): void {
		writeFileSync(`/proc/${this.n8n.pid}/clear_refs`, '5');
	}

	/** A whole run of a workflow. */
	async run(hook: string): Promise<Measure> {
		this.forgetPeak();
		const [cpu, began] = [this.cpu(), performance.now()];
		// n8n answers when the last node is done, so that nobody has to ask.
		const response = await fetch(`${this.n8n.url}/webhook/${hook}`);
		const answer = await response.text();
		const measure = { ms: performance.now() - began, cpu: this.cpu() - cpu, peak: this.peak() };
		return response.ok
			? measure
			: { ...measure, failed: `HTTP ${response.status} ${answer.slice(0, 100)}` };
	}

	/** The median of some runs of a workflow of these nodes; one failure is enough. */
	async takes(nodes: INode[], connections?: IConnections, count = this.rounds): Promise<Measure> {
		const hook = await this.workflow(nodes, connections);
		const runs: Measure[] = [];
		while (runs.length < count && !runs.some(({ failed }) => failed))
			runs.push(await this.run(hook));
		const failed = runs.find((each) => each.failed);
		return (
			failed ?? {
				ms: median(runs.map(({ ms }) => ms)),
				cpu: median(runs.map(({ cpu }) => cpu)),
				peak: median(runs.map(({ peak = 0 }) => peak)),
			}
		);
	}

	/**
	 * A published workflow that runs when its address is called.
	 * @param connections of the nodes; default: one after the other, behind the webhook
	 * @returns the last part of the address
	 */
	async workflow(nodes: INode[], connections?: IConnections): Promise<string> {
		const hook = randomUUID();
		const start = node(
			'Start',
			'n8n-nodes-base.webhook',
			{ path: hook, responseMode: 'lastNode', responseData: 'noData', options: {} },
			{ typeVersion: 2, webhookId: hook },
		);
		const usual = chain('work', [start, ...nodes]);
		const made = connections ? { ...usual, connections } : usual;
		const workflow = await this.n8n.rest.createWorkflow(made);
		await this.n8n.rest.activate(workflow, hook);
		return hook;
	}
}
