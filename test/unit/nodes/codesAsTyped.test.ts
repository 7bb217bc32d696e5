import { commaList } from '../../../nodes/shared/commaList';
import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

interface Found {
	where: string;
	field: Field<unknown>;
}

/** Fields that hold one ID, or a number by which a record is found; those inside collections and rows too. */
function ids(where: string, fields: Fields): Found[] {
	return Object.entries(fields).flatMap(([name, field]): Found[] => {
		const { type, displayName, typeOptions } = field.property;
		const isTyped = type === 'string' && typeOptions?.password !== true;
		const isOne = /(?:\bID|Order Number|Reference Number|Customer Reference|Ticket)$/.test(
			displayName,
		);
		return [
			...(isTyped && isOne ? [{ where: `${where} ${name}`, field }] : []),
			...(field.inner ? ids(`${where} ${name}`, field.inner) : []),
		];
	});
}

const found = providers
	.filter(({ name }) => name !== 'flexibleApi')
	.flatMap(({ name, resources }) =>
		resources.flatMap(({ value, operations }) =>
			operations.flatMap((operation) =>
				ids(`${name} ${value}.${operation.value}`, operation.fields as Fields),
			),
		),
	)
	// Names of columns of the input are no IDs themselves.
	.filter(({ where }) => !where.includes('inputLines'));

describe('an ID as it comes out of a sheet or a mail', () => {
	it('is looked at in many operations', () => expect(found.length).toBeGreaterThan(80));

	it.each([' 1012\n', '1012\u200b', '\ufeff1012\u00a0'])('%j is 1012 in every field', (typed) => {
		const others = found.filter(({ field }) => {
			const read = String(field.read(typed, 'L'));
			return (
				!read.includes('1012') ||
				/[\s\u200b\ufeff]1012|1012[\s\u200b\ufeff\u00a0]/.test(read.replace(/ (?:eq|ge|le) /, '='))
			);
		});
		expect(others.map(({ where }) => where)).toEqual([]);
	});

	it('is so in a list too, which may stand in several lines', () => {
		expect(commaList('1012\u200b,\n 1013 ,')).toEqual(['1012', '1013']);
	});
});
