import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

function within(where: string, fields: Fields): Array<[string, Field<unknown>]> {
	return Object.entries(fields).flatMap(([name, field]) => [
		[`${where} ${name}`, field] as [string, Field<unknown>],
		...within(`${where} ${name}`, field.inner ?? {}),
	]);
}

const read = (field: Field<unknown>, typed: string): unknown => {
	try {
		return field.read(typed, 'L');
	} catch (error) {
		return String(error);
	}
};

/** The fields that make an American number of what is typed. */
const american = providers
	.flatMap(({ name, resources }) =>
		resources.flatMap(({ value, operations }) =>
			operations.flatMap((each) => within(`${name} ${value}.${each.value}`, each.fields as Fields)),
		),
	)
	.filter(([, field]) => read(field, '(404) 555-0100') === '4045550100');

it('a number of another country is never sent as the American one of its digits', () => {
	expect(american.length).toBeGreaterThan(20);
	expect(new Set(american.map(([where]) => where.split(' ')[0]))).toEqual(
		new Set(['microBilt', 'omniFund']),
	);
	for (const [where, field] of american) {
		expect([where, read(field, '+1 404 555 0100')]).toEqual([where, '4045550100']);
		for (const foreign of ['+32 2 555 12 12', '+49 30 123456', '+404 555 0100']) {
			expect([where, read(field, foreign)]).toEqual([
				where,
				expect.stringContaining('"L" must be a telephone number'),
			]);
		}
	}
});
