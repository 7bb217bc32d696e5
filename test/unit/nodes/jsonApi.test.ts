import { isPlural, singularOf } from '../../../nodes/BookingExperts/collections';
import { raw, simplified } from '../../../nodes/BookingExperts/jsonApi';
import { relationships } from '../../../nodes/BookingExperts/relationships';

const person = (id: string, friend?: string) => ({
	type: 'person',
	id,
	attributes: { name: `Person ${id}` },
	...(friend ? { relationships: { friend: { data: { type: 'person', id: friend } } } } : {}),
});

it('ends where a record would stand inside itself', () => {
	const included = [person('1', '2'), person('2', '1')];
	expect(simplified(person('1', '2'), { included })).toEqual({
		id: '1',
		name: 'Person 1',
		friend_id: '2',
		friend_type: 'person',
		friend: { type: 'person', id: '2', name: 'Person 2', friend_id: '1', friend_type: 'person' },
	});
});

it('tells apart records of different types behind one relationship', () => {
	const resource = {
		type: 'label',
		id: '1',
		attributes: {},
		relationships: {
			targets: {
				data: [
					{ type: 'cat', id: '1' },
					{ type: 'dog', id: '1' },
					{ type: 'dog', id: '2' },
				],
			},
			nothing: { data: null },
			links: {},
		},
	};
	const included = [
		{ type: 'cat', id: '1', attributes: { says: 'miaow' } },
		{ type: 'dog', id: '1', attributes: { says: 'wuff' } },
	];
	expect(simplified(resource, { included })).toEqual({
		id: '1',
		nothing_id: null,
		targets_ids: ['1', '1', '2'],
		targets_types: ['cat', 'dog', 'dog'],
		targets: [
			{ type: 'cat', id: '1', says: 'miaow' },
			{ type: 'dog', id: '1', says: 'wuff' },
		],
	});
});

it.each([
	['nl', { name: 'Huis', note: { a: 1 }, empty: {} }],
	['fr', { name: 'House', note: { a: 1 }, empty: {} }],
	[undefined, { name: { en: 'House', nl: 'Huis' }, note: { a: 1 }, empty: {} }],
])('reduces localized texts to %s, and nothing else', (language, expected) => {
	const attributes = { name: { en: 'House', nl: 'Huis' }, note: { a: 1 }, empty: {} };
	expect(simplified({ type: 'x', id: '1', attributes }, { language })).toEqual({
		...expected,
		id: '1',
	});
});

it('lets an attribute win over a relationship of its name', () => {
	const resource = {
		type: 'x',
		id: '1',
		attributes: { owner_id: 'attribute' },
		relationships: { owner: { data: { type: 'owner', id: '2' } } },
	};
	expect(simplified(resource)).toEqual({ id: '1', owner_id: 'attribute' });
});

describe('relationships that are read', () => {
	const linked = (name: string, data: unknown, more: object = {}) =>
		simplified({ type: 'x', id: '1', relationships: { [name]: { data, ...more } } } as never);

	it.each([
		['owner', { type: 'owner', id: '5' }, { owner_id: '5' }],
		['owner', { type: 'contact', id: 5 }, { owner_id: '5', owner_type: 'contact' }],
		['primary_package', { type: 'package', id: '5' }, { primary_package_id: '5' }],
		['owner', null, { owner_id: null }],
		['labels', [], { labels_ids: [] }],
		['labels', [{ type: 'label', id: '1' }], { labels_ids: ['1'] }],
		['categories', [{ type: 'category', id: '1' }], { categories_ids: ['1'] }],
		['extra_packages', [{ type: 'package', id: '1' }], { extra_packages_ids: ['1'] }],
		['new', { type: 'label', lid: 'a' }, { new_id: 'a', new_type: 'label' }],
		[
			'parties',
			[{ type: 'party', id: '1' }, { type: 'owner', id: '1' }, null],
			{ parties_ids: ['1', '1'], parties_types: ['party', 'owner'] },
		],
		['linked', undefined, {}],
	])('%s %j', (name, data, expected) => {
		expect(linked(name, data, { links: { related: '/y' }, meta: { count: 1 } })).toEqual({
			id: '1',
			...expected,
		});
	});

	it('find what came along whatever the order of included', () => {
		const included = [
			{
				type: 'b',
				id: '1',
				attributes: { n: 1 },
				relationships: { c: { data: { type: 'c', id: 1 } } },
			},
			{ type: 'c', id: '1', attributes: { n: 2 } },
		];
		const resource = {
			type: 'a',
			id: '1',
			attributes: {},
			relationships: { b: { data: { type: 'b', id: '1' } } },
		};
		for (const order of [included, [...included].reverse()]) {
			expect(simplified(resource, { included: order }).b).toEqual({
				type: 'b',
				id: '1',
				n: 1,
				c_id: '1',
				c: { type: 'c', id: '1', n: 2 },
			});
			expect(raw(resource, [...order, person('9')]).included).toEqual(order);
		}
	});

	it('keeps the meta of a record, and the type of a bare identifier', () => {
		expect(simplified({ type: 'x', id: '1', attributes: {}, meta: { at: 1 } })).toEqual({
			id: '1',
			meta: { at: 1 },
		});
		expect(simplified({ type: 'label', id: '1' })).toEqual({ type: 'label', id: '1' });
	});
});

const HOUSE = { nl: 'Huis', en: 'House', 'pt-BR': 'Casa' };

it.each([
	['NL', HOUSE, 'Huis'],
	[' nl ', HOUSE, 'Huis'],
	['nl-BE', HOUSE, 'Huis'],
	['pt', HOUSE, 'Casa'],
	['PT_br', HOUSE, 'Casa'],
	['pt-PT', HOUSE, 'Casa'],
	['sv', HOUSE, 'House'],
	['nl', { NL: 'Huis', EN: 'House' }, 'Huis'],
	['de-CH', { 'de-AT': 'Jänner', 'de-CH': 'Januar', de: 'Januar' }, 'Januar'],
	['de-CH', { 'de-AT': 'Jänner', fr: 'Janvier' }, 'Jänner'],
	['nl', { nl: ' ', en: null, fr: 'Maison' }, 'Maison'],
	['nl', { nl: '', en: '' }, ''],
	['zh-hant-TW', { 'zh-Hant': 'x', en: 'y' }, 'x'],
	['nl', { min: 'a', max: 'b' }, { min: 'a', max: 'b' }],
	['nl', { nl: 1 }, { nl: 1 }],
])('in %j of %j: %j', (language, name, expected) => {
	expect(simplified({ type: 'x', id: '1', attributes: { name } }, { language }).name).toEqual(
		expected,
	);
});

describe('relationships that are written', () => {
	const written = (...rows: object[]) => relationships.read({ rows }, 'Relationships');
	const label = (id: string, type = 'label') => ({ type, id });

	it.each([
		[[{ name: 'owner', id: '3' }], { owner: { data: label('3', 'owner') } }],
		[[{ name: ' owner ', type: 'contact', id: ' 3 ' }], { owner: { data: label('3', 'contact') } }],
		[[{ name: 'labels', id: '3' }], { labels: { data: [label('3')] } }],
		[[{ name: 'amenities', id: '3' }], { amenities: { data: [label('3', 'amenity')] } }],
		[[{ name: 'labels', id: '3', holds: 'one' }], { labels: { data: label('3') } }],
		[[{ name: 'label', id: '3', holds: 'many' }], { label: { data: [label('3')] } }],
		[[{ name: 'status', id: '3' }], { status: { data: label('3', 'status') } }],
		[[{ name: 'address', id: '3' }], { address: { data: label('3', 'address') } }],
		[
			[
				{ name: 'label', id: '3' },
				{ name: 'owner', id: '1' },
				{ name: 'label', id: '4', type: 'tag' },
			],
			{ label: { data: [label('3'), label('4', 'tag')] }, owner: { data: label('1', 'owner') } },
		],
		[[{ name: 'owner', holds: 'none' }], { owner: { data: null } }],
		[[{ name: 'labels', id: '', holds: 'none' }], { labels: { data: [] } }],
		[[], {}],
	])('%j', (rows, expected) => {
		expect(written(...rows)).toEqual(expected);
	});

	it.each<[string, object[]]>([
		[
			'row 2 lacks a name or an ID',
			[
				{ name: 'a', id: '1' },
				{ name: 'b', id: ' ' },
			],
		],
		['row 1 lacks a name or an ID', [{ id: '1' }]],
		['row 1 clears "a" and has an ID', [{ name: 'a', id: '1', holds: 'none' }]],
		['row 1: "Holds" is "two"', [{ name: 'a', id: '1', holds: 'two' }]],
		[
			'row 2 names "a" again',
			[
				{ name: 'a', id: '1', holds: 'one' },
				{ name: 'a', id: '2' },
			],
		],
		[
			'row 2 names "a" again',
			[
				{ name: 'a', holds: 'none' },
				{ name: 'a', id: '2' },
			],
		],
	])('%s', (message, rows) => {
		expect(() => written(...rows)).toThrow(`"Relationships" ${message}`);
	});
});

it.each([
	['categories', 'category'],
	['taxes', 'tax'],
	['labels', 'label'],
	['rentable_identities', 'rentable_identity'],
	['status', 'status'],
	['address', 'address'],
	['owner', 'owner'],
])('%s is one or several %s', (name, type) => {
	expect(singularOf(name)).toBe(type);
	expect(isPlural(name)).toBe(name !== type);
});
