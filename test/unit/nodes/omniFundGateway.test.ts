import fc from 'fast-check';
import { PACK_VERSION, SOURCE } from '../../../nodes/OmniFund/gateway/source';
import { version } from '../../../package.json';
import { amount, expiry } from '../../../nodes/OmniFund/gateway/checks';
import {
	isApproved,
	isDeclined,
	isTold,
	parseReply,
	whole,
} from '../../../nodes/OmniFund/gateway/reply';
import {
	accountNumber,
	cardNumber,
	hasLuhnDigit,
	routingNumber,
} from '../../../nodes/shared/numbers';
import { InputError } from '../../../nodes/shared/errors';

it('a payment tells the name and version of this pack, in twenty characters', () => {
	expect(PACK_VERSION).toBe(version);
	for (const words of Object.values(SOURCE)) expect(words.length).toBeLessThanOrEqual(20);
	expect(SOURCE.x_source_description).toContain(version);
});

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
		for (const wrong of ['', '1.005', '1e3', 'NaN', '1,5', '36,00', '1,500', '-1', '0']) {
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

	it.each(['<card/>', '<bank />', '<card xsi:nil="true"/>'])(
		'are read from XML with an empty part: %s',
		(part) => {
			const xml = `<ResponseData><ticket_id>77</ticket_id>${part}<status>G</status><term_code>0</term_code></ResponseData>`;
			expect(parseReply(xml)).toMatchObject({ ticket_id: '77', status: 'G', term_code: '0' });
		},
	);

	it.each([20, 20.5, '20', '20.5', '$20.00', '1,020.00'])(
		'tell that %j of 3600.00 is a part',
		(tran_amount) => {
			const reply = { ...fields, tran_amount };
			expect(whole(reply, '3600.00')).toMatchObject({ partial: true, requestedAmount: '3600.00' });
			expect(whole(reply, '20.00')).not.toHaveProperty('partial');
		},
	);

	it.each(['', '{}', 'OK', '<html><body>Maintenance</body></html>', '{"status":', null, []])(
		'that are none are told apart: %j',
		(body) => {
			expect(parseReply(body)).toBeUndefined();
		},
	);

	const card = fc.stringMatching(/^[3-6]\d{11,17}$/).map((digits) => {
		const check = [...'0123456789'].find((digit) => hasLuhnDigit(`${digits}${digit}`));
		return `${digits}${check}`;
	});

	it('never show a whole number of a card, sent or not, in any field', () => {
		fc.assert(
			fc.property(card, fc.boolean(), (number, isSent) => {
				const form: Record<string, string> = isSent ? { x_cc_number: number } : {};
				const spaced = number.replace(/(\d{4})(?=\d)/g, '$1 ');
				const reply = parseReply(
					{
						status: 'G',
						description: `No ${number}.`,
						card: { number: Number(number) },
						bank: { account: number },
						...(isSent ? { order_number: number, text: `card ${spaced}!` } : {}),
					},
					form,
				);
				const told = JSON.stringify(reply).replace(/[ -]/g, '');
				expect(told).not.toContain(number);
			}),
		);
	});

	/** Beside a card: nothing, its date, another number. */
	const beside = fc.constantFrom('', ' 12/28', ' 1228', '-1228', ' 5555 5555 5555 4444', ' exp');
	const before = fc.constantFrom('', '5 ', 'exp 12 28 ', 'Card ', '07 ');
	const between = fc.constantFrom('', ' ', '-', '.', '\u00a0', '\u202f', '  ', '\u2013');

	it('hide a card in whatever way it is written, and whatever stands beside it', () => {
		fc.assert(
			fc.property(
				card,
				before,
				between,
				beside,
				fc.boolean(),
				(number, front, sign, rest, isSent) => {
					const spelled = number.replace(/(\d{4})(?=\d)/g, `$1${sign}`);
					const form: Record<string, string> = isSent ? { x_cc_number: number } : {};
					const reply = parseReply({ status: 'D', description: `${front}${spelled}${rest}` }, form);
					expect(JSON.stringify(reply).replace(/[^\d]/g, '')).not.toContain(number);
				},
			),
			{ numRuns: 2_000 },
		);
	});

	it.each([
		['ref 20261125-000123', 'ref 20261125-000123'],
		['123456-20170509-59120e0c5b178', '123456-20170509-59120e0c5b178'],
		['call 1-800-555-0100 until 2026-12-31', 'call 1-800-555-0100 until 2026-12-31'],
		['4111 1111 1111 1112 12/28', '4111 1111 1111 1112 12/28'],
		['4111 1111 1111 1111 12/28', 'xxxxxxxxxxxx1111 12/28'],
		['3782 822463 10005, 4242.4242.4242.4242', 'xxxxxxxxxxx0005, xxxxxxxxxxxx4242'],
	])('%s is told as %s', (description, shown) => {
		expect(parseReply({ status: 'D', description })?.description).toBe(shown);
	});

	it('keep what identifies a payment, whatever it looks like', () => {
		const digits = fc.stringMatching(/^\d{4,19}$/);
		const identifier = fc.oneof(
			digits,
			card,
			fc.stringMatching(/^\d{6}-20\d{6}-[0-9a-f]{13}$/),
			fc.stringMatching(/^20\d{6}[- ]\d{4,6}$/),
			fc.stringMatching(/^tok_[0-9a-f]{32}$/),
		);
		const fields = [
			'order_number',
			'invoice_id',
			'ticket_id',
			'auth_code',
			'transaction_id',
			'payment_token_id',
		];
		fc.assert(
			fc.property(fc.constantFrom(...fields), identifier, digits, (name, value, account) => {
				const form = { x_ach_account: account, x_cc_cvv: value.slice(0, 3), x_invoice_id: value };
				expect(parseReply({ status: 'G', [name]: value }, form)?.[name]).toBe(value);
				const xml = `<ResponseData><status>G</status><${name}>${value}</${name}></ResponseData>`;
				expect(parseReply(xml, form)?.[name]).toBe(value);
			}),
		);
	});

	it.each([
		['account 12345 closed', 'account x2345 closed'],
		['account 12345', 'account x2345'],
		['trace 9123456', 'trace 9123456'],
		['amount 12345.67', 'amount 12345.67'],
		['CVV 999 wrong', 'CVV xxx wrong'],
	])('mask the exact value that was sent: %s', (description, shown) => {
		const form = { x_ach_account: '12345', x_cc_cvv: '999' };
		expect(parseReply({ status: 'D', description }, form)?.description).toBe(shown);
	});

	it.each([
		['named', 'AT&amp;T &lt;x&gt;', 'AT&T <x>'],
		['decimal', 'O&#39;Brien', "O'Brien"],
		['hexadecimal', 'Caf&#xE9;', 'Caf\u00e9'],
		['one of an ampersand', '&amp;#39;', '&#39;'],
		['none', 'a &nope; &#x110000; b', 'a &nope; &#x110000; b'],
		['CDATA', '<![CDATA[CALL 1-800 & ask <b>]]>', 'CALL 1-800 & ask <b>'],
		['a comment', '<!-- <status>G</status> --> DENIED', 'DENIED'],
	])('read XML by its rules: %s', (_what, inner, shown) => {
		const xml = `<?xml version="1.0"?><!DOCTYPE x><ResponseData a="1>2"><status b='>'>D</status><description>${inner}</description></ResponseData>`;
		expect(parseReply(xml)).toEqual({ status: 'D', description: shown });
	});

	it.each([
		'<status>G</status><term_code>0</term_code><status>D</status>',
		'<term_code>0</term_code><merchant><status>D</status></merchant><status>G</status>',
		'<status>D</status><status>G</status><status>D</status><term_code>0</term_code>',
	])('tell no outcome where XML has two: %s', (inner) => {
		const reply = parseReply(`<ResponseData>${inner}</ResponseData>`) ?? {};
		expect([isTold(reply), isApproved(reply), isDeclined(reply)]).toEqual([false, false, false]);
	});

	it('keep all of a field that comes several times', () => {
		const xml = '<r><status>D</status><error>a</error><error>b</error><error>b</error></r>';
		expect(parseReply(xml)).toEqual({ status: 'D', error: ['a', 'b', 'b'] });
		const same = '<r><status>G</status><status>G</status><term_code>0</term_code></r>';
		expect(isTold(parseReply(same) ?? {})).toBe(true);
	});

	it('read XML of any size in linear time', () => {
		const start = performance.now();
		for (const part of ['<', '<!--', '<![CDATA[', '&#', '<a b="', '<description>', '<a>1<a>2']) {
			parseReply(`<status>G</status>${part.repeat(100_000)}`);
		}
		expect(performance.now() - start).toBeLessThan(3_000);
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
