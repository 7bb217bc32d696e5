import { InputError } from '../../shared/errors';
import { collection, string, type Values } from '../../shared/fields';
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
	zip,
} from './parts';

/** The simple APIs: one call below the API's own name, with `State` and `Zip`. */

const middleName = string({ label: 'Middle Name' });

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
	street: string({
		label: 'Street',
		placeholder: 'e.g. 12 Example Road',
		description: 'With its number; empty where it stands in parts in Address Details',
	}),
	city: string({ label: 'City', required: true }),
	state: string({ label: 'State', required: true, placeholder: 'e.g. GA' }),
	zip,
	addressDetails: collection({
		label: 'Address Details',
		fields: {
			Apt: string({ label: 'Apartment' }),
			Country: string({ label: 'Country', placeholder: 'e.g. USA' }),
			County: string({ label: 'County' }),
			Addr2: string({ label: 'Second Line' }),
			StreetName: string({ label: 'Street Name' }),
			StreetNum: string({ label: 'Street Number' }),
			StreetPostDir: string({ label: 'Street Direction Behind', placeholder: 'e.g. SW' }),
			StreetPreDir: string({ label: 'Street Direction in Front', placeholder: 'e.g. N' }),
			StreetSuffix: string({ label: 'Street Suffix' }),
			StreetType: string({ label: 'Street Type', placeholder: 'e.g. RD' }),
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
		State: values.state,
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
	{ ssn, birthDate: secretDate({ label: 'Birth Date', required: true }) },
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
	{ ipAddress: string({ label: 'IP Address', required: true, placeholder: 'e.g. 192.0.2.1' }) },
	(values) => ({ IP: values.ipAddress.trim() }),
);

export const emailAddress = formOf(
	{ email: string({ label: 'Email', required: true, placeholder: 'e.g. name@example.com' }) },
	(values) => ({ EmailAddr: values.email.trim() }),
);

export const nameAndState = formOf(
	{
		...requiredName,
		state: string({ label: 'State', required: true, placeholder: 'e.g. GA' }),
	},
	(values) => ({
		PersonName: personName(values),
		StateProv: values.state,
	}),
);

export const driverLicense = formOf(
	{
		...requiredName,
		licenseNumber: secret({ label: 'License Number', required: true }),
		state: string({ label: 'State', required: true, placeholder: 'e.g. GA' }),
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
		street: string({ label: 'Street', required: true, placeholder: 'e.g. 12 Example Road' }),
		city: addressFields.city,
		state: addressFields.state,
		zip: addressFields.zip,
		owner: collection({
			label: 'Owner',
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
