import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Authority, Host, Provider } from './hosting';
import { report, type Figures, type Part } from './report';
import * as scenarios from './scenarios';
import { Work } from './work';

/**
 * The same work through this pack, n8n's own HTTP Request node and plain axios, in one run. Written to
 * docs/benchmarks.md as ratios; no test depends on the result.
 *
 * `BENCH=short` runs every workflow once, and less of it; `BENCH_BESIDE` says what else the machine did meanwhile.
 */
const IS_SHORT = process.env.BENCH === 'short';
const BESIDE = process.env.BENCH_BESIDE ?? 'Nothing else ran beside it.';

const ROOT = path.resolve(__dirname, '../..');

async function main() {
	const authority = new Authority();
	const provider = await Provider.start(authority);
	const host = await Host.start(authority, IS_SHORT ? 1 : 3);
	try {
		await measure(authority, provider, host);
	} finally {
		await host.n8n.remove();
		provider.stop();
		authority.remove();
	}
}

/** Anew after each part, so that a run that is ended early has its page too. */
function write(figures: Figures): void {
	const docs = (name: string) => path.join(ROOT, 'docs', name);
	writeFileSync(docs('benchmarks.json'), `${JSON.stringify(figures, null, '\t')}\n`);
	const { text, picture } = report(figures);
	writeFileSync(docs('benchmarks.md'), text);
	writeFileSync(docs('benchmarks.svg'), picture);
}

async function measure(authority: Authority, provider: Provider, host: Host): Promise<void> {
	const work = await Work.prepare(host.n8n, provider);
	const size = IS_SHORT ? { scale: 0.2, count: 400 } : { scale: 1, count: 1_000 };
	const bench = { host, provider, work, authority, ...size };
	// What is loaded and compiled once does not count.
	await scenarios.reads({ ...bench, scale: 0.1, count: 100 }, 'https', 1);
	const figures: Figures = {
		machine: `${os.cpus().length} cores, Node ${process.versions.node}, n8n 2.41.1 on SQLite`,
		date: new Date().toISOString().slice(0, 10),
		circumstances: `${BESIDE} ${IS_SHORT ? 'A short run: every workflow once.' : 'Medians of three runs.'}`,
		parts: [],
		expiry: await scenarios.expiry(bench),
		pack: packFigures(),
	};
	const note = async (measured: Promise<Part>) => {
		const part = await measured;
		const told = part.rows.map(
			({ name, measure: { ms, failed } }) => `${name} ${failed ?? Math.round(ms)}`,
		);
		process.stdout.write(`${part.title}: ${told.join('; ')}\n`);
		figures.parts.push(part);
		write(figures);
	};
	for (const latency of [5, 50, 300]) await note(scenarios.reads(bench, 'https', latency));
	for (const latency of [5, 50, 300]) await note(scenarios.reads(bench, 'http', latency));
	await note(scenarios.bounded(bench));
	await note(scenarios.limited(bench));
	await note(scenarios.repeated(bench));
	await note(scenarios.combined(bench));
	await note(scenarios.pages(bench));
	await note(scenarios.expressions(bench));
	await note(scenarios.webhooks(bench));
	await note(scenarios.writes(bench, 2));
	await note(scenarios.writes(bench, 50));
	await note(scenarios.memory(bench, IS_SHORT ? 5_000 : 100_000));
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
	const times = runs.map(({ loadMs }) => loadMs).sort((a, b) => a - b);
	return { loadMs: times[2] ?? Number.NaN, size: runs[0]?.size ?? 0 };
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);
