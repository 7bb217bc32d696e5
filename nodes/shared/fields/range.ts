import { InputError } from '../errors';
import type { Extent, Field, Fields } from './field';

/** How labels name the beginning of a range, and its end: `Created From` and `Created Until`. */
const ENDS: ReadonlyArray<readonly [beginning: RegExp, ends: readonly string[]]> = [
	[/\bFrom\b/, ['Until', 'To', 'Till']],
	[/\bAfter\b/, ['Before']],
	[/\bStart\b/, ['End']],
	[/\bMin(?:imum)?\b/, ['Max', 'Maximum']],
];

interface Ranged {
	name: string;
	field: Field<unknown>;
}

/** By their labels; looked for once. */
const known = new WeakMap<Fields, Array<readonly [from: Ranged, until: Ranged]>>();

/** The ranges among some fields: those whose labels are a beginning and its end, and whose values can be compared. */
export function rangesOf(fields: Fields): ReadonlyArray<readonly [from: Ranged, until: Ranged]> {
	const found = known.get(fields);
	if (found) return found;
	const all = Object.entries(fields)
		.map(([name, field]): Ranged => ({ name, field }))
		.filter(({ field }) => field.extent);
	const ranges = all.flatMap((from) => {
		const { displayName } = from.field.property;
		const names = ENDS.flatMap(([beginning, ends]) =>
			beginning.test(displayName) ? ends.map((end) => displayName.replace(beginning, end)) : [],
		);
		return all
			.filter(({ field }) => names.includes(field.property.displayName))
			.map((until) => [from, until] as const);
	});
	known.set(fields, ranges);
	return ranges;
}

/**
 * Makes sure that no range ends before it begins: a list would have nothing, unsaid.
 * @param extentOf reads what stands in one of the fields
 * @throws InputError naming both fields
 */
export function refuseReversed(
	fields: Fields,
	extentOf: (name: string, field: Field<unknown>) => Extent | undefined,
): void {
	for (const [from, until] of rangesOf(fields)) {
		const [first, last] = [from, until].map(({ name, field }) => extentOf(name, field));
		if (!first || !last || first.first <= last.last) continue;
		const [begins, ends] = [from, until].map(({ field }) => field.property.displayName);
		throw reversed([String(begins), first.text], [String(ends), last.text]);
	}
}

/** The refusal of a range. @param from its label and its value */
export const reversed = (
	[begins, first]: readonly [string, string],
	[ends, last]: readonly [string, string],
): InputError =>
	new InputError(
		`"${ends}" (${last}) is before "${begins}" (${first})`,
		ends,
		'Nothing is in between. Exchange them, or correct one',
	);
