import { InputError } from '../../../nodes/shared/errors';
import { fileName } from '../../../nodes/shared/binary';
import { providers } from '../../../scripts/registry';
import {
	collection,
	grouped,
	jsonAny,
	list,
	locator,
	number,
	optionalNumber,
	string,
	type Field,
} from '../../../nodes/shared/fields';
import { currencyCode, stateCode, vehicleNumber } from '../../../nodes/shared/numbers';
import { linesInput } from '../../../nodes/Luca/resources/saleInvoice/lines';
import { refuseReversed } from '../../../nodes/BookingExperts/stay';

const READING = { timezone: 'Europe/Brussels' };

const AROUND = ['\ufeff', '\u200b', '\u00a0', '\n', '\t ', ' \u2060'];

const refusal = (read: () => unknown): string => {
	try {
		return `read as ${JSON.stringify(read())}`;
	} catch (error) {
		if (error instanceof InputError) return `${error.message} ${error.description ?? ''}`;
		throw error;
	}
};

describe('codes that are copied', () => {
	const word = string({ label: 'ID', code: 'word', required: true });
	const line = string({ label: 'Order Number', code: 'line' });

	it.each(AROUND)('%j around them is no part of them', (mark) => {
		const typed = `${mark}INV-5${mark}`;
		expect(word.read(typed, 'ID', READING)).toBe('INV-5');
		expect(line.read(typed, 'Order Number', READING)).toBe('INV-5');
		expect(refusal(() => word.read(mark, 'ID', READING))).toContain('"ID" is empty');
	});

	it('is refused by the name of its field where something stands in between', () => {
		expect(refusal(() => word.read('12 3', 'ID', READING))).toContain(
			'"ID" must be without blanks',
		);
		expect(line.read('INV 5', 'Order Number', READING)).toBe('INV 5');
		expect(refusal(() => line.read('INV\n5', 'Order Number', READING))).toContain(
			'"Order Number" must be one line',
		);
	});

	/** All locators of all operations. */
	const locators = providers.flatMap(({ name, resources }) =>
		resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				Object.entries(operation.fields as Record<string, Field<unknown>>)
					.filter(([, { property }]) => property.type === 'resourceLocator')
					.map(([key, each]) => ({
						at: `${name} ${resource.value}.${operation.value} ${key}`,
						each,
					})),
			),
		),
	);

	it('holds for every locator of every operation', () => {
		expect(locators.length).toBeGreaterThan(100);
		for (const { at, each } of locators) {
			const label = each.property.displayName;
			for (const mark of AROUND) {
				const value = { __rl: true, mode: 'id', value: `${mark}12345${mark}` };
				// Several at once are a list of them.
				const read = each.read(value, label, READING);
				const texts = typeof read === 'object' ? (read as { texts: string[] }).texts : [read];
				expect([at, mark, texts]).toEqual([at, mark, ['12345']]);
			}
			const broken = { __rl: true, mode: 'id', value: '12\n345' };
			expect([at, refusal(() => each.read(broken, label, READING))]).toEqual([
				at,
				expect.stringContaining(`"${label}" must be one line`),
			]);
		}
	});

	it("refuses a blank in what is typed By ID, but for IDs of one's own, names and several at once", () => {
		const kept = locators.filter(({ each }) => {
			const typed = { __rl: true, mode: 'id', value: '12 345' };
			const picked = { ...typed, mode: 'list' };
			const label = each.property.displayName;
			expect(refusal(() => each.read(picked, label, READING))).toContain('12 345');
			return !refusal(() => each.read(typed, label, READING)).includes('must be without blanks');
		});
		const labels = kept.map(({ at, each }) => `${at.split(' ')[0]} ${each.property.displayName}`);
		expect([...new Set(labels)].sort()).toEqual([
			'billit Feed',
			'billit Orders',
			'luca Company',
			'microBilt Make',
			'microBilt Series',
			'microBilt State',
			'microBilt Year',
			'omniFund Customer',
			'omniFund Customer ID',
			'omniFund Payment Token',
		]);
	});

	it('keeps a name with blanks, as a feed has one', () => {
		const feed = locator({ label: 'Feed', search: 'searchFeeds', blanks: true });
		expect(feed.read(' my feed ', 'Feed', READING)).toBe('my feed');
	});
});

describe('JSON text', () => {
	const field = jsonAny({ label: 'Body' });
	const read = (text: string) => field.read(text, 'Body', READING);

	it.each([
		['\ufeff{"a":1}', { a: 1 }],
		['{"a":{"x":1},"b":{"x":2}}', { a: { x: 1 }, b: { x: 2 } }],
		['[{"x":1},{"x":2}]', [{ x: 1 }, { x: 2 }]],
		['{"a":"\\"a\\":1,\\"a\\":{","b":"}"}', { a: '"a":1,"a":{', b: '}' }],
	])('%s is read', (text, value) => {
		expect(read(text)).toEqual(value);
	});

	it.each([
		['{"a":1,"a":2}', '"Body" has "a" twice'],
		['{"b":[{"a":1, "\\u0061" :2}]}', '"Body" has "a" twice'],
		['{"a":1,}', '"Body" is not valid JSON'],
		['{"a":1,}', 'line 1, column 8'],
		['{\n"a":1,\n}', 'line 3, column 1'],
		['{"secret":', 'ends too early'],
	])('%j is refused: %s', (text, words) => {
		expect(refusal(() => read(text))).toContain(words);
	});
});

describe('what data lacks', () => {
	const lines = list({
		label: 'Lines',
		rowLabel: 'Line',
		addLabel: 'Add line',
		fields: {
			quantity: number({ label: 'Quantity', default: 1 }),
			vat: optionalNumber({ label: 'VAT', default: '21' }),
		},
	});

	it('is not what the panel would have filled in', () => {
		expect(lines.read({ rows: [{}] }, 'Lines', READING)).toEqual([{ quantity: 1, vat: 21 }]);
		expect(lines.read([{ quantity: 2 }], 'Lines', READING)).toEqual([{ quantity: 2 }]);
		for (const raw of [[{ vat: 6 }], { vat: 6 }, '[{"vat":6}]', { rows: { vat: 6 } }]) {
			const told = refusal(() => lines.read(raw, 'Lines', READING));
			expect([raw, told]).toEqual([
				raw,
				expect.stringMatching(/"Quantity" must be a number|no field/),
			]);
		}
	});

	/** Whether a row or rows may have been filled in, by what the workflow holds of them. */
	it.each([
		['={{ $json.rows }}', true],
		[{ rows: '={{ $json.rows }}' }, true],
		[{ rows: ['={{ $json.row }}'] }, true],
		[{ rows: [{ vat: '={{ $json.vat }}' }] }, false],
	])('%j is told apart, in a collection and in its group too', (saved, isData) => {
		const told = (field: Field<unknown>, value: unknown, held: unknown) =>
			refusal(() => field.read(value, 'Field', { ...READING, saved: held }));
		const raw = { rows: [{ vat: 6 }] };
		const words = isData
			? expect.stringContaining('Row 1 of "Lines": "Quantity" must be a number')
			: expect.stringContaining('"quantity":1');
		const fields = { lines };
		const groups = { more: { label: 'More', description: 'More', fields: ['lines'] as const } };
		const inside = collection({ label: 'Field', fields });
		const inGroup = grouped({ label: 'Field', fields, groups });
		expect(
			told(
				collection({ label: 'Field', fields: { inside } }),
				{ inside: { lines: raw } },
				{ inside: { lines: saved } },
			),
		).toEqual(words);
		expect(told(inGroup, { more: { lines: raw } }, { more: { lines: saved } })).toEqual(words);
		expect(refusal(() => lines.read(raw, 'Lines', { ...READING, saved }))).toEqual(words);
	});

	/** Lists whose rows the panel fills in, of all operations. */
	const filled = (
		fields: Record<string, Field<unknown>>,
		at: string,
	): Array<[string, Field<unknown>]> =>
		Object.entries(fields).flatMap(([key, each]) => {
			const inner = each.inner ?? {};
			const isList = each.property.typeOptions?.multipleValues === true;
			const own: Array<[string, Field<unknown>]> =
				isList && Object.values(inner).some(({ property }) => isSaid(property.default))
					? [[`${at} ${key}`, each]]
					: [];
			return [...own, ...filled(inner, `${at} ${key}`)];
		});
	const isSaid = (usual: unknown) =>
		!['', '{}', false].includes(usual as string) && typeof usual !== 'object';
	const lists = [
		...new Map(
			providers.flatMap(({ name, resources }) =>
				resources.flatMap(({ operations }) =>
					operations.flatMap(({ fields }) =>
						filled(fields as Record<string, Field<unknown>>, name),
					),
				),
			),
		),
	];

	it.each(lists)('%s: no usual value stands in a row of data', (at, each) => {
		const usual = Object.entries(each.inner ?? {}).filter(([, { property }]) =>
			isSaid(property.default),
		);
		for (const raw of [[{}], { rows: {} }, '[{}]']) {
			const told = refusal(() => each.read(raw, each.property.displayName, READING));
			if (!told.startsWith('read as')) continue;
			for (const [name] of usual)
				expect([at, told]).toEqual([at, expect.not.stringContaining(`"${name}"`)]);
		}
	});
});

describe('numbers of a kind', () => {
	it.each([
		[currencyCode, ' eur ', 'EUR'],
		[currencyCode, '€', 'EUR'],
		[currencyCode, 'EURO', 'EUR'],
		[stateCode, 'new york', 'NY'],
		[stateCode, 'ny\u00a0', 'NY'],
		[vehicleNumber, ' 1m8gdm9axkp042788', '1M8GDM9AXKP042788'],
		// Of a car before 1981.
		[vehicleNumber, '1Q87-H9N 123456', '1Q87H9N123456'],
	])('%p reads %j', (kind, typed, value) => {
		expect(kind(typed, 'Field')).toBe(value);
	});

	it.each([
		[currencyCode, '$'],
		[currencyCode, 'EUX'],
		[stateCode, 'XX'],
		[stateCode, 'N.Yrk'],
		[vehicleNumber, '1M8GDM9AXKP0427881'],
		[vehicleNumber, '1M8_DM9'],
		[vehicleNumber, 'IM8GDM9AXKP042788'],
	])('%p refuses %j', (kind, typed) => {
		expect(refusal(() => kind(typed, 'Field'))).toContain('"Field" must');
	});

	it('leaves states of other countries alone', () => {
		expect(stateCode('Bayern', 'State', { country: 'Germany' })).toBe('Bayern');
		expect(stateCode('ontario', 'State', { country: 'Canada' })).toBe('ON');
	});

	it('holds for every panel: what a placeholder shows is valid', () => {
		const told: string[] = [];
		for (const { name, resources } of providers) {
			for (const resource of resources) {
				for (const operation of resource.operations) {
					for (const each of Object.values(operation.fields as Record<string, Field<unknown>>)) {
						for (const inner of [each, ...Object.values(each.inner ?? {})]) {
							const { placeholder = '', displayName, type } = inner.property;
							if (
								type !== 'string' ||
								!placeholder.startsWith('e.g. ') ||
								placeholder.includes('…')
							)
								continue;
							const shown = refusal(() => inner.read(placeholder.slice(5), displayName, READING));
							if (!shown.startsWith('read as')) told.push(`${name} ${displayName}: ${shown}`);
						}
					}
				}
			}
		}
		expect([...new Set(told)]).toEqual([]);
	});
});

describe('days of birth', () => {
	const births = providers.flatMap(({ name, resources }) =>
		resources.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				Object.values(operation.fields as Record<string, Field<unknown>>).flatMap((each) =>
					[each, ...Object.values(each.inner ?? {})].flatMap((inner) =>
						[inner, ...Object.values(inner.inner ?? {})]
							// "For …" is the name of a column.
							.filter(
								({ property }) =>
									/^(?!For ).*birth/i.test(property.displayName) && !property.options,
							)
							.map((field) => ({ at: `${name} ${resource.value}.${operation.value}`, field })),
					),
				),
			),
		),
	);

	it('are from 1900 until today, and never told', () => {
		expect(births.length).toBeGreaterThan(3);
		for (const { at, field } of births) {
			expect(field.read('1980-01-31', 'Birth', READING)).toBe('1980-01-31');
			for (const wrong of ['1899-12-31', '2999-01-01', '31/1/80', '80-01-31', '0080-01-31']) {
				const told = refusal(() => field.read(wrong, 'Birth', READING));
				expect([at, wrong, told]).toEqual([at, wrong, expect.stringContaining('"Birth" must be')]);
				expect(told).not.toContain(wrong);
			}
		}
	});
});

describe('stays and files', () => {
	it('refuses a stay that ends before it begins', () => {
		expect(
			refusal(() => refuseReversed({ start_date: '2026-07-08', end_date: '2026-07-01' })),
		).toContain('"End Date" (2026-07-01) is before');
		expect(() => refuseReversed({ start_date: '2026-07-08' })).not.toThrow();
	});

	it.each([
		[`${'😀'.repeat(150)}a.pdf`, /^(?:😀)+a\.pdf$/u],
		['../../etc/passwd', /^passwd$/],
		['a\u0000b.pdf', /^a_b\.pdf$/],
		['\ud800.pdf', /^\ufffd\.pdf$/],
	])('%j is a name of a file', (given, expected) => {
		const name = fileName(given);
		expect(name).toMatch(expected);
		expect(name.isWellFormed()).toBe(true);
		expect(name.length).toBeLessThanOrEqual(200);
	});
});

describe('prices of a line of Luca', () => {
	const line = { saleProductId: 'QWzh2Bp1', quantity: 1 };

	it.each([
		[{ unitPriceCents: '007' }, '7'],
		[{ unitPriceCents: '-0' }, '0'],
		[{ unitPriceCents: '\u221250\u200b' }, '-50'],
		[{ unitPrice: '1 234,50' }, '123450'],
		[{ unitPrice: '\ufeff1\u00a0234,50\u200b' }, '123450'],
		[{ unitPrice: '-0' }, '0'],
	])('%j is %s øre', (price, ore) => {
		expect(linesInput([{ ...line, ...price }])).toEqual([{ ...line, unitPriceCents: ore }]);
	});

	it.each(['1 234,50', '1 234', '12.5', '1e3', '1.000', 'abc'])('%j øre is refused', (ore) => {
		expect(refusal(() => linesInput([{ ...line, unitPriceCents: ore }]))).toContain(
			'Row 1 of "Invoice Lines": "Unit Price (Øre)" must be a whole number',
		);
	});
});

describe('fields of Booking Experts and MicroBilt', () => {
	/** The field of a label, wherever it stands. */
	const named = (provider: string, label: string): Field<unknown> => {
		const within = (fields: Record<string, Field<unknown>>): Array<Field<unknown>> =>
			Object.values(fields).flatMap((each) => [each, ...within(each.inner ?? {})]);
		const found = providers
			.filter(({ name }) => name === provider)
			.flatMap(({ resources }) => resources.flatMap(({ operations }) => operations))
			.flatMap(({ fields }) => within(fields as Record<string, Field<unknown>>))
			.find(({ property }) => property.displayName === label);
		if (!found) throw new Error(`${provider} has no field ${label}`);
		return found;
	};

	it.each([
		['bookingExperts', 'Option Validity', '2026-11-27T09:30', '2026-11-27T08:30:00Z'],
		[
			'bookingExperts',
			'Option Validity',
			'\u200b2026-11-27T09:30:00+02:00 ',
			'2026-11-27T07:30:00Z',
		],
		['bookingExperts', 'Price by Channel Calculation', '350,5', '350.5'],
		['bookingExperts', 'Price by Channel Calculation', 10.1 * 3, '30.3'],
		['microBilt', 'Mileage', ' 42000\u200b', '42000'],
		['microBilt', 'Mileage', 42_000, '42000'],
	])('%s, %s: %j is %s', (provider, label, typed, value) => {
		expect(named(provider, label).read(typed, label, READING)).toBe(value);
	});

	it.each([
		['bookingExperts', 'Option Validity', '27/11/2026', 'must be a date and time', 'toISO'],
		['bookingExperts', 'Option Validity', '27.11.2026', 'must be a date and time', 'toISO'],
		['bookingExperts', 'Price by Channel Calculation', '1.000', 'must be a number', '1000'],
		['bookingExperts', 'Price by Channel Calculation', '1e3', 'must be a number', ''],
		['microBilt', 'Mileage', '42,000', 'must be a number', '1000'],
		['microBilt', 'Mileage', '42.5', 'must be a whole number', ''],
	])('%s, %s: %j is refused with the way out', (provider, label, typed, words, way) => {
		const told = refusal(() => named(provider, label).read(typed, label, READING));
		expect(told).toContain(`"${label}" ${words}`);
		expect(told).toContain(way);
	});
});
