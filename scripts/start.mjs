import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from './lib/install.mjs';
import { main } from './lib/log.mjs';
import { node24, node24Env } from './lib/paths.mjs';

// n8n needs Node 24, and this command is typed on any Node from 20 on: get the binary, go on with it.
await main(async () => {
	await ensureDependencies();
	const child = spawn(node24, [fileURLToPath(new URL('./demo.mjs', import.meta.url))], {
		stdio: 'inherit',
		env: { ...process.env, ...node24Env() },
	});
	// The terminal sends Ctrl-C to both; the other one stops everything and ends first.
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(name, () => {
			if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
		});
	}
	process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
});
