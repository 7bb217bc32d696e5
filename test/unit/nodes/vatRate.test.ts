import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

const rates = (fields: Fields): Array<Field<unknown>> =>
	Object.values(fields).flatMap((field) => [
		...(field.property.displayName === 'VAT (%)' ? [field] : []),
		...(field.inner ? rates(field.inner) : []),
	]);

const found = providers.flatMap(({ name, resources }) =>
	resources.flatMap(({ value, operations }) =>
		operations.flatMap((operation) =>
			rates(operation.fields as Fields).map((field) => ({
				where: `${name} ${value}.${operation.value}`,
				field,
			})),
		),
	),
);

describe('a VAT rate', () => {
	it('is found in lines, products and receipts', () =>
		expect(new Set(found.map(({ where }) => where.split('.')[0]))).toEqual(
			new Set(['billit order', 'billit peppol', 'billit product', 'billit dailyReceipt']),
		));

	it.each(found)('$where takes per cent, and refuses parts of 1', ({ field }) => {
		for (const rate of [0, '0', 0.9, 6, '21', '5,5', 100]) {
			expect(field.read(rate, 'VAT')).toBe(Number(String(rate).replace(',', '.')));
		}
		for (const rate of [0.21, 0.27, '0,06', '0.21', -21, 121]) {
			expect(() => field.read(rate, 'VAT')).toThrow('"VAT" must be');
		}
	});
});
