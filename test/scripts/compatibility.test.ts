import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import limits from '../host/limits.json';
import { library, root, runModule } from './support';

const compatibility = async (expression: string): Promise<unknown> => {
	const { stdout, stderr } = await runModule(
		`import { countsOf, longRow, rowOf, shortRow, told, withTable } from ${JSON.stringify(library('compatibility.mjs'))};
		console.log(JSON.stringify(${expression}));`,
	);
	if (stderr) throw new Error(stderr);
	return JSON.parse(stdout);
};

const known = JSON.stringify([
	{ before: '2.20', short: 'grave', says: 'It is grave' },
	{ before: '2.34', short: 'words differ', says: 'Words differ' },
]);

const rows = async (version: string, report: object | undefined) => {
	const given = `'${version}', countsOf(${JSON.stringify(report) ?? 'undefined'}), told('${version}', ${known})`;
	return await compatibility(`[shortRow(${given}), longRow(${given})]`);
};

it.each([
	[
		'2.41.1',
		{ numPassedTests: 9, numFailedTests: 0 },
		'| 2.41.1 | 9 of 9 passed | nothing |',
		'| 2.41.1 | 9 of 9 passed | Nothing |',
	],
	[
		'2.30.8',
		{ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1 },
		'| 2.30.8 | 7 of 9 passed | words differ |',
		'| 2.30.8 | 7 of 9 passed, 1 does not apply | Words differ. |',
	],
	[
		'1.123.81',
		undefined,
		'| 1.123.81 | did not run | grave, and more |',
		'| 1.123.81 | did not run | It is grave. Words differ. |',
	],
])('%s: its rows tell what the run brought', async (version, report, short, long) => {
	expect(await rows(version, report)).toEqual([short, long]);
});

it('what was not run keeps its row', async () => {
	const table = '| n8n | Host tests |\n| 2.41.1 with x | 1 |\n| 2.41.1    | 9 of 9 |';
	const found = `['2.41.1', '2.30.8'].map((name) => rowOf(${JSON.stringify(table)}, name) ?? 'none')`;
	expect(await compatibility(found)).toEqual(['| 2.41.1    | 9 of 9 |', 'none']);
});

it('a way to run it is counted by the file that tries it', async () => {
	const report = JSON.stringify({
		testResults: [
			{
				name: '/x/defaults3.test.ts',
				assertionResults: [{ status: 'passed' }, { status: 'failed' }],
			},
			{ name: '/x/other.test.ts', assertionResults: [{ status: 'passed' }] },
		],
	});
	expect(await compatibility(`countsOf(${report}, 'defaults3.test.ts')`)).toEqual({
		passed: 1,
		failed: 1,
		skipped: 0,
	});
	expect(await compatibility(`shortRow('2.41.1 elsewhere', countsOf(${report}, ''), [])`)).toBe(
		'| 2.41.1 elsewhere | did not run | nothing |',
	);
});

it('replaces the table and nothing else', async () => {
	const begin = '<!-- compatibility: written by npm run matrix -->';
	const readme = JSON.stringify(`before\n${begin}\nold\n<!-- /compatibility -->\nafter`);
	const written = String(await compatibility(`withTable(${readme}, ['| row |'])`));
	expect(written.startsWith(`before\n${begin}\n`)).toBe(true);
	expect(written.endsWith('<!-- /compatibility -->\nafter')).toBe(true);
	expect(written).toContain('| row |');
	expect(written).not.toContain('old');
});

it.each(['README.md', 'docs/compatibility.md'])(
	'%s has a row, from a run, for each n8n that the tests can run with, and for the ways to run it',
	(file) => {
		const text = readFileSync(path.join(root, file), 'utf8');
		for (const version of readdirSync(path.join(root, 'test/host/n8n'))) {
			expect(text).toMatch(
				new RegExp(`^\\| ${version.replace(/\./g, '\\.')} +\\| (\\d+) of \\1 passed`, 'm'),
			);
		}
		expect(text).toMatch(/^\| 2\.41\.1 with 3\.0's defaults +\| (\d+) of \1 passed/m);
		expect(text).toMatch(/^\| 2\.41\.1 with Engine 2\.0 +\| (\d+) of \1 passed/m);
	},
);

it("README's table is short: three columns, a few words", () => {
	const text = readFileSync(path.join(root, 'README.md'), 'utf8');
	const table = text.slice(text.indexOf('<!-- compat'), text.indexOf('<!-- /compat'));
	const lines = table.split('\n').filter((line) => line.startsWith('|'));
	for (const line of lines) {
		expect(line.split('|')).toHaveLength(5);
		expect(line.length).toBeLessThan(110);
	}
	for (const { short } of limits) expect(short.split(' ').length).toBeLessThanOrEqual(5);
});
