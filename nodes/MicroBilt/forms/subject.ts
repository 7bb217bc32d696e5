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
import { checked, socialInsuranceNumber } from '../../shared/numbers';
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
	state,
	stateOf,
	taxId,
	vin,
	zip,
	type Shape,
} from './parts';

/** The report APIs: a subject below `/GetReport`, with `StateProv` and `PostalCode`. */

const addresses = list({
	label: 'Addresses',
	description: 'Where the person or company lives or has lived; a row each',
	rowLabel: 'Address',
	addLabel: 'Add address',
	fields: {
		street: needed(
			string({
				label: 'Street',
				description: 'Street with its number',
				placeholder: 'e.g. 12 Example Road',
			}),
		),
		apartment: string({ label: 'Apartment', description: 'Apartment or unit' }),
		city: string({ label: 'City', description: 'City or town' }),
		state: string({
			label: 'State',
			placeholder: 'e.g. GA',
			description: 'State, by its two letters',
		}),
		zip,
		country: string({
			label: 'Country',
			description: 'Country of the address',
			placeholder: 'e.g. USA',
		}),
	},
});

const phones = list({
	label: 'Phones',
	description: 'Phone numbers; a row each',
	rowLabel: 'Phone',
	addLabel: 'Add phone',
	fields: {
		phone: phone(),
		phoneType: string({
			label: 'Type',
			description: "Kind of phone, by MicroBilt's code",
			placeholder: 'e.g. 2',
		}),
	},
});

const details = (ssn: Field<string>) =>
	collection({
		label: 'Person Details',
		description: 'What else is known of the person; more makes a match surer',
		fields: {
			birthDate: secretDate({ label: 'Birth Date', description: 'Day of birth' }),
			licenseNumber: secret({
				label: 'Driver License Number',
				description: 'Number of the driver license',
			}),
			licenseState: state({ label: 'Driver License State' }),
			email: string({
				label: 'Email',
				description: 'Email address',
				placeholder: 'e.g. name@example.com',
			}),
			employer: string({ label: 'Employer', description: 'Name of the employer' }),
			middleName: string({ label: 'Middle Name', description: 'Middle name or initial' }),
			mothersMaidenName: secret({
				label: "Mother's Maiden Name",
				description: "Mother's last name before marriage",
			}),
			nameSuffix: string({
				label: 'Name Suffix',
				description: 'What follows the name',
				placeholder: 'e.g. Jr',
			}),
			ssn,
		},
	});

const personDetails = details(
	ssnField({ description: 'Social security number, with or without hyphens' }),
);

const canadianDetails = details(
	needed(
		checked(
			socialInsuranceNumber,
			secret({ label: 'SIN', description: 'Social insurance number, with or without hyphens' }),
		),
	),
);

const bankAccount = collection({
	label: 'Bank Account',
	description: 'The account of the person',
	fields: {
		accountNumber: account(),
		accountType: string({
			label: 'Account Type',
			description: "Kind of account, by MicroBilt's code",
			placeholder: 'e.g. 1',
		}),
		bankName: string({ label: 'Bank Name', description: 'Name of the bank' }),
		routingNumber: routing(),
	},
});

const income = collection({
	label: 'Income',
	description: 'What the person earns, and when',
	fields: {
		monthlyIncome: money({ label: 'Monthly Income', description: 'In US dollars' }),
		nextPayday: date({
			label: 'Next Payday',
			description: 'Day of the next pay, such as 2026-07-31',
		}),
		payFrequency: string({
			label: 'Pay Frequency',
			description: 'How often the person is paid',
			placeholder: 'e.g. BIWEEKLY',
		}),
		payPerPeriod: money({
			label: 'Pay per Period',
			description: 'Pay of one period, in US dollars',
		}),
		secondPayday: date({ label: 'Second Payday', description: 'Day of the pay after that' }),
	},
});

const organization = collection({
	label: 'Organization',
	description: 'The company that is asked about',
	fields: {
		dbaName: string({ label: 'DBA Name', description: 'Name under which it does business' }),
		legalName: string({ label: 'Legal Name', description: 'Name in the register' }),
		name: string({ label: 'Name', description: 'Name as it is known' }),
		taxId,
	},
});

const vehicle = collection({
	label: 'Vehicle',
	description: 'The car, as far as it is known',
	fields: {
		PlateNum: string({ label: 'License Plate', description: 'Number on the plate' }),
		Make: string({ label: 'Make', description: 'Maker of the car' }),
		VehicleModel: string({ label: 'Model', description: 'Model of the car' }),
		RegState: state({ label: 'State of Registration' }),
		VIN: vin(),
		Year: string({
			label: 'Year',
			description: 'Model year, four digits',
			placeholder: 'e.g. 2019',
		}),
	},
});

const requestedAmount = needed(
	money({ label: 'Requested Amount', description: 'Amount of credit asked for, in US dollars' }),
);

const loan = collection({
	label: 'Loan',
	description: 'The loan that is asked for',
	fields: {
		DownPmtAmt: money({ label: 'Down Payment', description: 'In US dollars' }),
		HousingType: string({
			label: 'Housing Type',
			description: "How the person lives, by MicroBilt's code",
		}),
		LoanType: string({ label: 'Loan Type', description: "Kind of loan, by MicroBilt's code" }),
		MonthlyPmtAmt: money({ label: 'Monthly Payment', description: 'In US dollars' }),
		MortgageRentAmt: money({ label: 'Mortgage or Rent', description: 'Per month, in US dollars' }),
		RequestedCreditAmt: requestedAmount,
		Terms: string({ label: 'Terms', description: 'Terms of the loan, as MicroBilt takes them' }),
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
	StateProv: stateOf(row.state, row.country),
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
		requestedAmount,
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
		keyword: string({
			label: 'Keyword',
			description: 'Keyword of the request, as Experian takes it',
		}),
		scoreCard: string({
			label: 'Score Card',
			description: 'Score card to use, as agreed with MicroBilt',
		}),
		reportOptions: list({
			label: 'Report Options',
			description: 'Further options of the report, as MicroBilt names them',
			rowLabel: 'Option',
			addLabel: 'Add option',
			fields: {
				OptionName: string({ label: 'Name', description: 'Name as it is known' }),
				OptionValue: needed(string({ label: 'Value', description: 'Value of the option' })),
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
	{
		...personFields,
		offenderId: string({
			label: 'Offender ID',
			code: 'word',
			description: 'ID of an offender that an earlier search has found',
		}),
	},
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
		companyName: string({
			label: 'Company Name',
			description: 'Name of the company',
			required: true,
		}),
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
	description: 'Somebody who knows the person',
	fields: {
		name: string({ label: 'Name', description: 'Name as it is known' }),
		phone: phone(),
		phoneType: string({
			label: 'Phone Type',
			description: "Kind of phone, by MicroBilt's code",
			placeholder: 'e.g. 2',
		}),
	},
});

const check = collection({
	label: 'Check',
	description: 'The check that is presented',
	fields: {
		CheckAmt: money({ label: 'Amount', description: 'Amount of the check in US dollars' }),
		LaneId: string({
			code: 'line',
			label: 'Lane ID',
			description: 'Lane (till) at which it is presented',
		}),
		CheckNum: string({ label: 'Number', description: 'Number printed on the check' }),
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
