import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { main, SetupError } from './lib/log.mjs';
import { publishedPackages } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { writeSbom } from './lib/sbom.mjs';

// The last step of npm run pack: every package as npm will publish it, once, for the scan, the tests
// and the publishing, with its SBOM beside it.
await main(async () => {
	const target = path.join(root, 'tarballs');
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target);
	const packages = publishedPackages(root);
	const { status, stderr } = spawnSync(
		'npm',
		[
			'pack',
			'--ignore-scripts',
			'--loglevel',
			'error',
			'--pack-destination',
			target,
			...packages.map(({ folder }) => folder),
		],
		{ cwd: root, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
	);
	if (status !== 0) throw new SetupError(`npm pack failed:\n${stderr}`);
	packages.forEach(writeSbom);
});
