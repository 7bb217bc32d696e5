import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { resultFile } from './results.mjs';

const README = path.join(root, 'README.md');
const BEGIN = '<!-- compatibility: written by npm run matrix -->';
const END = '<!-- /compatibility -->';

/**
 * Writes README's table of versions from the reports of the host suite.
 * @param {string[]} versions of n8n
 */
export function writeCompatibility(versions) {
	const limits = JSON.parse(readFileSync(path.join(root, 'test', 'host', 'limits.json'), 'utf8'));
	const rows = [...versions]
		.sort((one, other) => compared(other, one))
		.map((version) => rowOf(version, reportOf(version), limits));
	writeFileSync(README, withTable(readFileSync(README, 'utf8'), rows));
}

function reportOf(version) {
	const file = resultFile('host', version);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * @param {string} version
 * @param {object | undefined} report jest's, undefined when the suite did not run
 * @param {Array<{ before: string, says: string }>} limits of older versions
 */
export function rowOf(version, report, limits) {
	const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = report ?? {};
	const ran = numPassedTests + numFailedTests;
	const skipped =
		numPendingTests > 0
			? `, ${numPendingTests} ${numPendingTests === 1 ? 'does' : 'do'} not apply`
			: '';
	const tests = ran === 0 ? 'did not run' : `${numPassedTests} of ${ran} passed${skipped}`;
	const told = limits
		.filter(({ before }) => compared(version, before) < 0)
		.map(({ says }) => `${says}.`);
	return `| ${version} | ${tests} | ${told.join(' ') || 'Nothing'} |`;
}

/** @throws {Error} when the README has no place for the table */
export function withTable(readme, rows) {
	const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
	if (begin < 0 || end < begin) throw new Error(`README.md lacks ${BEGIN} … ${END}`);
	const table = ['| n8n | Host tests | What is different |', '| --- | --- | --- |', ...rows].join(
		'\n',
	);
	return `${readme.slice(0, begin)}${BEGIN}\n\n${table}\n\n${readme.slice(end)}`;
}

/** Less than 0 when the first version is the older one. */
const compared = (one, other) => one.localeCompare(other, 'en', { numeric: true });
