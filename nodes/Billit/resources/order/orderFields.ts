import { checked, iban } from '../../../shared/numbers';
import type { IDataObject } from 'n8n-workflow';
import { commaList } from '../../../shared/commaList';
import { InputError } from '../../../shared/errors';
import {
	boolean,
	collection,
	date,
	emptied,
	jsonList,
	locator,
	optionalNumber,
	options,
	string,
	type Values,
} from '../../../shared/fields';
import { compact } from '../../../shared/objects';
import { additionalJson, customFields } from '../../fields';
import { numericId } from '../../odata';
import { partyBody, partyFields } from '../party/partyFields';
import { ORDER_DIRECTIONS, ORDER_TYPES } from './filters';
import { orderLines } from './orderLines';

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

const orderType = options({ label: 'Order Type', values: ORDER_TYPES, required: true });

const orderDirection = options({
	label: 'Order Direction',
	values: ORDER_DIRECTIONS,
	required: true,
});

/** Properties of an order under Billit's own names. */
const additionalFields = collection({
	label: 'Additional Fields',
	addLabel: 'Add field',
	fields: {
		AboutInvoiceNumber: string({
			label: 'About Invoice Number',
			description: 'Number of the invoice that a credit note is about',
		}),
		AccountCode: string({ label: 'Account Code' }),
		AccountantVerificationNeeded: boolean({
			label: 'Accountant Verification Needed',
			description: 'Whether the accountant has to verify the order',
		}),
		AccountingCostTypeTC: options({
			label: 'Accounting Cost Type',
			values: ['GoodsForReSale', 'Investments', 'ServicesAndMiscellaneousGoods'],
		}),
		ApprovalStatus: options({ label: 'Approval Status', values: APPROVAL_STATUSES }),
		BIC: string({ label: 'BIC' }),
		Comments: string({ label: 'Comments', rows: 3, description: 'Printed on the document' }),
		ContractReference: string({ label: 'Contract Reference' }),
		Currency: string({ label: 'Currency', placeholder: 'e.g. EUR' }),
		CustomFields: customFields,
		DeliveryDate: date({ label: 'Delivery Date' }),
		ExternalProvider: string({ label: 'External Provider' }),
		ExternalProviderID: string({
			label: 'External Provider ID',
			description: 'Your own ID of the order; it also finds an order that was created twice',
		}),
		FXRateToForeign: optionalNumber({ label: 'Exchange Rate to Foreign Currency' }),
		IBAN: checked(
			iban,
			string({ label: 'IBAN', description: 'Must be an account that Billit knows' }),
		),
		InternalInfo: string({ label: 'Internal Info' }),
		Journal: string({ label: 'Journal' }),
		OrderNumber: string({
			label: 'Order Number',
			description: 'Empty = the next number of the sequence',
		}),
		OrderTitle: string({ label: 'Order Title', description: 'Reference of the buyer' }),
		Paid: boolean({ label: 'Paid', description: 'Whether the order is paid in full' }),
		PaidDate: date({ label: 'Paid Date' }),
		PaymentDiscountPercentage: optionalNumber({ label: 'Cash Discount (%)', precision: 2 }),
		PaymentMethod: options({ label: 'Payment Method', values: PAYMENT_METHODS }),
		PaymentReductionDays: optionalNumber({ label: 'Cash Discount Days', precision: 0 }),
		PaymentReference: string({
			label: 'Payment Reference',
			placeholder: 'e.g. +++012/3456/78901+++',
		}),
		PaymentTerms: string({ label: 'Payment Terms' }),
		PeriodFrom: date({ label: 'Period From' }),
		PeriodTill: date({ label: 'Period Till' }),
		ProjectName: string({ label: 'Project Name' }),
		Reference: string({ label: 'Reference', description: 'One purchase order number' }),
		Tags: string({ label: 'Tags', description: 'Separated by commas' }),
		TaxPointDate: date({ label: 'Tax Point Date' }),
		ToPay: optionalNumber({
			label: 'To Pay',
			precision: 2,
			description: 'What is left to pay of an order that is paid in part',
		}),
		VentilationCode: string({ label: 'Ventilation Code' }),
	},
});

/** The fields of an order that is created. */
export const orderFields = {
	orderType,
	orderDirection,
	orderDate: date({ label: 'Order Date', required: true }),
	expiryDate: date({
		label: 'Expiry Date',
		required: true,
		description: 'When it is due; needed for credit notes too',
	}),
	counterPartyId: locator({
		label: 'Customer or Supplier',
		search: 'searchParties',
		description: 'Leave empty to describe a new one below',
	}),
	newParty: { ...partyFields, property: { ...partyFields.property, displayName: 'New Party' } },
	orderLines,
	additionalFields,
	orderPdf: string({
		label: 'PDF Binary Field',
		hint: 'The name of the input binary field with a PDF that replaces the one of Billit',
	}),
	attachments: string({
		label: 'Attachment Binary Fields',
		hint: 'The names of input binary fields with attachments, separated by commas',
	}),
	additionalDocuments: jsonList({
		label: 'Additional Document References',
		default: '[]',
		description: 'List of objects with ID, DocumentDescription and so on',
	}),
	additionalJson,
};

/** An order in Billit's form, without its files. */
export function orderBody(values: Omit<Values<typeof orderFields>, 'orderPdf' | 'attachments'>) {
	const { CustomFields: custom = {}, ContractReference, Tags, ...plain } = values.additionalFields;
	const tags = commaList(Tags ?? '');
	const role = values.orderDirection === 'Cost' ? 'Supplier' : 'Customer';
	return {
		OrderType: values.orderType,
		OrderDirection: values.orderDirection,
		OrderDate: values.orderDate,
		ExpiryDate: values.expiryDate,
		[role]: counterParty(values, role),
		OrderLines: values.orderLines,
		...compact(plain),
		...(tags.length > 0 ? { Tags: tags } : {}),
		...(ContractReference ? { ContractDocumentReference: [{ ID: ContractReference }] } : {}),
		...(Object.keys(custom).length > 0 ? { CustomFields: custom } : {}),
		...(values.additionalDocuments?.length
			? { AdditionalDocumentReference: values.additionalDocuments }
			: {}),
	};
}

/** What of an order that is there was emptied, in Billit's form. */
export function emptiedFields(
	values: Pick<Values<typeof orderFields>, 'additionalFields' | 'additionalJson'>,
): IDataObject {
	const { Tags, ContractReference, ...plain } = emptied(additionalFields, values.additionalFields);
	// The ID by which the order was found stays.
	delete plain.ExternalProviderID;
	const all: IDataObject = {
		...plain,
		...(Tags === undefined ? {} : { Tags: [] }),
		...(ContractReference === undefined ? {} : { ContractDocumentReference: [] }),
	};
	return Object.fromEntries(
		Object.entries(all).filter(([name]) => !Object.hasOwn(values.additionalJson ?? {}, name)),
	);
}

function counterParty(
	values: Pick<Values<typeof orderFields>, 'counterPartyId' | 'newParty' | 'additionalJson'>,
	role: 'Customer' | 'Supplier',
): IDataObject {
	const described = partyBody(values.newParty);
	if (values.counterPartyId !== '') {
		return { PartyID: numericId(values.counterPartyId, 'Customer or Supplier') };
	}
	const elsewhere = values.additionalJson?.[role] ?? values.additionalJson?.[`${role}ID`];
	if (Object.keys(described).length === 0 && elsewhere === undefined) {
		throw new InputError(
			'Choose "Customer or Supplier", or describe one in "New Party"',
			'Customer or Supplier',
		);
	}
	return { PartyType: role, ...described };
}
