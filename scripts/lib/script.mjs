import path from 'node:path';
import { node24, node24Env, root } from './paths.mjs';
import { startChild } from './processes.mjs';

/**
 * Runs a TypeScript file of the tests as a program.
 * @returns {Promise<number>} its exit code
 */
export async function runScript(file, env) {
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
