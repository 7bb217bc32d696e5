import { boolean, date, grouped, optionalNumber, options, string } from '../../../shared/fields';
import { checked, currencyCode, iban } from '../../../shared/numbers';
import { customFields } from '../../fields';

export const PAYMENT_METHODS = [
	'Wired',
	'Visa',
	'Bancontact',
	{ name: 'Cash', value: 'Contant' },
	'Domiciliation',
	'Online',
	'Other',
	'PrivateAccount',
];

export const APPROVAL_STATUSES = ['Approved', 'Pending', 'Rejected', 'ToApproveByMe'];

/** Billit's word for an invoice that the buyer makes (docs.billit.be, "How it works in Billit via API"). */
export const SELF_BILLING = 'SelfBilling';

/** Properties of an order under Billit's own names. */
export const additionalFields = grouped({
	label: 'Additional Fields',
	description: 'What else the document says: number, references, payment, currency, delivery',
	addLabel: 'Add field',
	groups: {
		bookkeeping: {
			label: 'Bookkeeping',
			description: 'How the order is booked and approved, and its VAT as a whole',
			fields: [
				'AccountCode',
				'AccountantVerificationNeeded',
				'AccountingCostTypeTC',
				'ApprovalStatus',
				'FXRateToForeign',
				'Journal',
				'TaxPointDate',
				'VentilationCode',
			],
		},
		delivery: {
			label: 'Delivery and Period',
			description: 'When it is delivered, or which period is invoiced',
			fields: ['DeliveryDate', 'PeriodFrom', 'PeriodTill'],
		},
		payment: {
			label: 'Payment',
			description: 'Bank account, terms and discount, and what is paid already',
			fields: [
				'BIC',
				'IBAN',
				'Paid',
				'PaidDate',
				'PaymentDiscountPercentage',
				'PaymentMethod',
				'PaymentReductionDays',
				'PaymentReference',
				'PaymentTerms',
				'ToPay',
			],
		},
		references: {
			label: 'References',
			description: 'The invoice of a credit note, contract, project, and IDs of your own systems',
			fields: [
				'AboutInvoiceNumber',
				'ContractReference',
				'ExternalProvider',
				'ExternalProviderID',
				'ProjectName',
			],
		},
	},
	fields: {
		AboutInvoiceNumber: string({
			label: 'About Invoice Number',
			description: 'Number of the invoice that a credit note is about',
		}),
		AccountCode: string({
			label: 'Account Code',
			description: 'Account of the general ledger on which the whole order is booked',
		}),
		AccountantVerificationNeeded: boolean({
			label: 'Accountant Verification Needed',
			description: 'Whether the accountant has to verify the order',
		}),
		AccountingCostTypeTC: options({
			label: 'Accounting Cost Type',
			description: 'Kind of cost that a purchase is in the accounts',
			values: ['GoodsForReSale', 'Investments', 'ServicesAndMiscellaneousGoods'],
		}),
		ApprovalStatus: options({
			label: 'Approval Status',
			description: 'Where the approval of a purchase invoice stands',
			values: APPROVAL_STATUSES,
		}),
		BIC: string({
			label: 'BIC',
			description: 'BIC (SWIFT code) of the bank account that is to be paid to',
		}),
		Comments: string({ label: 'Comments', rows: 3, description: 'Printed on the document' }),
		ContractReference: string({
			label: 'Contract Reference',
			description: 'Number of the contract that the order rests on',
		}),
		Currency: checked(
			currencyCode,
			string({
				label: 'Currency',
				description: 'Three letters (ISO 4217), where it is not the currency of the company',
				placeholder: 'e.g. EUR',
			}),
		),
		CustomFields: customFields,
		DeliveryDate: date({
			label: 'Delivery Date',
			description: 'Day on which goods or services were or will be delivered',
		}),
		ExternalProvider: string({
			label: 'External Provider',
			description: 'Name of the system that External Provider ID is from, such as your shop',
		}),
		ExternalProviderID: string({
			label: 'External Provider ID',
			description: 'Your own ID of the order; it also finds an order that was created twice',
		}),
		FXRateToForeign: optionalNumber({
			label: 'Rate to Foreign Currency',
			description:
				'Rate between the currency of the company and that of the order, where they differ',
		}),
		IBAN: checked(
			iban,
			string({ label: 'IBAN', description: 'Must be an account that Billit knows' }),
		),
		InternalInfo: string({
			label: 'Internal Info',
			description: 'Note for your own people; it is printed nowhere',
		}),
		Journal: string({
			label: 'Journal',
			description: 'Code of the journal in which the order is booked',
		}),
		OrderNumber: string({
			label: 'Order Number',
			description: 'Empty = the next number of the sequence',
		}),
		OrderSubType: options({
			label: 'Order Subtype',
			description: 'Self-billing: you make the invoice of your supplier; it wants Cost and a PDF',
			values: [{ name: 'Self-Billing', value: SELF_BILLING }],
		}),
		OrderTitle: string({ label: 'Order Title', description: 'Reference of the buyer' }),
		Paid: boolean({ label: 'Paid', description: 'Whether the order is paid in full' }),
		PaidDate: date({ label: 'Paid Date', description: 'Day on which it was paid; set Paid too' }),
		PaymentDiscountPercentage: optionalNumber({
			label: 'Cash Discount (%)',
			description: 'Discount for who pays within Cash Discount Days',
			precision: 2,
		}),
		PaymentMethod: options({
			label: 'Payment Method',
			description: 'How the order was or will be paid',
			values: PAYMENT_METHODS,
		}),
		PaymentReductionDays: optionalNumber({
			label: 'Cash Discount Days',
			description: 'Days within which the cash discount holds',
			precision: 0,
		}),
		PaymentReference: string({
			label: 'Payment Reference',
			description:
				'Text that the payer gives with the payment, such as a Belgian structured message',
			placeholder: 'e.g. +++012/3456/78939+++',
		}),
		PaymentTerms: string({
			label: 'Payment Terms',
			description: 'Terms of payment in words',
		}),
		PeriodFrom: date({
			label: 'Period From',
			description: 'First day of the period that is invoiced',
		}),
		PeriodTill: date({
			label: 'Period Till',
			description: 'Last day of the period that is invoiced',
		}),
		ProjectName: string({
			label: 'Project Name',
			description: 'Name of the project that the order belongs to; Get Many of Project lists them',
		}),
		Reference: string({
			label: 'Reference',
			description: 'One purchase order number',
		}),
		Tags: string({ label: 'Tags', several: 'names', description: 'Separated by commas' }),
		TaxPointDate: date({
			label: 'Tax Point Date',
			description: 'Day on which the VAT becomes due, where it is not the order date',
		}),
		ToPay: optionalNumber({
			label: 'To Pay',
			precision: 2,
			description: 'What is left to pay of an order that is paid in part',
		}),
		VentilationCode: string({
			label: 'Ventilation Code',
			description:
				'Kind of VAT of the whole order: 1 = 0 %, 2 = 6 %, 3 = 12 %, 4 = 21 %, 21 = reverse charge, …',
		}),
	},
});
