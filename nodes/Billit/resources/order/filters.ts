import { commaList } from '../../../shared/commaList';
import {
	grouped,
	locator,
	mapped,
	optionalNumber,
	options,
	string,
	type Field,
} from '../../../shared/fields';
import {
	ANY,
	integer,
	moment,
	onOrOff,
	quoted,
	since,
	sinceDay,
	until,
	untilDay,
} from '../../odata';
import { checked, currencyCode, visible } from '../../../shared/numbers';
import { localTime } from '../../../shared/fields/zone';

export const ORDER_TYPES = ['Invoice', 'CreditNote', 'Offer', 'DeliveryNote', 'OrderForm'];

export const ORDER_DIRECTIONS = [
	{ name: 'Income (Sales)', value: 'Income' },
	{ name: 'Cost (Purchase)', value: 'Cost' },
];

const ORDER_STATUSES = [
	'ApprovalNeeded',
	'Canceled',
	'Credited',
	'Delivered',
	'DeliveryNoteCreated',
	'Draft',
	'Invoiced',
	'OrderFormCreated',
	'Paid',
	'PaymentFileGenerated',
	'Refused',
	'Sent',
	'ToDeliver',
	'ToDomiciliate',
	'ToInvoice',
	'ToPay',
	'ToSend',
];

/** A filter: its value is the OData condition it stands for, '' when nothing was filled in. */
type Filter = Field<string>;

function text(label: string, property: string, description: string): Filter {
	return mapped(
		string({ label, description }),
		(value) => visible(value) && `${property} eq ${quoted(visible(value))}`,
	);
}

function choice(
	label: string,
	property: string,
	description: string,
	values: Parameters<typeof options>[0]['values'],
): Filter {
	return mapped(
		options({ label, values: [ANY, ...values], description }),
		(value) => value && `${property} eq ${quoted(value)}`,
	);
}

/** Added, it begins with "Any": a filter that nobody has set must hide nothing. */
function flag(label: string, property: string, whether: string): Filter {
	return mapped(
		onOrOff({
			label,
			description: `Only orders of which it holds that ${whether}, or does not hold`,
		}),
		(value) => value && `${property} eq ${value}`,
	);
}

const BOUNDS = { ge: 'more', le: 'less' } as const;

type Bound = keyof typeof BOUNDS;

function amount(label: string, property: string, bound: Bound): Filter {
	return mapped(
		optionalNumber({
			label,
			precision: 2,
			description: `Only orders of this amount or ${BOUNDS[bound]}, in their own currency`,
		}),
		(value) => (value === undefined ? '' : `${property} ${bound} ${value}`),
	);
}

/** `OrderID eq 1 or OrderID eq 2`, in brackets: clients in production send `or` so. */
function anyOf(label: string, property: string): Filter {
	return mapped(
		string({
			label,
			placeholder: 'e.g. 1684998, 1684999',
			several: 'filter',
			description: 'Separated by commas; the orders of any of them are listed',
		}),
		(value, fieldLabel) => {
			const ids = [...new Set(commaList(value))];
			const conditions = ids.map((id) => `${property} eq ${integer(id, fieldLabel)}`);
			return conditions.length > 1 ? `(${conditions.join(' or ')})` : (conditions[0] ?? '');
		},
	);
}

function whole(label: string, property: string, bound: Bound): Filter {
	return mapped(
		optionalNumber({
			label,
			precision: 0,
			min: 0,
			description: `Only orders of which this many reminders or ${BOUNDS[bound]} were sent`,
		}),
		(value) => (value === undefined ? '' : `${property} ${bound} ${value}`),
	);
}

/** What most lists are made for. */
export const payment: Filter = mapped(
	options({
		label: 'Payment',
		only: true,
		values: [
			ANY,
			{ name: 'Unpaid', value: 'unpaid', description: 'Not paid in full yet' },
			{ name: 'Overdue', value: 'overdue', description: 'Unpaid, and due before today' },
			{ name: 'Paid', value: 'paid', description: 'Paid in full' },
		],
		description: 'Only orders that are paid, unpaid or overdue',
	}),
	(value, _label, { timezone }) => {
		if (value === '') return '';
		const today = localTime(Date.now(), timezone).slice(0, 10);
		const due = value === 'overdue' ? ` and ExpiryDate lt ${moment(today)}` : '';
		return `Paid eq ${value === 'paid'}${due}`;
	},
);

/** Every property that Billit filters orders by; it refuses any other. */
export const filters = grouped({
	label: 'Filters',
	description: 'Conditions that all have to hold; without any, everything is listed',
	addLabel: 'Add filter',
	filters: true,
	groups: {
		amounts: {
			label: 'Amounts and Currency',
			description: 'Totals from and until, currency and exchange rate',
			fields: [
				'currency',
				'exchangeRateFrom',
				'exchangeRateUntil',
				'totalExclFrom',
				'totalExclUntil',
				'totalInclFrom',
				'totalInclUntil',
				'totalVatFrom',
				'totalVatUntil',
			],
		},
		dates: {
			label: 'Other Dates',
			description: 'When it was created or changed, when it is due, when it was paid',
			fields: [
				'createdFrom',
				'createdUntil',
				'expiryDateFrom',
				'expiryDateUntil',
				'lastModifiedFrom',
				'lastModifiedUntil',
				'paidDateFrom',
				'paidDateUntil',
			],
		},
		ids: {
			label: 'IDs and Systems',
			description: 'IDs at Billit and of your own, company, and the system that it is from',
			fields: ['companyId', 'externalProvider', 'externalProviderId', 'orderIds'],
		},
		progress: {
			label: 'Payment and Approval',
			description: 'How it was paid, reminders, approval and bookkeeping',
			fields: [
				'accountantVerificationNeeded',
				'approvalStatus',
				'exportedToConnector',
				'paid',
				'paymentMethod',
				'paymentReference',
				'remindersSentFrom',
				'remindersSentUntil',
			],
		},
	},
	fields: {
		accountantVerificationNeeded: flag(
			'Accountant Verification Needed',
			'AccountantVerificationNeeded',
			'the accountant still has to verify the order',
		),
		approvalStatus: choice(
			'Approval Status',
			'ApprovalStatus',
			'Only purchase invoices whose approval stands there',
			['Approved', 'Pending', 'Rejected', 'ToApproveByMe'],
		),
		companyId: mapped(
			string({
				code: 'line',
				label: 'Company ID',
				description: 'Only orders of this company, by its ID (Party ID) at Billit',
				placeholder: 'e.g. 1001',
			}),
			(value, label) => value && `CompanyID eq ${integer(value, label)}`,
		),
		counterPartyId: mapped(
			locator({
				label: 'Customer or Supplier',
				search: 'searchParties',
				description: 'Only orders of this customer or supplier',
			}),
			(value, label) => value && `CounterParty/PartyID eq ${integer(value, label)}`,
		),
		createdFrom: since('Created From', 'Created'),
		createdUntil: until('Created Until', 'Created'),
		currency: mapped(
			checked(
				currencyCode,
				string({
					label: 'Currency',
					description: 'Only orders in this currency, three letters (ISO 4217)',
				}),
			),
			(value) => value && `Currency eq ${quoted(value)}`,
		),
		expiryDateFrom: sinceDay('Expiry Date From', 'ExpiryDate'),
		expiryDateUntil: untilDay('Expiry Date Until', 'ExpiryDate'),
		exportedToConnector: flag(
			'Exported to Connector',
			'ExportedToConnector',
			'the order was exported to a connector',
		),
		externalProvider: text(
			'External Provider',
			'ExternalProvider',
			'Only orders from this system, such as your shop',
		),
		externalProviderId: text(
			'External Provider ID',
			'ExternalProviderID',
			'The order with exactly this ID of your own',
		),
		exchangeRateFrom: mapped(
			optionalNumber({
				label: 'Exchange Rate From',
				description: 'Only orders with this exchange rate or a higher one',
				precision: 5,
			}),
			(value) => (value === undefined ? '' : `FXRateToForeign ge ${value}`),
		),
		exchangeRateUntil: mapped(
			optionalNumber({
				label: 'Exchange Rate Until',
				description: 'Only orders with this exchange rate or a lower one',
				precision: 5,
			}),
			(value) => (value === undefined ? '' : `FXRateToForeign le ${value}`),
		),
		isSent: flag('Is Sent', 'IsSent', 'the order was sent'),
		lastModifiedFrom: since('Last Modified From', 'LastModified'),
		lastModifiedUntil: until('Last Modified Until', 'LastModified'),
		orderDateFrom: sinceDay('Order Date From', 'OrderDate'),
		orderDateUntil: untilDay('Order Date Until', 'OrderDate'),
		orderDirection: choice(
			'Order Direction',
			'OrderDirection',
			'Only what you sell (Income), or only what you buy (Cost)',
			ORDER_DIRECTIONS,
		),
		orderIds: anyOf('Order IDs', 'OrderID'),
		orderNumber: text(
			'Order Number',
			'OrderNumber',
			'The order with exactly this number, as printed on the document',
		),
		orderStatus: choice(
			'Order Status',
			'OrderStatus',
			'Only orders that stand there in Billit, such as To Pay',
			ORDER_STATUSES,
		),
		orderType: choice(
			'Order Type',
			'OrderType',
			'Only documents of this kind, such as invoices, credit notes or offers (quotes)',
			ORDER_TYPES,
		),
		paid: flag('Paid', 'Paid', 'the order is paid'),
		paidDateFrom: sinceDay('Paid Date From', 'PaidDate'),
		paidDateUntil: untilDay('Paid Date Until', 'PaidDate'),
		paymentMethod: text(
			'Payment Method',
			'PaymentMethod',
			"Only orders paid in this way, by Billit's word, such as Wired",
		),
		paymentReference: text(
			'Payment Reference',
			'PaymentReference',
			'Only orders with exactly this text for the payer',
		),
		reference: text(
			'Reference',
			'Reference',
			'Only orders with exactly this reference, such as a purchase order number',
		),
		remindersSentFrom: whole('Reminders Sent From', 'RemindersSent', 'ge'),
		remindersSentUntil: whole('Reminders Sent Until', 'RemindersSent', 'le'),
		totalExclFrom: amount('Total Excl. From', 'TotalExcl', 'ge'),
		totalExclUntil: amount('Total Excl. Until', 'TotalExcl', 'le'),
		totalInclFrom: amount('Total Incl. From', 'TotalIncl', 'ge'),
		totalInclUntil: amount('Total Incl. Until', 'TotalIncl', 'le'),
		totalVatFrom: amount('Total VAT From', 'TotalVAT', 'ge'),
		totalVatUntil: amount('Total VAT Until', 'TotalVAT', 'le'),
	},
});
