import { InputError } from '../../../nodes/shared/errors';
import {
	collection,
	date,
	decimal,
	list,
	locator,
	optionalNumber,
	string,
	type Field,
} from '../../../nodes/shared/fields';
import { orderLines } from '../../../nodes/Billit/resources/order/orderLines';
import { amount } from '../../../nodes/OmniFund/gateway/checks';

const READING = { timezone: 'Europe/Brussels' };

/** What a field refuses a value with. */
function refusal(read: () => unknown): InputError {
	try {
		read();
	} catch (error) {
		if (error instanceof InputError) return error;
		throw error;
	}
	throw new Error('Nothing was refused');
}

const refused = (field: Field<unknown>, raw: unknown) =>
	refusal(() => field.read(raw, 'Field', READING));

const REQUIRED: Array<[string, Field<unknown>]> = [
	['text', string({ label: 'Field', required: true })],
	['a number', optionalNumber({ label: 'Field', required: true })],
	['an amount as text', decimal({ label: 'Field', required: true })],
	['a day', date({ label: 'Field', required: true })],
	['an ID', locator({ label: 'Field', search: 'searchNothing', required: true })],
];

describe('a required field whose expression found nothing', () => {
	it.each(REQUIRED)('says so: %s', (_kind, field) => {
		for (const nothing of [undefined, null]) {
			const { message, description } = refused(field, nothing);
			expect(message).toContain('empty');
			expect(description).toContain('expression found nothing');
		}
	});

	it.each(REQUIRED)('is told apart from one that was left empty: %s', (_kind, field) => {
		const left =
			field.property.type === 'resourceLocator' ? { __rl: true, mode: 'id', value: '' } : '';
		expect(refused(field, left).description).toBeUndefined();
	});

	it('says so in a filter, in a row, and in a line of an order', () => {
		const inner = { name: string({ label: 'Name', required: true }) };
		const filters = collection({ label: 'Filters', filters: true, fields: inner });
		expect(refused(filters, { name: undefined }).description).toContain('found nothing');
		const rows = list({ label: 'Rows', rowLabel: 'Row', addLabel: 'Add row', fields: inner });
		expect(refused(rows, { rows: [{ name: undefined }] }).description).toContain('found nothing');
		const line = { Description: 'Bread', Quantity: 1, UnitPriceExcl: undefined };
		expect(refused(orderLines, { rows: [line] }).description).toContain('found nothing');
	});
});

describe('a value that is written in another way', () => {
	const price = optionalNumber({ label: 'Field', precision: 5 });

	it.each(['1.000', '1,000', '1,234', '\u22121,234'])('says why it is refused: %s', (typed) => {
		const { message, description } = refused(price, typed);
		expect(message).toContain(JSON.stringify(typed));
		expect(description).toContain('Write a thousand as 1000');
	});

	it('says nothing of thousands where there is no number', () => {
		expect(refused(price, 'ten euro').description).toBeUndefined();
	});

	it.each(['31/1/2026', '27.11.2026', '1-31-26', '27/11/2026 09:30'])(
		'says how an expression turns a date: %s',
		(typed) => {
			expect(refused(date({ label: 'Field' }), typed).description).toContain(
				'DateTime.fromFormat(',
			);
		},
	);

	it.each(['2026-02-30', 'tomorrow', '12.5'])('says nothing of that for %s', (typed) => {
		expect(refused(date({ label: 'Field' }), typed).description).toBeUndefined();
	});
});

describe('the amount of a payment', () => {
	it.each(['12,50', '36,00', '1,5'])('has a point before its cents: %s', (typed) => {
		expect(refusal(() => amount(typed, 'Amount')).description).toContain('after a point');
	});

	it.each(['1.000', '1,000', '1.000,00', '1,000.00', '1 000'])('is no thousand: %s', (typed) => {
		expect(refusal(() => amount(typed, 'Amount')).description).toContain('1000.00');
	});

	it('has at most two decimals', () => {
		expect(refusal(() => amount('1.2345', 'Amount')).description).toBeUndefined();
	});
});
