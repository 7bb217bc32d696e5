import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logFolder, node24Env, root } from './paths.mjs';
import { runStep } from './run.mjs';

/** What dist is made from. */
const SOURCES = [
	'nodes',
	'credentials',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'tsconfig.build.json',
	'gulpfile.js',
];

/** Not in dist, which is published as it is. */
const stampFile = path.join(root, 'node_modules', '.backoffice-built');

/** Compiles into dist, unless dist was made from these very sources. */
export async function ensureBuild() {
	const stamp = fingerprintOfTrees([...SOURCES, 'dist']);
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
	rmSync(stampFile, { force: true });
	await runStep({
		title: 'Building the nodes',
		command: 'npm',
		args: ['run', '--silent', 'build'],
		cwd: root,
		env: node24Env(),
		logFile: path.join(logFolder, 'build.log'),
	});
	writeFileSync(stampFile, fingerprintOfTrees([...SOURCES, 'dist']));
}

/** Of the names and contents of files, folders with all that is in them. */
function fingerprintOfTrees(paths) {
	const hash = createHash('sha256');
	for (const each of paths) {
		const top = path.join(root, each);
		if (!existsSync(top)) continue;
		const files = statSync(top).isDirectory() ? readdirSync(top, { recursive: true }).sort() : [''];
		for (const file of files) {
			const full = path.join(top, file);
			if (statSync(full).isFile()) hash.update(`${each}/${file}\0`).update(readFileSync(full));
		}
	}
	return hash.digest('hex');
}
