import { kid } from '../../../nodes/shared/numbers';

const read = (value: string) => kid(value, 'KID', { isSecret: false });

/** Reckoned anew, so that the test does not repeat the code: sums of digits, one by one. */
function luhn(number: string): string {
	let sum = 0;
	[...number].reverse().forEach((digit, index) => {
		const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
		sum += Math.floor(doubled / 10) + (doubled % 10);
	});
	return String((10 - (sum % 10)) % 10);
}

function eleven(number: string): string {
	let sum = 0;
	[...number].reverse().forEach((digit, index) => (sum += Number(digit) * ((index % 6) + 2)));
	const check = (11 - (sum % 11)) % 11;
	return check === 10 ? '-' : String(check);
}

const NUMBERS = ['1', '12', '123456', '0001', '98765432101234', '123456789012345678901234'];

it.each(NUMBERS)('%s with either check digit is a KID, with another one it is none', (number) => {
	const good = [luhn(number), eleven(number)];
	for (const digit of [...'0123456789-']) {
		const value = `${number}${digit}`;
		if (good.includes(digit)) expect(read(value)).toBe(value);
		else expect(() => read(value)).toThrow('"KID" must be a KID of 2 to 25 digits');
	}
});

it('knows one of each kind', () => {
	expect(read('2345676')).toBe('2345676');
	expect(read('12345678903')).toBe('12345678903');
});

it.each([
	['234 567 6', '2345676'],
	['2345.676', '2345676'],
	['23-45-676', '2345676'],
	['\u00a02345676\u200b', '2345676'],
])('%j is written as %s', (typed, written) => {
	expect(read(typed)).toBe(written);
});

it.each(['', '7', '-', 'KID 2345676', '2345676x', '-2345676-', `${'1'.repeat(25)}2`])(
	'%j is none',
	(typed) => {
		expect(() => read(typed)).toThrow('"KID"');
	},
);
