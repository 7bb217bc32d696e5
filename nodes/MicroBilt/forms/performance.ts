import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../shared/errors';
import {
	collection,
	date,
	jsonObject,
	mapped,
	options,
	optionalNumber,
	string,
} from '../../shared/fields';
import { checked, taxpayerNumber } from '../../shared/numbers';
import { account, filledObject, formOf, phone, postalCode, routing, secret, zip } from './parts';

/** `10` and `11` are returned payments, which need a name and a reason. */
const RETURNS = new Set(['10', '11']);

const check = collection({
	label: 'Check',
	fields: {
		accountNumber: account(),
		amount: optionalNumber({ label: 'Amount', placeholder: 'e.g. 120.50' }),
		checkNumber: optionalNumber({ label: 'Check Number' }),
		closureReason: string({ label: 'Closure Reason' }),
		returnDate: date({ label: 'Return Date' }),
		returnReason: string({ label: 'Return Reason', placeholder: 'e.g. R01' }),
		routingNumber: routing(),
		secCode: string({ label: 'SEC Code', placeholder: 'e.g. WEB' }),
		serviceFee: optionalNumber({ label: 'Service Fee' }),
		type: string({ label: 'Type', placeholder: 'e.g. P' }),
		verificationResult: string({ label: 'Verification Result', placeholder: 'e.g. A' }),
	},
});

const consumer = collection({
	label: 'Consumer',
	fields: {
		city: string({ label: 'City' }),
		email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
		first: string({ label: 'First Name' }),
		last: string({ label: 'Last Name' }),
		licenseNumber: secret({ label: 'License Number' }),
		licenseState: string({ label: 'License State', placeholder: 'e.g. GA' }),
		middle: string({ label: 'Middle Name' }),
		phone: phone(),
		state: string({ label: 'State', placeholder: 'e.g. GA' }),
		line: string({ label: 'Street' }),
		zipCode: zip,
	},
});

const merchant = collection({
	label: 'Merchant',
	fields: {
		groupNumber: string({ label: 'Group Number' }),
		laneNumber: string({ label: 'Lane Number' }),
		mccCode: string({ label: 'MCC Code', description: 'Merchant category code' }),
		merchantNumber: string({ label: 'Merchant Number' }),
		name: string({ label: 'Name' }),
		ruleNumber: string({ label: 'Rule Number' }),
		siteNumber: string({ label: 'Site Number' }),
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
	fields: {
		clientReferenceNumber: string({ label: 'Client Reference Number' }),
		date: date({ label: 'Date' }),
		time: mapped(string({ label: 'Time', placeholder: 'e.g. 13:45:00' }), clockTime),
		transactionNumber: string({ label: 'Transaction Number' }),
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
				name: string({ label: 'Name' }),
				phone: phone(),
				taxId: checked(taxpayerNumber, secret({ label: 'Tax ID' })),
			},
		}),
		businessInfo: jsonObject({
			label: 'Business Info',
			default: '{}',
			description: 'Further properties of the business, whose names MicroBilt does not document',
		}),
		payeeInfo: jsonObject({ label: 'Payee Info', default: '{}' }),
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
