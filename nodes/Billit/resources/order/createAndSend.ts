import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../../../credentials/oauth2/outcome';
import { ApiError } from '../../../shared/errors';
import type { Call } from '../../../shared/operation';
import { operation, type BillitApi } from '../../api';
import { company, companyHeaders, creationOptions } from '../../fields';
import { once, post, type IdempotencyOptions } from '../../idempotency';
import { created } from '../../results';
import { earlierOrder, existingOrder } from './existing';
import { orderFields } from './orderFields';
import { customerOf, refuseUnreachable } from './receiver';
import { checksReceiver, send, sendOptions, transportType } from './sending';
import { fullOrderBody } from './writing';

async function createdOrder(
	call: Call<BillitApi>,
	body: IDataObject,
	values: { company: string; options: IdempotencyOptions },
): Promise<IDataObject> {
	const request = { path: '/v1/orders', body, headers: companyHeaders(values) };
	const posted = await post(call, request, values.options, 'order.create');
	const found = posted.duplicate ? await existingOrder(call.api, body, values) : {};
	return { ...created(posted, 'OrderID'), ...found };
}

export const createAndSend = operation({
	name: 'Create and Send',
	action: 'Create and send an order',
	description: 'Create an order and send it by Peppol, email, letter or another network',
	kind: 'write',
	once,
	fields: { company, ...orderFields, transportType, options: creationOptions(sendOptions) },
	async run({ values, ...call }) {
		const body = await fullOrderBody(call, values);
		if (checksReceiver(values)) {
			const party = await customerOf(call.api, body, values);
			await refuseUnreachable(call.api, { party, orderType: body.OrderType, what: 'The document' });
		}
		const earlier = await earlierOrder(call, body, values);
		const order = earlier ?? (await createdOrder(call, body, values));
		const { OrderID: id } = order as { OrderID?: unknown };
		if (typeof id !== 'number') {
			throw new ApiError(
				'The order was created, but Billit did not tell its ID, so it was not sent',
				{
					description: 'Look for it with Get Many and send it by its ID',
				},
			);
		}
		const outcome = await outcomeOf(
			send(call, { ...values, orderIds: [id], purpose: 'order.create.send' }),
		);
		if (outcome.ok) {
			const { orders, ...result } = outcome.value;
			const [document] = Array.isArray(orders) ? orders : [];
			return { id, OrderID: id, sent: true, ...(document as object), ...result };
		}
		const reason = outcome.error;
		if (!(reason instanceof ApiError)) throw reason;
		throw new ApiError(`Order ${id} was created but not sent: ${reason.message}`, {
			...reason,
			description: [
				`The order is in Billit as ${id}; send it by its ID once this is solved.`,
				reason.description,
			]
				.filter(Boolean)
				.join(' '),
		});
	},
});
