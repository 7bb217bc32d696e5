import { existsSync } from 'node:fs';
import path from 'node:path';
import { main, say, SetupError } from './lib/log.mjs';
import { publishedPackages } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { lintFolder, scanSource, scanTarball } from './lib/scan.mjs';

// npm run scan: n8n's official scan of all packages, before they are published, and our own lint.
await main(async () => {
	let failed = 0;
	for (const { name, folder, tarball } of publishedPackages(root)) {
		if (!existsSync(tarball)) throw new SetupError(`There is no ${tarball}. Run: npm run pack`);
		for (const [what, problems] of [
			['sources', await scanSource(folder)],
			['lint', await lintFolder(folder, path.join(root, 'eslint.config.mjs'))],
			['tarball', await scanTarball(tarball)],
		]) {
			say(`${name}, ${what}: ${problems ? 'FAILED' : 'ok'}`);
			if (problems) process.stdout.write(`${problems}\n`);
			failed += problems ? 1 : 0;
		}
	}
	process.exitCode = failed > 0 ? 1 : 0;
});
