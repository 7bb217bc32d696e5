import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { providers } from '../../scripts/registry';
import { nodeOverviews, operationPages } from '../../scripts/docs/operationPages';
import { root } from './support';

/** Pages that the site makes for itself; git ignores them. */
const ofTheSite = (file: string) =>
	/^docs\/(?:\.vitepress|nodes\/.+)\/|^docs\/examples\/(?!index\.md)/.test(file);

const pages = [
	...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'AGENTS.md', 'SECURITY.md'],
	...filesIn('docs'),
].filter((file) => file.endsWith('.md') && !ofTheSite(file));

function filesIn(folder: string): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.map((file) => `${folder}/${file}`)
		.filter((file) => statSync(path.join(root, file)).isFile());
}

const textOf = (file: string) =>
	readFileSync(path.join(root, file), 'utf8').replace(/```[\s\S]*?```|`[^`\n]*`/g, 'code');

interface Link {
	target: string;
	anchor: string;
}

/** Links and pictures that do not lead to another host. */
function linksIn(text: string): Link[] {
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, href = '']) => href)
		.filter((href) => !/^[a-z]+:/i.test(href))
		.map((href) => {
			const [target = '', anchor = ''] = href.split('#');
			return { target, anchor };
		});
}

const headingsIn = (markdown: string) =>
	[...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading.replace(/[*`]/g, ''));

/** The anchor of a heading on GitHub and npm. */
const onGitHub = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}_ -]/gu, '')
		.replace(/ /g, '-');

/** The anchor of a heading on the site. */
const onTheSite = (heading: string) =>
	heading
		.normalize('NFKD')
		.replace(/[\u0300-\u036f]/g, '')
		.replace(/[^\p{L}\p{N}_]+/gu, '-')
		.replace(/^-|-$/g, '')
		.toLowerCase();

/** What of a page's links leads nowhere. */
function broken(page: string, text: string): string[] {
	return linksIn(text).flatMap(({ target, anchor }) => {
		const file = target === '' ? page : path.join(path.dirname(page), target);
		if (!existsSync(path.join(root, file))) return [target];
		if (anchor === '') return [];
		const headings = headingsIn(readFileSync(path.join(root, file), 'utf8'));
		const found = headings.some((heading) => onGitHub(heading) === anchor);
		const isSeenOnSite = file.startsWith('docs/');
		const sited = headings.some((heading) => onTheSite(heading) === anchor);
		return found && (sited || !isSeenOnSite) ? [] : [`${target}#${anchor}`];
	});
}

it.each(pages)('%s links to files and headings that exist', (page) => {
	expect(broken(page, textOf(page))).toEqual([]);
});

it('notices a file and a heading that do not exist', () => {
	const text = '[a](docs/none.md) [b](docs/install.md#none) [c](docs/install.md#queue-mode)';
	expect(broken('README.md', text)).toEqual(['docs/none.md', 'docs/install.md#none']);
});

describe('the pages that the site makes of the operations', () => {
	const operations = operationPages();
	const overviews = nodeOverviews();

	it('has one for each operation, under an address of its own', () => {
		const addresses = operations.map(({ node, operation }) => `${node}/${operation}`);
		const count = providers.flatMap(({ resources }) =>
			resources.flatMap((each) => each.operations),
		);
		expect(new Set(addresses).size).toBe(count.length);
	});

	it('lists all of them', () => {
		const listed = overviews.flatMap(({ node, content }) =>
			linksIn(content)
				.filter(({ target }) => !target.startsWith('..'))
				.map(({ target }) => `${node}/${target.replace('.md', '')}`),
		);
		const made = operations.map(({ node, operation }) => `${node}/${operation}`);
		expect(listed.sort()).toEqual(made.sort());
	});

	it('tells the fields, the choices, the defaults and the examples of one', () => {
		const page = operations.find(({ operation }) => operation === 'billing-order-create-and-send');
		const content = page?.content ?? '';
		expect(content).toContain('# Billing Order: Create and Send');
		expect(content).toMatch(
			/\*\*Transport Type\*\* \(required\) \| One of: .*Peppol.*; default Peppol/,
		);
		expect(content).toContain('(../../examples/billit-invoice-from-row.md)');
	});

	it('has the headings of triggers that other pages link to', () => {
		const linked = linksIn(textOf('docs/triggers.md')).filter(({ target }) =>
			/^nodes\/.+\.md$/.test(target),
		);
		const headings = overviews.flatMap(({ node, content }) =>
			headingsIn(content).map((heading) => `nodes/${node}.md#${onTheSite(heading)}`),
		);
		expect(linked.length).toBeGreaterThan(0);
		expect(headings).toEqual(
			expect.arrayContaining(linked.map(({ target, anchor }) => `${target}#${anchor}`)),
		);
	});
});
