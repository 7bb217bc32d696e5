import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

const PAGE = path.join(root, 'docs', 'conformance.md');

/**
 * Writes docs/conformance.md: what the vendors' documents say, and whether the tests of this run that
 * stand for it passed. A row whose test did not run, or failed, counts as failed.
 * @param {string} resultFolder where the suites' JSON reports are
 * @returns {{ passed: number, failed: number, note?: string }}
 */
export function writeConformance(resultFolder) {
	const rows = JSON.parse(readFileSync(path.join(root, 'test', 'conformance.json'), 'utf8'));
	const results = Object.fromEntries(
		[...new Set(rows.map(({ suite }) => suite))].map((suite) => [
			suite,
			outcomes(path.join(resultFolder, `${suite}.json`)),
		]),
	);
	const judged = rows.map((row) => ({ ...row, status: results[row.suite].get(row.test) }));
	writeFileSync(PAGE, pageOf(judged));
	const wrong = judged.filter(({ status }) => status !== 'passed');
	for (const { credential, behaviour, test, status } of wrong) {
		process.stderr.write(`${credential}, ${behaviour}: "${test}" ${status ?? 'did not run'}\n`);
	}
	return { passed: judged.length - wrong.length, failed: wrong.length };
}

/** Status by full test name; tests of one name count as passed only when all did. */
function outcomes(file) {
	const found = new Map();
	if (!existsSync(file)) return found;
	for (const { assertionResults } of JSON.parse(readFileSync(file, 'utf8')).testResults) {
		for (const { fullName, status } of assertionResults) {
			if (found.get(fullName) !== 'failed') found.set(fullName, status);
		}
	}
	return found;
}

function pageOf(rows) {
	const providers = [...new Set(rows.map(({ provider }) => provider))].sort();
	const tables = providers.map((provider) => {
		const lines = rows
			.filter((row) => row.provider === provider)
			.map(
				({ credential, behaviour, document, suite, status }) =>
					`| \`${credential}\` | ${behaviour} | ${document} | ${suite === 'host' ? 'real n8n' : "n8n's executor"} | ${status === 'passed' ? 'yes' : '**no**'} |`,
			);
		return `## ${provider}\n\n| Credential | Behaviour | What the vendor's document says, or the rule | Shown in | Passed |\n| --- | --- | --- | --- | --- |\n${lines.join('\n')}\n`;
	});
	return `# Conformance\n\nWritten by \`npm test\` from the results of that very run; not by hand.\nThe vendors are strict simulators, n8n is the real one.\n\n${tables.join('\n')}`;
}
