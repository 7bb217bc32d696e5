import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { isRecord } from '../../../credentials/base/values';
import { boolean, multiOptions, number } from '../../shared/fields';
import { bodyOf } from '../../shared/trigger/body';
import { parameter, given } from '../../shared/trigger/parameter';
import { at } from '../../shared/path';
import { isRepeated } from '../../shared/trigger/repeats';
import { hashOf, isSigned, readSignature, secretsFor, type Signature } from './delivery';
import { ORDER_DIRECTIONS, ORDER_TYPES } from '../resources/order/filters';
import { readEvent, type Event } from './events';
import { kept, setUp } from './setUp';

const ORDER_TIMEOUT_MS = 10_000;

interface Options {
	fetchOrder?: boolean;
	flowStates?: string[];
	messageDirections?: string[];
	orderDirections?: string[];
	orderTypes?: string[];
	rawOutput?: boolean;
	tolerance?: number;
	verifySignature?: boolean;
}

/** The options, switches and numbers read as everywhere. */
function optionsOf(context: IWebhookFunctions): Options {
	return {
		...given<Options>(context, 'options'),
		flowStates: parameter(context, 'options.flowStates', flowStates),
		messageDirections: parameter(context, 'options.messageDirections', messageDirections),
		orderDirections: parameter(context, 'options.orderDirections', orderDirections),
		orderTypes: parameter(context, 'options.orderTypes', orderTypes),
		fetchOrder: parameter(context, 'options.fetchOrder', fetchOrder),
		rawOutput: parameter(context, 'options.rawOutput', rawOutput),
		tolerance: parameter(context, 'options.tolerance', tolerance),
		verifySignature: parameter(context, 'options.verifySignature', verifySignature),
	};
}

const flowStates = multiOptions({
	label: 'Flow States',
	values: ['Accepted', 'Delivered', 'Refused', 'Sent'],
});
const messageDirections = multiOptions({
	label: 'Message Directions',
	values: ['Incoming', 'Outgoing'],
});
const orderDirections = multiOptions({ label: 'Order Directions', values: ORDER_DIRECTIONS });
const orderTypes = multiOptions({ label: 'Order Types', values: ORDER_TYPES });
const fetchOrder = boolean({ label: 'Fetch Order', default: true });
const rawOutput = boolean({ label: 'Raw Output' });
const tolerance = number({ label: 'Tolerance (Seconds)', default: 300, min: 1 });
const verifySignature = boolean({ label: 'Verify Signature', default: true });

/**
 * One call of Billit; whatever is not a signed, new and wanted event starts nothing. n8n answers an
 * event, after it has stored what this trigger keeps: the next call, at another process perhaps, then
 * finds it.
 * @see docs/decisions/2026-11-21-billit-trigger.md
 */
export async function handleCall(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const options = optionsOf(context);
	const rawBody = rawBodyOf(context);
	const body = bodyOf(context, rawBody);
	if (body === undefined) return answer(context, 400);
	const event = readEvent(body);
	// The confirmation call at registration carries the secret and no event: never passed on.
	if (!event) return answer(context, 200);

	const signature = readSignature(String(context.getHeaderData()['billit-signature'] ?? ''));
	if (options.verifySignature !== false) {
		const secrets = secretsFor(kept(context), `${event.entityType}/${event.updateType}`);
		const tolerance = options.tolerance ?? 300;
		if (!isSigned(signature, rawBody, secrets, Date.now(), tolerance)) return answer(context, 401);
	}
	const { events } = setUp(context);
	if (!events.includes(event.event) || !isWanted(event, options)) return answer(context, 200);
	const isAgain = isKnown(context, event, { signature, rawBody }, options);
	if (isAgain && !mayHaveChanged(event, options)) return answer(context, 200);

	if (options.rawOutput) return start(isRecord(body) ? body : {});
	return await withOrder(context, event, options, isAgain);
}

function rawBodyOf(context: IWebhookFunctions): Buffer {
	const request = context.getRequestObject();
	const raw: unknown = request.rawBody;
	return Buffer.isBuffer(raw) ? raw : Buffer.from(JSON.stringify(context.getBodyData()), 'utf8');
}

function isWanted(event: Event, { flowStates = [], messageDirections = [] }: Options): boolean {
	if (event.entityType !== 'Message') return true;
	const direction = String(event.message?.MessageDirection ?? '');
	return (
		(flowStates.length === 0 || flowStates.includes(event.flowState)) &&
		(messageDirections.length === 0 || messageDirections.includes(direction))
	);
}

/** Whether this very call, or for messages the same content, came before. */
function isKnown(
	context: IWebhookFunctions,
	event: Event,
	{ signature, rawBody }: { signature: Signature | undefined; rawBody: Buffer },
	{ tolerance = 300, verifySignature = true }: Options,
): boolean {
	// By what is signed, not by how the header is written; until such a call is too old for being signed.
	const call = signature && hashOf('call', signature.time, rawBody);
	const windowMs = verifySignature ? 2 * tolerance * 1_000 : undefined;
	const cameBefore = call !== undefined && isRepeated(context, call, windowMs);
	const saidBefore =
		event.entityType === 'Message' && isRepeated(context, hashOf('message', rawBody));
	return cameBefore || saidBefore;
}

/**
 * Of two updates within a second Billit makes the same call twice, signed by the same second: the order tells whether it
 * has changed again.
 */
const mayHaveChanged = (event: Event, { fetchOrder = true, rawOutput = false }: Options): boolean =>
	event.event === 'orderUpdated' && event.orderId !== '' && fetchOrder && !rawOutput;

/** @param isAgain whether the same call came before: it counts only where the order has changed since */
async function withOrder(
	context: IWebhookFunctions,
	event: Event,
	options: Options,
	isAgain: boolean,
): Promise<IWebhookResponseData> {
	const { orderTypes = [], orderDirections = [], fetchOrder = true } = options;
	if (!fetchOrder || event.orderId === '' || event.updateType === 'D') return start(event);
	const { api, headers } = setUp(context);
	const outcome = await outcomeOf(
		// Billit waits for the answer meanwhile.
		api.record(at('/v1/orders', event.orderId), undefined, headers, {
			retry: 'never',
			timeout: ORDER_TIMEOUT_MS,
		}),
	);
	if (!outcome.ok) {
		if (isAgain) return OK;
		// The event is worth more than the order: what could not be read is told beside it.
		const { error } = outcome;
		const orderError = error instanceof Error ? error.message : 'The order could not be read';
		return start({ ...event, order: null, orderError });
	}
	const order = outcome.value;
	const unwanted =
		(orderTypes.length > 0 && !orderTypes.includes(String(order.OrderType))) ||
		(orderDirections.length > 0 && !orderDirections.includes(String(order.OrderDirection)));
	if (unwanted) return OK;
	// Updates come with the same body time and again; the order tells whether something changed.
	const version = order.LastModified;
	if (event.entityType === 'Order' && typeof version === 'string') {
		const key = hashOf('order', event.updateType, event.orderId, version);
		if (isRepeated(context, key)) return OK;
	} else if (isAgain) return OK;
	return start({ ...event, order });
}

const OK: IWebhookResponseData = { webhookResponse: 'ok' };

const start = (json: IDataObject): IWebhookResponseData => ({
	...OK,
	workflowData: [[{ json }]],
});

const ANSWERS = { 200: 'ok', 400: 'Not readable', 401: 'The signature is not valid' };

function answer(context: IWebhookFunctions, status: 200 | 400 | 401): IWebhookResponseData {
	context.getResponseObject().status(status).send(ANSWERS[status]);
	return { noWebhookResponse: true };
}
