import { commaList } from '../../shared/commaList';
import { dateTimeFrom, dateTimeUntil, mapped, string } from '../../shared/fields';
import { notAs } from '../../shared/fields/wording';
import { visible } from '../../shared/numbers/typed';
import type { Query } from '../../shared/path';

/** IDs, of which several may be given. */
export const ids = (description: string) =>
	string({ label: 'IDs', several: 'filter', placeholder: 'e.g. 1001, 1002', description });

/** One amount, or several separated by commas: as the vendor writes them. */
export const amounts = mapped(
	string({
		label: 'Amount',
		several: 'filter',
		placeholder: 'e.g. 36.00',
		description: 'With a point; several separated by commas',
	}),
	(text, label, reading) => {
		// 36,00 is one amount to some, and two to others.
		const isRead = commaList(text).every((each) => /^(?:0|[1-9]\d*)(?:\.\d{1,2})?$/.test(each));
		if (isRead && !/\d,\d{2}(?!\d)/.test(text)) return text;
		throw notAs('an amount such as 36.00, or several such as 36.00, 45.50', text, label, reading);
	},
);

/** Names whose values may be lists. */
const LISTS = new Set(['id', 'customer', 'amount', 'referenceId']);

/** `id=1`, or `id[]=1&id[]=2` for several (the vendor's array filter); blanks are left out. */
export function filterQuery(filters: object): Query {
	const query: Query = {};
	for (const [name, value] of Object.entries(filters)) {
		const text = visible(String(value ?? ''));
		const values = LISTS.has(name) ? commaList(text) : [];
		if (values.length > 1) query[`${name}[]`] = values;
		else if (text !== '') query[name] = values[0] ?? text;
	}
	return query;
}

/** Seconds since 1970, as OmniFund's times are; undefined for none. */
export const seconds = (time: string | undefined): number | undefined =>
	time === undefined || time === '' ? undefined : Math.floor(Date.parse(time) / 1_000);

export const after = dateTimeFrom({
	label: 'After',
	description: 'Only what is later than this moment',
});

/** What every end of a range says of itself. */
export const UNTIL = 'A day without a time is included as a whole';

export const before = dateTimeUntil({ label: 'Before', description: UNTIL });

/** A range filter: `name[between]=A..B`, `[gte]` or `[lte]`. */
export function rangeQuery(name: string, from: string | undefined, to: string | undefined): Query {
	const [first, last] = [seconds(from), seconds(to)];
	if (first !== undefined && last !== undefined) {
		return { [`${name}[between]`]: `${first}..${last}` };
	}
	return { [`${name}[gte]`]: first, [`${name}[lte]`]: last };
}
