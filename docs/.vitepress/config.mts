import { cpSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type DefaultTheme, type MarkdownOptions } from 'vitepress';
import { pages } from './pages.mts';

const DOCS = path.resolve(import.meta.dirname, '..');
const ROOT = path.resolve(DOCS, '..');
const { repository } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
	repository: { url: string };
};
const REPOSITORY = repository.url.replace(/^git\+|\.git$/g, '');

const PROVIDERS: Record<string, string> = {
	billit: 'Billit',
	'booking-experts': 'Booking Experts',
	'luca-regnskap': 'Luca Regnskap',
	microbilt: 'MicroBilt',
	'oauth2-api-call': 'Any provider',
	omnifund: 'OmniFund',
};

export default defineConfig({
	title: 'n8n-nodes-backoffice',
	description: 'n8n nodes for Billit, Booking Experts, Luca Regnskap, OmniFund and MicroBilt',
	lang: 'en',
	// Where the site does not lie at the root of its host, such as /n8n-nodes-backoffice/.
	base: process.env.DOCS_BASE ?? '/',
	cleanUrls: true,
	// The lists beside all pages once, not in each page.
	metaChunk: true,
	// For GitHub: the site has a page for each operation of a node instead, and decisions are for who changes the code.
	srcExclude: [...Object.keys(PROVIDERS).map((file) => `nodes/${file}.md`), 'decisions/*.md'],
	head: [['link', { rel: 'icon', href: 'data:,' }]],
	markdown: {
		config(md) {
			linkOut(md);
			showExpressions(md);
		},
	},
	themeConfig: {
		search: { provider: 'local' },
		outline: 'deep',
		nav: [
			{ text: 'First ten minutes', link: '/first-ten-minutes' },
			{ text: 'Nodes', link: '/nodes/', activeMatch: '/nodes/' },
			{ text: 'Troubleshooting', link: '/troubleshooting' },
			{ text: 'Examples', link: '/examples/', activeMatch: '/examples/' },
		],
		socialLinks: [{ icon: 'github', link: REPOSITORY }],
		sidebar: { '/': sidebar(), ...nodeSidebars() },
		docFooter: { prev: false, next: false },
	},
	vite: {
		resolve: {
			alias: [
				{
					find: /^\.\/VPSidebarGroup\.vue$/,
					replacement: path.join(import.meta.dirname, 'theme/SidebarGroups.mts'),
				},
				{
					find: /^\.\/components\/VPLocalNav\.vue$/,
					replacement: path.join(import.meta.dirname, 'theme/LocalNav.mts'),
				},
				{
					find: /^\.\/VPDocAside\.vue$/,
					replacement: path.join(import.meta.dirname, 'theme/DocAside.mts'),
				},
				{
					find: /^\.\/components\/VPNav\.vue$/,
					replacement: path.join(import.meta.dirname, 'theme/Nav.mts'),
				},
			],
		},
	},
	transformHtml(html, id) {
		const [foreign] =
			/<(?:script|link|img|iframe)\b[^>]*(?:src|href)="(?:https?:)?\/\/[^>]*>/.exec(html) ?? [];
		if (foreign) throw new Error(`${id} loads something from elsewhere: ${foreign}`);
	},
	buildEnd({ outDir }) {
		cpSync(path.join(ROOT, 'examples'), path.join(outDir, 'examples'), { recursive: true });
		refuseHeavy(outDir);
	},
});

const MOST_BYTES = 10_000_000;
const MOST_BYTES_OF_A_PAGE = 200_000;

/** @throws where the site, or one of its pages, is heavier than it may be */
function refuseHeavy(outDir: string): void {
	const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
		.filter((each) => each.isFile())
		.map((each) => path.join(each.parentPath, each.name))
		.map((file) => ({ file, size: statSync(file).size }));
	const heavy = files.filter(
		({ file, size }) => file.endsWith('.html') && size > MOST_BYTES_OF_A_PAGE,
	);
	const total = files.reduce((sum, { size }) => sum + size, 0);
	if (total <= MOST_BYTES && heavy.length === 0) return;
	throw new Error(`The site has ${total} bytes. Too heavy pages: ${JSON.stringify(heavy)}`);
}

/** `{{ $json.id }}` in a sentence is n8n's, and nothing for Vue to work out. */
function showExpressions(md: Parameters<NonNullable<MarkdownOptions['config']>>[0]): void {
	md.renderer.rules.code_inline = (tokens, index) =>
		`<code v-pre>${md.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;
}

function sidebar(): DefaultTheme.SidebarItem[] {
	const perProvider = (folder: string, end = '') =>
		Object.entries(PROVIDERS).map(([file, text]) => ({ text, link: `/${folder}/${file}${end}` }));
	return [
		{
			text: 'Start',
			items: [
				{ text: 'What this is', link: '/' },
				{ text: 'Install', link: '/install' },
				{ text: 'First ten minutes', link: '/first-ten-minutes' },
				{ text: 'Versions of n8n', link: '/compatibility' },
			],
		},
		{ text: 'Services', items: perProvider('providers') },
		{
			text: 'Reference',
			items: [
				{
					text: 'Connecting',
					link: '/connect/',
					collapsed: true,
					items: [
						...perProvider('connect'),
						{ text: 'Many accounts', link: '/connect/many-accounts' },
					],
				},
				{ text: 'Recipes', link: '/recipes/' },
				{ text: 'Nodes', link: '/nodes/', collapsed: true, items: perProvider('nodes', '/') },
				{ text: 'Triggers', link: '/triggers' },
				{ text: 'What you type, and what leaves', link: '/values' },
				{ text: 'What is proven', link: '/proven' },
				{
					text: 'Troubleshooting',
					link: '/troubleshooting',
					collapsed: true,
					items: topics(),
				},
				{
					text: 'Examples',
					link: '/examples/',
					collapsed: true,
					items: pages.examples.map(({ example, title }) => ({
						text: title,
						link: `/examples/${example}`,
					})),
				},
			],
		},
		{
			text: 'Evidence',
			items: [
				{ text: 'Conformance', link: '/conformance' },
				{ text: 'Benchmarks', link: '/benchmarks' },
				{ text: 'Faults', link: '/faults' },
				{ text: 'Soak', link: '/soak' },
				{ text: 'Compared with Pipedream', link: '/comparison-booking-experts' },
				{ text: 'Verification by n8n', link: '/verification' },
				{ text: 'Decisions', link: `${REPOSITORY}/tree/main/docs/decisions` },
			],
		},
	];
}

/**
 * The resources of a node, and the operations of the one that a page is about: all operations in each page
 * were most of the site.
 */
function nodeSidebars(): DefaultTheme.SidebarMulti {
	return Object.fromEntries(
		Object.entries(PROVIDERS).flatMap(([file, text]) => nodeSidebar(file, text)),
	);
}

function nodeSidebar(file: string, text: string): Array<[string, DefaultTheme.SidebarItem[]]> {
	const operations = pages.operations.filter(({ node }) => node === file);
	const resources = [...new Set(operations.map(({ resourceName }) => resourceName))].sort();
	const operationsOf = (resource: string) =>
		operations
			.filter(({ resourceName }) => resourceName === resource)
			.map(({ operation, operationName }) => ({
				text: operationName,
				link: `/nodes/${file}/${operation}`,
			}));
	const beside = (opened?: string): DefaultTheme.SidebarItem[] => [
		{ text: 'All nodes', link: '/nodes/' },
		{
			text,
			link: `/nodes/${file}/`,
			items: resources.map((resource) => ({
				text: resource,
				...(resource === opened
					? { collapsed: false, items: operationsOf(resource) }
					: { link: operationsOf(resource)[0]?.link }),
			})),
		},
	];
	// VitePress takes the first that the address begins with.
	const longestFirst = [...resources].sort((a, b) => b.length - a.length);
	return [
		...longestFirst.map((resource): [string, DefaultTheme.SidebarItem[]] => [
			`/nodes/${file}/${slug(resource)}-`,
			beside(resource),
		]),
		[`/nodes/${file}/`, beside()],
	];
}

function slug(name: string): string {
	return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function topics(): DefaultTheme.SidebarItem[] {
	return readdirSync(path.join(DOCS, 'troubleshooting')).map((file) => {
		const page = readFileSync(path.join(DOCS, 'troubleshooting', file), 'utf8');
		const [heading = ''] = page.split('\n');
		return {
			text: heading.replace(/^# Troubleshooting: /, ''),
			link: `/troubleshooting/${path.basename(file, '.md')}`,
		};
	});
}

/**
 * On GitHub links may leave docs/. Here an example's file becomes its page, the long page of a node the
 * list of its operations, and everything else is linked on GitHub.
 */
function linkOut(md: Parameters<NonNullable<MarkdownOptions['config']>>[0]): void {
	md.core.ruler.push('link-out', ({ tokens, env }) => {
		const { relativePath = '' } = env as { relativePath?: string };
		for (const token of tokens.flatMap(({ children }) => children ?? [])) {
			const href = token.type === 'link_open' ? token.attrGet('href') : null;
			if (href) token.attrSet('href', target(href, relativePath));
		}
	});
}

function target(href: string, from: string): string {
	if (/^(?:[a-z]+:|#|\/)/i.test(href)) return href;
	const [file = '', anchor] = href.split('#');
	const absolute = path.resolve(DOCS, path.dirname(from), file);
	if (!existsSync(absolute)) throw new Error(`${from} links to ${href}, which does not exist`);
	const place = path.relative(ROOT, absolute);
	const [, example] = /^examples\/(.+)\.json$/.exec(place) ?? [];
	const [, node = ''] = /^docs\/nodes\/(.+)\.md$/.exec(place) ?? [];
	const page = example
		? `examples/${example}.md`
		: node in PROVIDERS
			? `nodes/${node}/index.md`
			: /^docs\/(?!decisions\/).*\.md$/.test(place)
				? path.relative('docs', place)
				: undefined;
	const address = page
		? path.relative(path.dirname(from), page)
		: `${REPOSITORY}/${path.extname(place) === '' ? 'tree' : 'blob'}/main/${place}`;
	return anchor ? `${address}#${anchor}` : address;
}
