import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies, ensureN8n } from './lib/install.mjs';
import { main } from './lib/log.mjs';
import { stopOnSignals } from './lib/processes.mjs';
import { runScript } from './lib/script.mjs';

// npm run soak: mixed load for SOAK_MINUTES (default 3); 30 and more write docs/soak.md.
await main(async () => {
	stopOnSignals(130);
	await ensureDependencies();
	const install = await ensureN8n();
	await ensureBuild();
	process.exitCode = await runScript('test/soak/index.ts', { BACKOFFICE_N8N: install });
});
