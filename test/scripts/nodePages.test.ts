import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodePages } from '../../scripts/docs/nodePages';

it.each(Object.entries(nodePages()))('docs/nodes/%s tells what the node offers', (file, text) => {
	const page = path.resolve(__dirname, '../../docs/nodes', file);
	// `npm run docs` writes it anew.
	if (process.env.UPDATE_DOCS) writeFileSync(page, `${text}\n`);
	const stored = readFileSync(page, 'utf8');
	expect(stored).toBe(`${text}\n`);
});

it('README counts the operations as the pages do', () => {
	const counts = (text: string) => text.match(/\d+ operations? of \d+ resources?\b/g) ?? [];
	const pages = Object.values(nodePages()).flatMap(counts);
	const readme = readFileSync(path.resolve(__dirname, '../../README.md'), 'utf8');
	expect(pages.length).toBeGreaterThan(4);
	expect(pages.filter((count) => /\b1 \w+s\b/.test(count))).toEqual([]);
	expect(counts(readme).sort()).toEqual(pages.sort());
});
