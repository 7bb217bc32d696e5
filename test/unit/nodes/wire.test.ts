import type { IDataObject } from 'n8n-workflow';
import { isExact, readJson, repeatedName } from '../../../credentials/base/json';
import { fileName, fileNameIn } from '../../../nodes/shared/binary';
import { unmetOf } from '../../../nodes/shared/operation/output';

it.each([
	['attachment; filename="a b.pdf"', 'a b.pdf'],
	['attachment; filename=a.pdf', 'a.pdf'],
	['attachment;FILENAME = "a;b.pdf"; size=5', 'a;b.pdf'],
	['attachment; filename="a \\"b\\".pdf"', 'a _b_.pdf'],
	["attachment; filename*=UTF-8''%e2%82%ac%20rates.pdf", '€ rates.pdf'],
	['attachment; filename="x.pdf"; filename*=iso-8859-1\'en\'Fran%E7ais.txt', 'Français.txt'],
	["attachment; filename*=x-nobody''%ff.pdf; filename=x.pdf", 'x.pdf'],
	["attachment; filename*=UTF-8''%ff.pdf; filename=x.pdf", 'x.pdf'],
	['attachment; name="; filename=no.pdf"; filename=yes.pdf', 'yes.pdf'],
	['attachment; filename="../../etc/passwd"', 'passwd'],
	['attachment; filename="C:\\dir\\a.pdf"', 'a.pdf'],
	[`attachment; filename="${Buffer.from('Ørsted.pdf').toString('latin1')}"`, 'Ørsted.pdf'],
	['attachment; filename="\u00d8rsted.pdf"', '\u00d8rsted.pdf'],
	['attachment; filename=""', 'file'],
	['inline', 'file'],
	[undefined, 'file'],
])('the file of %j is called %s', (disposition, expected) => {
	expect(fileName(fileNameIn(disposition))).toBe(expected);
});

it.each<[IDataObject[], string, string[] | undefined]>([
	[[{ Customer: { Name: 'A' } }], 'Customer.Nmae', ['Customer.Name']],
	[[{ Customer: { Name: 'A' } }], 'customer.name', undefined],
	[[{ Customer: {} }, { Customer: { Name: 'A' } }], 'Customer.Name', undefined],
	[[{ Customer: null }], 'Customer.Name', undefined],
	[[{ Customer: {} }], 'Customer.Name', undefined],
	[[{ Customer: null }, { Customer: { Name: 'A' } }], 'Customer.Nmae', ['Customer.Name']],
	[[{ Lines: [] }], 'Lines.Tax', undefined],
	[[{ Lines: [{ A: 1 }, { Tax: 2 }] }], 'Lines.Tax', undefined],
	[[{ Lines: [{ A: 1 }, { B: 2 }] }], 'Lines.Tax', ['Lines.A', 'Lines.B']],
	[[{ 'a.b': 1 }], 'a.b', undefined],
	[[{ Name: 'A' }], 'Name.First', ['Name']],
	[[{ Name: 'A' }], 'Nmae', ['Name']],
	[[], 'Name', undefined],
])('of %j, "%s" is told with %j', (records, name, known) => {
	const items = records.map((json) => ({ json }));
	expect(unmetOf(items, [name])).toEqual(known && { names: [name], known });
});

it.each([
	['1e-400', false],
	['-1E-999', false],
	['0e-400', true],
	['-0.000', true],
	['1.23e-323', false],
	['2.5e-300', true],
	['1E400', false],
	['0.1', true],
])('the number %s is exact: %s', (number, exact) => {
	expect(isExact(number)).toBe(exact);
});

it.each([
	['{"a":1,"a":2}', 'a'],
	['{"a":{"b":1},"b":{"a":1}}', undefined],
	['[{"a":1},{"a":1}]', undefined],
	['{"x":"\\"a\\":1,","a":"{","b":"a"}', undefined],
	['{"x":[{"a":1 , "\\u0061" :2}]}', 'a'],
	[`{"x":"${'\\"'.repeat(500_000)}","x":1}`, 'x'],
])('a name that comes twice, %#', (text, name) => {
	expect(repeatedName(text)).toBe(name);
});

it('nesting has an end, whatever stands in texts', () => {
	const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
	expect(() => readJson(nested(10_000))).toThrow(SyntaxError);
	expect(readJson(nested(500))).toBeDefined();
	expect(readJson(JSON.stringify(nested(5_000)))).toBe(nested(5_000));
});
