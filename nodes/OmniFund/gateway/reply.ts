import type { IDataObject } from 'n8n-workflow';
import { isRecord, parsed } from '../../../credentials/oauth2/values';
import { pick } from '../../shared/objects';

/** What the payment gateway answered, by its own names. */
export type GatewayReply = IDataObject;

const ENTITIES: Record<string, string> = {
	amp: '&',
	apos: "'",
	gt: '>',
	lt: '<',
	quot: '"',
};

const decoded = (text: string) =>
	text.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/** The parts of a reply that hold further fields. */
const GROUPS = new Set(['card', 'bank']);

/**
 * A reply in JSON, bare or inside `ResponseData`, or in XML; the vendor's own samples of XML have tags
 * that are not closed.
 * @returns undefined when it is neither, so that nobody knows what happened
 */
export function parseReply(body: unknown): GatewayReply | undefined {
	const json = parsed(body);
	if (isRecord(json)) {
		const inner = isRecord(json.ResponseData) ? json.ResponseData : json;
		return isReply(inner) ? masked(inner as IDataObject) : undefined;
	}
	if (typeof body !== 'string' || !/^\s*</.test(body)) return undefined;
	const reply: IDataObject = {};
	let into = reply;
	for (const [, closing, name = '', text = ''] of body.matchAll(/<(\/?)(\w+)[^<>]*>([^<]*)/g)) {
		if (closing) {
			if (GROUPS.has(name)) into = reply;
		} else if (GROUPS.has(name)) {
			into = {};
			reply[name] = into;
		} else if (text.trim() !== '') into[name] = decoded(text.trim());
	}
	return isReply(reply) ? masked(reply) : undefined;
}

const isReply = (reply: Record<string, unknown>) =>
	reply.status !== undefined || reply.term_code !== undefined;

/** A long number with all but its last four digits hidden. */
export const maskNumbers = (text: string): string =>
	text.replace(/\d(?:[ -]?\d){10,}/g, (number) => {
		const digits = number.replace(/\D/g, '');
		return `${'x'.repeat(digits.length - 4)}${digits.slice(-4)}`;
	});

function masked(reply: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(reply).map(([name, value]) => {
			if (isRecord(value)) return [name, masked(value as IDataObject)];
			const keep = name === 'payment_token_id' || typeof value !== 'string';
			return [name, keep ? value : maskNumbers(value)];
		}),
	);
}

const STATUS: Record<string, string> = {
	C: 'Cancelled',
	D: 'Declined',
	E: 'Invalid test card',
	G: 'Approved',
	R: 'Received',
	T: 'Timed out',
};

export const statusOf = (reply: GatewayReply): string => String(reply.status ?? '').toUpperCase();

export const isApproved = (reply: GatewayReply): boolean => /^[GR]$/.test(statusOf(reply));

/** What both forms of an output have beside the vendor's fields. */
const judged = (reply: GatewayReply): IDataObject => ({
	approved: isApproved(reply),
	statusText: STATUS[statusOf(reply)] ?? statusOf(reply),
});

/** The whole reply, with the outcome in words and the time in one field. */
export function whole(reply: GatewayReply): IDataObject {
	const date = /^(\d{4})(\d\d)(\d\d)$/.exec(String(reply.tran_date ?? ''));
	const time = /^(\d\d)(\d\d)(\d\d)$/.exec(String(reply.tran_time ?? ''));
	const processedAt = date
		? [date.slice(1).join('-'), ...(time ? [time.slice(1).join(':')] : [])].join('T')
		: null;
	return { ...judged(reply), ...reply, processedAt };
}

/** The fields that most workflows need. */
export function simplified(reply: GatewayReply): IDataObject {
	const verification = verificationOf(reply);
	return {
		...pick({ ...judged(reply), status: statusOf(reply) }, ['approved', 'status', 'statusText']),
		description: reply.description ?? null,
		amount: reply.tran_amount ?? null,
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
