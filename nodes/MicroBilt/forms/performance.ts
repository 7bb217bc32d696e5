import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import {
	collection,
	date,
	jsonObject,
	mapped,
	needed,
	options,
	optionalNumber,
	string,
} from '../../shared/fields';
import {
	account,
	filledObject,
	firstName,
	formOf,
	lastName,
	phone,
	postalCode,
	routing,
	secret,
	state as stateField,
	taxId,
	zip,
} from './parts';

/** `10` and `11` are returned payments, which need a name and a reason. */
const RETURNS = new Set(['10', '11']);

const check = collection({
	label: 'Check',
	description: 'The payment that the report was about',
	fields: {
		accountNumber: account(),
		amount: optionalNumber({
			label: 'Amount',
			description: 'Amount of the payment in US dollars',
			placeholder: 'e.g. 120.50',
		}),
		checkNumber: optionalNumber({
			label: 'Check Number',
			description: 'Number printed on the check',
		}),
		closureReason: string({
			label: 'Closure Reason',
			description: "Why the account was closed, as MicroBilt's codes say",
		}),
		returnDate: date({ label: 'Return Date', description: 'Day on which the payment came back' }),
		returnReason: string({
			label: 'Return Reason',
			description: 'Return code of the bank; needed for a return',
			placeholder: 'e.g. R01',
		}),
		routingNumber: routing(),
		secCode: string({
			label: 'SEC Code',
			description: 'How the payer agreed (NACHA standard entry class)',
			placeholder: 'e.g. WEB',
		}),
		serviceFee: optionalNumber({
			label: 'Service Fee',
			description: 'Fee for the return, in US dollars',
		}),
		type: string({
			label: 'Type',
			description: "Kind of payment, by MicroBilt's code",
			placeholder: 'e.g. P',
		}),
		verificationResult: string({
			label: 'Verification Result',
			description: "What the check of the account had said, by MicroBilt's code",
			placeholder: 'e.g. A',
		}),
	},
});

const consumer = collection({
	label: 'Consumer',
	description: 'The person who paid or was to pay',
	fields: {
		city: string({ label: 'City', description: 'City or town' }),
		email: string({
			label: 'Email',
			description: 'Email address',
			placeholder: 'e.g. name@example.com',
		}),
		first: firstName,
		last: lastName,
		licenseNumber: secret({ label: 'License Number', description: 'Number of the driver license' }),
		licenseState: stateField({
			label: 'License State',
			description: 'State of the driver license, by its two letters',
			placeholder: 'e.g. GA',
		}),
		middle: string({ label: 'Middle Name', description: 'Middle name or initial' }),
		phone: phone(),
		state: stateField(),
		line: needed(string({ label: 'Street', description: 'Street with its number' })),
		zipCode: zip,
	},
});

const merchant = collection({
	label: 'Merchant',
	description: 'Your shop, as MicroBilt knows it',
	fields: {
		groupNumber: string({
			label: 'Group Number',
			description: 'Group of the merchant at MicroBilt',
		}),
		laneNumber: string({ label: 'Lane Number', description: 'Lane (till) of the merchant' }),
		mccCode: string({ label: 'MCC Code', description: 'Merchant category code' }),
		merchantNumber: string({
			label: 'Merchant Number',
			description: 'Number of the merchant at MicroBilt',
		}),
		name: string({ label: 'Name', description: 'Name of the company' }),
		ruleNumber: string({ label: 'Rule Number', description: 'Which of your own rules decides' }),
		siteNumber: string({ label: 'Site Number', description: 'Site of the merchant at MicroBilt' }),
		zipCode: zip,
	},
});

/** @throws InputError for what no clock shows */
function clockTime(value: string, label: string): string {
	const time = value.trim();
	if (time === '' || /^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/.test(time)) return time;
	throw new InputError(`"${label}" must be a time of day such as 13:45:00, not ${time}`, label);
}

const transaction = collection({
	label: 'Transaction',
	description: 'When it took place, and by which numbers it is known',
	fields: {
		clientReferenceNumber: string({
			code: 'line',
			label: 'Client Reference Number',
			description: 'Your own number of the transaction',
		}),
		date: date({ label: 'Date', description: 'Day of the transaction, such as 2026-01-31' }),
		time: mapped(
			string({ label: 'Time', description: 'Time of day', placeholder: 'e.g. 13:45:00' }),
			clockTime,
		),
		transactionNumber: string({
			label: 'Transaction Number',
			description: 'Number of the transaction that the report was bought for',
		}),
	},
});

const isNamed = (business: IDataObject | undefined): boolean =>
	Object.entries(business ?? {}).some(
		([name, value]) => /name$/i.test(name) && typeof value === 'string' && value.trim() !== '',
	);

/** What became of a payment or loan that a report was bought for. */
export const performance = formOf(
	{
		transactionType: options({
			label: 'Type',
			description: "Kind of payment, by MicroBilt's code",
			values: [
				{ name: 'Paid Return', value: '11' },
				{ name: 'Positive History', value: '25' },
				{ name: 'Unpaid Return', value: '10' },
			],
			default: '25',
		}),
		transaction,
		check,
		consumer,
		merchant,
		business: collection({
			label: 'Business',
			description: 'Where the payer is a company',
			fields: {
				name: string({ label: 'Name', description: 'Name of the company' }),
				phone: phone(),
				taxId,
			},
		}),
		businessInfo: jsonObject({
			label: 'Business Info',
			default: '{}',
			description: 'Further properties of the business, whose names MicroBilt does not document',
		}),
		payeeInfo: jsonObject({
			label: 'Payee Info',
			description:
				'Properties of the payee as a JSON object, whose names MicroBilt does not document',
			default: '{}',
		}),
	},
	({ transactionType, transaction: sent, check: paid, consumer: payer, ...more }) => {
		const { line, city, state, zipCode, first, middle, last, ...known } = payer;
		if (RETURNS.has(transactionType)) {
			const isPerson = first?.trim() && last?.trim();
			const isBusiness = more.business.name?.trim() || isNamed(more.businessInfo);
			if (!isPerson && !isBusiness) {
				throw new InputError(
					'A return needs First Name and Last Name of the "Consumer", or the Name of the "Business"',
					'Consumer',
				);
			}
			if (!paid.returnReason?.trim()) {
				throw new InputError('"Check" needs a Return Reason for a return', 'Check');
			}
		}
		return filledObject({
			CheckInfo: paid,
			ConsumerInfo: {
				Address: { line, city, state, zipCode: postalCode(zipCode) },
				Emails: known.email ? [{ address: known.email, type: 'HOME' }] : [],
				Identifications: known.licenseNumber
					? [{ number: known.licenseNumber, state: known.licenseState, type: 'DL' }]
					: [],
				Name: { first, middle, last },
				PhoneNumbers: known.phone ? [{ number: known.phone, type: 'HOME' }] : [],
			},
			BusinessInfo: { ...more.business, ...more.businessInfo },
			PayeeInfo: more.payeeInfo,
			MerchantInfo: { ...more.merchant, zipCode: postalCode(more.merchant.zipCode) },
			TransactionInfo: { ...sent, type: transactionType },
		});
	},
);
