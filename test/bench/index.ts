import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { INode, INodeParameters } from 'n8n-workflow';
import { N8n } from '../host/support/n8n';
import { chain, items, node } from '../host/support/workflow';
import { report, type Figures, type Measure } from './report';

/**
 * The same work through this pack, n8n's own HTTP Request node, a declarative twin and plain axios, in
 * one run. Written to docs/benchmarks.md as ratios; no test depends on the result.
 */
const READS = 1_000;
/** What each read takes at the provider, in ms. */
const LATENCY = 50;
const ROUNDS = 3;
const ROWS = 100_000;
const WRITES = 2_000;

const ROOT = path.resolve(__dirname, '../..');

class Provider {
	private constructor(
		readonly origin: string,
		private readonly child: ChildProcess,
	) {}

	static async start(): Promise<Provider> {
		const child = spawn(process.execPath, [path.join(__dirname, 'provider.mjs')], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const [line] = (await once(child.stdout, 'data')) as [Buffer];
		return new Provider(String(line).trim(), child);
	}

	async control(query: string): Promise<{ tokens?: number; atOnce?: number }> {
		return (await (await fetch(`${this.origin}/control?${query}`)).json()) as object;
	}

	stop(): void {
		this.child.kill();
	}
}

/** What plain axios takes, in a process of its own. */
function axiosTakes(work: object): Measure {
	const out = execFileSync(
		process.execPath,
		[path.join(__dirname, 'axiosPeer.mjs'), JSON.stringify(work)],
		{
			encoding: 'utf8',
		},
	);
	return JSON.parse(out) as Measure;
}

const median = (list: number[]): number =>
	[...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;

class Host {
	constructor(
		readonly n8n: N8n,
		readonly provider: Provider,
	) {}

	/** ms of CPU that n8n's process has used. */
	private cpu(): number {
		const fields =
			readFileSync(`/proc/${this.n8n.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
		return (Number(fields[11]) + Number(fields[12])) * 10;
	}

	/** MB, the most that n8n's process has held since the last `forget`. */
	private peak(): number {
		const status = readFileSync(`/proc/${this.n8n.pid}/status`, 'utf8');
		return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
	}

	private forgetPeak(): void {
		writeFileSync(`/proc/${this.n8n.pid}/clear_refs`, '5');
	}

	/** A whole run of a workflow. */
	async run(workflow: string): Promise<Measure> {
		this.forgetPeak();
		const [cpu, began] = [this.cpu(), performance.now()];
		// n8n answers when the last node is done, so that nobody has to ask.
		const response = await fetch(`${this.n8n.url}/webhook/${workflow}`);
		const answer = await response.text();
		if (!response.ok) throw new Error(`HTTP ${response.status}: ${answer.slice(0, 300)}`);
		return { ms: performance.now() - began, cpu: this.cpu() - cpu, peak: this.peak() };
	}

	/** Medians of some runs after a first one that does not count. */
	async rounds(workflow: string, count = ROUNDS): Promise<Measure> {
		const { Bench } = await import('tinybench');
		const all: Measure[] = [];
		const bench = new Bench({
			iterations: count,
			time: 0,
			warmupIterations: 1,
			warmupTime: 0,
			throws: true,
		}).add('run', async () => void all.push(await this.run(workflow)));
		const [task] = await bench.run();
		const runs = all.slice(-count);
		return {
			ms: task?.result?.latency.p50 ?? Number.NaN,
			cpu: median(runs.map(({ cpu }) => cpu)),
			peak: median(runs.map(({ peak = 0 }) => peak)),
		};
	}

	/** A published workflow that runs when its address is called; the last part of the address. */
	async workflow(name: string, nodes: INode[]): Promise<string> {
		const hook = randomUUID();
		const start = node(
			'Start',
			'n8n-nodes-base.webhook',
			{ path: hook, responseMode: 'lastNode', responseData: 'noData', options: {} },
			{ typeVersion: 2, webhookId: hook },
		);
		const workflow = await this.n8n.rest.createWorkflow(chain(name, [start, ...nodes]));
		await this.n8n.rest.activate(workflow, hook);
		return hook;
	}
}

const id = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value });

async function main() {
	const provider = await Provider.start();
	const n8n = await N8n.start({
		env: {
			N8N_LOG_LEVEL: 'error',
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
			N8N_CUSTOM_EXTENSIONS: path.join(__dirname, 'twin'),
		},
	});
	try {
		const figures = await measure(new Host(n8n, provider));
		writeFileSync(
			path.join(ROOT, 'docs/benchmarks.json'),
			`${JSON.stringify(figures, null, '\t')}\n`,
		);
		const { text, picture } = report(figures);
		writeFileSync(path.join(ROOT, 'docs/benchmarks.md'), text);
		writeFileSync(path.join(ROOT, 'docs/benchmarks.svg'), picture);
		process.stdout.write(`\n${text}`);
	} finally {
		await n8n.remove();
		provider.stop();
	}
}

async function measure(host: Host): Promise<Figures> {
	const { n8n, provider } = host;
	const billit = await n8n.rest.createCredential('billitOAuth2Api', {
		environment: 'custom',
		apiBaseUrl: provider.origin,
		authBaseUrl: provider.origin,
		clientId: 'client',
		clientSecret: 'secret',
		partyId: '1001',
		accessToken: 'token-0',
		refreshToken: 'refresh-0',
		tokenExpiresAt: new Date(Date.now() + 3_600_000).toISOString(),
		tokenLifetime: '3600',
	});
	const microBilt = await n8n.rest.createCredential('microBiltOAuth2Api', {
		environment: 'custom',
		apiBaseUrl: provider.origin,
		clientId: 'client',
		clientSecret: 'secret',
	});
	const held = (type: string, credential: string) => ({
		credentials: { [type]: { id: credential, name: `My ${type}` } },
	});
	const billitNode = (parameters: INodeParameters) =>
		node(
			'Work',
			'billit',
			{ authentication: 'oAuth2', ...parameters },
			held('billitOAuth2Api', billit),
		);
	const http = (
		url: string,
		parameters: INodeParameters = {},
		type = 'billitOAuth2Api',
		credential = billit,
	) =>
		node(
			'Work',
			'n8n-nodes-base.httpRequest',
			{
				url: `${provider.origin}${url}`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: type,
				options: {},
				...parameters,
			},
			{ typeVersion: 4.2, ...held(type, credential) },
		);
	const read = (parallelRequests: number) =>
		billitNode({
			resource: 'order',
			operation: 'get',
			orderId: id('1000001'),
			// All read the same order: one call each all the same.
			options: { parallelRequests, alwaysAskAgain: true },
		});
	const lookup = node(
		'Work',
		'microBilt',
		{ resource: 'vehicle', operation: 'getManyYears', returnAll: true },
		held('microBiltOAuth2Api', microBilt),
	);
	const twin = node(
		'Work',
		'CUSTOM.billitTwin',
		{ orderId: '1000001' },
		held('billitOAuth2Api', billit),
	);
	const over = async (count: number, work: INode) =>
		await host.workflow('work', [items(count), work]);
	const empty = node('Work', 'n8n-nodes-base.noOp');

	const url = `${provider.origin}/v1/orders/1000001`;
	await provider.control(`latency=${LATENCY}`);
	const reads: Figures['reads'] = {
		nothing: await host.rounds(await over(READS, empty)),
		http: await host.rounds(await over(READS, http('/v1/orders/1000001'))),
		httpHostDriven: await host.rounds(
			await over(READS, http('/NADAVehiclePricing/GetYears', {}, 'microBiltOAuth2Api', microBilt)),
			1,
		),
		twin: await host.rounds(await over(READS, twin)),
		pack20: await host.rounds(await over(READS, read(20))),
		pack50: await host.rounds(await over(READS, read(50))),
		packHostDriven: await host.rounds(await over(READS, lookup), 1),
		axios20: axiosTakes({ url, count: READS, parallel: 20 }),
		axios50: axiosTakes({ url, count: READS, parallel: 50 }),
	};

	await provider.control('reset=1&expire=1');
	await host.run(await over(READS, read(50)));
	const expiry = (await provider.control('reset=1')).tokens ?? 0;

	await provider.control('latency=2');
	const split = node('Rows', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'Items', options: {} });
	const pagination = {
		pagination: {
			paginationMode: 'responseContainsNextURL',
			nextURL: '={{ $response.body.NextPageLink }}',
			paginationCompleteWhen: 'other',
			completeExpression: '={{ !$response.body.NextPageLink }}',
			limitPagesFetched: false,
			requestInterval: 0,
		},
	};
	const held100k = node(
		'Items',
		'n8n-nodes-base.code',
		{
			jsCode: `return Array.from({ length: ${ROWS} }, (_, index) => ({ json: { OrderID: index, OrderNumber: 'INV-' + index, OrderType: 'Invoice', OrderDirection: 'Income', OrderDate: '2026-01-31T00:00:00', ExpiryDate: '2026-03-02T00:00:00', OrderStatus: 'ToPay', Currency: 'EUR', TotalExcl: 100, TotalIncl: 121, TotalVAT: 21, Paid: false, CounterParty: { PartyID: index % 500, DisplayName: 'Customer ' + (index % 500) + ' NV' } } }));`,
		},
		{ typeVersion: 2 },
	);
	const rows: Figures['rows'] = {
		held: await host.rounds(await host.workflow('held', [held100k]), 1),
		http: await host.rounds(
			await host.workflow('pages', [
				http('/v1/orders?$top=120', { options: { pagination } }),
				split,
			]),
			1,
		),
		pack: await host.rounds(
			await host.workflow('pages', [
				billitNode({
					resource: 'order',
					operation: 'getMany',
					returnAll: true,
					simplify: false,
					filters: {},
					options: {},
				}),
			]),
			1,
		),
		axios: axiosTakes({ url: `${provider.origin}/v1/orders?$top=120`, paged: true }),
	};

	const post = {
		sendBody: true,
		method: 'POST',
		specifyBody: 'json',
		jsonBody: '{"Name":"Demo NV"}',
	};
	await provider.control('reset=1');
	const writesByHttp = await host.rounds(
		await over(
			WRITES,
			http('/v1/parties', {
				...post,
				options: { batching: { batch: { batchSize: 1, batchInterval: 0 } } },
			}),
		),
		1,
	);
	const atOnceByHttp = (await provider.control('reset=1')).atOnce ?? 0;
	const writesByPack = await host.rounds(
		await over(
			WRITES,
			billitNode({
				resource: 'party',
				operation: 'create',
				partyType: 'Customer',
				name: 'Demo NV',
				additionalFields: {},
				options: {},
			}),
		),
		1,
	);
	const atOnceByPack = (await provider.control('reset=1')).atOnce ?? 0;
	const writes: Figures['writes'] = {
		http: { ...writesByHttp, atOnce: atOnceByHttp },
		pack: { ...writesByPack, atOnce: atOnceByPack },
		axios: axiosTakes({ url: `${provider.origin}/v1/parties`, method: 'POST', count: WRITES }),
	};

	await provider.control('latency=5');
	const growth: Figures['growth'] = [];
	for (const count of [10, 100, 1_000, 10_000]) {
		growth.push({
			count,
			http: (await host.run(await over(count, http('/v1/orders/1000001')))).ms,
			pack: (await host.run(await over(count, read(50)))).ms,
			axios: axiosTakes({ url, count, parallel: 50 }).ms,
		});
	}
	return {
		machine: `${os.cpus().length} cores, Node ${process.versions.node}, n8n 2.41.1 on SQLite`,
		settings: { reads: READS, latency: LATENCY, rows: ROWS, writes: WRITES },
		reads,
		expiry,
		rows,
		writes,
		growth,
		pack: packFigures(),
	};
}

/** What the pack adds to n8n: its time to load, and what the editor loads of it. */
function packFigures(): Figures['pack'] {
	const script = `
		const { n8n } = require('./package.json');
		require('n8n-workflow');
		const began = performance.now();
		let size = 0;
		for (const file of [...n8n.credentials, ...n8n.nodes]) {
			const [type] = Object.values(require('./' + file));
			const { description } = new type();
			size += description ? JSON.stringify(description).length : 0;
		}
		console.log(JSON.stringify({ loadMs: performance.now() - began, size }));`;
	const runs = Array.from(
		{ length: 5 },
		() =>
			JSON.parse(
				execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }),
			) as Figures['pack'],
	);
	return { loadMs: median(runs.map(({ loadMs }) => loadMs)), size: runs[0]?.size ?? 0 };
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);
