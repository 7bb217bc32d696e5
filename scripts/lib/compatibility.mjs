import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { resultFile } from './results.mjs';

const README = path.join(root, 'README.md');
const PAGE = path.join(root, 'docs', 'compatibility.md');
const BEGIN = '<!-- compatibility: written by npm run matrix -->';
const END = '<!-- /compatibility -->';

/** Beside the versions: ways to run the newest one, and which file of which suite tries it. */
const WAYS = [
	{
		name: "with 3.0's defaults",
		suite: 'host',
		file: 'defaults3.test.ts',
		short: 'private hosts must be allowed',
		says: 'A custom environment in a private network, and this n8n itself where the pack calls it, must be named in `N8N_SSRF_ALLOWED_HOSTNAMES` (an IP address in `N8N_SSRF_ALLOWED_IP_RANGES`). Packages that n8n has not verified need `N8N_UNVERIFIED_PACKAGES_ENABLED=true`',
	},
	{
		name: 'with Engine 2.0',
		suite: 'queue',
		file: 'engine2.test.ts',
		short: 'keys only, no OAuth2 yet',
		says: "Keys work, and n8n's own OAuth2 (Luca PKCE, OmniFund OAuth2) until its token is over. It refuses every credential that obtains tokens by itself, and renews none of n8n's own; the message says so and names the way out, and no token is lost. It keeps no more of an error than the message",
	},
];

/**
 * Writes README's short table of versions and the long one of the docs from the reports of the suites. What has no
 * report here keeps its row of last time.
 * @param {string[]} versions of n8n
 */
export function writeCompatibility(versions) {
	const limits = JSON.parse(readFileSync(path.join(root, 'test', 'host', 'limits.json'), 'utf8'));
	const [newest, ...older] = [...versions].sort((one, other) => compared(other, one));
	const ofVersion = (version) => [
		version,
		reportOf('host', version),
		undefined,
		told(version, limits),
	];
	const tried = [
		ofVersion(newest),
		...WAYS.map((way) => [`${newest} ${way.name}`, reportOf(way.suite, newest), way.file, [way]]),
		...older.map(ofVersion),
	];
	for (const [page, row] of [
		[README, shortRow],
		[PAGE, longRow],
	]) {
		const text = readFileSync(page, 'utf8');
		const rows = tried.map(([name, report, file, differences]) => {
			const made = row(name, countsOf(report, file), differences);
			return report ? made : (rowOf(text, name) ?? made);
		});
		writeFileSync(page, withTable(text, rows));
	}
}

/** The row of that name which a table has already. */
export const rowOf = (text, name) =>
	text.split('\n').find((line) => line.startsWith('| ') && line.split('|')[1].trim() === name);

function reportOf(suite, version) {
	const file = resultFile(suite, version);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * @param {object | undefined} report jest's, undefined when the suite did not run
 * @param {string} [file] of the suite, to count that one alone
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
