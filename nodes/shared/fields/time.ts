import { outcomeNow } from '../../../credentials/base/outcome';
import { InputError } from '../errors';
import { visible } from '../numbers/typed';
import { field, filled, words, type Extent, type Field, type Text } from './field';
import { NOWHERE, type Reading } from './reading';
import { isEmpty, notAs } from './wording';
import { localTime, momentAt } from './zone';

/** `isPrivate`: such as a birth date, which must not stand in an error. */
type Time = Text & { required?: boolean; default?: string; isPrivate?: true };

/** A point in time as the user gave it. */
export interface Point {
	/** The day that is meant, `2026-01-31`. */
	day: string;
	/** Absent for a day without a time. */
	time?: {
		/** `2026-01-31T09:30:00.000`, as clocks in the workflow's zone show it. */
		local: string;
		/** ms since the epoch. */
		moment: number;
		/** Midnight in UTC: sheets and databases write a day so. */
		isDayInUtc: boolean;
	};
}

/** A day: `YYYY-MM-DD` in the workflow's time zone, '' when empty. */
export const date = (options: Time): Field<string> =>
	time(
		options,
		'',
		(raw, label, reading) => pointOf(raw, label, reading, A_DAY).day,
		({ day }) => ({ day }),
	);

/** Nobody who is asked about was born before. */
const FIRST_BIRTH = '1900-01-01';

/** The day on which somebody was born, never told in an error. @throws InputError for the future and before 1900 */
export const birthDate = (options: Time): Field<string> =>
	time({ ...options, isPrivate: true }, '', (raw, label, reading) => {
		const { day } = pointOf(raw, label, reading, A_DAY);
		const today = localTime(Date.now(), zoneOf(reading)).slice(0, 10);
		if (day >= FIRST_BIRTH && day <= today) return day;
		throw notAs('a day of birth, from 1900 until today', raw, label, reading);
	});

/** A moment in ISO 8601 (UTC); a time without a zone is one of the workflow's zone; '' when empty. */
export const dateTime = (options: Time): Field<string> =>
	point(options, '', (found, { timezone }) => isoText(startOf(found, timezone)));

/** The beginning of a range: as `dateTime`, and midnight in UTC is the day of that name. */
export const dateTimeFrom = (options: Time): Field<string> =>
	point(options, '', (found, { timezone }) => isoText(startOf(dayOr(found), timezone)));

/** The end of a range: as `dateTimeFrom`, and a day is over at its last millisecond. */
export const dateTimeUntil = (options: Time): Field<string> =>
	point(options, '', (found, { timezone }) => isoText(endOf(dayOr(found), timezone)));

/** Without a time where sheets and databases write a day as midnight in UTC. */
const dayOr = ({ day, time: at }: Point): Point =>
	at && !at.isDayInUtc ? { day, time: at } : { day };

const isoText = (moment: number) => new Date(moment).toISOString().replace('.000Z', 'Z');

/** A point in time in whatever form a vendor takes it; `empty` when nothing was filled in. */
export function point<T>(
	options: Time,
	empty: T,
	convert: (found: Point, reading: Reading) => T,
): Field<T> {
	return time(options, empty, (raw, label, reading) =>
		convert(pointOf(raw, label, reading, A_MOMENT), reading),
	);
}

const A_DAY = 'a date such as 2026-01-31';
const A_MOMENT = 'a date and time such as 2026-01-31T09:30:00';

function time<T>(
	options: Time,
	empty: T,
	read: (raw: unknown, label: string, reading: Reading) => T,
	precise: (found: Point) => Point = dayOr,
): Field<T> {
	return field(
		{
			displayName: options.label,
			type: 'dateTime',
			default: options.default ?? '',
			...(options.required ? { required: true } : {}),
			...words(options),
		},
		(raw, label, reading) => {
			const isSecret = reading.isSecret === true || options.isPrivate === true;
			if (!isEmpty(raw)) return read(raw, label, { ...reading, isSecret });
			if (options.required) filled('', label);
			return empty;
		},
		undefined,
		(raw, label, reading = NOWHERE) =>
			isEmpty(raw) ? undefined : extentOf(precise(pointOf(raw, label, reading, A_DAY)), reading),
	);
}

const extentOf = (found: Point, { timezone }: Reading): Extent => ({
	first: startOf(found, timezone),
	last: endOf(found, timezone),
	text: found.time?.local.replace(/(?::00)?\.000$/, '') ?? found.day,
});

const startOf = ({ day, time: at }: Point, timezone: string): number =>
	at ? at.moment : momentAt(`${day}T${MIDNIGHT}`, timezone);

/** A day ends when the next one begins: its last hour may come twice, or not at all. */
const endOf = ({ day, time: at }: Point, timezone: string): number =>
	at ? at.moment : momentAt(`${nextDay(day)}T${MIDNIGHT}`, timezone) - 1;

const nextDay = (day: string): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const MIDNIGHT = '00:00:00.000';

const ISO =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** A date as people write it: `31/1/2026`, `31.01.26`, `1-31-2026`. Which is the month, nobody can tell. */
const OTHER_WAY = /^\d{1,2}([./-])\d{1,2}\1\d{2}(?:\d{2})?\b/;

const CONVERT =
	'Days and months stand in another order elsewhere, so say which: {{ DateTime.fromFormat($json.date, "dd/MM/yyyy").toISODate() }}';

interface Written {
	day: string;
	/** `09:30:00.000`; undefined for a day alone. */
	clock?: string;
	/** Minutes ahead of UTC; undefined where no zone was written. */
	offset?: number;
}

/**
 * The day that is meant: of a time with an offset other than UTC the one that is written; midnight in UTC is
 * a day; any other moment falls on the day that the workflow's clocks show. The editor's picker gives a day
 * as midnight without a zone.
 * @throws InputError for what is no date, such as 30 February
 */
function pointOf(raw: unknown, label: string, reading: Reading, what: string): Point {
	const found = writtenIn(isoOf(raw));
	if (!found) {
		const isOther = typeof raw === 'string' && OTHER_WAY.test(raw.trim());
		throw notAs(what, raw, label, reading, isOther ? CONVERT : undefined);
	}
	const { day, clock, offset } = found;
	if (clock === undefined || (offset === undefined && clock === MIDNIGHT)) return { day };
	const zone = zoneOf(reading);
	if (offset === undefined) {
		const local = `${day}T${clock}`;
		return { day, time: { local, moment: momentAt(local, zone), isDayInUtc: false } };
	}
	const moment = Date.parse(`${day}T${clock}Z`) - offset * 60_000;
	const local = localTime(moment, zone);
	const isDayInUtc = offset === 0 && clock === MIDNIGHT;
	const isWritten = isDayInUtc || offset !== 0;
	return { day: isWritten ? day : local.slice(0, 10), time: { local, moment, isDayInUtc } };
}

/** Text of a date object, of Luxon's or JavaScript's own. */
function isoOf(raw: unknown): unknown {
	if (raw instanceof Date) return Number.isNaN(raw.getTime()) ? undefined : raw.toISOString();
	return isLuxon(raw) ? raw.toISO() : raw;
}

const isLuxon = (raw: unknown): raw is { toISO(): unknown } =>
	typeof raw === 'object' && raw !== null && 'toISO' in raw && typeof raw.toISO === 'function';

/** A date that is none, as an object or as the text that it becomes. */
export const isInvalidDate = (raw: unknown): boolean =>
	raw === 'Invalid DateTime' ||
	raw === 'Invalid Date' ||
	(raw instanceof Date && Number.isNaN(raw.getTime())) ||
	(isLuxon(raw) && raw.toISO() === null);

/** A date as expressions give it, of Luxon's or JavaScript's own. */
export const isDateObject = (raw: unknown): boolean => raw instanceof Date || isLuxon(raw);

function writtenIn(value: unknown): Written | undefined {
	if (typeof value !== 'string') return undefined;
	const [, day, hour, minute, second = '00', fraction = '', zone] = ISO.exec(visible(value)) ?? [];
	if (day === undefined || !isDay(day)) return undefined;
	if (hour === undefined || minute === undefined) return zone === undefined ? { day } : undefined;
	if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
	const offset = zone === undefined ? undefined : minutesOf(zone);
	if (offset !== undefined && Math.abs(offset) > MOST_OFFSET) return undefined;
	const clock = `${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
	return { day, clock, ...(offset === undefined ? {} : { offset }) };
}

/** No clock is further from UTC (Line Islands), in minutes. */
const MOST_OFFSET = 14 * 60;

/** Whether the calendar has this day. */
function isDay(day: string): boolean {
	const time = Date.parse(`${day}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** `+02:00` in minutes. */
function minutesOf(zone: string): number {
	const [, sign = '', hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function zoneOf({ timezone }: Reading): string {
	if (outcomeNow(() => localTime(0, timezone)).ok) return timezone;
	throw new InputError(
		`The workflow's time zone "${timezone}" does not exist`,
		'Timezone',
		'Choose "Timezone" again in the settings of the workflow',
	);
}
