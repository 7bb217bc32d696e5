import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { outcomeOf } from '../../../../credentials/base/outcome';
import { isRecord, property } from '../../../../credentials/base/values';
import { boolean, notice, number, options, string } from '../../../shared/fields';
import { valueOf } from '../../../shared/objects';
import type { Call } from '../../../shared/operation/operation';
import { at } from '../../../shared/path';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { advisedOffPeppol } from '../../refusals';
import { post, type IdempotencyOptions } from '../../idempotency';
import { refuseUnreachable } from './receiver';
import { partyName, totalOf } from './simplified';

/** Billit chooses the network, and email where the receiver is on none. */
const BEST_CHANNEL = 'best';

/** Stands above whatever sends. */
export const sendsLegalDocument = notice(
	'This sends a legal document. Once it has gone out it cannot be called back: an invoice is undone by a credit note',
);

/** @see docs/decisions/2026-11-25-billit-sending.md */
export const transportType = options({
	label: 'Transport Type',
	values: [
		{
			name: 'Best Channel for the Receiver (Billit Decides)',
			value: BEST_CHANNEL,
			description: 'The e-invoice network of the receiver, else email',
		},
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
	description:
		'How the document goes out. A named network is strict: where the receiver is not on it, Billit refuses and sends no email instead',
});

export const sendOptions = {
	checkReceiver: boolean({
		label: 'Check the Receiver First',
		default: true,
		description:
			'Whether to ask Peppol whether the receiver takes such documents, before anything is created or sent (Peppol only; done unless turned off)',
	}),
	deliveryDeadline: number({
		label: 'Delivery Deadline (Seconds)',
		precision: 0,
		default: 120,
		min: 5,
		max: 3600,
		description: 'How long to wait for the delivery at most',
	}),
	printType: string({ label: 'Print Type', description: 'Passed to Billit as PrintType' }),
	strictTransport: boolean({
		label: 'Strict Transport',
		description:
			'Whether Best Channel must find an e-invoice network: Billit then refuses rather than send an email. A named Transport Type is always strict',
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
	/** What is known of orders by ID, for what Billit does not tell afterwards. */
	known?: ReadonlyMap<number, IDataObject>;
	/** Orders that Billit said were sent already, where it was asked. */
	sentBefore?: ReadonlySet<number>;
}

/** Whether the receiver of a document is looked up before it is created or sent. */
export function checksReceiver(values: { transportType: string; options: SendOptions }): boolean {
	return values.transportType === 'Peppol' && (values.options.checkReceiver ?? true);
}

/**
 * Queues orders for sending (docs.billit.be, "Send via Email: Capabilities / Deactivate if needed", 2026:
 * a named TransportType has no fallback, none lets Billit choose).
 * @returns what goes into the item: what went out, by which transport, to whom; delivery included when it
 * was waited for
 * @throws ApiError before anything is sent when a receiver cannot take the document by Peppol
 */
export async function send(call: Call<BillitApi>, sending: Sending): Promise<IDataObject> {
	const { options: chosen, orderIds, transportType: transport } = sending;
	const isChosenByBillit = transport === BEST_CHANNEL;
	const body = {
		...(isChosenByBillit ? {} : { TransportType: transport }),
		OrderIDs: orderIds,
		...(chosen.printType ? { PrintType: chosen.printType } : {}),
	};
	const headers = {
		...companyHeaders(sending),
		...(chosen.strictTransport ? { StrictTransportType: 'true' } : {}),
	};
	const posted = await advisedOffPeppol(
		post(call, { path: '/v1/orders/commands/send', body, headers }, chosen, sending.purpose),
		{
			hint: isChosenByBillit
				? '"Strict Transport" keeps Billit from sending an email where there is no network. Turn it off in the options, or choose "Email (SMTP)"'
				: 'A named Transport Type has no other way out. Choose "Best Channel for the Receiver" to let Billit send an email where there is no network, or "Email (SMTP)"',
		},
	);
	const asked = isChosenByBillit ? null : transport;
	const sent: IDataObject[] = [];
	for (const id of orderIds) sent.push(await sentOrder(call.api, id, sending, asked));
	tell(call, sent);
	const result: IDataObject = {
		success: true,
		OrderIDs: orderIds,
		...(posted.duplicate ? { duplicate: true } : {}),
		orders: sent,
	};
	if (!chosen.waitForDelivery) return result;
	const deliveries: IDataObject[] = [];
	for (const id of orderIds) {
		const waited = await outcomeOf(awaitDelivery(call.api, id, sending));
		// It has gone out: told as a failure, it would be sent once more.
		deliveries.push(
			waited.ok
				? waited.value
				: { OrderID: id, settled: false, deliveryError: messageOf(waited.error) },
		);
	}
	for (const [index, delivery] of deliveries.entries()) {
		Object.assign(sent[index] ?? {}, transportOf(delivery, asked));
	}
	return { ...result, deliveries };
}

const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : 'The delivery could not be read';

/** Says in the editor what is easily overlooked in the items. */
function tell({ context }: Call<BillitApi>, sent: readonly IDataObject[]): void {
	const numbers = (orders: readonly IDataObject[]) =>
		orders.map(({ OrderID: id }) => String(id)).join(', ');
	const again = sent.filter(({ SentBefore: before }) => before === true);
	const untold = sent.filter(({ TransportType: transport }) => transport === null);
	if (again.length > 0) {
		context.addExecutionHints?.({
			message: `Sent once more, as Billit says that it was sent before: ${numbers(again)}`,
			location: 'outputPane',
		});
	}
	if (untold.length > 0) {
		context.addExecutionHints?.({
			message: `Queued, and Billit does not tell yet how it goes out: ${numbers(untold)}. Turn on "Wait for Delivery" in the options, or ask later with Get Delivery Status`,
			location: 'outputPane',
		});
	}
}

/** Looks up the receivers of orders that are in Billit already. */
export async function checkReceivers(
	api: BillitApi,
	orders: ReadonlyMap<number, IDataObject>,
	sending: { company: string },
): Promise<void> {
	for (const [id, order] of orders) {
		await refuseUnreachable(api, order, `Order ${id}`, sending);
	}
}

/** What was sent. It has gone out: that its order cannot be read is no failure of the item. */
async function sentOrder(
	api: BillitApi,
	id: number,
	sending: Pick<Sending, 'company' | 'known' | 'sentBefore'>,
	asked: string | null,
): Promise<IDataObject> {
	const read = await outcomeOf(
		api.record(at('/v1/orders', id), undefined, companyHeaders(sending)),
	);
	const order = read.ok ? read.value : {};
	const before = sending.known?.get(id) ?? {};
	const told = (name: string): IDataObject[string] =>
		valueOf(property(order, name) ?? property(before, name) ?? null);
	return {
		OrderID: id,
		OrderNumber: told('OrderNumber'),
		TotalIncl: totalOf(order) ?? totalOf(before),
		Currency: told('Currency'),
		CounterPartyName: partyName([
			order.CounterParty,
			order.Customer,
			before.CounterParty,
			before.Customer,
		]),
		...transportOf(order, asked),
		...(sending.sentBefore?.has(id) ? { SentBefore: true } : {}),
	};
}

/**
 * The transport that was really used and where to, from the newest outgoing message of an order. Messages
 * about the tax authority are no delivery, and what it rejected goes out by none (docs.billit.be, "Communication from
 * Receiver to Sender PA").
 * @param asked the transport that was asked for; null where Billit chose
 */
function transportOf(order: IDataObject, asked: string | null): IDataObject {
	const outgoing = outgoingOf(order)
		.sort((a, b) =>
			String(property(a, 'creationDate') ?? '').localeCompare(
				String(property(b, 'creationDate') ?? ''),
			),
		)
		.at(-1);
	const used = outgoing && property(outgoing, 'transportType');
	const destination = outgoing && property(outgoing, 'destination');
	const untold = isRejected(order) ? null : asked;
	return {
		TransportType: typeof used === 'string' && used !== '' ? used : untold,
		Destination: typeof destination === 'string' && destination !== '' ? destination : null,
	};
}

function outgoingOf(order: IDataObject): IDataObject[] {
	const messages = Array.isArray(order.Messages) ? order.Messages.filter(isRecord) : [];
	return messages.filter(
		(message) =>
			property(message, 'messageDirection') !== 'Incoming' &&
			property(message, 'transportType') !== 'FrenchTaxAuthority',
	);
}

/** Whether an order went out, or waits for it: one of its messages did not fail, or was not tried yet. */
export const wasSent = (order: IDataObject): boolean =>
	property(order, 'isSent') === true ||
	outgoingOf(order).some(
		(message) =>
			property(message, 'success') === true || Number(property(message, 'trials') ?? 0) === 0,
	);

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/**
 * The delivery of an order as far as Billit tells of it. A document that the French tax authority rejected
 * stays `Pending` for ever and is told by `TaxReportingStatusTC` alone (docs.billit.be, "Messages and
 * Status", 2026).
 */
export function deliveryOf(order: IDataObject): IDataObject {
	const details = isRecord(order.CurrentDocumentDeliveryDetails)
		? order.CurrentDocumentDeliveryDetails
		: {};
	const reporting = order.TaxReportingStatusTC ?? null;
	return {
		OrderID: order.OrderID ?? null,
		OrderStatus: order.OrderStatus ?? null,
		...details,
		TaxReportingStatusTC: reporting,
		rejectedByTaxAuthority: isRejected(order),
		Messages: Array.isArray(order.Messages) ? order.Messages : [],
	};
}

const isRejected = ({ TaxReportingStatusTC: reporting }: IDataObject): boolean =>
	String(reporting).toLowerCase() === 'failed';

/** Follows an order's delivery until it is settled or the deadline is over. */
async function awaitDelivery(
	api: BillitApi,
	id: number,
	sending: Pick<Sending, 'company' | 'options'>,
): Promise<IDataObject> {
	const deadline = Date.now() + (sending.options.deliveryDeadline ?? 120) * 1_000;
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
		const order = await api.record(at('/v1/orders', id), undefined, companyHeaders(sending));
		const delivery = deliveryOf(order);
		const settled =
			delivery.rejectedByTaxAuthority === true ||
			['Delivered', 'Error'].includes(String(delivery.DocumentDeliveryStatus));
		const left = deadline - Date.now();
		if (settled || left <= 0) return { ...delivery, settled };
		await sleep(Math.min(pause, left));
	}
}
