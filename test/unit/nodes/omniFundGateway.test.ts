import fc from 'fast-check';
import {
	accountNumber,
	amount,
	cardNumber,
	expiry,
	routingNumber,
} from '../../../nodes/OmniFund/gateway/checks';
import { maskNumbers, parseReply } from '../../../nodes/OmniFund/gateway/reply';
import { InputError } from '../../../nodes/shared/errors';

describe('checks before anything leaves', () => {
	it('find every wrong digit of a card and of a routing number, and never say it', () => {
		fc.assert(
			fc.property(fc.nat(15), fc.integer({ min: 1, max: 9 }), (at, by) => {
				for (const [check, right] of [
					[cardNumber, '4111111111111111'],
					[routingNumber, '053200983'],
				] as const) {
					expect(check(right, 'Number')).toBe(right);
					const index = at % right.length;
					const digit = (Number(right[index]) + by) % 10;
					const wrong = `${right.slice(0, index)}${digit}${right.slice(index + 1)}`;
					let message = '';
					try {
						check(wrong, 'Number');
					} catch (error) {
						expect(error).toBeInstanceOf(InputError);
						message = (error as InputError).message;
					}
					expect(message).toContain('"Number"');
					expect(message).not.toContain(wrong);
				}
			}),
		);
	});

	it.each([
		['12/28', '1228'],
		['1228', '1228'],
		['1/2028', '0128'],
		['01-28', '0128'],
	])('read the expiration %s as %s', (text, sent) => {
		expect(expiry(text, 'Expiration', new Date('2026-11-21'))).toBe(sent);
	});

	it('take a card to the end of its month', () => {
		expect(expiry('11/26', 'Expiration', new Date('2026-11-30T23:59:59Z'))).toBe('1126');
		expect(() => expiry('11/26', 'Expiration', new Date('2026-12-02'))).toThrow('expired');
		expect(() => expiry('00/30', 'Expiration')).toThrow(InputError);
	});

	it('write every amount with two decimals, exactly', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 999_999_999 }), (cents) => {
				const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
				expect(amount(text, 'Amount')).toBe(text);
				expect(amount(text.replace(/\.?0+$/, ''), 'Amount')).toBe(text);
			}),
		);
		for (const wrong of ['', '1.005', '1e3', 'NaN', '1,5', '-1', '0']) {
			expect(() => amount(wrong, 'Amount')).toThrow('"Amount"');
		}
	});

	it('take account numbers of three to twenty digits', () => {
		expect(accountNumber('1110-1010', 'Account')).toBe('11101010');
		for (const wrong of ['12', '1'.repeat(21), '12a4']) {
			expect(() => accountNumber(wrong, 'Account')).toThrow('"Account"');
		}
	});
});

describe('replies of the gateway', () => {
	const fields = { status: 'G', term_code: '0', description: 'A & B <C>', tran_amount: '36.00' };

	it('are the same in JSON, bare or wrapped', () => {
		expect(parseReply(fields)).toEqual(fields);
		expect(parseReply(JSON.stringify({ ResponseData: fields }))).toEqual(fields);
	});

	it('are read from XML whose tags are not closed', () => {
		const xml =
			'<?xml version="1.0"?>\n<ResponseData><status>G</status><term_code>0<description>A &amp; B &lt;C&gt;</description>' +
			'<card><network>Visa</network><number>4111xxxxxxxx1111</number></card><tran_amount>36.00</ResponseData>';
		expect(parseReply(xml)).toEqual({
			...fields,
			card: { network: 'Visa', number: '4111xxxxxxxx1111' },
		});
	});

	it.each(['', '{}', 'OK', '<html><body>Maintenance</body></html>', '{"status":', null, []])(
		'that are none are told apart: %j',
		(body) => {
			expect(parseReply(body)).toBeUndefined();
		},
	);

	it('never show a whole number of a card or account', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^\d{13,19}$/), (number) => {
				const reply = parseReply({ status: 'G', description: `No ${number}.`, card: { number } });
				expect(JSON.stringify(reply)).not.toContain(number);
				expect(maskNumbers(number).slice(-4)).toBe(number.slice(-4));
			}),
		);
	});

	it('of any shape are read without an error', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (body) => {
				const reply = parseReply(body);
				expect(reply === undefined || typeof reply === 'object').toBe(true);
			}),
			{ numRuns: 1_000 },
		);
	});
});
