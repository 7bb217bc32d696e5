import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExamplePage } from '../../scripts/docs/examples.ts';
import type { OperationPage } from '../../scripts/docs/operationPages.ts';

/** The pages that `scripts/docs/site.ts` has made, for the lists beside them. */
interface Pages {
	operations: OperationPage[];
	examples: ExamplePage[];
}

export const pages = JSON.parse(
	readFileSync(path.join(import.meta.dirname, 'generated/pages.json'), 'utf8'),
) as Pages;
