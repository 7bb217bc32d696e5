import { InputError } from '../../shared/errors';
import { collection, needed, string, type Values } from '../../shared/fields';
import {
	account,
	filledObject,
	firstName,
	formOf,
	lastName,
	phoneNumber,
	postalCode,
	requiredName,
	routing,
	secret,
	secretDate,
	ssn,
	ssnField,
	state,
	stateOf,
	zip,
} from './parts';

/** The simple APIs: one call below the API's own name, with `State` and `Zip`. */

const middleName = string({ label: 'Middle Name', description: 'Middle name or initial' });

const nameFields = { ...requiredName, middleName };

type Name = Values<typeof nameFields>;

const nameOf = ({ firstName: first, lastName: last, middleName: middle }: Name) => ({
	FirstName: first,
	MiddleName: middle,
	LastName: last,
});

const personName = ({ firstName: first, lastName: last }: Values<typeof requiredName>) => ({
	FirstName: first,
	LastName: last,
});

const addressFields = {
	street: needed(
		string({
			label: 'Street',
			placeholder: 'e.g. 12 Example Road',
			description: 'With its number; empty where it stands in parts in Address Details',
		}),
	),
	city: string({ label: 'City', description: 'City or town', required: true }),
	state: string({
		label: 'State',
		description: 'State, by its two letters',
		required: true,
		placeholder: 'e.g. GA',
	}),
	zip,
	addressDetails: collection({
		label: 'Address Details',
		description: 'Parts of the address, where they are known apart',
		fields: {
			Apt: string({ label: 'Apartment', description: 'Apartment or unit' }),
			Country: string({
				label: 'Country',
				description: 'Country of the address',
				placeholder: 'e.g. USA',
			}),
			County: string({ label: 'County', description: 'County of the address' }),
			Addr2: string({ label: 'Second Line', description: 'Second line of the address' }),
			StreetName: string({ label: 'Street Name', description: 'Name of the street alone' }),
			StreetNum: string({ label: 'Street Number', description: 'House number alone' }),
			StreetPostDir: string({
				label: 'Street Direction Behind',
				description: 'Direction behind the street name',
				placeholder: 'e.g. SW',
			}),
			StreetPreDir: string({
				label: 'Street Direction in Front',
				description: 'Direction before the street name',
				placeholder: 'e.g. N',
			}),
			StreetSuffix: string({ label: 'Street Suffix', description: 'What follows the street type' }),
			StreetType: string({
				label: 'Street Type',
				description: 'Kind of street, abbreviated',
				placeholder: 'e.g. RD',
			}),
		},
	}),
};

/** @throws InputError where neither the street nor its name is there */
function addressOf(values: Values<typeof addressFields>) {
	if (values.street.trim() === '' && !values.addressDetails.StreetName?.trim()) {
		throw new InputError(
			'"Street" is empty. Fill it in, or give "Street Name" in Address Details',
			'Street',
		);
	}
	return {
		Addr1: values.street,
		...values.addressDetails,
		City: values.city,
		State: stateOf(values.state, values.addressDetails.Country),
		Zip: postalCode(values.zip, values.addressDetails.Country),
	};
}

export const bankAccountNumbers = formOf(
	{
		routingNumber: routing({ required: true }),
		accountNumber: account({ required: true }),
	},
	({ routingNumber, accountNumber }) => ({
		BankRoutingNumber: routingNumber,
		BankAccountNumber: accountNumber,
	}),
);

export const socialAndName = formOf({ ssn, ...nameFields }, (values) =>
	filledObject({ SSN: values.ssn, Name: nameOf(values) }),
);

export const socialAndAddress = formOf({ ssn, ...addressFields }, (values) =>
	filledObject({ SSN: values.ssn, Address: addressOf(values) }),
);

export const socialAndPhone = formOf({ ssn, phoneNumber }, (values) => ({
	SSN: values.ssn,
	PhoneNumber: values.phoneNumber,
}));

export const socialAndBirth = formOf(
	{
		ssn,
		birthDate: secretDate({ label: 'Birth Date', description: 'Day of birth', required: true }),
	},
	(values) => ({ SSN: values.ssn, DoB: values.birthDate }),
);

export const socialOnly = formOf({ ssn }, (values) => ({ SSN: values.ssn }));

export const addressOnly = formOf(addressFields, (values) =>
	filledObject({ Address: addressOf(values) }),
);

export const nameAndAddress = formOf({ ...nameFields, ...addressFields }, (values) =>
	filledObject({ Name: nameOf(values), Address: addressOf(values) }),
);

export const nameAndPhone = formOf({ ...nameFields, phoneNumber }, (values) =>
	filledObject({ Name: nameOf(values), PhoneNumber: values.phoneNumber }),
);

export const phoneAndAddress = formOf({ phoneNumber, ...addressFields }, (values) =>
	filledObject({ PhoneNumber: values.phoneNumber, Address: addressOf(values) }),
);

export const phoneOnly = formOf({ phoneNumber }, (values) => ({ PhoneNumber: values.phoneNumber }));

export const nameAddressSocial = formOf(
	{
		...nameFields,
		...addressFields,
		ssn: ssnField({ description: 'Social security number, if it is known' }),
	},
	(values) => filledObject({ Name: nameOf(values), Address: addressOf(values), SSN: values.ssn }),
);

export const ipAddress = formOf(
	{
		ipAddress: string({
			label: 'IP Address',
			description: 'Internet address to look up',
			required: true,
			placeholder: 'e.g. 192.0.2.1',
		}),
	},
	(values) => ({ IP: values.ipAddress.trim() }),
);

export const emailAddress = formOf(
	{
		email: string({
			label: 'Email',
			description: 'Email address',
			required: true,
			placeholder: 'e.g. name@example.com',
		}),
	},
	(values) => ({ EmailAddr: values.email.trim() }),
);

export const nameAndState = formOf(
	{
		...requiredName,
		state: state({ required: true }),
	},
	(values) => ({
		PersonName: personName(values),
		StateProv: values.state,
	}),
);

export const driverLicense = formOf(
	{
		...requiredName,
		licenseNumber: secret({
			label: 'License Number',
			description: 'Number of the driver license',
			required: true,
		}),
		state: state({ required: true }),
	},
	(values) => ({
		PersonInfo: {
			PersonName: personName(values),
			DriversLicense: { LicenseNum: values.licenseNumber, StateProv: values.state },
		},
	}),
);

export const property = formOf(
	{
		street: string({
			label: 'Street',
			description: 'Street with its number',
			required: true,
			placeholder: 'e.g. 12 Example Road',
		}),
		city: addressFields.city,
		state: addressFields.state,
		zip: addressFields.zip,
		owner: collection({
			label: 'Owner',
			description: 'Name of the owner, where it is known',
			fields: { FirstName: firstName, LastName: lastName },
		}),
	},
	(values, { ownerList }) => {
		const owner = { PersonName: values.owner };
		return filledObject({
			PropertyAddress: {
				Addr1: values.street,
				City: values.city,
				StateProv: values.state,
				PostalCode: postalCode(values.zip),
			},
			OwnerInfo: ownerList ? [owner] : owner,
		});
	},
);
