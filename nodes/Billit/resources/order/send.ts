import type { Call } from '../../../shared/operation';
import { commaList } from '../../../shared/commaList';
import { string } from '../../../shared/fields';
import { operation, type BillitApi } from '../../api';
import { company, companyHeaders, creationOptions } from '../../fields';
import { numericId } from '../../odata';
import { ApiError, InputError } from '../../../shared/errors';
import { at } from '../../../shared/path';
import { mayRepeat } from '../../../shared/runIdentity';
import { once } from '../../idempotency';
import {
	checkReceivers,
	checksReceiver,
	send as sendOrders,
	sendOptions,
	transportType,
} from './sending';

export const send = operation({
	name: 'Send',
	action: 'Send orders',
	description:
		'Send invoices, credit notes and other orders by Peppol, email, letter or another network. They are queued; Billit reports the delivery later',
	kind: 'write',
	once,
	fields: {
		orderIds: string({
			label: 'Order IDs',
			required: true,
			placeholder: 'e.g. 1684998, 1684999',
			description: 'IDs of orders of one company, separated by commas',
		}),
		transportType,
		company,
		options: creationOptions(sendOptions),
	},
	async run({ values, ...call }) {
		const orderIds = commaList(values.orderIds).map((id) => numericId(id, 'Order IDs'));
		if (orderIds.length === 0)
			throw new InputError('"Order IDs" is empty. Fill it in', 'Order IDs');
		if (checksReceiver(values)) await checkReceivers(call.api, orderIds, values);
		await refuseSent(call, orderIds, values);
		return await sendOrders(call, { ...values, orderIds, purpose: 'order.send' });
	},
});

/**
 * Refuses what an earlier execution has sent already, where this one may repeat it under a key that Billit does not
 * know. A key of the user's own says what is meant.
 */
async function refuseSent(
	{ api, context }: Call<BillitApi>,
	orderIds: number[],
	sending: { company: string; options: { idempotencyKey?: string } },
): Promise<void> {
	const { idempotencyKey = 'automatic' } = sending.options;
	if (idempotencyKey !== 'automatic' || !mayRepeat(context)) return;
	for (const id of orderIds) {
		const order = await api.record(at('/v1/orders', id), undefined, companyHeaders(sending));
		if (order.IsSent !== true) continue;
		throw new ApiError(`Order ${id} was sent before; nothing was sent now`, {
			status: 409,
			neverSent: true,
			description:
				'An earlier execution may have sent it. To send it once more, choose "Custom" for "Idempotency Key" in the options and give a key',
		});
	}
}
