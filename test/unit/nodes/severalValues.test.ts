import { providers } from '../../../scripts/registry';
import { InputError } from '../../../nodes/shared/errors';
import { collection, string, type Field, type Fields } from '../../../nodes/shared/fields';
import { namedOrders } from '../../../nodes/Billit/resources/order/orders';
import { options, otherEvents } from '../../../nodes/BookingExperts/trigger/settings';
import { eventTypes } from '../../../nodes/OmniFund/trigger/settings';

const READING = { timezone: 'Europe/Brussels' };

interface Place {
	at: string;
	field: Field<unknown>;
}

function placesIn(fields: Fields, at: string): Place[] {
	return Object.entries(fields).flatMap(([name, field]) => {
		const own = `${at} ${name}`;
		return [
			...(field.property.type === 'string' ? [{ at: own, field }] : []),
			...(field.inner ? placesIn(field.inner, own) : []),
		];
	});
}

/** Every text field that says that it takes several values with commas between, once each. */
const places = [
	...new Map(
		providers
			.flatMap(({ name, resources }) =>
				resources.flatMap(({ operations }) =>
					operations.flatMap((operation) => placesIn(operation.fields as Fields, name)),
				),
			)
			.concat(placesIn({ options, otherEvents, eventTypes }, 'triggers'))
			.filter(({ field }) => /\bcommas\b/.test(field.property.description ?? ''))
			.map((place) => [place.field.read, place]),
	).values(),
];

function read({ field }: Place, value: unknown): unknown {
	try {
		return field.read(value, field.property.displayName, READING);
	} catch (error) {
		if (error instanceof InputError) return error;
		throw error;
	}
}

/** Values as such a field takes them. */
const SAMPLES = [
	['101', '102'],
	['2026-01-31', '2026-02-28'],
] as const;

const samplesOf = (place: Place) =>
	SAMPLES.find((values) => !(read(place, values.join(', ')) instanceof InputError));

/** Whoever reads the text splits it, without blanks around. */
const split = (value: unknown): unknown =>
	typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;

const alike = (a: unknown, b: unknown) => JSON.stringify(split(a)) === JSON.stringify(split(b));

it('there are many', () => {
	expect(places.length).toBeGreaterThan(20);
});

describe.each(places.map((place) => [place.at, place] as const))('%s', (_at, place) => {
	it('takes a list as the same with commas between', () => {
		const values = samplesOf(place);
		expect(values).toBeDefined();
		const [first = '', second = ''] = values ?? [];
		const expected = read(place, `${first}, ${second}`);
		const wrong = [
			[first, second],
			[` ${first}`, `${second}\n`],
			// github.com/n8n-io/n8n/issues/14959: a line break behind the braces makes a list a text.
			`${first},${second}\n`,
			...(first === '101'
				? [
						[101, 102],
						[101n, 102n],
					]
				: []),
		].filter((given) => !alike(read(place, given), expected));
		expect(wrong).toEqual([]);
	});

	it('refuses what is no list of values, by its name', () => {
		const [first = ''] = samplesOf(place) ?? [];
		const wrong = [
			[{ id: 1 }],
			{ id: 1 },
			[first, null],
			[first, undefined],
			[[first]],
			[first, '1,2'],
			[first, ' '],
			[12_345_678_901_234_568],
			`${first} [object Object]`,
		].filter((given) => {
			const result = read(place, given);
			const isNamed =
				result instanceof InputError &&
				result.message.includes(`"${place.field.property.displayName}"`);
			return !isNamed;
		});
		expect(wrong).toEqual([]);
	});
});

describe('as they are written', () => {
	const ids = string({ label: 'IDs', several: 'filter' });
	const tags = string({ label: 'Tags', several: 'names' });

	// github.com/n8n-io/n8n/issues/22586: all forms in which people have written a list.
	it.each([
		'apples,bananas,pears',
		'"apples","bananas","pears"',
		'apples, bananas, pears',
		'[apples, bananas, pears]',
		'["apples", "bananas", "pears"]',
		' ["apples","bananas","pears"] \n',
	])('%s', (text) => {
		const given = String(tags.read(text, 'Tags', READING));
		expect(given.split(',').map((each) => each.trim())).toEqual(['apples', 'bananas', 'pears']);
	});

	it.each(['a "quoted" word', '"a" b', '[Draft', 'x]', '12,5'])('%s stays as it is', (text) => {
		expect(tags.read(text, 'Tags', READING)).toBe(text);
	});

	it('an empty list is none, but of a filter', () => {
		expect(tags.read([], 'Tags', READING)).toBe('');
		expect(() => ids.read([], 'IDs', READING)).toThrow('"IDs" must be filled in');
		expect(() => ids.read('[]', 'IDs', READING)).toThrow('"IDs" must be filled in');
		expect(ids.read('', 'IDs', READING)).toBe('');
	});

	it('names the row that is none', () => {
		const filters = collection({ label: 'Filters', filters: true, fields: { ids } });
		const given = { ids: [1, { id: 2 }] };
		expect(() => filters.read(given, 'Filters', READING)).toThrow(
			'Row 2 of "IDs": "IDs" must be text, not an object',
		);
	});
});

describe('orders to send', () => {
	it.each<[unknown, unknown]>([
		[[101, 102], { by: 'id', texts: ['101', '102'] }],
		[
			{ __rl: true, mode: 'id', value: [101, '102'] },
			{ by: 'id', texts: ['101', '102'] },
		],
		[
			{ __rl: true, mode: 'number', value: ['INV-1', 'INV 2'] },
			{ by: 'number', texts: ['INV-1', 'INV 2'] },
		],
	])('%j', (given, expected) => {
		expect(namedOrders.read(given, 'Orders', READING)).toEqual(expected);
	});

	it.each([[[]], [[{ id: 1 }]], [{ __rl: true, mode: 'id', value: [] }]])(
		'%j is refused',
		(given) => {
			expect(() => namedOrders.read(given, 'Orders', READING)).toThrow('"Orders"');
		},
	);
});
