import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { isRecord, property } from '../../../../credentials/oauth2/values';
import { ApiError } from '../../../shared/errors';
import { boolean, number, options, string } from '../../../shared/fields';
import type { Call } from '../../../shared/operation';
import { at } from '../../../shared/path';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { post, type IdempotencyOptions } from '../../idempotency';
import { canReceive } from '../peppol/participant';

export const transportType = options({
	label: 'Transport Type',
	values: [
		{ name: 'Chorus', value: 'Chorus' },
		{ name: 'Email (SMTP)', value: 'SMTP' },
		{ name: 'KSeF', value: 'KSeF' },
		{ name: 'Letter', value: 'Letter' },
		{ name: 'Peppol', value: 'Peppol' },
		{ name: 'SDI', value: 'SDI' },
		...['OSA', 'ANAF', 'SAT', 'MyInvois', 'PDP'].map((name) => ({ name, value: name })),
	],
	default: 'Peppol',
	required: true,
	description: 'How the document goes out',
});

export const sendOptions = {
	checkReceiver: boolean({
		label: 'Check the Receiver First',
		description:
			'Whether to ask Peppol before sending whether the receiver takes such documents (Peppol only)',
	}),
	deliveryDeadline: number({
		label: 'Delivery Deadline (Seconds)',
		default: 120,
		min: 5,
		max: 3600,
		description: 'How long to wait for the delivery at most',
	}),
	printType: string({ label: 'Print Type', description: 'Passed to Billit as PrintType' }),
	strictTransport: boolean({
		label: 'Strict Transport',
		description: 'Whether to fail rather than let Billit choose another way, such as email',
	}),
	waitForDelivery: boolean({
		label: 'Wait for Delivery',
		description: 'Whether to wait until Billit reports the delivery or its failure',
	}),
};

interface SendOptions extends IdempotencyOptions {
	checkReceiver?: boolean;
	deliveryDeadline?: number;
	printType?: string;
	strictTransport?: boolean;
	waitForDelivery?: boolean;
}

interface Sending {
	orderIds: number[];
	transportType: string;
	company: string;
	options: SendOptions;
	purpose: string;
}

/**
 * Queues orders for sending (docs.billit.be, "Send").
 * @returns what goes into the item, delivery included when it was waited for
 */
export async function send(call: Call<BillitApi>, sending: Sending): Promise<IDataObject> {
	const { options: chosen, orderIds, transportType: transport } = sending;
	if (chosen.checkReceiver && transport === 'Peppol') {
		for (const id of orderIds) await refuseUnreachable(call.api, id, sending);
	}
	const body = {
		TransportType: transport,
		OrderIDs: orderIds,
		...(chosen.printType ? { PrintType: chosen.printType } : {}),
	};
	const headers = {
		...companyHeaders(sending),
		...(chosen.strictTransport ? { StrictTransportType: 'true' } : {}),
	};
	const posted = await post(
		call,
		{ path: '/v1/orders/commands/send', body, headers },
		chosen,
		sending.purpose,
	);
	const result: IDataObject = {
		success: true,
		OrderIDs: orderIds,
		...(posted.duplicate ? { duplicate: true } : {}),
	};
	if (!chosen.waitForDelivery) return result;
	const deliveries: IDataObject[] = [];
	for (const id of orderIds) deliveries.push(await awaitDelivery(call.api, id, sending));
	return { ...result, deliveries };
}

/** @throws ApiError when the receiver of an order cannot take it by Peppol */
async function refuseUnreachable(api: BillitApi, id: number, sending: Sending): Promise<void> {
	const order = await api.record(at('/v1/orders', id), undefined, companyHeaders(sending));
	const receiver = [order.Customer, order.CounterParty].find(isRecord);
	const identifier =
		receiver && (property(receiver, 'vatNumber') ?? property(receiver, 'identifier'));
	if (typeof identifier !== 'string' || identifier === '') {
		throw new ApiError(`Order ${id} was not sent: its customer has no VAT number to look up`, {
			description: 'Fill in the VAT number of the customer, or turn off "Check the Receiver First"',
		});
	}
	const kind = order.OrderType === 'CreditNote' ? 'canReceiveCreditNote' : 'canReceiveInvoice';
	if ((await canReceive(api, identifier))[kind] !== true) {
		throw new ApiError(
			`Order ${id} was not sent: ${identifier} does not take such documents by Peppol`,
			{ description: 'Choose another Transport Type for this customer' },
		);
	}
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/** The delivery of an order as far as Billit tells of it. */
export function deliveryOf(order: IDataObject): IDataObject {
	const details = isRecord(order.CurrentDocumentDeliveryDetails)
		? (order.CurrentDocumentDeliveryDetails as IDataObject)
		: {};
	return {
		OrderID: order.OrderID ?? null,
		OrderStatus: order.OrderStatus ?? null,
		...details,
		Messages: Array.isArray(order.Messages) ? order.Messages : [],
	};
}

/** Follows an order's delivery until it is settled or the deadline is over. */
async function awaitDelivery(api: BillitApi, id: number, sending: Sending): Promise<IDataObject> {
	const deadline = Date.now() + (sending.options.deliveryDeadline ?? 120) * 1_000;
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
		const order = await api.record(at('/v1/orders', id), undefined, companyHeaders(sending));
		const delivery = deliveryOf(order);
		const settled = ['Delivered', 'Error'].includes(String(delivery.DocumentDeliveryStatus));
		const left = deadline - Date.now();
		if (settled || left <= 0) return { ...delivery, settled };
		await sleep(Math.min(pause, left));
	}
}
