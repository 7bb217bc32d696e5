import { isRecord, sha256 } from '../../credentials/base/values';
import type { StateKey } from '../../credentials/oauth2/consent';
import { readSigned, signed } from './signed';

/** How a consent ended, for the browser that ended it: a reload of the page shows the same. */
export interface Receipt {
	ended: 'connected' | 'denied';
	/** Of the account. */
	name: string;
	/** Where the page leads on to. */
	button?: { label: string; url: string };
}

/** How long the browser holds one, in seconds. */
export const RECEIPT_LIFETIME_S = 3600;

const PREFIX = 'done.';
/** Cookies hold 4 kB. */
const LONGEST = { name: 200, url: 1_000 };

/**
 * The cookie's text.
 * @param answer the code, or the error, that the vendor sent the browser back with
 */
export function receiptText(
	{ secret, place }: StateKey,
	answer: string,
	{ ended, name, button }: Receipt,
	now: number,
): string {
	return (
		PREFIX +
		signed(secret, 'receipt of a consent', {
			of: sha256(answer),
			place,
			at: now,
			ended,
			name: name.slice(0, LONGEST.name),
			...(button && button.url.length <= LONGEST.url ? { button } : {}),
		})
	);
}

/** @returns undefined when it is of another answer or place, or none of ours */
export function readReceipt(
	{ secret, place }: StateKey,
	answer: string,
	cookie: string,
	now: number,
): Receipt | undefined {
	if (!cookie.startsWith(PREFIX)) return undefined;
	const told = readSigned(secret, 'receipt of a consent', cookie.slice(PREFIX.length));
	if (!told || told.of !== sha256(answer) || told.place !== place) return undefined;
	const { ended, name, button, at } = told;
	if (typeof at !== 'number' || now - at > RECEIPT_LIFETIME_S * 1_000) return undefined;
	if (ended !== 'connected' && ended !== 'denied') return undefined;
	if (typeof name !== 'string') return undefined;
	const { label, url } = isRecord(button) ? button : {};
	return typeof label === 'string' && typeof url === 'string'
		? { ended, name, button: { label, url } }
		: { ended, name };
}
