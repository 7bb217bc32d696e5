import type { IDataObject } from 'n8n-workflow';
import { compact } from '../../../shared/objects';
import {
	boolean,
	collection,
	list,
	optionalNumber,
	options,
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
		description: 'Days until an invoice is due',
	}),
	Email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
	ExternalProviderID: string({ label: 'External Provider ID' }),
	ExternalProviderTC: string({ label: 'External Provider' }),
	Fax: string({ label: 'Fax' }),
	GLAccountCode: string({ label: 'GL Account Code' }),
	IBAN: string({ label: 'IBAN' }),
	InternalInfo: string({ label: 'Internal Info' }),
	Language: string({ label: 'Language', placeholder: 'e.g. NL' }),
	Mobile: string({ label: 'Mobile' }),
	Name: string({ label: 'Name' }),
	Nr: string({ label: 'Number', description: 'Your own number of the customer or supplier' }),
	Phone: string({ label: 'Phone' }),
	Street: string({ label: 'Street' }),
	StreetNumber: string({ label: 'Street Number' }),
	VATLiable: boolean({ label: 'VAT Liable', description: 'Whether the party is liable to VAT' }),
	VATNumber: string({ label: 'VAT Number', placeholder: 'e.g. BE0123456749' }),
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
		Identifier: string({ label: 'Identifier' }),
		SchemeID: string({ label: 'Scheme ID', placeholder: 'e.g. 0106' }),
	},
});

export const addresses = list({
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

/** A party in Billit's form, rows without values left out. */
export function partyBody(values: Partial<Values<typeof plain>> & IDataObject): IDataObject {
	const { Addresses: places, Identifiers: ids, ...rest } = values;
	const rows = (value: unknown) =>
		(Array.isArray(value) ? value : [])
			.map((row: object) => compact(row))
			.filter((row) => Object.keys(row).length > 1);
	return {
		...compact(rest),
		...(rows(places).length > 0 ? { Addresses: rows(places) } : {}),
		...(rows(ids).length > 0 ? { Identifiers: rows(ids) } : {}),
	};
}
