import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { providers } from '../../scripts/registry';
import { provenPage, triggerSource } from '../../scripts/docs/proven';
import { sourceOf } from '../../nodes/shared/operation/evidence';

const ROOT = path.resolve(__dirname, '../..');

it('docs/proven.md tells what every operation rests on', () => {
	const page = path.join(ROOT, 'docs/proven.md');
	// `npm run docs` writes it anew.
	if (process.env.UPDATE_DOCS) writeFileSync(page, `${provenPage()}\n`);
	expect(readFileSync(page, 'utf8')).toBe(`${provenPage()}\n`);
});

describe.each(providers.map((each) => [each.evidence.provider, each] as const))(
	'%s',
	(_provider, { resources, triggers = [], evidence }) => {
		const operations = resources.flatMap((resource) =>
			resource.operations.map((operation) => ({
				key: `${resource.value}.${operation.value}`,
				operation,
				source: sourceOf(evidence, resource.value, operation.value),
			})),
		);

		it('says of every operation and trigger what it rests on', () => {
			const without = [
				...operations.filter(({ source }) => !source).map(({ key }) => key),
				...triggers
					.map(({ description }) => description.name)
					.filter((name) => !triggerSource(evidence, name)),
			];
			expect(without).toEqual([]);
		});

		it('has no row for nothing, and no source that nothing rests on', () => {
			const idle = Object.keys(evidence.operations).filter((row) =>
				row.endsWith('.*')
					? !operations.some(
							({ key }) => !evidence.operations[key] && key.startsWith(row.slice(0, -1)),
						)
					: !operations.some(({ key }) => key === row),
			);
			expect(idle).toEqual([]);
			const used = [...Object.values(evidence.operations), ...Object.values(evidence.triggers)];
			expect(Object.keys(evidence.sources).filter((source) => !used.includes(source))).toEqual([]);
		});

		it('tells in panel and description what is inferred, and nothing else', () => {
			const inferred = operations
				.filter(({ source }) => source?.rests === 'inferred')
				.map(({ key }) => key);
			const told = operations.filter(({ operation: { fields } }) =>
				Object.values(fields).some(
					({ property: { type, displayName } }) =>
						type === 'notice' && displayName.startsWith('Unverified'),
				),
			);
			const said = operations.filter(({ operation }) => /unverified/i.test(operation.description));
			expect(told.map(({ key }) => key)).toEqual(inferred);
			expect(said.map(({ key }) => key)).toEqual(inferred);
		});

		it.each(Object.entries(evidence.sources))(
			'names a source for %s that one can find',
			(_key, source) => {
				expect(source.where.length).toBeGreaterThan(8);
				// A host, a repository or a standard; Luca's servers tell their schema themselves.
				const isPlaced = /\b(?:[\w-]+\.)+(?:be|com|eu|net|nl|no)\b|RFC \d|introspection/.test(
					source.where,
				);
				expect([source.where, isPlaced || source.rests === 'inferred']).toEqual([
					source.where,
					true,
				]);
				expect(source.date).toMatch(/^20\d\d(?:-[01]\d(?:-[0-3]\d)?)?$/);
			},
		);
	},
);

it('has a file of evidence beside every node that has operations', () => {
	const folders = readdirSync(path.join(ROOT, 'nodes'), { withFileTypes: true })
		.filter((each) => each.isDirectory())
		.filter(({ name }) =>
			readdirSync(path.join(ROOT, 'nodes', name)).some((each) => /^resources(?:\.ts)?$/.test(each)),
		)
		.map(({ name }) => name);
	expect(providers.map(({ folder }) => folder).sort()).toEqual(folders.sort());
});
