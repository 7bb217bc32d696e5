import type { IDataObject } from 'n8n-workflow';
import { isRecord, parsed } from '../../../credentials/base/values';
import { pick } from '../../shared/objects';
import { xmlText } from '../../../credentials/base/encoding';
import { masked } from './masks';
import { readXml } from './xml';

/** What the payment gateway answered, by its own names. */
export type GatewayReply = IDataObject;

/** The parts of a reply that hold further fields. */
const GROUPS = new Set(['card', 'bank']);

/**
 * A reply in JSON, bare or inside `ResponseData`, or in XML; the vendor's own samples of XML have tags
 * that are not closed.
 * @param form what was sent, of which nothing secret comes back
 * @returns undefined when it is neither, so that nobody knows what happened
 */
export function parseReply(
	body: unknown,
	form: Readonly<Record<string, string>> = {},
): GatewayReply | undefined {
	const whole = Buffer.isBuffer(body) ? xmlText(body) : body;
	const given = typeof whole === 'string' ? whole.replace(/^\ufeff/, '') : whole;
	const json = parsed(given);
	if (isRecord(json)) {
		const inner = isRecord(json.ResponseData) ? json.ResponseData : json;
		return isReply(inner) ? masked(inner, form) : undefined;
	}
	if (typeof given !== 'string' || !/^\s*</.test(given)) return undefined;
	const reply = readXml(given, GROUPS);
	return isReply(reply) ? masked(reply, form) : undefined;
}

const isReply = (reply: Record<string, unknown>) =>
	reply.status !== undefined || reply.term_code !== undefined;

const STATUS: Record<string, string> = {
	A: 'Accepted',
	C: 'Cancelled',
	D: 'Declined',
	E: 'Invalid test card',
	G: 'Approved',
	P: 'Pending',
	R: 'Received',
	T: 'Timed out',
};

/** Words that were seen in place of the letter. */
const LETTERS = new Map(
	Object.entries(STATUS).map(([letter, words]) => [words.toUpperCase(), letter] as const),
);

/** The letter of the outcome; '' for a reply that tells none. */
export function statusOf(reply: GatewayReply): string {
	const status = String(reply.status ?? '')
		.trim()
		.toUpperCase();
	return LETTERS.get(status) ?? status;
}

/** Whether the gateway took the payment: approved, received, or accepted as older gateways say. */
export const isApproved = (reply: GatewayReply): boolean => /^[GRA]$/.test(statusOf(reply));

/** Whether it said no: nothing was charged then. */
export const isDeclined = (reply: GatewayReply): boolean => /^[DC]$/.test(statusOf(reply));

/** Whether a body is the reply of a payment that is made or goes on, whatever the HTTP status beside it says. */
export function tellsOfPayment(body: unknown): boolean {
	const reply = parseReply(body);
	return reply !== undefined && /^[AGPRT]$/.test(statusOf(reply));
}

/** Whether the reply tells what became of the payment. */
export const isTold = (reply: GatewayReply): boolean =>
	/^[ACDEGPR]$/.test(statusOf(reply)) && !(isApproved(reply) && Number(reply.term_code ?? 0) !== 0);

/** What both forms of an output have beside the vendor's fields. */
const judged = (reply: GatewayReply): IDataObject => ({
	approved: isApproved(reply) ? true : /^[CDE]$/.test(statusOf(reply)) ? false : null,
	statusText: STATUS[statusOf(reply)] ?? 'Not known',
});

/** Beside a reply that approves less than was asked for. */
const partOf = (reply: GatewayReply, requested: string | undefined): IDataObject =>
	requested !== undefined && isApproved(reply) && approvedAmount(reply) < Number(requested)
		? { partial: true, requestedAmount: requested }
		: {};

/** In JSON an amount may be a number, and lose its zeros; as text it may have a sign and commas. NaN for none. */
function approvedAmount({ tran_amount: amount }: GatewayReply): number {
	const text = String(amount ?? '').trim();
	return /^\$?\d{1,3}(?:,?\d{3})*(?:\.\d{1,2})?$/.test(text)
		? Number(text.replace(/[$,]/g, ''))
		: Number.NaN;
}

/** The whole reply, with the outcome in words and the time in one field. */
export function whole(reply: GatewayReply, requested?: string): IDataObject {
	const date = /^(\d{4})(\d\d)(\d\d)$/.exec(String(reply.tran_date ?? ''));
	const time = /^(\d\d)(\d\d)(\d\d)$/.exec(String(reply.tran_time ?? ''));
	const processedAt = date
		? [date.slice(1).join('-'), ...(time ? [time.slice(1).join(':')] : [])].join('T')
		: null;
	return { ...judged(reply), ...reply, ...partOf(reply, requested), processedAt };
}

/** The fields that most workflows need. */
export function simplified(reply: GatewayReply, requested?: string): IDataObject {
	const verification = verificationOf(reply);
	return {
		...pick({ ...judged(reply), status: statusOf(reply) }, ['approved', 'status', 'statusText']),
		description: reply.description ?? null,
		amount: reply.tran_amount ?? null,
		...partOf(reply, requested),
		invoiceId: reply.invoice_id ?? null,
		orderNumber: reply.order_number ?? null,
		ticketId: reply.ticket_id ?? null,
		authCode: reply.auth_code ?? null,
		paymentTokenId: reply.payment_token_id ?? null,
		...(verification ? { verification } : {}),
	};
}

/** `AUTH NUM 1234|Account Good`: what the check of a bank account said. */
function verificationOf(reply: GatewayReply): IDataObject | undefined {
	const text = [reply.auth_code, reply.description]
		.map(String)
		.find((each) => /AUTH NUM/.test(each));
	if (text === undefined) return undefined;
	const [number = '', info = ''] = text.split('|');
	return { authNumber: number.replace(/^.*AUTH NUM\s*/, '').trim(), info: info.trim() || null };
}
