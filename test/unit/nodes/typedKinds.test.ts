import type { Field, Fields } from '../../../nodes/shared/fields';
import { providers } from '../../../scripts/registry';

const READING = { timezone: 'Europe/Brussels' };

interface Found {
	where: string;
	label: string;
	field: Field<unknown>;
}

function within(where: string, fields: Fields): Found[] {
	return Object.entries(fields).flatMap(([name, field]) => [
		{ where: `${where} ${name}`, label: field.property.displayName, field },
		...within(`${where} ${name}`, field.inner ?? {}),
	]);
}

const all = providers.flatMap(({ name, resources }) =>
	resources.flatMap(({ value, operations }) =>
		operations.flatMap((each) => within(`${name} ${value}.${each.value}`, each.fields as Fields)),
	),
);

const read = ({ field, label }: Found, typed: unknown): unknown => {
	try {
		return field.read(typed, label, READING);
	} catch (error) {
		return String(error);
	}
};

it('an email address of any field is without what comes along when it is copied', () => {
	const emails = all.filter(
		({ label, field }) => /Email$/.test(label) && field.property.type === 'string',
	);
	expect(emails.length).toBeGreaterThan(40);
	for (const each of emails) {
		for (const typed of [
			' ada@example.com\n',
			'\u200bada@example.com\u200b',
			'ada@example.com\u00a0',
		]) {
			expect([each.where, read(each, typed)]).toEqual([each.where, 'ada@example.com']);
		}
		expect([each.where, read(each, 'ada@example.com\nbob@example.com')]).toEqual([
			each.where,
			expect.stringContaining('must be one line'),
		]);
	}
});

it('an offset from UTC that no clock has is refused by every field with a time', () => {
	const times = all.filter(({ field }) => field.property.type === 'dateTime');
	expect(times.length).toBeGreaterThan(100);
	for (const each of times) {
		for (const offset of ['+14:00', '-12:00', '+0545', 'Z']) {
			expect([each.where, read(each, `2026-06-15T12:00:00${offset}`)]).toEqual([
				each.where,
				expect.not.stringContaining('must be'),
			]);
		}
		for (const offset of ['+25:00', '-99:99', '+14:01']) {
			expect([each.where, read(each, `2026-06-15T12:00:00${offset}`)]).toEqual([
				each.where,
				expect.stringContaining('must be'),
			]);
		}
	}
});

it.each([
	['billit peppol.registerParticipant companyId', 'BE 0123.456.749', 'BE0123456749'],
	['billit peppol.deregisterParticipant companyId', '123456749', '0123456749'],
	['billit peppol.registerParticipant companyId', 'NL 8047.61.358.B01', 'NL804761358B01'],
	['billit order.getMany filters currency', ' eur', "Currency eq 'EUR'"],
	['billit order.getMany filters currency', '€', "Currency eq 'EUR'"],
	['billit order.getMany filters currency', '', ''],
])('%s: %j leaves as %j', (where, typed, sent) => {
	const found = all.find((each) => each.where === where);
	expect(found && read(found, typed)).toBe(sent);
});

it.each([
	['billit peppol.registerParticipant companyId', 'BE12345'],
	['billit order.getMany filters currency', 'EUX'],
])('%s: %j is refused', (where, typed) => {
	const found = all.find((each) => each.where === where);
	expect(found && read(found, typed)).toContain(`"${found?.label}" must be`);
});
