import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BillitSimulator, DEMO_CLIENT } from '../simulators/billit';
import { N8n } from '../host/support/n8n';
import { chain, items, manualTrigger, node } from '../host/support/workflow';

/**
 * 1,000 reads of one order each, in the real n8n: this pack's node beside n8n's own HTTP Request node
 * with the same credential, in the same run. Written to docs/benchmarks.md as ratios; no test depends
 * on the result.
 */
const READS = 1_000;
/** What each read takes at the provider, in ms. */
const LATENCY = 50;
const ROUNDS = 5;
const ORDER = '1001000004';

async function main() {
	const { Bench } = await import('tinybench');
	const simulator = await new BillitSimulator({ latency: LATENCY }).start();
	const n8n = await N8n.start({
		env: { N8N_LOG_LEVEL: 'error', EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' },
	});
	try {
		const peers = await workflows(n8n, simulator);
		const bench = new Bench({ iterations: ROUNDS, time: 0, warmupIterations: 1, warmupTime: 0 });
		for (const { name, workflow, reads: expected } of peers) {
			bench.add(name, async () => {
				const before = simulator.recorder.count('GET', `/v1/orders/${ORDER}`);
				const { status } = await n8n.rest.run(workflow, 'Start');
				const reads = simulator.recorder.count('GET', `/v1/orders/${ORDER}`) - before;
				if (status !== 'success' || reads !== expected) {
					throw new Error(`${name}: ${status} after ${reads} reads`);
				}
			});
		}
		await bench.run();
		report(
			bench.tasks.map(({ name, result }) => {
				const ms = result?.latency.p50;
				if (ms === undefined) throw result?.error ?? new Error(`${name} did not run`);
				return { name, ms };
			}),
		);
	} finally {
		await n8n.remove();
		await simulator.stop();
	}
}

async function workflows(n8n: N8n, simulator: BillitSimulator) {
	const credential = await n8n.rest.createCredential('billitOAuth2Api', {
		environment: 'custom',
		apiBaseUrl: simulator.apiOrigin,
		authBaseUrl: simulator.authOrigin,
		...DEMO_CLIENT,
		partyId: '1001',
		...simulator.connect('ada'),
		tokenExpiresAt: new Date(Date.now() + 3_600_000).toISOString(),
		tokenLifetime: '3600',
	});
	const credentials = { billitOAuth2Api: { id: credential, name: 'My billitOAuth2Api' } };
	const billit = (parallelRequests: number) =>
		node(
			'Read',
			'billit',
			{
				resource: 'order',
				operation: 'get',
				orderId: { __rl: true, mode: 'id', value: ORDER },
				options: { parallelRequests },
			},
			{ credentials },
		);
	const httpRequest = node(
		'Read',
		'n8n-nodes-base.httpRequest',
		{
			url: `${simulator.apiOrigin}/v1/orders/${ORDER}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'billitOAuth2Api',
			options: {},
		},
		{ credentials, typeVersion: 4.2 },
	);
	const noOp = node('Read', 'n8n-nodes-base.noOp');
	const create = async (name: string, reader: ReturnType<typeof node>, reads = READS) => ({
		name,
		reads,
		workflow: await n8n.rest.createWorkflow(chain(name, [manualTrigger(), items(READS), reader])),
	});
	return [
		await create('No reads (what n8n itself needs)', noOp, 0),
		await create("n8n's HTTP Request node", httpRequest),
		await create('Billit node, 20 in parallel (default)', billit(20)),
		await create('Billit node, 50 in parallel', billit(50)),
	];
}

function report(results: Array<{ name: string; ms: number }>): void {
	const peer = results.find(({ name }) => name.startsWith("n8n's"))?.ms ?? 0;
	const rows = results.map(
		({ name, ms }) =>
			`| ${name} | ${(ms / 1000).toFixed(2)} s | ${((ms / peer) * 100).toFixed(0)} % |`,
	);
	const text = `# Benchmarks

Written by \`npm run bench\`; the newest run only. ${READS} reads of one order, each of which takes the simulated
provider ${LATENCY} ms, as one workflow run in n8n 2.41.1 on SQLite, the same OAuth2 credential for all. Median of ${ROUNDS} runs;
${os.cpus().length} cores, Node ${process.versions.node}.

| node | a whole run | of the HTTP Request node's time |
|---|---|---|
${rows.join('\n')}

The difference is what n8n does for every request that asks it for the credential: load, decrypt, resolve. This
pack does that once a run (\`nodes/shared/api/session.ts\`). The HTTP Request node sends all items at once, which
providers answer with HTTP 429; this pack keeps to the number that its option says.
`;
	writeFileSync(path.resolve(__dirname, '../../docs/benchmarks.md'), text);
	process.stdout.write(`\n${text}`);
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);
