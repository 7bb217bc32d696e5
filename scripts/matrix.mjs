import { readdirSync } from 'node:fs';
import path from 'node:path';
import { writeCompatibility } from './lib/compatibility.mjs';
import { main, say } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { startChild, stopOnSignals } from './lib/processes.mjs';

// npm run matrix [version…]: the host suite with every n8n of test/host/n8n, and the tables of README and docs/compatibility.md from it.
await main(async () => {
	stopOnSignals(130);
	const all = readdirSync(path.join(root, 'test', 'host', 'n8n'));
	const asked = process.argv.slice(2);
	const versions = asked.length > 0 ? asked : all;
	for (const version of versions) {
		say(`n8n ${version} …`);
		const code = await run('scripts/test.mjs', ['host'], { BACKOFFICE_N8N_VERSION: version });
		if (code !== 0) process.exitCode = 1;
	}
	writeCompatibility(all);
	await run('node_modules/prettier/bin/prettier.cjs', [
		'--write',
		'README.md',
		'docs/compatibility.md',
	]);
});

async function run(script, args, env = {}) {
	const child = startChild({
		command: process.execPath,
		args: [path.join(root, script), ...args],
		cwd: root,
		env,
	});
	child.stdin.end();
	return await new Promise((resolve) => {
		child.on('error', () => resolve(127));
		child.on('exit', (code) => resolve(code ?? 1));
	});
}
