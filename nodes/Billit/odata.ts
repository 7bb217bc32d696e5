import { InputError } from '../shared/errors';
import { switchOf } from '../../credentials/base/values';
import { date, mapped, options, point, type Field } from '../shared/fields';

/** A text in an OData filter: in quotes, quotes inside doubled, so that it stays one literal. */
export function quoted(value: string): string {
	return `'${value.toWellFormed().replace(/'/g, "''")}'`;
}

/** A day or moment as Billit's filters take it, such as `DateTime'2025-01-31'`. */
export function moment(value: string): string {
	return `DateTime${quoted(value)}`;
}

/** The beginning of a range of what has no time of day, such as an order's date. */
export const sinceDay = (label: string, property: string): Field<string> =>
	mapped(
		date({ label, description: 'This day and later ones' }),
		(day) => day && `${property} ge ${moment(day)}`,
	);

/** The end of such a range, that day included. */
export const untilDay = (label: string, property: string): Field<string> =>
	mapped(
		date({ label, description: 'Up to this day, all of it included' }),
		(day) => day && `${property} lt ${moment(dayAfter(day))}`,
	);

/**
 * The beginning of a range: a day or, with a time, the moment. Billit tells and takes times without a zone;
 * they are those of the workflow's clocks.
 */
export const since = (label: string, property: string): Field<string> =>
	point(
		{ label, description: 'This day and later ones; with a time, from that moment on' },
		'',
		({ day, time }) =>
			time && !time.isDayInUtc
				? `${property} ge ${moment(withoutZeros(time.local))}`
				: `${property} ge ${moment(day)}`,
	);

/** The end of a range: a day with all of it or, with a time, the moment. */
export const until = (label: string, property: string): Field<string> =>
	point(
		{ label, description: 'Up to this day, all of it included; with a time, up to that moment' },
		'',
		({ day, time }) =>
			time && !time.isDayInUtc
				? `${property} le ${moment(withoutZeros(time.local))}`
				: `${property} lt ${moment(dayAfter(day))}`,
	);

const withoutZeros = (time: string) => time.replace(/\.000$/, '');

const LAST_DAY = '9999-12-31';

/** `2026-02-01` of `2026-01-31`. */
const dayAfter = (day: string): string =>
	day < LAST_DAY ? new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10) : day;

/** A whole number of a user's value, with all its digits. */
export function integer(value: string | number, label: string): string {
	const text = String(value).trim();
	if (/^-?\d{1,18}$/.test(text)) return text;
	throw new InputError(
		`"${label}" must be a whole number, not ${JSON.stringify(text.slice(0, 60).toWellFormed())}`,
		label,
		'Billit wants its own ID of the record, not the number on the document. Choose it from the list, or find it with Get Many',
	);
}

/** Conditions that all have to hold; undefined when there is none. */
export function all(conditions: ReadonlyArray<string | undefined>): string | undefined {
	const given = conditions.filter((condition) => condition !== undefined && condition !== '');
	return given.length > 0 ? given.join(' and ') : undefined;
}

/**
 * An id as the number that Billit's bodies want.
 * @throws InputError for one that a number cannot hold exactly
 */
export function numericId(value: string, label: string): number {
	const id = Number(integer(value, label));
	if (Number.isSafeInteger(id)) return id;
	throw new InputError(`"${label}" has more digits than an ID of Billit has: ${value}`, label);
}

/** The choice of a filter that narrows nothing. */
export const ANY = { name: 'Any', value: '' };

/** A switch of a filter, which may be left open: `true`, `false` or ''. */
export const onOrOff = (wording: { label: string; description: string }): Field<string> => {
	const choice = options({
		...wording,
		only: true,
		values: [ANY, { name: 'Yes', value: 'true' }, { name: 'No', value: 'false' }],
	});
	return {
		...choice,
		property: {
			...choice.property,
			options: [ANY, { name: 'Yes', value: true }, { name: 'No', value: false }],
		},
		// Workflows that were saved when it was a switch hold one.
		read: (raw, label, reading) => choice.read(String(switchOf(raw) ?? raw), label, reading),
	};
};
