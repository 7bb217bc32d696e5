import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
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
 * `BENCH_ONLY=1,11` measures those parts only, `BENCH=short` runs every workflow once, and less of it; `BENCH_BESIDE` says what else the machine did meanwhile.
 */
const IS_SHORT = process.env.BENCH === 'short';
const BESIDE = process.env.BENCH_BESIDE ?? 'Nothing else ran beside it.';

/** Numbers of the parts that are measured anew; the others stay as they were. */
const ONLY = (process.env.BENCH_ONLY ?? '').split(',').filter(Boolean).map(Number);

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

/** The parts of the newest run. */
const known = (): Part[] =>
	(JSON.parse(readFileSync(path.join(ROOT, 'docs/benchmarks.json'), 'utf8')) as Figures).parts;

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
	if (ONLY.length > 0) figures.parts = known();
	const note = async (index: number, measured: Promise<Part>) => {
		const part = await measured;
		const told = part.rows.map(
			({ name, measure: { ms, failed } }) => `${name} ${failed ?? Math.round(ms)}`,
		);
		process.stdout.write(`${part.title}: ${told.join('; ')}\n`);
		figures.parts[index] = part;
		write(figures);
	};
	const all: Array<() => Promise<Part>> = [
		...(['https', 'http'] as const).flatMap((scheme) =>
			[5, 50, 300].map((latency) => async () => await scenarios.reads(bench, scheme, latency)),
		),
		async () => await scenarios.bounded(bench),
		async () => await scenarios.limited(bench),
		async () => await scenarios.repeated(bench),
		async () => await scenarios.combined(bench),
		async () => await scenarios.pages(bench),
		async () => await scenarios.expressions(bench),
		async () => await scenarios.webhooks(bench),
		async () => await scenarios.writes(bench, 2),
		async () => await scenarios.writes(bench, 50),
		async () => await scenarios.memory(bench, IS_SHORT ? 5_000 : 100_000),
		async () => await scenarios.anyProvider(bench),
	];
	for (const [index, part] of all.entries()) {
		if (ONLY.length === 0 || ONLY.includes(index + 1)) await note(index, part());
	}
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
