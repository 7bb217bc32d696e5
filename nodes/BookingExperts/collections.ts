/**
 * The collections of the API whose names the English rules below do not give (reference of the vendor,
 * developers.bookingexperts.com; two kinds of blocks share the type of their list).
 */
const KNOWN: Record<string, string> = {
	arrival_checkout_date: 'arrival_checkout_dates',
	bulk_accommodation: 'bulk_accommodation',
	external_blocked_agenda_period: 'external_blocked_agenda_periods',
	maintenance_agenda_period: 'maintenance_agenda_periods',
	staff: 'staff',
};

/** The collection that records of a type are in: `category` -> `categories`, `tax` -> `taxes`. */
export function collectionOf(type: string): string {
	const known = KNOWN[type];
	if (known !== undefined) return known;
	if (/[^aeiou_]y$/.test(type)) return type.replace(/y$/, 'ies');
	if (/(?:s|x|z|ch|sh)$/.test(type)) return `${type}es`;
	return `${type}s`;
}

/** The type that a plural tells: `categories` -> `category`, `taxes` -> `tax`, `labels` -> `label`. */
export const singularOf = (plural: string): string =>
	plural
		.replace(/ies$/, 'y')
		.replace(/(s|x|z|ch|sh)es$/, '$1')
		.replace(/(?<![siu])s$/, '');

/** Whether a name is that of several: it ends as a plural does. */
export const isPlural = (name: string): boolean => singularOf(name) !== name;
