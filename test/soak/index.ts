import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connected } from '../host/support/connect';
import { N8n } from '../host/support/n8n';
import { failure } from '../host/support/rest';
import { chain, items, manualTrigger, node } from '../host/support/workflow';
import { connections, type Connection, type Vendor } from '../support/connections';

/**
 * A mixed load over all providers in the real n8n, with access tokens that live 20 s: no failed item, and
 * memory that does not grow. SOAK_MINUTES sets how long; from 30 on the figures go into the documents.
 */
const MINUTES = Number(process.env.SOAK_MINUTES ?? 3);
const TOKEN_LIFETIME_S = 20;
const ITEMS = 100;

interface Load {
	connection: Connection;
	vendor: Vendor;
	workflow: string;
	runs: number;
	tokenRequests: number;
}

async function main() {
	const n8n = await N8n.start({
		env: { N8N_LOG_LEVEL: 'error', EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none' },
	});
	const loads: Load[] = [];
	try {
		for (const connection of connections) loads.push(await prepare(n8n, connection));
		await soak(n8n, loads);
	} finally {
		await n8n.remove();
		for (const { vendor } of loads) await vendor.stop();
	}
}

async function prepare(n8n: N8n, connection: Connection): Promise<Load> {
	const vendor = await connection.start();
	const oauth = connection.oauth?.(vendor);
	if (oauth) oauth.shorten(TOKEN_LIFETIME_S);
	const id = await connected(n8n, connection, vendor, 'first', {
		...(connection.tokens
			? { tokenExpiresAt: new Date(Date.now() + TOKEN_LIFETIME_S * 1_000).toISOString() }
			: {}),
	});
	const { credentialType: type, node: read } = connection;
	const workflow = await n8n.rest.createWorkflow(
		chain(type, [
			manualTrigger(),
			items(ITEMS),
			node('Read', read.type, read.parameters('first'), {
				credentials: { [type]: { id, name: type } },
			}),
		]),
	);
	return { connection, vendor, workflow, runs: 0, tokenRequests: 0 };
}

/** MB that n8n's process holds now. */
const held = (n8n: N8n): number =>
	Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${n8n.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const median = (list: number[]): number =>
	[...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

async function soak(n8n: N8n, loads: Load[]): Promise<void> {
	const began = Date.now();
	const until = began + MINUTES * 60_000;
	const memory: number[] = [];
	const problems: string[] = [];
	const work = async (load: Load) => {
		while (Date.now() < until && problems.length === 0) {
			const execution = await n8n.rest.run(load.workflow, 'Start');
			load.runs += 1;
			const count = execution.data.resultData.runData.Read?.[0]?.data?.main?.[0]?.length ?? 0;
			if (execution.status !== 'success' || count < ITEMS) {
				const { message, description } = failure(execution);
				problems.push(
					`${load.connection.credentialType}: ${count} items, ${message} ${description}`,
				);
			}
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	};
	const watch = async () => {
		while (Date.now() < until && problems.length === 0) {
			memory.push(held(n8n));
			await new Promise((resolve) => setTimeout(resolve, 2_000));
		}
	};
	await Promise.all([...loads.map(work), watch()]);
	const quarter = Math.max(1, Math.floor(memory.length / 4));
	const [early, late] = [
		median(memory.slice(quarter, 2 * quarter)),
		median(memory.slice(-quarter)),
	];
	if (late > early * 1.3)
		problems.push(`memory grew from ${early.toFixed(0)} to ${late.toFixed(0)} MB`);
	const rows = loads.map(({ connection, vendor, runs }) => {
		const tokens = connection.oauth?.(vendor).counts.tokenRequests;
		return `| ${connection.credentialType} | ${runs} | ${runs * ITEMS} | ${tokens ?? '-'} |`;
	});
	const text = `# Soak

Written by \`SOAK_MINUTES=30 npm run soak\`: ${((Date.now() - began) / 60_000).toFixed(0)} minutes of mixed load over all credentials in the real n8n, access tokens of ${TOKEN_LIFETIME_S} s. Failed items: ${problems.length === 0 ? 'none' : problems.join('; ')}.
Memory of n8n (median): ${early.toFixed(0)} MB in the second quarter, ${late.toFixed(0)} MB in the last.

| Credential | Runs | Items | Token requests |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
	process.stdout.write(`\n${text}`);
	if (MINUTES >= 30) writeFileSync(path.resolve(__dirname, '../../docs/soak.md'), text);
	if (problems.length > 0) throw new Error(problems.join('\n'));
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
