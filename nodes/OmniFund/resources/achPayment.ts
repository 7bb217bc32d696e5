import { resource } from '../../shared/operation/operation';
import {
	bank,
	bankOptions,
	customerDetails,
	customerId,
	invoiceId,
	optionsOf,
	verifiedAmount,
} from '../gateway/fields';
import { named, paid, paidFreely, payment } from '../payment';

const bankPaymentOptions = optionsOf(bankOptions, {
	label: 'Bank Account',
	description: 'The check, the state fee, and verifying the account',
	fields: ['arcImage', 'checkNumber', 'customField', 'stateFee', 'verify'],
});

export const byBank = { ...bank, customerDetails, options: bankPaymentOptions };

export const achPayment = resource(
	'ACH Payment',
	[
		payment(
			'DC',
			named(
				'Credit',
				'Pay out to a bank account',
				'Pay out to a bank account; OmniFund must have approved it. This moves money',
			),
			{ ...paid, ...byBank },
		),
		payment(
			'DH',
			named('Debit', 'Charge a bank account', 'Collect from a bank account. This moves money'),
			{ ...paidFreely, ...byBank },
		),
		payment(
			'PN',
			named(
				'Pre-Note',
				'Test a bank account with a pre-note',
				'Test a bank account with an amount of zero',
			),
			{ customerId, invoiceId, ...byBank },
			Object.fromEntries([['x_amount', '0.00']]),
		),
		payment(
			'DV',
			named('Verify', 'Verify a bank account', 'Check a bank account without a payment'),
			{ customerId, invoiceId, amount: verifiedAmount, ...byBank },
		),
	],
	{ value: 'achPayment', defaultOperation: 'debit' },
);
