import type { IPollFunctions } from 'n8n-workflow';
import { days, orMoment } from '../../../nodes/BookingExperts/fields';
import { event, record } from '../../../nodes/BookingExperts/trigger/pollSettings';
import { respond } from '../../../nodes/BookingExperts/trigger/settings';
import { connectTo } from '../../../nodes/Connect/description';
import { recordsOrdered, triggerOn } from '../../../nodes/Luca/trigger/settings';
import { secretDate } from '../../../nodes/MicroBilt/forms/parts';
import { amounts } from '../../../nodes/OmniFund/resources/filters';
import { triggerOn as omniFundEvent } from '../../../nodes/OmniFund/trigger/settings';
import { string, type Field } from '../../../nodes/shared/fields';
import { parameter } from '../../../nodes/shared/trigger/parameter';

const confirmedAt = days({ label: 'Confirmed At' });
const optionValidity = orMoment(string({ label: 'Option Validity' }));
const birthDate = secretDate({ label: 'Birth Date' });
const OSLO = { timezone: 'Europe/Oslo' };

it.each<[string, Field<unknown>, unknown, unknown]>([
	['a range of days', confirmedAt, '2026-07-01..2026-07-31', '2026-07-01..2026-07-31'],
	['an open range', confirmedAt, '2026-07-01..', '2026-07-01..'],
	['several days', confirmedAt, '2026-07-01, 2026-07-03', '2026-07-01,2026-07-03'],
	['a date object', confirmedAt, new Date('2026-06-30T22:30:00Z'), '2026-07-01'],
	['nothing', confirmedAt, '', ''],
	['a local time', optionValidity, '2026-07-01 09:30', '2026-07-01T07:30:00Z'],
	['words that nobody describes', optionValidity, '48 hours', '48 hours'],
	['a date object', birthDate, new Date('1980-01-31T00:00:00Z'), '1980-01-31'],
	['one amount', amounts, '36.00', '36.00'],
	['several amounts', amounts, '36.00, 45', '36.00, 45'],
	['no amount', amounts, '', ''],
])('%s arrives as meant (%#)', (_what, field, raw, expected) => {
	expect(field.read(raw, 'The Field', OSLO)).toBe(expected);
});

it.each<[string, Field<unknown>, unknown]>([
	['a day that is none', confirmedAt, '2026-02-30'],
	['an end that is none', confirmedAt, '2026-07-01..2026-07-32'],
	['words', confirmedAt, 'last week'],
	['a moment that is none', optionValidity, '2026-02-30T10:00:00Z'],
	['a birth date that is none', birthDate, '1980-02-30'],
	['an amount with a comma', amounts, '36,00'],
	['one that may be two', amounts, '36,50'],
	['words', amounts, 'much'],
])('%s is refused (%#)', (_what, field, raw) => {
	expect(() => field.read(raw, 'The Field', OSLO)).toThrow('"The Field" must be');
});

const given = (value: unknown): IPollFunctions =>
	({ getNodeParameter: () => value, getTimezone: () => 'UTC' }) as object as IPollFunctions;

describe.each<[string, Field<string>, string]>([
	['Event', event, 'updated'],
	['Record', record, 'inventoryObject'],
	['Respond', respond, 'lastNode'],
	['Connect To', connectTo, 'accounts'],
	['Records Are Ordered', recordsOrdered, 'newestLast'],
	['Trigger On', triggerOn, 'saleInvoiceSent'],
	['Trigger On', omniFundEvent, 'settlement'],
])('%s of a trigger, by an expression', (label, field, value) => {
	const name = (field.property.options ?? [])
		.flatMap((option) => ('value' in option && option.value === value ? [option.name] : []))
		.join();

	it.each([value, value.toUpperCase(), ` ${value} `, name])('%s is understood', (typed) => {
		expect(parameter(given(typed), 'x', field)).toBe(value);
	});

	it.each(['', 'something else', undefined, 7])('%s is refused', (typed) => {
		expect(() => parameter(given(typed), 'x', field)).toThrow(`"${label}" must be one of`);
	});
});
