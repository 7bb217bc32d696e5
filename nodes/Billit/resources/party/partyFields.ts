import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../../shared/errors';
import { checked, iban, vatNumber } from '../../../shared/numbers';
import { compact } from '../../../shared/objects';
import {
	boolean,
	collection,
	list,
	mapped,
	optionalNumber,
	options,
	refuseRepeated,
	string,
	type Values,
} from '../../../shared/fields';

export const PARTY_TYPES = ['Customer', 'Supplier'];

/** Properties of a party that Billit takes as plain values, under its own names. */
const plain = {
	BIC: string({ label: 'BIC' }),
	Box: string({ label: 'Box' }),
	City: string({ label: 'City' }),
	CommercialName: string({ label: 'Commercial Name' }),
	ContactFirstName: string({ label: 'Contact First Name' }),
	ContactLastName: string({ label: 'Contact Last Name' }),
	CountryCode: string({ label: 'Country Code', placeholder: 'e.g. BE' }),
	DefaultCurrencyTC: string({ label: 'Default Currency', placeholder: 'e.g. EUR' }),
	DefaultExpiryOffset: optionalNumber({
		label: 'Default Payment Term (Days)',
		precision: 0,
		description: 'Days until an invoice is due',
	}),
	Email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
	ExternalProviderID: string({ label: 'External Provider ID' }),
	ExternalProviderTC: string({ label: 'External Provider' }),
	Fax: string({ label: 'Fax' }),
	GLAccountCode: string({ label: 'GL Account Code' }),
	IBAN: checked(iban, string({ label: 'IBAN' })),
	InternalInfo: string({ label: 'Internal Info' }),
	Language: string({ label: 'Language', placeholder: 'e.g. NL' }),
	Mobile: string({ label: 'Mobile' }),
	Name: string({ label: 'Name' }),
	Nr: string({ label: 'Number', description: 'Your own number of the customer or supplier' }),
	Phone: string({ label: 'Phone' }),
	Street: string({ label: 'Street' }),
	StreetNumber: string({ label: 'Street Number' }),
	VATLiable: boolean({ label: 'VAT Liable', description: 'Whether the party is liable to VAT' }),
	VATNumber: checked(vatNumber, string({ label: 'VAT Number', placeholder: 'e.g. BE0123456749' })),
	VentilationCode: string({ label: 'Ventilation Code', placeholder: 'e.g. 3' }),
	Website: string({ label: 'Website' }),
	Zipcode: string({ label: 'Zip Code' }),
};

export const identifiers = list({
	label: 'Identifiers',
	rowLabel: 'Identifier',
	addLabel: 'Add identifier',
	description: 'Other than the VAT number, such as KVK, GLN or LEITWEGID',
	fields: {
		IdentifierType: string({ label: 'Type', placeholder: 'e.g. KVK' }),
		Identifier: string({ label: 'Identifier', required: true }),
		SchemeID: string({ label: 'Scheme ID', placeholder: 'e.g. 0106' }),
	},
});

const addressRows = list({
	label: 'Addresses',
	rowLabel: 'Address',
	addLabel: 'Add address',
	description: 'At most one of each type',
	fields: {
		AddressType: options({
			label: 'Type',
			values: ['InvoiceAddress', 'DeliveryAddress'],
		}),
		Name: string({ label: 'Name' }),
		Street: string({ label: 'Street' }),
		StreetNumber: string({ label: 'Street Number' }),
		Box: string({ label: 'Box' }),
		Zipcode: string({ label: 'Zip Code' }),
		City: string({ label: 'City' }),
		CountryCode: string({ label: 'Country Code', placeholder: 'e.g. BE' }),
		Phone: string({ label: 'Phone' }),
		Tav: string({ label: 'For the Attention Of' }),
	},
});

/** @throws InputError for an address with nothing in it, and for a second one of its type */
export const addresses = mapped(addressRows, (rows, label) => {
	const filled = rows.map((row) => compact(row));
	for (const [index, row] of filled.entries()) {
		const names = Object.keys(row).filter((name) => name !== 'AddressType');
		if (names.length > 0) continue;
		throw new InputError(`Row ${index + 1} of "${label}" has no address. Fill it in`, label);
	}
	refuseRepeated(
		label,
		'Type',
		filled.map(({ AddressType }) => String(AddressType ?? '')),
	);
	return filled;
});

/** Everything about a party. */
export const partyFields = collection({
	label: 'Additional Fields',
	addLabel: 'Add field',
	fields: { ...plain, Addresses: addresses, Identifiers: identifiers },
});

/** What Billit lets an update change. */
export const partyUpdateFields = collection({
	label: 'Update Fields',
	addLabel: 'Add field',
	fields: plain,
});

/** A party in Billit's form. */
export function partyBody(
	values: Partial<
		Values<typeof plain & { Addresses: typeof addresses; Identifiers: typeof identifiers }>
	> &
		IDataObject,
): IDataObject {
	const { Addresses: places = [], Identifiers: ids = [], ...rest } = values;
	return {
		...compact(rest),
		...(places.length > 0 ? { Addresses: places } : {}),
		...(ids.length > 0 ? { Identifiers: ids.map((row) => compact(row)) } : {}),
	};
}
