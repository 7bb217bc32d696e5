import fc from 'fast-check';
import { simplified, statusOf, statusProblem } from '../../../nodes/MicroBilt/reply';
import { withoutSecrets } from '../../../nodes/MicroBilt/sensitive';

const header = (status: unknown) => ({ MsgRsHdr: { RqUID: '{70A5}', Status: status } });

const FINE = { StatusCode: 0, Severity: 'Info', StatusDesc: 'OK' };
const BAD = { StatusCode: 1100, Severity: 'Error', StatusDesc: 'Account is closed' };

describe('one thing or a list of them', () => {
	it.each([
		[BAD],
		[[BAD]],
		[[FINE, BAD]],
		[{ ...BAD, Severity: ['Error'] }],
		[{ ...BAD, Severity: ' error ' }],
		[{ ...BAD, StatusCode: ['1100'] }],
	])('a status of %j is a failure', (status) => {
		expect(statusProblem(header(status))?.message).toContain('Account is closed');
	});

	it.each([[FINE], [[FINE]], [{ ...FINE, StatusCode: '0' }], [{ ...FINE, Severity: ['Info'] }]])(
		'a status of %j is none',
		(status) => {
			expect(statusProblem(header(status))).toBeUndefined();
		},
	);

	it.each([
		'NOHIT',
		'NO HIT',
		'No Hit',
		'no-hit',
		'NO_HITS',
		'No record found',
		'no matches',
		'Subject not found',
		'No consumer found.',
		'The applicant was not found',
		'RECORD_NOT_FOUND',
		'NO HIT - SUBJECT NOT FOUND',
		'No-Hit: consumer not on file',
		'No data found; no match',
		'NO FILE',
	])('%j says that nobody was found, whatever the severity', (StatusDesc) => {
		const body = header({ StatusCode: 100, Severity: 'Error', StatusDesc });
		expect(statusOf(body).found).toBe(false);
		expect(statusProblem(body)).toBeUndefined();
	});

	it.each(['No match, invalid product', 'No record: account suspended', 'Not found'])(
		'%j says something else',
		(StatusDesc) => {
			const body = header({ StatusCode: 100, Severity: 'Error', StatusDesc });
			expect(statusProblem(body)?.message).toContain(StatusDesc);
		},
	);

	it.each(['0E12', '0x0', '1e3', 'Infinity', '+ 5'])(
		'%j is a code and no number, and no success',
		(StatusCode) => {
			const body = header({ StatusCode, StatusDesc: 'Hm' });
			expect(statusOf(body).code).toBe(StatusCode);
			expect(statusProblem(body)?.message).toBe('Hm');
			const Subject = { Score: { Value: StatusCode } };
			const DecisionInfo = { Decision: { DecisionCode: 'A' } };
			expect(simplified({ ...header(FINE), Subject, DecisionInfo })?.score).toBeNull();
		},
	);

	it('a code that is no number stays what it is', () => {
		expect(statusOf(header({ ...BAD, StatusCode: 'E100' })).code).toBe('E100');
		expect(statusProblem(header({ ...BAD, StatusCode: 'E100' }))?.description).toContain('E100');
	});

	const decision = { code: 'A', Value: 'APPROVED' };
	const score = { Value: '642' };

	it.each([
		{ DECISION: { decision, SCORES: score } },
		{ DECISION: { decision: [decision], SCORES: [score] } },
		{ DECISION: [{ decision }, { SCORES: score }] },
		{ DECISION: [{ decision, SCORES: [score] }] },
	])('%j is a decision and a score', (CONTENT) => {
		for (const RESPONSE of [{ CONTENT }, [{ CONTENT }], { CONTENT: [CONTENT] }]) {
			const item = simplified({ ...header(FINE), RESPONSE });
			expect(item).toMatchObject({ decisionCode: 'A', decisionText: 'APPROVED', score: 642 });
		}
	});

	it.each(['', ' ', null, [], {}, 'N/A'])('a score of %j is none', (Value) => {
		const Subject = [{ Score: [{ Value }] }];
		const DecisionInfo = { Decision: [{ DecisionCode: 'A' }] };
		expect(simplified({ ...header(FINE), Subject, DecisionInfo })?.score).toBeNull();
	});

	it('a score of 0 is 0, and the first that there is counts', () => {
		const Subject = { Score: [{ Value: '' }, { Value: 0 }] };
		expect(simplified({ ...header(FINE), Subject })?.score).toBe(0);
	});
});

describe('what is hidden of an answer', () => {
	const SENT = ['30301', '123456789'];
	const hide = (value: unknown) => withoutSecrets(value, SENT);

	it.each([
		// Identifies a place, a record or a time, although it is the number of the account that was sent.
		[{ PostalCode: '30301' }, { PostalCode: '30301' }],
		[
			{ ZipCode: '30301', Zip4: '1234' },
			{ ZipCode: '30301', Zip4: '1234' },
		],
		[{ Phone: '4045530301' }, { Phone: '4045530301' }],
		[{ PhoneNum: '30301' }, { PhoneNum: '30301' }],
		[{ RqUID: '{30301-AB}' }, { RqUID: '{30301-AB}' }],
		[{ TransactionId: '30301' }, { TransactionId: '30301' }],
		[{ BirthDt: '1980-01-31' }, { BirthDt: '1980-01-31' }],
		// Part of another number or word.
		[{ Message: 'Case 9303012' }, { Message: 'Case 9303012' }],
		[{ Message: 'A30301B' }, { Message: 'A30301B' }],
		// As a whole.
		[{ Message: 'Account 30301 is closed' }, { Message: 'Account *0301 is closed' }],
		[{ Any: '30301' }, { Any: '*0301' }],
		[{ Any: 30301 }, { Any: '*0301' }],
		[{ Note: '123-45-6789' }, { Note: '***-**-6789' }],
		// In its own field, in any form.
		[{ AccountNum: '000123456' }, { AccountNum: '*****3456' }],
		[{ SSN: ['987654321', 987654320] }, { SSN: ['*****4321', '*****4320'] }],
		[{ TaxId: { Value: '987654321' } }, { TaxId: { Value: '*****4321' } }],
		// A part of a report may be called Authentication; a password is one value.
		[{ Authentication: { Result: 'PASS' } }, { Authentication: { Result: 'PASS' } }],
		[{ Authentication: [{ Result: 'PASS' }] }, { Authentication: [{ Result: 'PASS' }] }],
		[{ MemberPwd: 'x', Authentication: 'x', Rest: 1 }, { Rest: 1 }],
	])('%j is shown as %j', (answer, expected) => {
		expect(hide(answer)).toEqual(expected);
		expect(hide([{ deep: [answer] }])).toEqual([{ deep: [expected] }]);
	});

	it('no number that was sent stands as a whole in a text, whatever is around it', () => {
		fc.assert(
			fc.property(
				fc.stringMatching(/^\d{5,17}$/),
				fc.constantFrom(' ', ',', ':', '"', '(', '/', '#', '\n', '='),
				fc.string(),
				(number, sign, rest) => {
					const text = `${rest}${sign}${number}${sign}`;
					const shown = JSON.stringify(withoutSecrets({ Text: text }, [number]));
					expect(shown).not.toContain(`${sign === '"' ? '\\"' : sign}${number}`);
				},
			),
		);
	});
});
