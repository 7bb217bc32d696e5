import { commaList } from '../shared/commaList';
import { InputError } from '../shared/errors';
import {
	collection,
	date,
	dateTime,
	jsonList,
	jsonObject,
	list,
	locator,
	mapped,
	marked,
	needed,
	options,
	refuseRepeated,
	string,
	type Field,
} from '../shared/fields';
import { field } from '../shared/fields/field';
import { writesAtOnce } from '../shared/operation/commonFields';
import type { Query } from '../shared/path';
import { parkPage } from './stay';

/** Languages of localized texts. */
export const acceptLanguage = string({
	label: 'Accept Language',
	placeholder: 'e.g. nl,en',
	several: 'names',
	description: 'Languages of localized texts, separated by commas; empty = English and Dutch',
});

export const language = string({
	label: 'Language',
	placeholder: 'e.g. nl',
	description: 'With Simplified output, localized texts become plain ones in this language',
});

export const sort = string({
	label: 'Sort',
	placeholder: 'e.g. -created_at,name',
	several: 'names',
	description: 'Attributes to sort by, separated by commas; a minus sign sorts downwards',
});

export const include = string({
	label: 'Include',
	placeholder: 'e.g. channel,customer',
	several: 'names',
	description: 'Relationships to load with the records, separated by commas',
});

/** Sparse fieldsets: `fields[type]=a,b`; rows of one type are one set. */
export const fieldsets = mapped(
	list({
		label: 'Fields',
		rowLabel: 'Record Type',
		addLabel: 'Add record type',
		description: 'Only these attributes and relationships of a type of record',
		fields: {
			type: marked(
				string({
					label: 'Type',
					description: 'JSON:API type of the record, as "type" in its raw data',
					placeholder: 'e.g. reservation',
				}),
			),
			names: string({
				label: 'Names',
				several: 'names',
				description: 'Attributes and relationships to return, separated by commas',
				required: true,
				placeholder: 'e.g. start_date,end_date',
			}),
		},
	}),
	(rows, label): Query => {
		const sets = new Map<string, string[]>();
		for (const [index, { type, names = '' }] of rows.entries()) {
			const name = `fields[${nameIn(type, label, index)}]`;
			sets.set(name, [...(sets.get(name) ?? []), ...commaList(names)]);
		}
		return Object.fromEntries(
			[...sets].map(([name, each]) => [name, [...new Set(each)].join(',')]),
		);
	},
);

/** Filters by any attribute, in the provider's own grammar; the value is the query they stand for. */
export const filters = mapped(
	list({
		label: 'Filters',
		rowLabel: 'Filter',
		addLabel: 'Add filter',
		description:
			'Value: exact "a", contains "~a", any of "a,b", between "a..b"; a leading "!" negates it',
		fields: {
			attribute: marked(
				string({
					label: 'Attribute',
					description: 'Name of the attribute to filter by, as the API writes it',
					placeholder: 'e.g. name',
				}),
			),
			value: needed(
				string({
					code: 'line',
					label: 'Value',
					description: 'What the attribute has to be; see "Filters" for the signs',
					placeholder: 'e.g. ~park',
				}),
			),
		},
	}),
	(rows, label): Query => {
		const names = rows.map(({ attribute }, index) => nameIn(attribute, label, index));
		// The grammar knows no "and" for one attribute: Booking Experts would heed the last.
		refuseRepeated(label, 'Attribute', names);
		return Object.fromEntries(
			rows.map(({ value = '' }, index) => [`filter[${names[index] ?? ''}]`, value]),
		);
	},
);

/** @throws InputError naming the row whose name is none */
function nameIn(text: string | undefined, label: string, index: number): string {
	const name = text?.trim() ?? '';
	if (/^[\w.-]+$/.test(name)) return name;
	throw new InputError(`Row ${index + 1} of "${label}" has no valid name`, label);
}

/** Query parameters that the vendor has not published in full; one that ends in `[]` may have several rows. */
export const queryPairs = mapped(
	list({
		label: 'Query Parameters',
		description:
			'Parameters of the search, as the API names them; one ending in [] may have several rows',
		rowLabel: 'Parameter',
		addLabel: 'Add parameter',
		fields: {
			name: string({
				label: 'Name',
				description: 'Name of the parameter, as the API writes it',
				required: true,
				placeholder: 'e.g. channel_ids[]',
			}),
			value: needed(
				string({
					label: 'Value',
					description: 'What the attribute has to be; see "Filters" for the signs',
				}),
			),
		},
	}),
	(rows, label): Query => {
		const names = rows.map(({ name = '' }) => name.trim());
		const isList = (name: string) => name.endsWith('[]');
		refuseRepeated(
			label,
			'Name',
			names.map((name) => (isList(name) ? '' : name)),
		);
		return Object.fromEntries(
			[...new Set(names)].map((name) => {
				const values = rows
					.filter((_row, index) => names[index] === name)
					.map(({ value = '' }) => value);
				return [name, isList(name) ? values : (values[0] ?? '')];
			}),
		);
	},
);

/** The header that chooses languages, unless the default will do. */
export function languageHeaders(languages: string | undefined): Record<string, string> {
	return languages?.trim() ? { 'Accept-Language': languages.trim() } : {};
}

const picker = (
	label: string,
	search: string,
	description?: string,
	url?: typeof parkPage,
): Field<string> =>
	locator({ label, search, required: true, idPlaceholder: 'e.g. 123', description, url });

export const administration = picker(
	'Administration',
	'searchAdministrations',
	'The park',
	parkPage,
);
export const channel = picker(
	'Channel',
	'searchChannels',
	'The sales channel, such as a tour operator',
);
export const rentableType = picker(
	'Rentable Type',
	'searchRentableTypes',
	'The kind of accommodation',
);
export const reservation = picker(
	'Reservation',
	'searchReservations',
	'The reservation, by its ID',
);
export const booking = picker('Booking', 'searchBookings', 'The booking, by its ID');
export const guest = picker('Guest', 'searchGuests', 'One of the guests of the reservation');
export const inventoryObject = picker(
	'Inventory Object',
	'searchInventoryObjects',
	'The physical unit, by its ID',
);
export const masterPriceList = picker(
	'Master Price List',
	'searchMasterPriceLists',
	'The price list, by its ID',
);
export const amenity = picker(
	'Amenity',
	'searchAmenities',
	'The amenity, such as a sauna, by its ID',
);

export const recordId = string({
	label: 'ID',
	code: 'word',
	description: 'ID of the record: "id" of what Get Many returns, or the number in its web address',
	required: true,
	placeholder: 'e.g. 123',
});

/** What a write may hold beside its typed fields. */
export const attributes = jsonObject({
	label: 'Additional Attributes',
	default: '{}',
	description: 'Attributes that have no field here, merged last',
});

export const requiredAttributes = jsonObject({
	label: 'Attributes',
	required: true,
	default: '{}',
	description: 'Attributes of the record as a JSON object',
});

/** Sideposting: related records that are created or changed in the same call. */
export const included = jsonList({
	label: 'Included',
	default: '[]',
	description:
		'Records to create or change along with this one, linked by meta.temp_id and meta.method (JSON:API sideposting)',
});

const writeOptions = {
	contentType: options({
		label: 'Content Type',
		values: [
			{ name: 'JSON', value: 'application/json' },
			{ name: 'JSON:API', value: 'application/vnd.api+json' },
		],
		default: 'application/vnd.api+json',
		description: 'How the body is labelled; Booking Experts has been seen to take both',
	}),
	include,
	included,
	language,
};

export const writeOptionFields = collection({
	label: 'Options',
	description: 'Seldom needed',
	fields: { ...writeOptions, writesAtOnce },
});

/** Of what is written in order whatever the user wants: payments. */
export const orderedWriteOptionFields = collection({
	label: 'Options',
	description: 'Seldom needed',
	fields: writeOptions,
});

/** A day, several separated by commas, or from one to another with `..` between them; '' when empty. */
export const days = (text: Parameters<typeof string>[0]): Field<string> =>
	field(string(text).property, (raw, label, reading) => {
		const day = (each: unknown) => date(text).read(each, label, reading);
		if (Array.isArray(raw) && raw.length > 0) return raw.map(day).join(',');
		if (typeof raw !== 'string') return day(raw);
		return commaList(raw)
			.map((each) => each.split('..').map(day).join('..'))
			.join(',');
	});

/** Text that the reference does not describe further: what begins with digits and a separator is a moment, and checked as one. */
export const orMoment = (source: Field<string>): Field<string> =>
	field(source.property, (raw, label, reading) =>
		typeof raw === 'object' || /^[\s\p{Cf}]*\d{1,4}[-./]\d/u.test(String(raw))
			? dateTime({ label }).read(raw, label, reading)
			: source.read(raw, label, reading),
	);

/** Of what only an older document of the vendor names. */
export const legacy = '(older API)';
