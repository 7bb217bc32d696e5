import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../../shared/errors';
import { checked, currencyCode, iban, vatNumber } from '../../../shared/numbers';
import { compact } from '../../../shared/objects';
import {
	boolean,
	grouped,
	list,
	mapped,
	optionalNumber,
	options,
	refuseRepeated,
	string,
	type Groups,
	type Values,
} from '../../../shared/fields';

export const PARTY_TYPES = ['Customer', 'Supplier'];

/** Properties of a party that Billit takes as plain values, under its own names. */
const plain = {
	BIC: string({ label: 'BIC', description: 'BIC (SWIFT code) of the bank' }),
	Box: string({
		label: 'Box',
		description: 'Box or apartment number, as in Belgian addresses',
	}),
	City: string({ label: 'City', description: 'Town of the address' }),
	CommercialName: string({
		label: 'Commercial Name',
		description: 'Name under which the company trades, where it is another than its legal one',
	}),
	ContactFirstName: string({
		label: 'Contact First Name',
		description:
			'First name of the person to turn to; needed with the last name where there is no company name',
	}),
	ContactLastName: string({
		label: 'Contact Last Name',
		description: 'Last name of the person to turn to; needed where there is no company name',
	}),
	CountryCode: string({
		label: 'Country Code',
		description: 'Country of the address, two letters (ISO 3166)',
		placeholder: 'e.g. BE',
	}),
	DefaultCurrencyTC: checked(
		currencyCode,
		string({
			label: 'Default Currency',
			description: 'Currency of the invoices to this party, three letters (ISO 4217)',
			placeholder: 'e.g. EUR',
		}),
	),
	DefaultExpiryOffset: optionalNumber({
		label: 'Default Payment Term (Days)',
		precision: 0,
		description: 'Days until an invoice is due',
	}),
	Email: string({
		label: 'Email',
		description: 'Where Billit sends documents when they go out by email',
		placeholder: 'e.g. name@example.com',
	}),
	ExternalProviderID: string({
		label: 'External Provider ID',
		description: 'Your own ID of the party, as in your shop or CRM',
	}),
	ExternalProviderTC: string({
		label: 'External Provider',
		description: 'Name of the system that External Provider ID is from',
	}),
	Fax: string({ label: 'Fax', description: 'Fax number' }),
	GLAccountCode: string({
		label: 'GL Account Code',
		description: 'Account of the general ledger on which its documents are booked',
	}),
	IBAN: checked(
		iban,
		string({ label: 'IBAN', description: 'Bank account (IBAN); blanks do not matter' }),
	),
	InternalInfo: string({
		label: 'Internal Info',
		description: 'Note for your own people; it is printed nowhere',
	}),
	Language: string({
		label: 'Language',
		description: 'Language of the documents, two letters (ISO 639)',
		placeholder: 'e.g. NL',
	}),
	Mobile: string({ label: 'Mobile', description: 'Mobile phone number' }),
	Name: string({ label: 'Name', description: 'Name of the company or person' }),
	Nr: string({
		label: 'Number',
		description: 'Your own number of the customer or supplier',
	}),
	Phone: string({ label: 'Phone', description: 'Phone number' }),
	Street: string({ label: 'Street', description: 'Street without its number' }),
	StreetNumber: string({ label: 'Street Number', description: 'House number' }),
	VATLiable: boolean({ label: 'VAT Liable', description: 'Whether the party is liable to VAT' }),
	VATNumber: checked(
		vatNumber,
		string({
			label: 'VAT Number',
			description:
				'VAT number with its country, or the company number; Peppol finds the receiver by it',
			placeholder: 'e.g. BE0123456749',
		}),
	),
	VentilationCode: string({
		label: 'Ventilation Code',
		description:
			'Kind of VAT that is usual for this party: 1 = 0 %, 2 = 6 %, 3 = 12 %, 4 = 21 %, 21 = reverse charge, …',
		placeholder: 'e.g. 3',
	}),
	Website: string({ label: 'Website', description: 'Address of its web page' }),
	Zipcode: string({ label: 'Zip Code', description: 'Postal code of the address' }),
};

export const identifiers = list({
	label: 'Identifiers',
	rowLabel: 'Identifier',
	addLabel: 'Add identifier',
	description: 'Other than the VAT number, such as KVK, GLN or LEITWEGID',
	fields: {
		IdentifierType: string({
			label: 'Type',
			description: 'Kind of number, such as KVK, GLN or LEITWEGID',
			placeholder: 'e.g. KVK',
		}),
		Identifier: string({ label: 'Identifier', description: 'The number itself', required: true }),
		SchemeID: string({
			code: 'line',
			label: 'Scheme ID',
			description:
				'Four digits by which Peppol knows the kind of number, such as 0106 for KVK or 0208 for a Belgian company',
			placeholder: 'e.g. 0106',
		}),
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
			description: 'Whether invoices or goods go there',
			values: ['InvoiceAddress', 'DeliveryAddress'],
		}),
		Name: string({ label: 'Name', description: 'Name of the company or person' }),
		Street: string({ label: 'Street', description: 'Street without its number' }),
		StreetNumber: string({ label: 'Street Number', description: 'House number' }),
		Box: string({
			label: 'Box',
			description: 'Box or apartment number, as in Belgian addresses',
		}),
		Zipcode: string({ label: 'Zip Code', description: 'Postal code of the address' }),
		City: string({ label: 'City', description: 'Town of the address' }),
		CountryCode: string({
			label: 'Country Code',
			description: 'Country of the address, two letters (ISO 3166)',
			placeholder: 'e.g. BE',
		}),
		Phone: string({ label: 'Phone', description: 'Phone number' }),
		Tav: string({
			label: 'For the Attention Of',
			description: 'Person or department at the address',
		}),
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

/** What is seldom asked for, under the words by which people look for it. */
const groups = {
	address: {
		label: 'Address',
		description: 'Where the party is: street, zip code, town and country',
		fields: ['Box', 'City', 'CountryCode', 'Street', 'StreetNumber', 'Zipcode'],
	},
	bank: {
		label: 'Bank and Payment',
		description: 'Bank account, currency and payment term',
		fields: ['BIC', 'DefaultCurrencyTC', 'DefaultExpiryOffset', 'IBAN'],
	},
	bookkeeping: {
		label: 'Bookkeeping',
		description: 'How its documents are booked, and what VAT is usual',
		fields: ['GLAccountCode', 'VATLiable', 'VentilationCode'],
	},
	contact: {
		label: 'Contact Person and Numbers',
		description: 'Whom to turn to, mobile phone, fax and website',
		fields: ['ContactFirstName', 'ContactLastName', 'Fax', 'Mobile', 'Website'],
	},
	references: {
		label: 'References',
		description: 'IDs of your own systems, and a note for your own people',
		fields: ['ExternalProviderID', 'ExternalProviderTC', 'InternalInfo'],
	},
} satisfies Groups<typeof plain>;

/** Everything about a party. */
export const partyFields = grouped({
	label: 'Additional Fields',
	description: 'What else is known of the customer or supplier: address, VAT number, bank account',
	addLabel: 'Add field',
	fields: { ...plain, Addresses: addresses, Identifiers: identifiers },
	groups,
});

/** What Billit lets an update change. */
export const partyUpdateFields = grouped({
	label: 'Update Fields',
	description: 'What is to change; everything else stays as it is',
	addLabel: 'Add field',
	fields: plain,
	groups,
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
