import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { publishedPackages } from './packages.mjs';

/**
 * What speaks against publishing a checkout under a tag.
 * @param {string} root
 * @param {string} tag such as v1.2.3
 * @returns {string[]}
 */
export function problemsOfRelease(root, tag) {
	const problems = publishedPackages(root)
		.filter(({ version }) => tag !== `v${version}`)
		.map(({ name, version }) => `The tag is ${tag}, but ${name} has the version ${version}.`);
	const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
	const title = `## [${tag.replace(/^v/, '')}]`;
	const [, entries = ''] = changelog.split(title);
	if (!/^ - \d{4}-\d\d-\d\d\n\s*(?!## )\S/.test(entries)) {
		problems.push(`CHANGELOG.md has no "${title} - <date>" with entries below it.`);
	}
	return problems;
}

/** What goes into the packages. */
const PUBLISHED = [
	...['nodes', 'credentials', 'packages'],
	...['package.json', 'index.js', 'README.md', 'LICENSE', 'CHANGELOG.md'],
];

/**
 * The files in which the packages that were just built differ from those of the commit: what npm attests
 * as their source must be their source.
 * @returns {string[]}
 */
export function filesBesideCommit(root) {
	const git = (...args) =>
		execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
	return [
		...git('diff', '--name-only', 'HEAD', '--', ...PUBLISHED),
		...git('ls-files', '--others', '--', 'packages', ':(exclude,glob)packages/*/dist/**'),
	];
}
