import { InputError } from '../../../shared/errors';
import {
	boolean,
	collection,
	date,
	list,
	number,
	optionalNumber,
	options,
	string,
} from '../../../shared/fields';
import { compact } from '../../../shared/objects';
import { readOptions } from '../../../shared/operation/commonFields';
import { at } from '../../../shared/path';
import { operation } from '../../api';
import { changed } from '../../changed';
import { additionalJson, company, companyHeaders, order, plainCreationOptions } from '../../fields';
import { once, post } from '../../idempotency';
import { numericId } from '../../odata';
import { deleted, done } from '../../results';
import { APPROVAL_STATUSES, PAYMENT_METHODS } from './additionalFields';
import { deliveryOf } from './sending';

const PATH = '/v1/orders';

export const getDeliveryStatus = operation({
	name: 'Get Delivery Status',
	action: 'Get the delivery status of an invoice or other order',
	description: 'Tell whether a sent order has reached its receiver, with the messages about it',
	kind: 'read',
	fields: { orderId: order, company, options: readOptions({}) },
	async run({ api, values }) {
		return deliveryOf(
			await api.record(at(PATH, values.orderId), undefined, companyHeaders(values)),
		);
	},
});

const updateFields = collection({
	label: 'Update Fields',
	description: 'What is to change; everything else stays as it is',
	addLabel: 'Add field',
	fields: {
		AccountCode: string({
			label: 'Account Code',
			description: 'Account of the general ledger on which it is booked',
		}),
		AccountantVerificationNeeded: boolean({
			label: 'Accountant Verification Needed',
			description: 'Whether the accountant has to verify the order',
		}),
		ApprovalStatus: options({
			label: 'Approval Status',
			description: 'Where the approval of a purchase invoice stands',
			values: APPROVAL_STATUSES,
		}),
		InternalInfo: string({
			label: 'Internal Info',
			description: 'Note for your own people; it is printed nowhere',
		}),
		Invoiced: boolean({ label: 'Invoiced', description: 'Whether the order was invoiced' }),
		IsSent: boolean({ label: 'Is Sent', description: 'Whether the order was sent' }),
		Paid: boolean({ label: 'Paid', description: 'Whether the order is paid in full' }),
		PaidDate: date({ label: 'Paid Date', description: 'Day on which it was paid; set Paid too' }),
		PaymentMethod: options({
			label: 'Payment Method',
			description: 'How the order was or will be paid',
			values: PAYMENT_METHODS,
		}),
	},
});

export const update = operation({
	name: 'Update',
	action: 'Update an invoice or other order: mark it paid, sent, approved',
	description: 'Change what Billit lets change of an order: whether it is paid, sent, approved, …',
	kind: 'write',
	fields: {
		orderId: order,
		company,
		updateFields,
		additionalJson,
	},
	async run({ api, values }) {
		const body = changed(updateFields, values.updateFields, values.additionalJson);
		const { body: answer } = await api.request({
			method: 'PATCH',
			path: at(PATH, values.orderId),
			body,
			headers: companyHeaders(values),
		});
		return done(answer, { OrderID: values.orderId });
	},
});

export const remove = operation({
	name: 'Delete',
	action: 'Delete an invoice or other order',
	description: 'Delete an order; Billit refuses once it went out by Peppol',
	kind: 'write',
	fields: { orderId: order, company },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'DELETE',
			path: at(PATH, values.orderId),
			headers: companyHeaders(values),
		});
		return deleted(body, { OrderID: values.orderId });
	},
});

export const addPayment = operation({
	name: 'Add Payment',
	action: 'Add a payment to an invoice or other order',
	description: 'Record a full or partial payment of an order',
	kind: 'write',
	once,
	fields: {
		orderId: order,
		amount: number({
			label: 'Amount',
			description:
				'What was paid, in the currency of the order; less than the total is a partial payment',
			required: true,
			precision: 2,
		}),
		company,
		additionalFields: collection({
			label: 'Additional Fields',
			description: 'What else is known of the payment',
			addLabel: 'Add field',
			fields: {
				Date: date({
					label: 'Date',
					description: 'Day of the payment',
				}),
				Description: string({
					label: 'Description',
					description: 'Note to the payment, such as its bank reference',
				}),
			},
		}),
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		if (values.amount === 0) throw new InputError('"Amount" must not be 0', 'Amount');
		const request = {
			path: at(PATH, values.orderId, 'payments'),
			body: { Amount: values.amount, ...compact(values.additionalFields) },
			headers: companyHeaders(values),
		};
		const posted = await post(call, request, values.options, 'order.payment');
		return posted.duplicate
			? { success: true, duplicate: true, OrderID: values.orderId }
			: done(posted.body, { OrderID: values.orderId });
	},
});

export const setBookingEntries = operation({
	name: 'Set Booking Entries',
	action: 'Set the booking entries of an invoice or other order',
	description: 'Replace how an order is booked in the accounts',
	kind: 'write',
	fields: {
		orderId: order,
		entries: list({
			label: 'Entries',
			description:
				'All the booking entries of the order, one a row; they replace those that are there',
			rowLabel: 'Entry',
			addLabel: 'Add entry',
			required: true,
			fields: {
				AccountCode: string({
					label: 'Account Code',
					description: 'Account of the general ledger on which it is booked',
					required: true,
				}),
				Amount: optionalNumber({
					label: 'Amount',
					description: 'What is booked on this account',
					required: true,
					precision: 2,
				}),
				DebetOrCredit: string({
					label: 'Debit or Credit',
					description: "Side of the account, in Billit's own words: Debet or Credit",
					required: true,
					placeholder: 'e.g. Debet',
				}),
				VAT1: string({
					label: 'VAT 1',
					description: "First VAT code of the entry (Billit's VAT1)",
				}),
				VAT2: string({
					label: 'VAT 2',
					description: "Second VAT code of the entry (Billit's VAT2)",
				}),
				VAT3: string({
					label: 'VAT 3',
					description: "Third VAT code of the entry (Billit's VAT3)",
				}),
				BookingEntryID: optionalNumber({
					label: 'Booking Entry ID',
					precision: 0,
					description: 'Of an entry that is there already',
				}),
			},
		}),
		company,
	},
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'PUT',
			path: at(PATH, values.orderId, 'bookingEntries'),
			body: values.entries.map(compact),
			headers: companyHeaders(values),
		});
		return done(body, { OrderID: values.orderId });
	},
});

export const eSign = operation({
	name: 'E-Sign',
	action: 'Ask for the signature of a quote or other order',
	description: 'Start the electronic signature of an order',
	kind: 'write',
	once: 'unkeyed',
	fields: { orderId: order, company },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'POST',
			path: at(PATH, 'commands', 'eSign', numericId(values.orderId, 'Order')),
			headers: companyHeaders(values),
		});
		return done(body, { OrderID: values.orderId });
	},
});
