import { runWithN8n } from './lib/script.mjs';

// npm run bench: measures against peers in the same run and writes docs/benchmarks.md.
await runWithN8n('test/bench/index.ts');
