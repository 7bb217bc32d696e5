import { boolean, collection, date, number, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { recordId } from '../fields';
import { freeRecord } from '../freeRecord';
import { reference } from '../jsonApi';
import { getManyOf, getOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

export const payment = resource(
	'Payment',
	[
		writeOf({
			name: 'Create',
			action: 'Create a payment',
			description: 'Register a payment of an invoice. It is never sent twice by itself',
			method: 'POST',
			inOrder: true,
			type: 'payment',
			fields: {
				...parent,
				invoiceId: string({
					label: 'Invoice ID',
					code: 'word',
					description: 'ID of the invoice that is paid: "id" of what Invoice: Get Many returns',
					required: true,
				}),
				foreignPrice: number({
					label: 'Amount',
					required: true,
					precision: 2,
					description: 'In the currency of the invoice',
				}),
				paidAt: date({
					label: 'Paid At',
					description: 'Day of the payment, such as 2026-07-01',
					required: true,
				}),
				additionalFields: collection({
					label: 'Additional Fields',
					description: 'Further fields of the record, all optional',
					addLabel: 'Add field',
					fields: {
						memo: string({ label: 'Memo', description: 'Your own note on the payment' }),
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
