import { list, mapped, string } from '../shared/fields';
import type { Query } from '../shared/path';
import { InputError } from '../shared/errors';

/** Languages of localized texts. */
export const acceptLanguage = string({
	label: 'Accept Language',
	placeholder: 'e.g. nl,en',
	description: 'Languages of localized texts, separated by commas; empty = English and Dutch',
});

export const sort = string({
	label: 'Sort',
	placeholder: 'e.g. -created_at,name',
	description: 'Attributes to sort by, separated by commas; a minus sign sorts downwards',
});

export const include = string({
	label: 'Include',
	placeholder: 'e.g. channel,customer',
	description: 'Relationships to load with the records, separated by commas',
});

/** Filters by any attribute, in the provider's own grammar; the value is the query they stand for. */
export const filters = mapped(
	list({
		label: 'Filters',
		rowLabel: 'Filter',
		addLabel: 'Add filter',
		description:
			'Value: exact "a", contains "~a", any of "a,b", between "a..b"; a leading "!" negates it',
		fields: {
			attribute: string({ label: 'Attribute', placeholder: 'e.g. name' }),
			value: string({ label: 'Value', placeholder: 'e.g. ~park' }),
		},
	}),
	(rows, label): Query =>
		Object.fromEntries(
			rows.map(({ attribute = '', value = '' }) => {
				const name = attribute.trim();
				if (!/^[\w.-]+$/.test(name)) {
					throw new InputError(`"${label}" has a row without a valid attribute name`, label);
				}
				return [`filter[${name}]`, value];
			}),
		),
);

/** The header that chooses languages, unless the default will do. */
export function languageHeaders(languages: string | undefined): Record<string, string> {
	return languages?.trim() ? { 'Accept-Language': languages.trim() } : {};
}
