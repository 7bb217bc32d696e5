import { providers } from '../../../scripts/registry';
import { InputError } from '../../../nodes/shared/errors';
import { collection, date, decimal, list, optionalNumber } from '../../../nodes/shared/fields';
import { rangesOf, type Field, type Fields } from '../../../nodes/shared/fields';
import { readAll } from '../../../nodes/shared/operation/operation';

const READING = { timezone: 'Europe/Brussels' };

/** Some fields that are read together, as one set of values. */
interface Together {
	at: string;
	fields: Fields;
	read(values: Record<string, unknown>): unknown;
}

function setsIn(fields: Fields, at: string, read: Together['read']): Together[] {
	return [
		{ at, fields, read },
		...Object.entries(fields).flatMap(([name, field]) => {
			const { property, inner } = field;
			if (!inner) return [];
			const isList = property.type === 'fixedCollection';
			return setsIn(inner, `${at}.${name}`, (values) =>
				field.read(isList ? { rows: [values] } : values, property.displayName, READING),
			);
		}),
	];
}

const sets = providers.flatMap(({ name, resources }) =>
	resources.flatMap((resource) =>
		resource.operations.flatMap((operation) => {
			const fields = operation.fields as Fields;
			const of = (values: Record<string, unknown>) => {
				const own = Object.entries(fields).filter(([key]) => Object.hasOwn(values, key));
				return readAll(Object.fromEntries(own), <T>(key: string, { property, read }: Field<T>) =>
					read(values[key], property.displayName, READING),
				);
			};
			return setsIn(fields, `${name} ${resource.value}.${operation.value}`, of);
		}),
	),
);

const ranges = sets.flatMap(({ at, fields, read }) =>
	rangesOf(fields).map(([from, until]) => ({ at, from, until, read })),
);

function told(act: () => unknown): string | undefined {
	try {
		act();
		return undefined;
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		return error.message;
	}
}

/** Values in their order, which no field that is a range refuses by itself. */
const DAYS = ['2031-03-01', '2031-04-01'] as const;
const NUMBERS = ['9', '10'] as const;

describe('every range', () => {
	it('is known by the labels of its beginning and its end', () => {
		const labels = ranges.map(({ from }) => from.field.property.displayName);
		expect(new Set(labels).size).toBeGreaterThan(16);
		const lonely = new Set(
			sets.flatMap(({ fields, at }) =>
				Object.values(fields)
					.filter(
						({ extent, property }) =>
							extent && /\b(?:Until|To|Till|Before|End)\b/.test(property.displayName),
					)
					.map(({ property }) => property.displayName)
					.filter(
						(label) =>
							!rangesOf(fields).some(([, { field }]) => field.property.displayName === label),
					)
					.map((label) => `${at} ${label}`),
			),
		);
		// A rate of exchange and a sum that is left to pay; the days of an update may be given one by one.
		expect(
			[...lonely].filter((each) => !/ (?:Rate to Foreign Currency|To Pay)$/.test(each)),
		).toEqual([]);
	});

	it('that ends before it begins is refused, naming both fields', () => {
		const wrong = ranges.flatMap(({ at, from, until, read }) => {
			const [early, late] = from.field.property.type === 'dateTime' ? DAYS : NUMBERS;
			const given = (first: unknown, last: unknown) => ({
				[from.name]: first,
				[until.name]: last,
			});
			const [begins, ends] = [from, until].map(({ field }) => `"${field.property.displayName}"`);
			const words = told(() => read(given(late, early))) ?? 'taken';
			const isNamed = [begins, ends, early, late].every((each) => words.includes(String(each)));
			const others = [given(early, late), given(early, early), given(late, ''), given('', early)]
				.map((values) => told(() => read(values)) ?? '')
				.filter((each) => each.includes('is before'));
			return isNamed && others.length === 0
				? []
				: [`${at} ${from.name}: ${words} ${others.join()}`];
		});
		expect(wrong).toEqual([]);
	});
});

describe('what is before what', () => {
	const filters = collection({
		label: 'Filters',
		fields: {
			from: date({ label: 'Due From' }),
			until: date({ label: 'Due Until' }),
			minimum: optionalNumber({ label: 'Minimum Age' }),
			maximum: decimal({ label: 'Maximum Age' }),
		},
	});
	const of = (values: Record<string, unknown>) =>
		told(() => filters.read(values, 'Filters', READING));

	it('is a matter of days where days are meant', () => {
		// Both are the 27th in Brussels.
		expect(
			of({ from: '2026-11-27T14:00:00Z', until: '2026-11-27T00:00:00+01:00' }),
		).toBeUndefined();
		expect(of({ from: '2026-11-27T23:30:00Z', until: '2026-11-27' })).toBe(
			'"Due Until" (2026-11-27) is before "Due From" (2026-11-28)',
		);
	});

	it('is a matter of numbers, not of letters', () => {
		expect(of({ minimum: '9', maximum: '10' })).toBeUndefined();
		expect(of({ minimum: '10', maximum: '9,5' })).toBe(
			'"Maximum Age" (9.5) is before "Minimum Age" (10)',
		);
	});

	it('names the row of a list', () => {
		const rows = list({
			label: 'Periods',
			rowLabel: 'Period',
			addLabel: 'Add',
			fields: { from: date({ label: 'From' }), till: date({ label: 'Till' }) },
		});
		const given = [
			{ from: '2026-01-01', till: '2026-01-01' },
			{ from: '2026-02-02', till: '2026-02-01' },
		];
		expect(told(() => rows.read(given, 'Periods', READING))).toContain('Row 2 of "Periods"');
	});
});
