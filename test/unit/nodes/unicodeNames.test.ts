import { readFileSync } from 'node:fs';
import { fileName } from '../../../nodes/shared/binary';
import { rowsOf } from '../../../nodes/shared/fields';
import { includes } from '../../../nodes/shared/picked';
import { nodes } from '../../../scripts/registry';

const composed = 'Café Ærø';
const apart = composed.normalize('NFD');

describe('é as one sign, and as e with a mark', () => {
	it.each([
		[composed, apart],
		[apart, composed],
		[composed, 'cafe'],
		[apart, ' CAFÉ '],
		[composed, ''],
	])('%j is found by %j', (name, typed) => expect(includes(name, typed)).toBe(true));

	it('finds nothing else', () => expect(includes(composed, 'cafeteria')).toBe(false));

	it.each([
		...new Set(nodes.filter(({ node }) => node.methods?.listSearch).map(({ folder }) => folder)),
	])('every picker of %s compares so', (folder) => {
		const source = readFileSync(`nodes/${folder}/listSearch.ts`, 'utf8');
		expect(source).not.toContain('toLowerCase');
		expect(source).toContain("from '../shared/picked'");
	});

	it('names of files leave as one sign', () =>
		expect(fileName(`${apart}.pdf`)).toBe(`${composed}.pdf`));
});

describe('lines of the input', () => {
	const how = { source: 'lines', columns: { Description: 'désignation' } };

	it('have their columns in either form', () => {
		for (const form of ['NFC', 'NFD']) {
			const rows = [{ ['désignation'.normalize(form)]: 'Work' }];
			expect(rowsOf({ lines: rows }, how, 'Lines')).toEqual([{ Description: 'Work' }]);
		}
	});

	it('may be one, as XML has it', () =>
		expect(rowsOf({ lines: { désignation: 'Work' } }, how, 'Lines')).toEqual([
			{ Description: 'Work' },
		]));

	it('are missed with a word where the item has no data at all', () => {
		expect(() => rowsOf(undefined, how, 'Lines')).toThrow('the item has no list in "lines"');
	});
});
