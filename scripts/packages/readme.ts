import path from 'node:path';
import type { Service } from './services';

/** An example workflow as a package shows it. */
export interface Shown {
	title: string;
	text: string;
	/** Below the package's folder. */
	file: string;
	workflow: object;
}

/** The texts of the checkout that a package's README is made from. */
export interface Texts {
	/** The combined README. */
	readme: string;
	/** The service's page in docs/connect. */
	connect: string;
	/** The service's page in docs/nodes. */
	operations: string;
	examples: Array<Omit<Shown, 'workflow'>>;
	/** Where the files of the checkout can be read, without a slash at the end. */
	files: string;
	combinedName: string;
}

/** The README of a single-service package, with the sections that n8n's template has. */
export function readmeOf(service: Service, texts: Texts): string {
	const { packageName, title, description, page, connectTrigger } = service;
	const { readme, connect, operations, examples, files, combinedName } = texts;
	const parts = [
		`# ${packageName}\n\n${description}. This is an n8n community node; [n8n](https://n8n.io/) is a workflow automation platform. One of the services of [${combinedName}](https://www.npmjs.com/package/${combinedName}), in a package of its own.`,
		'## Installation\n\nIn n8n: **Settings > Community nodes > Install**, package name ' +
			`\`${packageName}\`. See n8n's [guide to community nodes](https://docs.n8n.io/integrations/community-nodes/installation/), and [Docker, npm and queue mode](${files}/docs/install.md).\n\nInstall this package or ${combinedName}, not both: they define the same credential types, and n8n takes the code of the one that it loads last. Packages of different services go together. To change from one to the other, uninstall the first and install the second: credentials stay connected; in workflows, replace the nodes.`,
		`## Operations\n\n${absolute(withoutTitle(section(readme, `### ${title}`)), '.', files)}\n\n${tableOf(operations)}`,
		'## Credentials\n\n' +
			(connectTrigger
				? `This package's Connect trigger is the **${title} OAuth2 Connect Trigger**; it has no provider to choose.\n\n`
				: '') +
			absolute(deeper(withoutTitle(connect), 1), 'docs/connect', files),
		absolute(deeper(section(readme, '### Compatibility'), -1), '.', files).replace(
			/<!--.*-->\n*/g,
			'',
		),
		`## Usage\n\nExample workflows to import, with this package's nodes:\n\n${examples
			.map(
				(each) => `- [${each.title}](${files}/packages/${packageName}/${each.file}): ${each.text}`,
			)
			.join('\n')}`,
		absolute(deeper(section(readme, '## As tools of an AI agent'), 1), '.', files),
		absolute(deeper(section(readme, '## When something fails'), 1), '.', files),
		`## Resources\n\n- [Every operation and field](${files}/docs/nodes/${page}.md), and [what each rests on](${files}/docs/proven.md)\n- [n8n's documentation of community nodes](https://docs.n8n.io/integrations/community-nodes/)\n- [The combined package, its tests and decisions](${files}/README.md)`,
		`## Version history\n\n[CHANGELOG](CHANGELOG.md)\n\nMIT licence. Not made or endorsed by ${title === 'Any provider' ? 'the services it connects to' : title}.`,
	];
	return `${parts.join('\n\n')}\n`;
}

/**
 * The table of resources and operations of a page in docs/nodes, without its links.
 * @throws Error when the page has none
 */
function tableOf(page: string): string {
	const [table] = /^\| Resource \| Operations \|\n(?:\|.*\n)+/m.exec(page) ?? [];
	if (!table) throw new Error('There is no table of operations');
	return table.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').trim();
}

/**
 * A heading with all that stands below it.
 * @throws Error when the text has no such heading
 */
export function section(text: string, heading: string): string {
	const lines = text.split('\n');
	const first = lines.indexOf(heading);
	if (first < 0) throw new Error(`There is no section "${heading}"`);
	const level = levelOf(heading);
	const length = lines
		.slice(first + 1)
		.findIndex((line) => levelOf(line) > 0 && levelOf(line) <= level);
	return lines
		.slice(first, length < 0 ? undefined : first + 1 + length)
		.join('\n')
		.trim();
}

const levelOf = (line: string) => /^(#+) /.exec(line)?.[1]?.length ?? 0;

/** Headings so many levels further down. */
const deeper = (text: string, levels: number) =>
	text.replace(/^#+(?= )/gm, (marks) => '#'.repeat(marks.length + levels));

const withoutTitle = (text: string) => text.replace(/^#+ .*\n+/, '').trim();

/**
 * With links to files of the checkout turned into addresses; npm shows the README far from them. Those within the
 * combined README, which is in the checkout's own folder, lead there.
 */
const absolute = (text: string, folder: string, files: string) =>
	text
		.replace(
			/\]\((?!https?:|#)([^)]+)\)/g,
			(_link, target: string) => `](${files}/${path.posix.join(folder, target)})`,
		)
		.replace(/\]\(#/g, (link) => (folder === '.' ? `](${files}/README.md#` : link));

/** The changelog without the entries of other services, which begin with their name. */
export function changelogOf(service: Service, changelog: string, all: Service[]): string {
	const others = all.filter(({ title }) => title !== service.title).map(({ title }) => title);
	return changelog
		.split('\n')
		.filter((line) => !others.some((title) => line.startsWith(`- ${title}:`)))
		.join('\n');
}
