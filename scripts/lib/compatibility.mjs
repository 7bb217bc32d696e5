import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { resultFile } from './results.mjs';

const README = path.join(root, 'README.md');
const PAGE = path.join(root, 'docs', 'compatibility.md');
const BEGIN = '<!-- compatibility: written by npm run matrix -->';
const END = '<!-- /compatibility -->';

/** Beside the versions: ways to run the newest one, and which file of the host suite tries it. */
const WAYS = [
	{
		name: "with 3.0's defaults",
		file: 'defaults3.test.ts',
		short: 'private hosts must be allowed',
		says: 'A custom environment in a private network, and this n8n itself where the pack calls it, must be named in `N8N_SSRF_ALLOWED_HOSTNAMES` (an IP address in `N8N_SSRF_ALLOWED_IP_RANGES`). Packages that n8n has not verified need `N8N_UNVERIFIED_PACKAGES_ENABLED=true`',
	},
	{
		name: 'with Engine 2.0',
		short: 'keys only, no OAuth2 yet',
		says: "It refuses every credential that obtains tokens by itself, and renews none of n8n's own OAuth2; the error says so and names the way out, and no token is lost. Keys go through the same calls of n8n",
	},
];

/**
 * Writes README's short table of versions and the long one of the docs from the reports of the host suite.
 * @param {string[]} versions of n8n
 */
export function writeCompatibility(versions) {
	const limits = JSON.parse(readFileSync(path.join(root, 'test', 'host', 'limits.json'), 'utf8'));
	const [newest, ...older] = [...versions].sort((one, other) => compared(other, one));
	const rows = (row) => [
		row(newest, countsOf(reportOf(newest)), told(newest, limits)),
		...WAYS.map((way) =>
			row(`${newest} ${way.name}`, countsOf(reportOf(newest), way.file ?? ''), [way]),
		),
		...older.map((version) => row(version, countsOf(reportOf(version)), told(version, limits))),
	];
	for (const [file, row] of [
		[README, shortRow],
		[PAGE, longRow],
	]) {
		writeFileSync(file, withTable(readFileSync(file, 'utf8'), rows(row)));
	}
}

function reportOf(version) {
	const file = resultFile('host', version);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * @param {object | undefined} report jest's, undefined when the suite did not run
 * @param {string} [file] of the suite, to count that one alone; '' where none tries it
 */
export function countsOf(report, file) {
	if (file === undefined) {
		const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = report ?? {};
		return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
	}
	const results = (report?.testResults ?? [])
		.filter(({ name }) => path.basename(name) === file)
		.flatMap(({ assertionResults }) => assertionResults);
	const count = (wanted) => results.filter(({ status }) => status === wanted).length;
	return { passed: count('passed'), failed: count('failed'), skipped: 0 };
}

/** The limits of a version, the gravest first: that is their order in the file. */
export const told = (version, limits) =>
	limits.filter(({ before }) => compared(version, before) < 0);

function testsIn({ passed, failed, skipped }) {
	const ran = passed + failed;
	const apart = skipped > 0 ? `, ${skipped} ${skipped === 1 ? 'does' : 'do'} not apply` : '';
	return ran === 0 ? 'did not run' : `${passed} of ${ran} passed${apart}`;
}

/** README's: the gravest difference in a few words. */
export function shortRow(name, counts, [first, ...more]) {
	const { short = 'nothing' } = first ?? {};
	return `| ${name} | ${testsIn({ ...counts, skipped: 0 })} | ${short}${more.length > 0 ? ', and more' : ''} |`;
}

/** The page's: all differences. */
export const longRow = (name, counts, differences) =>
	`| ${name} | ${testsIn(counts)} | ${differences.map(({ says }) => `${says}.`).join(' ') || 'Nothing'} |`;

/** @throws {Error} when the text has no place for the table */
export function withTable(text, rows) {
	const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
	if (begin < 0 || end < begin) throw new Error(`There is no ${BEGIN} … ${END}`);
	const table = ['| n8n | Host tests | What differs |', '| --- | --- | --- |', ...rows].join('\n');
	return `${text.slice(0, begin)}${BEGIN}\n\n${table}\n\n${text.slice(end)}`;
}

/** Less than 0 when the first version is the older one. */
const compared = (one, other) => one.localeCompare(other, 'en', { numeric: true });
