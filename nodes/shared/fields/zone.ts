/** Time zones by Intl, which knows the IANA names that n8n offers. Moments are ms since the epoch. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a zone that does not exist */
function formatOf(timezone: string): Intl.DateTimeFormat {
	const known = formats.get(timezone);
	if (known) return known;
	const made = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
		timeZone: timezone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	});
	formats.set(timezone, made);
	return made;
}

/** What clocks in a zone show at a moment, counted as if it were UTC. */
function clockAt(moment: number, timezone: string): number {
	const parts = new Map(
		formatOf(timezone)
			.formatToParts(moment)
			.map(({ type, value }) => [type, Number(value)]),
	);
	const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
	const seconds = Date.UTC(
		2000,
		of('month') - 1,
		of('day'),
		of('hour'),
		of('minute'),
		of('second'),
	);
	// Years before 100 mean others to Date.UTC.
	return new Date(seconds).setUTCFullYear(of('year')) + (((moment % 1_000) + 1_000) % 1_000);
}

/** `2026-01-31T09:30:00.000` of a moment, as clocks in the zone show it. */
export const localTime = (moment: number, timezone: string): string =>
	new Date(clockAt(moment, timezone)).toISOString().slice(0, -1);

/**
 * The moment at which clocks in a zone show a time.
 * @param local `2026-01-31T09:30:00`; in the hour that a clock skips, the time as if it had not yet, in the
 * one that it repeats, the first
 */
export function momentAt(local: string, timezone: string): number {
	const clock = Date.parse(`${local}Z`);
	const offsetAt = (moment: number) => clockAt(moment, timezone) - moment;
	const day = 86_400_000;
	const [before, after] = [offsetAt(clock - day), offsetAt(clock + day)];
	const holds = [before, after].find((offset) => offsetAt(clock - offset) === offset);
	return clock - (holds ?? before);
}
