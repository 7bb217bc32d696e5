import { simplified } from '../../../nodes/BookingExperts/jsonApi';

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
		friend: { type: 'person', id: '2', name: 'Person 2', friend_id: '1' },
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
		targets_ids: ['1', '1', '2'],
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
