import { grouped, number, string } from '../../../nodes/shared/fields';

const fields = {
	name: string({ label: 'Name' }),
	price: number({ label: 'Price' }),
	unit: string({ label: 'Unit' }),
};
const field = grouped({
	label: 'More',
	fields,
	groups: { money: { label: 'Money', description: 'What it costs', fields: ['price', 'unit'] } },
});
const read = (raw: unknown, outdated: string[] = []) =>
	field.read(raw, 'More', {
		timezone: 'UTC',
		outdated: ({ name, group, label }) => outdated.push(`${label} > ${group} > ${name}`),
	});

it('shows the groups beside the other fields', () => {
	expect(field.property.options?.map(({ name }) => name)).toEqual(['money', 'name']);
});

it.each<[string, unknown, object, string[]]>([
	['a group', { name: 'a', money: { price: '2' } }, { name: 'a', price: 2 }, []],
	['JSON text', '{"money": "{\\"unit\\": \\"kg\\"}"}', { unit: 'kg' }, []],
	['an empty group', { money: {} }, {}, []],
	['fields of before', { price: 2, name: 'a' }, { price: 2, name: 'a' }, ['More > Money > price']],
	[
		'both, of which the group wins',
		{ price: 2, unit: 'kg', money: { price: 3 } },
		{ price: 3, unit: 'kg' },
		['More > Money > price', 'More > Money > unit'],
	],
])('reads %s', (_what, raw, expected, told) => {
	const outdated: string[] = [];
	expect(read(raw, outdated)).toEqual(expected);
	expect(outdated).toEqual(told);
});

it.each<[string, unknown, string]>([
	['an unknown field', { colour: 'red' }, '"More" has no field "colour"'],
	['one in a group', { money: { name: 'a' } }, '"Money" has no field "name"'],
	['a group that is none', { money: 3 }, '"Money" must be an object of its fields'],
	['a wrong value in a group', { money: { price: 'two' } }, '"Price" must be a number'],
])('refuses %s', (_what, raw, message) => {
	expect(() => read(raw)).toThrow(message);
});

it('a condition in a group that an expression leaves empty is refused', () => {
	const filters = grouped({
		label: 'Filters',
		filters: true,
		fields: { name: string({ label: 'Name' }) },
		groups: { ids: { label: 'IDs', description: 'IDs', fields: ['name'] } },
	});
	expect(() => filters.read({ ids: { name: undefined } }, 'Filters')).toThrow('"Name" must be');
});
