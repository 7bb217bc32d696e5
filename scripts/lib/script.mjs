import path from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureDependencies, ensureN8n } from './install.mjs';
import { main } from './log.mjs';
import { node24, node24Env, root } from './paths.mjs';
import { startChild, stopOnSignals } from './processes.mjs';

/** Runs a TypeScript file of the tests as a program, with n8n and a build of the pack at hand. */
export async function runWithN8n(file) {
	await main(async () => {
		stopOnSignals(130);
		await ensureDependencies();
		const install = await ensureN8n();
		await ensureBuild();
		process.exitCode = await runScript(file, { BACKOFFICE_N8N: install });
	});
}

/** @returns {Promise<number>} the exit code */
async function runScript(file, env) {
	const child = startChild({
		command: node24,
		args: [path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs'), file],
		cwd: root,
		env: { ...node24Env(), ...env },
	});
	child.stdin.end();
	return await new Promise((resolve) => {
		child.on('error', () => resolve(127));
		child.on('exit', (code) => resolve(code ?? 1));
	});
}
