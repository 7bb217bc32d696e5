import type { IDataObject } from 'n8n-workflow';
import type { Call } from '../../../shared/operation/operation';
import { operation, type BillitApi } from '../../api';
import { company, companyHeaders, creationOptions } from '../../fields';
import { ApiError } from '../../../shared/errors';
import { at } from '../../../shared/path';
import { mayRepeat } from '../../../shared/operation/runIdentity';
import { once } from '../../idempotency';
import { idsOf, namedOrders } from './orders';
import {
	checkReceivers,
	checksReceiver,
	send as sendOrders,
	sendOptions,
	sendsLegalDocument,
	transportType,
	wasSent,
} from './sending';

export const send = operation({
	name: 'Send',
	action: 'Send invoices, credit notes or other orders',
	description:
		'Send invoices, credit notes and other orders by Peppol, email, letter or another network. They are queued; Billit reports the delivery later',
	kind: 'write',
	once,
	fields: {
		legalNotice: sendsLegalDocument,
		orderIds: namedOrders,
		transportType,
		company,
		options: creationOptions(sendOptions),
	},
	async run({ values, ...call }) {
		const orderIds = await idsOf(call.api, values.orderIds, values);
		const guards = maySendAgain(call, values);
		const looks = guards || checksReceiver(values);
		const orders = looks ? await ordersOf(call, orderIds, values) : new Map<number, IDataObject>();
		if (checksReceiver(values)) await checkReceivers(call.api, orders, values);
		const before = [...orders].filter(([, order]) => wasSent(order)).map(([id]) => id);
		const left = guards ? orderIds.filter((id) => !before.includes(id)) : orderIds;
		if (left.length === 0) throw sentAlready(before);
		const sending = {
			...values,
			orderIds: left,
			known: orders,
			sentBefore: new Set(before),
			purpose: 'order.send',
		};
		const sent = await sendOrders(call, sending);
		if (left.length === orderIds.length) return sent;
		call.context.addExecutionHints?.({
			message: `Not sent again, as Billit says that it was sent before: ${before.join(', ')}`,
			location: 'outputPane',
		});
		return { ...sent, notSentAgain: before };
	},
});

async function ordersOf(
	{ api }: Pick<Call<BillitApi>, 'api'>,
	orderIds: readonly number[],
	sending: { company: string },
): Promise<Map<number, IDataObject>> {
	const found = new Map<number, IDataObject>();
	for (const id of orderIds) {
		found.set(id, await api.record(at('/v1/orders', id), undefined, companyHeaders(sending)));
	}
	return found;
}

/** Whether an earlier execution may have sent them under a key that Billit does not know. */
function maySendAgain(
	{ context }: Pick<Call<BillitApi>, 'context'>,
	{ options }: { options: { idempotencyKey?: string } },
): boolean {
	// A key of the user's own says what is meant.
	return (options.idempotencyKey ?? 'automatic') === 'automatic' && mayRepeat(context);
}

/** The error where nothing is left to send. */
const sentAlready = (ids: readonly number[]): ApiError =>
	new ApiError(
		ids.length === 1
			? `Order ${ids.join()} was sent before; nothing was sent now`
			: `Orders ${ids.join(', ')} were sent before; nothing was sent now`,
		{
			status: 409,
			neverSent: true,
			description:
				'An earlier execution may have sent it. To send it once more, choose "Custom" for "Idempotency Key" in the options and give a key',
		},
	);
