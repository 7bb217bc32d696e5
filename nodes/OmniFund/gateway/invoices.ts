import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { ApiError } from '../../shared/errors';
import { isBlank } from '../../shared/records';
import type { OmniFundApi } from '../api';
import { resolved } from './xml';

/** A transaction of an invoice. */
interface Found {
	text: string;
	isDeclined: boolean;
}

/**
 * The transactions that OmniFund has with an invoice, pending ones first.
 * @throws ApiError where its answers do not show all of them
 */
export async function transactionsOf(api: OmniFundApi, invoice: string): Promise<Found[]> {
	// In the order in which a payment goes through them: one that moves meanwhile is met in one of them.
	const places = [
		['pending', '/api/transactions-pending'],
		['history', '/api/transactions-history'],
	] as const;
	const found: Found[] = [];
	for (const [place, path] of places) {
		let read = 0;
		const isMeant = (each: IDataObject): boolean => isOf(each, invoice);
		const pages = api.members(path, { referenceId: invoice }, MOST_LOOKED_AT, isMeant);
		for await (const page of pages) {
			read += page.length;
			const matching = page.filter(isMeant);
			found.push(
				...matching.map((each) => ({
					text: described(each, place),
					isDeclined: isDeclinedRecord(each),
				})),
			);
		}
		const isMade = found.some(({ isDeclined }) => !isDeclined);
		if (read >= MOST_LOOKED_AT && !isMade) throw notFiltered(invoice);
	}
	return found;
}

export const listOf = (found: readonly Found[]): string => found.map(({ text }) => text).join('; ');

/** How a record may name its invoice: `referenceId`, `invoice_id`, `x_invoice_id`, `InvoiceNumber`. */
const NAMES = /^x?(?:invoice|reference|ref)(?:id|no|nr|num|number)?$/;

/** Names whose texts are no invoice, although they may read like one. */
const OTHERS = /^(?:@.*|id|amount|status)$/i;

/**
 * Whether a record that was asked for by its invoice has it; one that does not show it, or not as text or number, is
 * taken at its word. The fields of a transaction are not documented, so that its invoice counts wherever it stands.
 */
function isOf(record: IDataObject, invoice: string): boolean {
	const wanted = plain(invoice);
	const isSame = (value: unknown): boolean => {
		// A number has lost the zeros it began with.
		if (typeof value === 'number') return value === Number(invoice);
		if (typeof value !== 'string' || ADDRESS.test(value)) return true;
		const shown = plain(value);
		return shown === wanted || UNREAD.test(shown);
	};
	const told = Object.entries(record)
		.filter(([name]) => NAMES.test(name.toLowerCase().replace(/[^a-z]/g, '')))
		.map(([, value]) => value)
		.filter((value) => !isBlank(value) && !(typeof value === 'string' && value.trim() === ''));
	if (told.length === 0 || told.some(isSame)) return true;
	const others = Object.entries(record).filter(([name]) => !OTHERS.test(name));
	return textsIn(others.map(([, value]) => value)).some((each) => plain(each) === wanted);
}

/** All texts in a value, however deep. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (Array.isArray(value)) return value.flatMap(textsIn);
	return isRecord(value) ? textsIn(Object.values(value)) : [];
}

/** The address of a record (IRI) that stands in its place: `/api/invoices/5` does not show its number. */
const ADDRESS = /^\s*(?:\/|https?:)/i;

/** A character by a name that is not known here: `&eacute;`. */
const UNREAD = /&\w{2,31};/;

/**
 * Without differences that a person would not see: capitals, blanks, dashes and signs of any kind that look alike,
 * what has no width, and characters that are written as in HTML.
 */
export function plain(value: string): string {
	let text = value;
	// Each time that it was put into a page, it may have been escaped.
	for (let times = 0; times < MOST_ESCAPED; times++) text = resolved(text);
	return text
		.normalize('NFKC')
		.replace(/\s+/g, ' ')
		.replace(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
		.replace(/\p{Pd}/gu, '-')
		.trim()
		.toLowerCase();
}

const MOST_ESCAPED = 5;

/** Records looked at for one invoice: far more than it has. */
const MOST_LOOKED_AT = 200;

const notFiltered = (invoice: string) =>
	new ApiError(`OmniFund lists more than ${MOST_LOOKED_AT - 1} transactions for "${invoice}"`, {
		description: 'Look it up at OmniFund',
	});

/** The fields of a transaction are not documented; what says that it was declined counts as no payment. */
const isDeclinedRecord = ({ status }: IDataObject): boolean =>
	typeof status === 'string' && /^(?:[DCE]|declined|cancell?ed|error|failed)$/i.test(status.trim());

const described = (record: IDataObject, place: string) =>
	`ID ${String(record.id)} in ${place}, amount ${String(record.amount)}${isDeclinedRecord(record) ? ', declined' : ''}`;
