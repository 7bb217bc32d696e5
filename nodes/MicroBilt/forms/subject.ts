import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import {
	collection,
	date,
	list,
	needed,
	string,
	type Field,
	type Values,
} from '../../shared/fields';
import { inRow } from '../../shared/fields/wording';
import { checked, socialInsuranceNumber, taxpayerNumber } from '../../shared/numbers';
import {
	account,
	amountOf,
	filledObject,
	firstName,
	formOf,
	lastName,
	money,
	phone,
	postalCode,
	routing,
	secret,
	secretDate,
	ssnField,
	zip,
	type Shape,
} from './parts';

/** The report APIs: a subject below `/GetReport`, with `StateProv` and `PostalCode`. */

const state = (label: string) => string({ label, placeholder: 'e.g. GA' });

const addresses = list({
	label: 'Addresses',
	rowLabel: 'Address',
	addLabel: 'Add address',
	fields: {
		street: string({ label: 'Street', placeholder: 'e.g. 12 Example Road' }),
		apartment: string({ label: 'Apartment' }),
		city: string({ label: 'City' }),
		state: state('State'),
		zip,
		country: string({ label: 'Country', placeholder: 'e.g. USA' }),
	},
});

const phones = list({
	label: 'Phones',
	rowLabel: 'Phone',
	addLabel: 'Add phone',
	fields: {
		phone: phone(),
		phoneType: string({ label: 'Type', placeholder: 'e.g. 2' }),
	},
});

const details = (ssn: Field<string>) =>
	collection({
		label: 'Person Details',
		fields: {
			birthDate: secretDate({ label: 'Birth Date' }),
			licenseNumber: secret({ label: 'Driver License Number' }),
			licenseState: state('Driver License State'),
			email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
			employer: string({ label: 'Employer' }),
			middleName: string({ label: 'Middle Name' }),
			mothersMaidenName: secret({ label: "Mother's Maiden Name" }),
			nameSuffix: string({ label: 'Name Suffix', placeholder: 'e.g. Jr' }),
			ssn,
		},
	});

const personDetails = details(
	ssnField({ description: 'Social security number, with or without hyphens' }),
);

const canadianDetails = details(
	checked(
		socialInsuranceNumber,
		secret({ label: 'SIN', description: 'Social insurance number, with or without hyphens' }),
	),
);

const bankAccount = collection({
	label: 'Bank Account',
	fields: {
		accountNumber: account(),
		accountType: string({ label: 'Account Type', placeholder: 'e.g. 1' }),
		bankName: string({ label: 'Bank Name' }),
		routingNumber: routing(),
	},
});

const income = collection({
	label: 'Income',
	fields: {
		monthlyIncome: money({ label: 'Monthly Income' }),
		nextPayday: date({ label: 'Next Payday' }),
		payFrequency: string({ label: 'Pay Frequency', placeholder: 'e.g. BIWEEKLY' }),
		payPerPeriod: money({ label: 'Pay per Period' }),
		secondPayday: date({ label: 'Second Payday' }),
	},
});

const organization = collection({
	label: 'Organization',
	fields: {
		dbaName: string({ label: 'DBA Name', description: 'Name under which it does business' }),
		legalName: string({ label: 'Legal Name' }),
		name: string({ label: 'Name' }),
		taxId: checked(taxpayerNumber, secret({ label: 'Tax ID' })),
	},
});

const vehicle = collection({
	label: 'Vehicle',
	fields: {
		PlateNum: string({ label: 'License Plate' }),
		Make: string({ label: 'Make' }),
		VehicleModel: string({ label: 'Model' }),
		RegState: state('State of Registration'),
		VIN: string({ label: 'VIN', description: 'Vehicle identification number' }),
		Year: string({ label: 'Year', placeholder: 'e.g. 2019' }),
	},
});

const loan = collection({
	label: 'Loan',
	fields: {
		DownPmtAmt: money({ label: 'Down Payment' }),
		HousingType: string({ label: 'Housing Type' }),
		LoanType: string({ label: 'Loan Type' }),
		MonthlyPmtAmt: money({ label: 'Monthly Payment' }),
		MortgageRentAmt: money({ label: 'Mortgage or Rent' }),
		RequestedCreditAmt: money({ label: 'Requested Amount' }),
		Terms: string({ label: 'Terms' }),
	},
});

type Row = Partial<Record<string, string>>;

/** `12 Example Road` as number and name, for the bureaus that want them apart. */
function streetOf(street: string | undefined, splits: boolean): IDataObject {
	const [, number, name] = /^\s*(\d+[A-Za-z]?)\s+(.+?)\s*$/.exec(street ?? '') ?? [];
	return splits && number && name ? { StreetNum: number, StreetName: name } : { Addr1: street };
}

const postalAddress = (row: Row, splits: boolean): IDataObject => ({
	...streetOf(row.street, splits),
	Apt: row.apartment,
	City: row.city,
	StateProv: row.state,
	PostalCode: postalCode(row.zip, row.country),
	Country: row.country,
});

/** The address of a row, which an error names. */
const placeOf = (row: Row, index: number, splits: boolean): IDataObject =>
	inRow('Addresses', index, () => postalAddress(row, splits));

const phoneOf = (row: Row): IDataObject => ({ PhoneType: row.phoneType, Phone: row.phone });

interface Reached {
	addresses: Row[];
	phones: Row[];
	email?: string;
}

/** One entry for each address, with the phone of the same place in its list; the email in the first. */
function contactInfo({ addresses: places, phones: numbers, email }: Reached, as: Shape) {
	const count = Math.max(places.length, numbers.length, email ? 1 : 0);
	const entries = Array.from({ length: count }, (_entry, index) => ({
		PostAddr: placeOf(places[index] ?? {}, index, as.splitsStreet),
		PhoneNum: phoneOf(numbers[index] ?? {}),
		...(index === 0 ? { EmailAddr: email } : {}),
	}));
	if (!as.oneContact) return entries;
	return onlyOne(entries, places.length > 1 ? 'Addresses' : 'Phones');
}

/** @throws InputError when there are more: this product reads one, and none is dropped unsaid */
function onlyOne<T>(rows: readonly T[], label: string): T | undefined {
	if (rows.length > 1) {
		throw new InputError(`"${label}" has ${rows.length} rows, and this product reads one`, label);
	}
	return rows[0];
}

const socialSecurity = (number: string | undefined) =>
	number?.trim() ? { TINType: '1', TaxId: number } : undefined;

const personFields = { firstName, lastName, personDetails, addresses, phones };

type Person = Values<typeof personFields>;

const nameOf = ({ firstName: first, lastName: last, personDetails: details }: Person) => ({
	FirstName: first,
	MiddleName: details.middleName,
	LastName: last,
	NameSuffix: details.nameSuffix,
});

const licenseOf = ({ licenseNumber, licenseState }: Person['personDetails']) => ({
	LicenseNum: licenseNumber,
	StateProv: licenseState,
});

function personOf(values: Person, as: Shape): IDataObject {
	const details = values.personDetails;
	const employment = { OrgInfo: { Name: details.employer } };
	return {
		PersonName: nameOf(values),
		ContactInfo: contactInfo({ ...values, email: details.email }, as),
		TINInfo: socialSecurity(details.ssn),
		BirthDt: details.birthDate,
		DriversLicense: licenseOf(details),
		MothersMaidenName: details.mothersMaidenName,
		EmploymentHistory: as.oneEmployment ? employment : [employment],
	};
}

const bankAccountOf = (values: Row) => ({
	OrgInfo: { Name: values.bankName },
	RoutingNumber: values.routingNumber,
	AccountNum: values.accountNumber,
	TypeOfBankAcct: values.accountType,
});

const incomeOf = (values: Row) => ({
	MonthlyIncome: amountOf(values.monthlyIncome),
	PmtFreq: values.payFrequency,
	PayPerPeriod: amountOf(values.payPerPeriod),
	DtOfNextPaycheck: values.nextPayday,
	DtOfSecondPaycheck: values.secondPayday,
});

const AMOUNT = /Amt$/;

const loanOf = (values: Row) =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			AMOUNT.test(name) ? amountOf(value) : value,
		]),
	);

/** A person, with all that leads to them. */
export const person = formOf(personFields, (values, as) =>
	filledObject({ PersonInfo: personOf(values, as) }),
);

/** A person in Canada. */
export const canadian = formOf({ ...personFields, personDetails: canadianDetails }, (values, as) =>
	filledObject({ PersonInfo: personOf(values, as) }),
);

const accountFields = { ...personFields, bankAccount };

/** A person and their bank account. */
export const personWithAccount = formOf(accountFields, (values, as) =>
	filledObject({
		PersonInfo: personOf(values, as),
		BankAccount: bankAccountOf(values.bankAccount),
	}),
);

/** A person who applies for credit. */
export const applicant = formOf(
	{
		...accountFields,
		income,
		requestedAmount: money({ label: 'Requested Amount' }),
	},
	(values, as) =>
		filledObject({
			PersonInfo: personOf(values, as),
			BankAccount: bankAccountOf(values.bankAccount),
			IncomeInfo: incomeOf(values.income),
			RequestedAmt: amountOf(values.requestedAmount),
		}),
);

/** A person and a loan (Experian). */
export const borrower = formOf(
	{
		...personFields,
		loan,
		keyword: string({ label: 'Keyword' }),
		scoreCard: string({ label: 'Score Card' }),
		reportOptions: list({
			label: 'Report Options',
			rowLabel: 'Option',
			addLabel: 'Add option',
			fields: {
				OptionName: string({ label: 'Name' }),
				OptionValue: needed(string({ label: 'Value' })),
			},
		}),
	},
	(values, as) =>
		filledObject({
			PersonInfo: personOf(values, as),
			LoanRequestInfo: loanOf(values.loan),
			Option: values.reportOptions,
			Keyword: values.keyword,
			ScoreCard: values.scoreCard,
		}),
);

/** A person who may have been convicted. */
export const offender = formOf(
	{ ...personFields, offenderId: string({ label: 'Offender ID' }) },
	(values, as) => filledObject({ PersonInfo: personOf(values, as), OffenderID: values.offenderId }),
);

/** A vehicle or its owner. */
export const vehicleOwner = formOf({ ...personFields, vehicle }, (values, as) =>
	filledObject({ PersonInfo: personOf(values, as), AutomobileInfo: values.vehicle }),
);

/** A company; what these APIs read beyond it is not known, so more goes into the raw body. */
export const company = formOf({ organization, addresses, phones }, (values, as) =>
	filledObject({
		OrgInfo: {
			Name: values.organization.name,
			LegalName: values.organization.legalName,
			DBAName: values.organization.dbaName,
			TINInfo: { TaxId: values.organization.taxId },
			ContactInfo: contactInfo(values, as),
		},
	}),
);

/** A company by name, and where it is (UCC filings). */
export const companyName = formOf(
	{
		companyName: string({ label: 'Company Name', required: true }),
		addresses,
	},
	(values, as) =>
		filledObject({
			OrgInfo: {
				Name: values.companyName,
				ContactInfo: contactInfo({ addresses: values.addresses, phones: [] }, as),
			},
		}),
);

const reference = collection({
	label: 'Reference',
	fields: {
		name: string({ label: 'Name' }),
		phone: phone(),
		phoneType: string({ label: 'Phone Type', placeholder: 'e.g. 2' }),
	},
});

const check = collection({
	label: 'Check',
	fields: {
		CheckAmt: money({ label: 'Amount' }),
		LaneId: string({ label: 'Lane ID' }),
		CheckNum: string({ label: 'Number' }),
		RuleNum: string({ label: 'Rule Number', description: 'Which of your own rules decides' }),
	},
});

/** The writer of a check: everything stands beside the person here, once each. */
export const checkWriter = formOf(
	{ ...personFields, bankAccount, income, check, reference },
	(values) => {
		const details = values.personDetails;
		const { CheckAmt, ...checked } = values.check;
		return filledObject({
			PersonInfo: {
				PersonName: nameOf(values),
				BirthDt: details.birthDate,
				MothersMaidenName: details.mothersMaidenName,
			},
			ContactInfo: { PhoneNum: phoneOf(onlyOne(values.phones, 'Phones') ?? {}) },
			EmailAddr: details.email,
			PostAddr: placeOf(onlyOne(values.addresses, 'Addresses') ?? {}, 0, false),
			TINInfo: socialSecurity(details.ssn),
			DriversLicense: licenseOf(details),
			EmploymentHistory: { OrgInfo: { Name: details.employer } },
			BankAccount: bankAccountOf(values.bankAccount),
			IncomeInfo: incomeOf(values.income),
			References: { ContactName: values.reference.name, PhoneNum: phoneOf(values.reference) },
			CheckAmt: { Amt: CheckAmt },
			...checked,
		});
	},
);
