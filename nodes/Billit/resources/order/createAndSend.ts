import { outcomeOf } from '../../../../credentials/base/outcome';
import { ApiError, isNotCarriedOut, STILL_OPEN } from '../../../shared/errors';
import { at } from '../../../shared/path';
import { operation, type BillitApi } from '../../api';
import { companyHeaders, creationOptions } from '../../fields';
import { once } from '../../idempotency';
import { createdOrder } from './created';
import { documentOptions, movedFields, newOrderFields, settled } from './orderFields';
import { refuseUnreachable } from './receiver';
import {
	checksReceiver,
	send,
	sendOptions,
	sendsLegalDocument,
	transportType,
	wasSent,
} from './sending';
import { fullOrderBody } from './writing';
import { isRecord } from '../../../../credentials/base/values';
import { sentences } from '../../../shared/sentences';

export const createAndSend = operation({
	name: 'Create and Send',
	action: 'Create and send an invoice, credit note or other order',
	description: 'Create an order and send it by Peppol, email, letter or another network',
	kind: 'write',
	once,
	fields: {
		legalNotice: sendsLegalDocument,
		...newOrderFields({ transportType }),
		options: creationOptions({ ...sendOptions, ...documentOptions }),
		...movedFields,
	},
	async run({ values, ...call }) {
		const body = await fullOrderBody(call, settled(values));
		if (checksReceiver(values)) {
			await refuseUnreachable(call.api, body, 'The document', values);
		}
		const order = await createdOrder(call, body, values);
		const { OrderID: id } = order;
		if (typeof id !== 'number') {
			throw new ApiError(
				'The order was created, but Billit did not tell its ID, so nothing was sent now',
				{
					description: 'Look for it with Get Many; unless it was sent before, send it by its ID',
				},
			);
		}
		// Found instead of created: an earlier execution may have sent it under a key that Billit does not know.
		if (order.duplicate === true && (await isSent(call.api, id, values))) {
			return { ...order, sent: true, SentBefore: true };
		}
		const outcome = await outcomeOf(
			send(call, {
				...values,
				options: ownSending(values.options),
				orderIds: [id],
				known: new Map([[id, { ...body, ...order }]]),
				purpose: 'order.create.send',
			}),
		);
		if (outcome.ok) {
			const { orders, ...result } = outcome.value;
			const [document] = Array.isArray(orders) ? orders : [];
			return { id, OrderID: id, sent: true, ...(isRecord(document) ? document : {}), ...result };
		}
		const reason = outcome.error;
		if (!(reason instanceof ApiError)) throw reason;
		if (!isNotCarriedOut(reason)) {
			// Sent by hand as one that was not, it would go out twice.
			throw new ApiError(
				`Order ${id} was created, but whether it was sent is not known: ${reason.message}`,
				{
					...reason,
					description: sentences(
						`The order is in Billit as ${id}. Look with Get Delivery Status whether it went out before you send it by its ID.`,
						reason.description,
					),
				},
			);
		}
		throw new ApiError(`Order ${id} was created but not sent: ${reason.message}`, {
			...reason,
			// The order is made: a loop and a tool that try again go on with it.
			...STILL_OPEN,
			description: sentences(
				`The order is in Billit as ${id}; send it by its ID once this is solved.`,
				reason.description,
			),
		});
	},
});

/**
 * An automatic key is of this item alone: what Billit knows by it is an earlier try of this sending, whose answer was
 * lost. Told as a failure, it would be sent once more by hand.
 */
const ownSending = <Options extends { idempotencyKey?: string }>(options: Options): Options => ({
	...options,
	...((options.idempotencyKey ?? 'automatic') === 'automatic'
		? { treatDuplicateAsSuccess: true }
		: {}),
});

async function isSent(api: BillitApi, id: number, values: { company: string }): Promise<boolean> {
	const order = await api.record(at('/v1/orders', id), undefined, companyHeaders(values));
	return wasSent(order);
}
