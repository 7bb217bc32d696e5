import { boolean, collection, date, number, options, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { administration, recordId, requiredAttributes } from '../fields';
import { reference } from '../jsonApi';
import { getManyOf, getOf, writeOf } from '../operations';
import { fixedPath } from './stays';

const inAdministration = (id: string, ...rest: string[]) => at('/v3/administrations', id, ...rest);

const parent = { administrationId: administration };

export const invoice = resource(
	'Invoice',
	[
		getOf({
			action: 'Get an invoice',
			description: 'Retrieve one invoice by its ID',
			parents: { ...parent, invoiceId: recordId },
			path: ({ administrationId, invoiceId }) =>
				inAdministration(administrationId, 'invoices', invoiceId),
		}),
		getManyOf({
			action: 'Get many invoices',
			description: 'List invoices',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'invoices'),
		}),
	],
	{ defaultOperation: 'getMany' },
);

export const order = resource('Order', [
	getOf({
		action: 'Get an order',
		description: 'Retrieve the order of a reservation: what is charged for it',
		parents: { ...parent, orderId: recordId },
		path: ({ administrationId, orderId }) => inAdministration(administrationId, 'orders', orderId),
	}),
]);

/** A record whose path and shape the vendor has not published in full. */
const freeRecord = (wording: {
	name: string;
	action: string;
	description: string;
	type: string;
	path: string;
}) =>
	writeOf({
		name: wording.name,
		action: wording.action,
		description: `${wording.description}`,
		method: 'POST',
		type: wording.type,
		fields: {
			path: string({
				label: 'Path',
				required: true,
				default: wording.path,
				description: 'In case Booking Experts has another one',
			}),
			attributesJson: requiredAttributes,
		},
		path: ({ path }) => fixedPath(path),
		written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
	});

export const payment = resource(
	'Payment',
	[
		writeOf({
			name: 'Create',
			action: 'Create a payment',
			description: 'Register a payment of an invoice. It is never sent twice by itself',
			method: 'POST',
			type: 'payment',
			fields: {
				...parent,
				invoiceId: string({ label: 'Invoice ID', required: true }),
				foreignPrice: number({
					label: 'Amount',
					required: true,
					precision: 2,
					description: 'In the currency of the invoice',
				}),
				paidAt: date({ label: 'Paid At', required: true }),
				additionalFields: collection({
					label: 'Additional Fields',
					addLabel: 'Add field',
					fields: {
						memo: string({ label: 'Memo' }),
						sendNotification: boolean({
							label: 'Send Notification',
							description: 'Whether the customer gets an email about it',
						}),
					},
				}),
			},
			path: ({ administrationId }) => inAdministration(administrationId, 'payments'),
			written: (values) => {
				const { sendNotification, ...more } = values.additionalFields;
				return {
					attributes: {
						paid_at: values.paidAt,
						foreign_price: values.foreignPrice,
						...compact(more),
					},
					relationships: { invoice: reference('invoice', values.invoiceId) },
					query: { send_notification: sendNotification },
				};
			},
		}),
		freeRecord({
			name: 'Create Payment Method',
			action: 'Create a payment method',
			description: 'For payment apps: register a payment method; keep its ID',
			type: 'payment_method',
			path: '/v3/payment_methods',
		}),
		freeRecord({
			name: 'Create Payment Result',
			action: 'Create a payment result',
			description: 'For payment apps: report how a payment request ended',
			type: 'payment_result',
			path: '/v3/payment_results',
		}),
		getOf({
			action: 'Get a payment',
			description: 'Retrieve one payment that the app registered',
			parents: { ...parent, paymentId: recordId },
			path: ({ administrationId, paymentId }) =>
				inAdministration(administrationId, 'payments', paymentId),
		}),
		getManyOf({
			action: 'Get many payments',
			description: 'List the payments that the app registered',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'payments'),
		}),
	],
	{ defaultOperation: 'getMany' },
);

export const posRegister = resource(
	'POS Register',
	[
		writeOf({
			name: 'Create',
			action: 'Create a POS register',
			description: 'Create a register of the point of sale',
			method: 'POST',
			type: 'register',
			fields: { ...parent, attributesJson: requiredAttributes },
			path: ({ administrationId }) => inAdministration(administrationId, 'registers'),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
		getManyOf({
			action: 'Get many POS registers',
			description: 'List the registers of the point of sale',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'registers'),
		}),
	],
	{ defaultOperation: 'getMany' },
);

const financeCollection = options({
	label: 'Collection',
	values: [
		'journal_transactions',
		'ledger_accounts',
		'payment_methods',
		'receipts',
		'vat_codes',
		'vat_tariffs',
	],
	description: 'With an expression any other collection of the administration can be read',
});

export const financeRecord = resource(
	'Finance Record',
	[
		writeOf({
			name: 'Create Receipt',
			action: 'Create a receipt',
			description: 'Create a receipt',
			method: 'POST',
			type: 'receipt',
			fields: { ...parent, attributesJson: requiredAttributes },
			path: ({ administrationId }) => inAdministration(administrationId, 'receipts'),
			written: ({ attributesJson }) => ({ attributes: attributesJson ?? {} }),
		}),
		getOf({
			action: 'Get a finance record',
			description: 'Retrieve one record of the books',
			parents: { ...parent, collection: financeCollection, recordId },
			path: (values) =>
				inAdministration(values.administrationId, values.collection, values.recordId),
		}),
		getManyOf({
			action: 'Get many finance records',
			description: 'List ledger accounts, VAT codes, receipts and the like',
			parents: { ...parent, collection: financeCollection },
			path: (values) => inAdministration(values.administrationId, values.collection),
		}),
	],
	{ defaultOperation: 'getMany', description: 'Ledger accounts, VAT codes, receipts and more' },
);

export const message = resource('Message', [
	freeRecord({
		name: 'Create Internal Message',
		action: 'Create an internal message',
		description: 'Leave a message for the staff',
		type: 'internal_message',
		path: '/v3/internal_messages',
	}),
	freeRecord({
		name: 'Send',
		action: 'Send a message',
		description: 'Send an email or SMS to a guest',
		type: 'message',
		path: '/v3/messages',
	}),
]);
