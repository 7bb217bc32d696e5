import { InputError } from '../../../shared/errors';
import { locator, moved, options, string, when } from '../../../shared/fields';
import { operation } from '../../api';
import { companyHeaders, creationOptions, orderPage } from '../../fields';
import { returnFullRecord, withFullRecord } from '../../fullRecord';
import { once, post } from '../../idempotency';
import { numericId } from '../../odata';
import { created } from '../../results';
import { existingOrder } from './existing';
import { documentOptions, emptiedFields, movedFields, orderFields, settled } from './orderFields';
import { fullOrderBody } from './writing';

export const createOrUpdate = operation({
	name: 'Create or Update',
	action: 'Create or update an invoice, credit note or other order',
	description:
		'Save a complete order, found by its ID or by your own ID; send the whole record, as parts left out may be lost',
	kind: 'write',
	once,
	fields: {
		matchBy: options({
			label: 'Match By',
			description: 'By what the order is found that may be there already',
			only: true,
			values: [
				{ name: 'External Provider ID', value: 'externalProviderId' },
				{ name: 'Order ID', value: 'orderId' },
			],
		}),
		orderId: when(
			{ matchBy: ['orderId'] },
			locator({
				label: 'Order',
				description: 'The order to replace',
				search: 'searchOrders',
				required: true,
				url: orderPage,
			}),
		),
		externalProviderId: when(
			{ matchBy: ['externalProviderId'] },
			string({
				code: 'line',
				label: 'External Provider ID',
				required: true,
				description: 'Your own ID of the order; created when Billit has no order with it',
			}),
		),
		...orderFields,
		newParty: moved(orderFields.newParty),
		options: creationOptions({
			newParty: orderFields.newParty,
			returnFullRecord,
			...documentOptions,
		}),
		...movedFields,
	},
	async run({ values: given, ...call }) {
		const { newParty = given.newParty } = given.options;
		const values = settled({ ...given, newParty });
		const body = await fullOrderBody(call, values);
		if (values.matchBy === 'orderId') {
			if (values.orderId === '') throw new InputError('"Order" is empty. Fill it in', 'Order');
			body.OrderID = numericId(values.orderId, 'Order');
		} else {
			body.ExternalProviderID = values.externalProviderId;
			const { OrderID } = await existingOrder(call.api, body, values, true);
			if (OrderID !== undefined) body.OrderID = OrderID;
		}
		// Only of an order that is there can something be emptied.
		if (body.OrderID !== undefined) {
			Object.assign(body, emptiedFields(values));
		}
		const request = { path: '/v1/orders', body, headers: companyHeaders(values) };
		const posted = await post(call, request, values.options, 'order.upsert');
		return await withFullRecord(
			call.api,
			created(posted, 'OrderID'),
			'OrderID',
			'/v1/orders',
			values,
		);
	},
});
