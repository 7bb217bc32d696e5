import path from 'node:path';
import type { Service } from './services';

/** The texts of the checkout that a package's README is made from. */
export interface Texts {
	/** The combined README. */
	readme: string;
	/** The service's page in docs/connect. */
	connect: string;
	/** Where the files of the checkout can be read, without a slash at the end. */
	files: string;
	combinedName: string;
}

/** The README of a single-service package. */
export function readmeOf(service: Service, texts: Texts): string {
	const { packageName, title, description, page, connectTrigger } = service;
	const { readme, connect, files, combinedName } = texts;
	const parts = [
		`# ${packageName}\n\n${description}. One of the services of [${combinedName}](https://www.npmjs.com/package/${combinedName}), in a package of its own.`,
		'## Install\n\nIn n8n: **Settings > Community nodes > Install**, package name ' +
			`\`${packageName}\`. See n8n's [guide to community nodes](https://docs.n8n.io/integrations/community-nodes/installation/), and [the versions of n8n](${files}/README.md#compatibility) it is tested with.`,
		absolute(deeper(section(readme, `### ${title}`), -1), '.', files),
		'## Connecting\n\n' +
			(connectTrigger
				? `This package's Connect trigger is the **${title} OAuth2 Connect Trigger**; it has no provider to choose.\n\n`
				: '') +
			absolute(deeper(withoutTitle(connect), 1), 'docs/connect', files),
		absolute(section(readme, '## As tools of an AI agent'), '.', files),
		absolute(section(readme, '## When something fails'), '.', files),
		`## Beside ${combinedName}\n\nInstall this package or ${combinedName}, not both: they define the same credential types, and n8n takes the code of the one that it loads last. Packages of different services go together. To change from one to the other, uninstall the first and install the second: credentials stay connected; in workflows, replace the nodes.`,
		`## More\n\n- [Every operation and field](${files}/docs/nodes/${page}.md)\n- [The combined package, its tests and decisions](${files}/README.md)\n- [CHANGELOG](CHANGELOG.md)\n\nMIT licence. Not made or endorsed by ${title}.`,
	];
	return `${parts.join('\n\n')}\n`;
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

const withoutTitle = (text: string) => text.replace(/^# .*\n+/, '').trim();

/** With links to files of the checkout turned into addresses; npm shows the README far from them. */
const absolute = (text: string, folder: string, files: string) =>
	text.replace(
		/\]\((?!https?:|#)([^)]+)\)/g,
		(_link, target: string) => `](${files}/${path.posix.join(folder, target)})`,
	);

/** The changelog without the entries of other services, which begin with their name. */
export function changelogOf(service: Service, changelog: string, all: Service[]): string {
	const others = all.filter(({ title }) => title !== service.title).map(({ title }) => title);
	return changelog
		.split('\n')
		.filter((line) => !others.some((title) => line.startsWith(`- ${title}:`)))
		.join('\n');
}
