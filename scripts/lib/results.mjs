import path from 'node:path';
import { resultFolder, USUAL_N8N_VERSION } from './paths.mjs';

/** Where jest's report of a suite is kept; runs with another n8n than the usual one have their own. */
export const resultFile = (suite, version = USUAL_N8N_VERSION) =>
	path.join(
		resultFolder,
		version === USUAL_N8N_VERSION ? `${suite}.json` : `${suite}-${version}.json`,
	);

/**
 * What a jest run counts for. A run that crashed, a test file that could not be loaded, and a run
 * without any test each count as a failed test.
 * @param {object | undefined} report jest's JSON report, undefined when it wrote none
 * @param {number} exitCode of jest
 * @returns {{ passed: number, failed: number, note?: string }}
 */
export function countsOf(report, exitCode) {
	if (!report) return { passed: 0, failed: 1, note: 'crashed' };
	const { numPassedTests: passed, numFailedTests, testResults } = report;
	const unloadable = testResults.filter(
		({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
	).length;
	const failed = numFailedTests + unloadable;
	if (failed > 0) return { passed, failed };
	if (passed === 0) return { passed, failed: 1, note: 'ran no test' };
	if (exitCode !== 0) return { passed, failed: 1, note: `jest ended with exit code ${exitCode}` };
	return { passed, failed };
}
