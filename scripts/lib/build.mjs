import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, node24Env, root } from './paths.mjs';
import { runStep } from './run.mjs';

const SOURCES = [
	'nodes',
	'credentials',
	'package.json',
	'tsconfig.json',
	'tsconfig.build.json',
	'gulpfile.js',
];

/** Compiles into dist, unless dist was made from these very sources. */
export async function ensureBuild() {
	const stampFile = path.join(root, 'dist', '.built-from');
	const stamp = sourcesFingerprint();
	if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
	rmSync(path.join(root, 'dist'), { recursive: true, force: true });
	await runStep({
		title: 'Building the nodes',
		command: 'npm',
		args: ['run', '--silent', 'build'],
		cwd: root,
		env: node24Env(),
		logFile: path.join(cacheFolder, 'logs', 'build.log'),
	});
	writeFileSync(stampFile, stamp);
}

function sourcesFingerprint() {
	const hash = createHash('sha256');
	const visit = (file) => {
		hash.update(file).update(readFileSync(path.join(root, file)));
	};
	for (const source of SOURCES) {
		if (!/^(?:nodes|credentials)$/.test(source)) {
			visit(source);
			continue;
		}
		const entries = readdirSync(path.join(root, source), { recursive: true, withFileTypes: true });
		entries
			.filter((entry) => entry.isFile())
			.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
			.sort()
			.forEach(visit);
	}
	return hash.digest('hex');
}
