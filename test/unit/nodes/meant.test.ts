import type { IPollFunctions } from 'n8n-workflow';
import { days, orMoment } from '../../../nodes/BookingExperts/fields';
import { event, record } from '../../../nodes/BookingExperts/trigger/pollSettings';
import { respond } from '../../../nodes/BookingExperts/trigger/settings';
import { connectTo } from '../../../nodes/Connect/description';
import { lucaOptions, triggerOn } from '../../../nodes/Luca/trigger/settings';
import { secretDate } from '../../../nodes/MicroBilt/forms/parts';
import { amounts } from '../../../nodes/OmniFund/resources/filters';
import { triggerOn as omniFundEvent } from '../../../nodes/OmniFund/trigger/settings';
import {
	dateTimeFrom,
	dateTimeUntil,
	jsonObject,
	multiOptions,
	string,
	type Field,
} from '../../../nodes/shared/fields';
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

const from = dateTimeFrom({ label: 'From' });
const until = dateTimeUntil({ label: 'Until' });
const currencies = multiOptions({ label: 'Currencies', values: ['EUR', 'USD'] });
const extra = jsonObject({ label: 'Additional JSON' });

it.each<[string, Field<unknown>, unknown, unknown]>([
	['midnight in UTC begins a day', from, '2026-01-31T00:00:00Z', '2026-01-30T23:00:00Z'],
	['as an object', from, new Date('2026-01-31T00:00:00Z'), '2026-01-30T23:00:00Z'],
	['a day begins', from, '2026-01-31', '2026-01-30T23:00:00Z'],
	['a moment is one', from, '2026-01-31T00:00:01Z', '2026-01-31T00:00:01Z'],
	['midnight in UTC ends with its day', until, '2026-01-31T00:00:00Z', '2026-01-31T22:59:59.999Z'],
	['as an object', until, new Date('2026-01-31T00:00:00Z'), '2026-01-31T22:59:59.999Z'],
	['a day ends', until, '2026-01-31', '2026-01-31T22:59:59.999Z'],
	['a moment is one', until, '2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z'],
	['several in any case', currencies, 'eur, usd', ['EUR', 'USD']],
	['nothing chosen', currencies, [], []],
	['a value of tomorrow', currencies, ['NOK'], ['NOK']],
	['a date in JSON', extra, { on: '2026-01-31' }, { on: '2026-01-31' }],
])('%s (%#)', (_what, field, raw, expected) => {
	expect(field.read(raw, 'The Field', OSLO)).toEqual(expected);
});

it.each([undefined, null])('a list of values from an expression that gave %s is refused', (raw) => {
	expect(() => currencies.read(raw, 'The Field')).toThrow('"The Field" must be a list of values');
});

const nowhere = [
	Number.NaN,
	Number.POSITIVE_INFINITY,
	Number.NEGATIVE_INFINITY,
	new Date('nope'),
	// As Luxon's DateTime.fromISO('nope') is.
	{ isValid: false, toISO: () => null },
	'Invalid DateTime',
	'Invalid Date',
];

it.each(nowhere)('what JSON cannot say is refused with its place: %s', (value) => {
	expect(() => extra.read({ a: [{ ToPay: value }] }, 'The Field')).toThrow(
		'"The Field" has something that is no number or no date in a, row 1, ToPay',
	);
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
	['Order of the List', lucaOptions.recordsOrdered, 'newestLast'],
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
