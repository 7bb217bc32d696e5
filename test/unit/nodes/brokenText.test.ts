import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

interface Found {
	where: string;
	field: Field<unknown>;
}

/** Every field of some types, those inside collections and rows too. */
function those(types: readonly string[], where: string, fields: Fields): Found[] {
	return Object.entries(fields).flatMap(([name, field]) => [
		...(types.includes(field.property.type) ? [{ where: `${where} ${name}`, field }] : []),
		...(field.inner ? those(types, `${where} ${name}`, field.inner) : []),
	]);
}

const ofAll = (...types: string[]) =>
	providers.flatMap(({ name, resources }) =>
		resources.flatMap(({ value, operations }) =>
			operations.flatMap((operation) =>
				those(types, `${name} ${value}.${operation.value}`, operation.fields as Fields),
			),
		),
	);

/** Those that are read as text. */
const all = ofAll('string', 'options', 'resourceLocator');

/** The fields among them that take a text of one's own. */
const ERROR = /^(?:Row \d+ of )?"L" /;

function told(read: () => unknown): string {
	try {
		return `read as ${JSON.stringify(read())}`;
	} catch (error) {
		return String(error);
	}
}

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
		['{"a":"[object Object]"}', '"[object Object]" in it in a:'],
		['[{"a":["x","For [object Object]"]}]', 'in it in row 1, a, row 2:'],
		[{ a: { b: 'Due Invalid DateTime' } }, '"Invalid DateTime" in it in a, b:'],
	])('%j is refused by every field that takes JSON, with its place', (value, words) => {
		const fields = ofAll('json');
		expect(fields.length).toBeGreaterThan(200);
		for (const { where, field } of fields) {
			expect([where, told(() => field.read(value, 'L'))]).toEqual([
				where,
				expect.stringContaining(words),
			]);
		}
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
