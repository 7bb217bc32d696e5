import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { examples, examplesPage, textsWithoutExample } from '../../scripts/docs/examples';
import { root } from './support';

it('docs/examples/index.md shows every example', () => {
	const page = path.join(root, 'docs/examples/index.md');
	const text = `${examplesPage()}\n`;
	// `npm run docs` writes it anew.
	if (process.env.UPDATE_DOCS) writeFileSync(page, text);
	expect(readFileSync(page, 'utf8')).toBe(text);
	expect(textsWithoutExample()).toEqual([]);
});

it.each(examples())('examples/$name.json has a picture and no credential of anybody', (example) => {
	expect(existsSync(path.join(root, `docs/pictures/examples/${example.name}.png`))).toBe(true);
	const ids = example.workflow.nodes.flatMap(({ credentials = {} }) =>
		Object.values(credentials).map(({ id }) => id),
	);
	expect(ids.filter((id) => id !== '')).toEqual([]);
});
