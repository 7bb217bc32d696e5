import { main, say } from './lib/log.mjs';
import { publishedPackages } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { scans } from './lib/scan.mjs';

// npm run scan: n8n's official scan of all packages, before they are published, and our own lint.
await main(async () => {
	let failed = 0;
	for (const each of publishedPackages(root)) {
		for (const [what, problems] of await scans(each)) {
			say(`${each.name}, ${what}: ${problems ? 'FAILED' : 'ok'}`);
			if (problems) process.stdout.write(`${problems}\n`);
			failed += problems ? 1 : 0;
		}
	}
	process.exitCode = failed > 0 ? 1 : 0;
});
