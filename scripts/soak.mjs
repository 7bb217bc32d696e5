import { runWithN8n } from './lib/script.mjs';

// npm run soak: mixed load for SOAK_MINUTES (default 3); 30 and more write docs/soak.md.
await runWithN8n('test/soak/index.ts');
