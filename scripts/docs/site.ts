import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { examplePages } from './examples';
import { nodeOverviews, operationPages } from './operationPages';

// The pages that the site has besides those of docs/: files, because its search reads files only. Git
// ignores them.
const docs = path.resolve(__dirname, '../../docs');
const nodes = nodeOverviews();
const operations = operationPages();
const examples = examplePages();

function write(file: string, content: string): void {
	const target = path.join(docs, file);
	mkdirSync(path.dirname(target), { recursive: true });
	writeFileSync(target, `${content}\n`);
}

for (const file of readdirSync(path.join(docs, 'examples'))) {
	if (file !== 'index.md') rmSync(path.join(docs, 'examples', file));
}
for (const { node, content } of nodes) {
	rmSync(path.join(docs, 'nodes', node), { recursive: true, force: true });
	write(`nodes/${node}/index.md`, content);
}
for (const { node, operation, content } of operations) {
	write(`nodes/${node}/${operation}.md`, content);
}
for (const { example, content } of examples) write(`examples/${example}.md`, content);
write('.vitepress/generated/pages.json', JSON.stringify({ operations, examples }));
