import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

/** Every field that is read as text, those inside collections and rows too. */
function texts(where: string, fields: Fields): Array<{ where: string; field: Field<unknown> }> {
	return Object.entries(fields).flatMap(([name, field]) => [
		...(['string', 'options', 'resourceLocator'].includes(field.property.type)
			? [{ where: `${where} ${name}`, field }]
			: []),
		...(field.inner ? texts(`${where} ${name}`, field.inner) : []),
	]);
}

const all = providers.flatMap(({ name, resources }) =>
	resources.flatMap(({ value, operations }) =>
		operations.flatMap((operation) =>
			texts(`${name} ${value}.${operation.value}`, operation.fields as Fields),
		),
	),
);

/** The fields among them that take a text of one's own. */
const ERROR = /^(?:Row \d+ of )?"L" /;

describe('a text that an expression has put together from something that is none', () => {
	const whole = ['[object Object]', 'For [object Object]', 'Invalid DateTime', 'Due Invalid Date'];
	const codes = ['INV-undefined', 'undefined', 'C_NaN', '/v1/orders/undefined'];

	it.each([...whole, ...codes])('%s is refused by every field of every operation', (text) => {
		const takers = all.filter(({ field }) => {
			try {
				field.read(text, 'L', { timezone: 'Europe/Brussels' });
				return true;
			} catch (error) {
				expect(String((error as Error).message)).toMatch(ERROR);
				return false;
			}
		});
		expect(all.length).toBeGreaterThan(3_000);
		expect(takers.map(({ where }) => where)).toEqual([]);
	});

	it.each([
		'What happens is undefined by the treaty',
		'Nan-Shan',
		'undefinedness',
		'[object of the sale]',
		'The form said: Invalid Date of birth',
		'null',
	])('%s is a text', (text) => {
		const plain = all.find(({ where }) => where === 'billit party.create name');
		expect(plain?.field.read(text, 'L')).toBe(text);
	});

	it('a BigInt is its digits, and a date is called one', () => {
		const big = 12_345_678_901_234_567_890n;
		const at = (where: string) => all.find((each) => each.where === where)?.field;
		expect(at('billit party.create name')?.read(big, 'L')).toBe('12345678901234567890');
		expect(at('billit order.get orderId')?.read(big, 'L')).toBe('12345678901234567890');
		expect(() => at('billit party.create name')?.read(new Date(0), 'L')).toThrow('not a date');
	});
});
