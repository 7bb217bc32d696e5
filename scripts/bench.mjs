import path from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies, ensureN8n } from './lib/install.mjs';
import { main } from './lib/log.mjs';
import { node24, node24Env, root } from './lib/paths.mjs';
import { startChild, stopOnSignals } from './lib/processes.mjs';

// npm run bench: measures against peers in the same run and writes docs/benchmarks.md.
await main(async () => {
	stopOnSignals(130);
	await ensureDependencies();
	const install = await ensureN8n();
	await ensureBuild();
	const child = startChild({
		command: node24,
		args: [path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'test/bench/reads.ts'],
		cwd: root,
		env: { ...node24Env(), BACKOFFICE_N8N: install },
	});
	child.stdin.end();
	process.exitCode = await new Promise((resolve) => {
		child.on('error', () => resolve(127));
		child.on('exit', (code) => resolve(code ?? 1));
	});
});
