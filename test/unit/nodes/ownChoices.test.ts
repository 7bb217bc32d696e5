import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

/** Choices by which the pack itself decides what is sent, or what comes out: another value would do nothing, unsaid. */
const OWN = [
	['billit', 'Kind of Line', 'Charge', 'true'],
	['flexibleApi', 'Answer', 'file', 'file'],
	['flexibleApi', 'Body', 'JSON', 'json'],
	['flexibleApi', 'Pagination', 'Page Number', 'pageNumber'],
	['omniFund', 'Type', 'CARD', 'Card'],
] as const;

function within(fields: Fields): Array<Field<unknown>> {
	return Object.values(fields).flatMap((field) => [field, ...within(field.inner ?? {})]);
}

it.each(OWN)(
	'%s, %s: takes what the panel shows, and no other value',
	(name, label, typed, value) => {
		const found = providers
			.filter((provider) => provider.name === name)
			.flatMap(({ resources }) => resources.flatMap(({ operations }) => operations))
			.flatMap(({ fields }) => within(fields as Fields))
			.filter(({ property }) => property.displayName === label && property.type === 'options');
		expect(found.length).toBeGreaterThan(0);
		for (const field of found) {
			expect(field.read(typed, label)).toBe(value);
			for (const wrong of [1, 'yes', 'raw', 'surcharge', 'x-www-form-urlencoded']) {
				expect(() => field.read(wrong, label)).toThrow(`"${label}" must be one of `);
			}
		}
	},
);

it('a kind of line by an expression that finds nothing is refused', () => {
	const kinds = providers
		.flatMap(({ resources }) => resources.flatMap(({ operations }) => operations))
		.flatMap(({ fields }) => within(fields as Fields))
		.filter(({ property }) => property.displayName === 'Kind of Line');
	for (const field of kinds) {
		expect(() => field.read(undefined, 'Kind of Line')).toThrow('must be filled in');
		expect(field.read('', 'Kind of Line')).toBe('');
	}
});
