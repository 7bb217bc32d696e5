import type { INodeProperties } from 'n8n-workflow';
import { grouped, number, string, type Field, type Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

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

/** Something that each kind of field takes. */
const SAMPLES = [
	'EUR',
	'GA',
	'1',
	'ada',
	'2036-01-31',
	'12/39',
	'4007000000027',
	'BE68539007547034',
	'1.2',
	'week',
	5,
	true,
	{ rows: [] },
	{},
];

/** The collections of all operations whose panel has groups, each once, by where it stands first. */
const GROUPED = new Map<Field<unknown>, string>();
for (const { name, resources } of providers) {
	for (const resource of resources) {
		for (const operation of resource.operations) {
			const fields = operation.fields as Fields;
			for (const [key, each] of Object.entries(fields)) {
				const options = (each.property.options ?? []) as INodeProperties[];
				const isGrouped = options.some((option) => !(option.name in (each.inner ?? {})));
				if (each.property.type === 'collection' && isGrouped && !GROUPED.has(each)) {
					GROUPED.set(each, `${name} ${resource.value}.${operation.value} ${key}`);
				}
			}
		}
	}
}

const outcome = (each: Field<unknown>, value: unknown): unknown => {
	try {
		return each.read(value, each.property.displayName);
	} catch {
		return undefined;
	}
};

it('everywhere, a value in its group and one from before it had a group are the same', () => {
	const wrong: string[] = [];
	for (const [each, place] of GROUPED) {
		for (const group of (each.property.options ?? []) as INodeProperties[]) {
			if (group.name in (each.inner ?? {})) continue;
			for (const { name } of (group.options ?? []) as INodeProperties[]) {
				const taken = SAMPLES.map((value) => [
					outcome(each, { [name]: value }),
					outcome(each, { [group.name]: { [name]: value } }),
				]).filter(([flat, inGroup]) => flat !== undefined || inGroup !== undefined);
				if (taken.length === 0) wrong.push(`${place} ${name}: no sample is taken`);
				for (const [flat, inGroup] of taken) {
					if (JSON.stringify(flat) !== JSON.stringify(inGroup)) wrong.push(`${place} ${name}`);
				}
			}
		}
	}
	expect(wrong).toEqual([]);
	const providersWith = [...GROUPED.values()].map((place) => place.split(' ')[0]);
	expect([...new Set(providersWith)].sort()).toEqual(['billit', 'microBilt', 'omniFund']);
});
