import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

/** What decides what a payment or a report is about: without it, another one is made. */
const DECIDING: Record<string, readonly string[]> = {
	microBilt: [
		'Account Number',
		'Birth Date',
		'First Name',
		'Last Name',
		'Requested Amount',
		'Routing Number',
		'SIN',
		'SSN',
		'Street',
		'Tax ID',
		'ZIP Code',
	],
	omniFund: ['Amount', 'Own Payment Token ID', 'Process Date', 'State Fee'],
};

interface Found {
	where: string;
	label: string;
	field: Field<unknown>;
}

/** The fields of these labels, those inside collections and groups too. */
function deciding(where: string, fields: Fields, labels: readonly string[]): Found[] {
	return Object.values(fields).flatMap((field): Found[] => [
		...(labels.includes(field.property.displayName)
			? [{ where, label: field.property.displayName, field }]
			: []),
		...(field.inner ? deciding(where, field.inner, labels) : []),
	]);
}

const found = providers.flatMap(({ name, resources }) =>
	resources.flatMap(({ value, operations }) =>
		operations
			.filter(({ kind }) => kind !== 'read')
			.flatMap((operation) =>
				deciding(
					`${name} ${value}.${operation.value}`,
					operation.fields as Fields,
					DECIDING[name] ?? [],
				),
			),
	),
);

describe('what is charged for, by an expression that gives nothing', () => {
	it('has been found in every operation that has it', () => {
		expect([...new Set(found.map(({ label }) => label))].sort()).toEqual(
			Object.values(DECIDING).flat().sort(),
		);
		expect(found.length).toBeGreaterThan(60);
	});

	it.each(found)('$where refuses "$label" of nothing', ({ field }) => {
		for (const nothing of [undefined, null]) {
			expect(() => field.read(nothing, 'The Field')).toThrow('"The Field" ');
		}
	});
});
