import { library, runModule } from './support';

const counted = async (report: object | undefined, exitCode: number): Promise<unknown> => {
	const { stdout } = await runModule(
		`import { countsOf } from ${JSON.stringify(library('results.mjs'))};
		console.log(JSON.stringify(countsOf(${JSON.stringify(report)}, ${exitCode})));`,
	);
	return JSON.parse(stdout);
};

const passing = { status: 'passed', assertionResults: [{}] };

it('counts the tests of a run', async () => {
	const report = { numPassedTests: 5, numFailedTests: 2, testResults: [passing] };
	expect(await counted(report, 1)).toEqual({ passed: 5, failed: 2 });
});

it('counts a test file that could not be loaded as a failed test', async () => {
	const report = {
		numPassedTests: 5,
		numFailedTests: 0,
		testResults: [passing, { status: 'failed', assertionResults: [] }],
	};
	expect(await counted(report, 1)).toEqual({ passed: 5, failed: 1 });
});

it.each([
	['crashed', undefined, 1],
	['ran no test', { numPassedTests: 0, numFailedTests: 0, testResults: [] }, 0],
	[
		'jest ended with exit code 1',
		{ numPassedTests: 5, numFailedTests: 0, testResults: [passing] },
		1,
	],
])('counts a run that %s as failed', async (note, report, exitCode) => {
	expect(await counted(report, exitCode)).toMatchObject({ failed: 1, note });
});
