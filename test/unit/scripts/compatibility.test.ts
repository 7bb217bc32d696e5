import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { library, root, runModule } from './support';

const compatibility = async (expression: string): Promise<unknown> => {
	const { stdout } = await runModule(
		`import { rowOf, withTable } from ${JSON.stringify(library('compatibility.mjs'))};
		console.log(JSON.stringify(${expression}));`,
	);
	return JSON.parse(stdout);
};

const limits = JSON.stringify([{ before: '2.34', says: 'Words differ' }]);

it.each([
	['2.41.1', { numPassedTests: 9, numFailedTests: 0 }, '| 2.41.1 | 9 of 9 passed | Nothing |'],
	['2.34.0', { numPassedTests: 9, numFailedTests: 0 }, '| 2.34.0 | 9 of 9 passed | Nothing |'],
	[
		'2.30.8',
		{ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1 },
		'| 2.30.8 | 7 of 9 passed, 1 does not apply | Words differ. |',
	],
	['1.123.81', undefined, '| 1.123.81 | did not run | Words differ. |'],
])('%s: its row tells what the run brought', async (version, report, row) => {
	expect(
		await compatibility(`rowOf('${version}', ${JSON.stringify(report) ?? 'undefined'}, ${limits})`),
	).toBe(row);
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

it('README has a row, from a run, for each n8n that the tests can run with', () => {
	const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
	for (const version of readdirSync(path.join(root, 'test/host/n8n'))) {
		expect(readme).toMatch(
			new RegExp(`^\\| ${version.replace(/\./g, '\\.')} +\\| (\\d+) of \\1 passed`, 'm'),
		);
	}
});
