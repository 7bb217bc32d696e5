import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { isRecord, property } from '../../../credentials/base/values';

/** What the trigger can listen to: the pairs that Billit registers one by one. */
export interface Pair {
	entity: 'Order' | 'Message';
	/** Inserted, updated, deleted. */
	update: 'I' | 'U' | 'D';
}

export const EVENTS: Record<string, Pair> = {
	messageCreated: { entity: 'Message', update: 'I' },
	messageUpdated: { entity: 'Message', update: 'U' },
	orderCreated: { entity: 'Order', update: 'I' },
	orderDeleted: { entity: 'Order', update: 'D' },
	orderUpdated: { entity: 'Order', update: 'U' },
};

export const eventOptions: INodePropertyOptions[] = [
	{
		name: 'Message Created',
		value: 'messageCreated',
		description: 'A document is going out, or an answer to one has come in',
	},
	{
		name: 'Message Updated',
		value: 'messageUpdated',
		description: 'A document was delivered, accepted or refused',
	},
	{ name: 'Order Created', value: 'orderCreated', description: 'Also for received documents' },
	{
		name: 'Order Deleted',
		value: 'orderDeleted',
		description: 'Billit documents this event, but has been seen not to send it',
	},
	{ name: 'Order Updated', value: 'orderUpdated' },
];

/** What happened, in one form for the three that Billit sends. */
export interface Event extends IDataObject {
	/** One of the trigger's events; '' for one that it does not know. */
	event: string;
	entityType: string;
	updateType: string;
	entityId: string;
	/** '' when the call does not tell. */
	orderId: string;
	message: IDataObject | null;
	flowState: string;
	flowStateInfo: string;
}

/**
 * Reads a call of Billit (docs.billit.be, "Webhooks"; the message comes nested since 2026, flat before).
 * @returns undefined for anything else, such as the confirmation call at registration
 */
export function readEvent(body: unknown): Event | undefined {
	if (!isRecord(body)) return undefined;
	const id = get(body, 'updatedEntityID');
	if (typeof id !== 'number' && (typeof id !== 'string' || id === '')) return undefined;
	const entityType = text(get(body, 'updatedEntityType'));
	const updateType = text(get(body, 'webhookUpdateTypeTC'));
	const [event = ''] =
		Object.entries(EVENTS).find(
			([, { entity, update }]) => entity === entityType && update === updateType,
		) ?? [];
	const detail = record(get(body, 'entityDetail'));
	const nested = record(get(detail, 'orderMessage'));
	const additional =
		record(get(detail, 'additionalMessageInformation')) ??
		record(get(detail, 'messageAdditionalInformation'));
	const message = nested ?? (entityType === 'Message' && detail ? flat(detail) : undefined);
	const orderId =
		get(nested, 'orderID') ?? get(detail, 'orderID') ?? (entityType === 'Order' ? id : undefined);
	return {
		event,
		entityType,
		updateType,
		entityId: String(id),
		orderId: text(orderId),
		message: message ?? null,
		flowState: text(get(additional, 'eInvoiceFlowState')),
		flowStateInfo: text(get(additional, 'additionalFlowStateInformation')),
	};
}

const get = (of: unknown, name: string): unknown => (isRecord(of) ? property(of, name) : undefined);

const record = (value: unknown) => (isRecord(value) ? value : undefined);

const text = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** The older form has the message's properties beside the additional information. */
function flat(detail: IDataObject): IDataObject {
	const kept = Object.entries(detail).filter(([, value]) => !isRecord(value));
	return Object.fromEntries(kept);
}
