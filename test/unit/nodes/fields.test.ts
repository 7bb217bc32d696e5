import {
	boolean,
	collection,
	date,
	dateTime,
	dateTimeUntil,
	jsonAny,
	jsonList,
	jsonObject,
	list,
	locator,
	multiOptions,
	number,
	options,
	string,
	titleCase,
	type Field,
} from '../../../nodes/shared/fields';
import { camelCase } from '../../../nodes/shared/operation/operation';

const read = (field: Field<unknown>, raw: unknown) => field.read(raw, 'The Field');

const name = string({ label: 'Name', required: true });
const amount = number({ label: 'Amount', min: 1, max: 10 });
const order = locator({
	label: 'Order',
	search: 'searchOrders',
	required: true,
	url: { regex: 'https://my\\.example\\.com/orders/(\\d+)', placeholder: 'e.g. …' },
});
const rows = list({
	label: 'Lines',
	rowLabel: 'Line',
	addLabel: 'Add line',
	required: true,
	fields: { amount },
});
const lines = [{ amount: 1 }, { amount: 2 }];

it.each<[string, Field<unknown>, unknown, unknown]>([
	['text', name, 'x', 'x'],
	['a number as text', name, 7, '7'],
	['a number', amount, 3, 3],
	['text as number', amount, '3', 3],
	['a flag', boolean({ label: 'F' }), 'true', true],
	['a value that is not in the list', options({ label: 'O', values: ['a'] }), 'new', 'new'],
	['several values', multiOptions({ label: 'M', values: ['a'] }), ['a', 'b '], ['a', 'b']],
	['several values as text', multiOptions({ label: 'M', values: ['a'] }), 'a, b,', ['a', 'b']],
	['a day', date({ label: 'D' }), '2026-01-31T10:00:00Z', '2026-01-31'],
	['a moment', dateTime({ label: 'D' }), '2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z'],
	['no date', date({ label: 'D' }), '', ''],
	['JSON text', jsonObject({ label: 'J' }), '{"a":1}', { a: 1 }],
	['JSON as it is', jsonList({ label: 'J' }), [{ a: 1 }], [{ a: 1 }]],
	['no JSON', jsonAny({ label: 'J' }), ' ', undefined],
	['a picked record', order, { __rl: true, mode: 'list', value: '12' }, '12'],
	['a record by ID', order, { __rl: true, mode: 'id', value: 12 }, '12'],
	['a record by its bare ID', order, '12', '12'],
	[
		'a record by address',
		order,
		{ __rl: true, mode: 'url', value: 'https://my.example.com/orders/12?x=1' },
		'12',
	],
	['rows', rows, { rows: lines }, lines],
	['rows as an expression gives them', rows, lines, lines],
	[
		'only what was added',
		collection({ label: 'C', fields: { name, amount } }),
		{ name: 'x' },
		{ name: 'x' },
	],
])('reads %s', (_what, field, raw, expected) => {
	expect(read(field, raw)).toEqual(expected);
});

it.each<[string, Field<unknown>, unknown, string]>([
	['nothing', name, ' ', '"The Field" is empty'],
	['an object as text', name, {}, '"The Field" must be text'],
	['text as number', amount, 'x', '"The Field" must be a number'],
	['nothing as number', amount, '', '"The Field" must be a number'],
	['too little', amount, 0, '"The Field" must be 1 or more'],
	['too much', amount, 11, '"The Field" must be 10 or less'],
	['not a date', date({ label: 'D' }), '31/01/2026', '"The Field" must be a date such as'],
	['not a moment', dateTime({ label: 'D' }), 'now', '"The Field" must be a date and time'],
	['broken JSON', jsonObject({ label: 'J' }), '{', '"The Field" is not valid JSON'],
	['a list', jsonObject({ label: 'J' }), '[]', '"The Field" must be a JSON object'],
	['an object', jsonList({ label: 'J' }), '{}', '"The Field" must be a JSON list'],
	['no record', order, { __rl: true, mode: 'list', value: '' }, '"The Field" is empty'],
	[
		'another address',
		order,
		{ __rl: true, mode: 'url', value: 'https://elsewhere.example' },
		'"The Field" is not the address of such a record',
	],
	['no rows', rows, {}, 'Add at least one row to "The Field"'],
	['a bad row', rows, { rows: [{ amount: 0 }] }, '"Amount" must be 1 or more'],
])('refuses %s', (_what, field, raw, message) => {
	expect(() => read(field, raw)).toThrow(message);
});

it.each([
	['Get Many', 'getMany'],
	['Custom API Call', 'customApiCall'],
	['GL Account', 'glAccount'],
	['Get TransUnion', 'getTransUnion'],
	['Any Query', 'anyQuery'],
])('calls %s %s', (display, value) => {
	expect(camelCase(display)).toBe(value);
});

it.each([
	['maintenanceAgendaPeriod', 'Maintenance Agenda Period'],
	['to_pay', 'To Pay'],
])('shows %s as %s', (value, shown) => {
	expect(titleCase(value)).toBe(shown);
});

/** The last moment of a day, also where its last hour comes twice, or its first one not at all. */
it.each([
	['Europe/Brussels', '2026-01-31', '2026-01-31T22:59:59.999Z'],
	['America/Santiago', '2026-04-04', '2026-04-05T03:59:59.999Z'],
	['Africa/Cairo', '2026-10-29', '2026-10-29T21:59:59.999Z'],
	['Asia/Beirut', '2026-10-24', '2026-10-24T21:59:59.999Z'],
	['Africa/Cairo', '2026-04-23', '2026-04-23T21:59:59.999Z'],
	['America/Havana', '2026-10-31', '2026-11-01T03:59:59.999Z'],
])('until a day in %s includes all of %s', (timezone, day, expected) => {
	expect(dateTimeUntil({ label: 'Until' }).read(day, 'Until', { timezone })).toBe(expected);
});
