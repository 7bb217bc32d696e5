import { InputError } from '../../../nodes/shared/errors';
import { optionalNumber } from '../../../nodes/shared/fields';

const READING = { timezone: 'Europe/Brussels' };

describe('a point that is a thousand to some', () => {
	const amount = optionalNumber({ label: 'Amount', precision: 2 });
	const price = optionalNumber({ label: 'Price', precision: 5 });

	it.each(['1.000', '-1.000', '12.500', '1.234', '1,000', '1,234'])(
		'is refused in an amount: %s',
		(typed) => {
			expect(() => amount.read(typed, 'Amount', READING)).toThrow(InputError);
		},
	);

	it.each(['1.000', '250.000', '1,234'])('is refused in a price: %s', (typed) => {
		expect(() => price.read(typed, 'Price', READING)).toThrow(InputError);
	});

	it.each([
		['1.234', 1.234],
		['0.500', 0.5],
		['1.0000', 1],
		['2.00000', 2],
		['1000.000', 1000],
	])('is none in a price: %s', (typed, value) => {
		expect(price.read(typed, 'Price', READING)).toBe(value);
	});
});
