import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { hasLuhnDigit } from '../../shared/numbers';
import { valueOf } from '../../shared/objects';

/** What was sent, by the gateway's names. */
type Form = Readonly<Record<string, string>>;

/** Fields of the form whose values must not come back, wherever the answer has them as a word. */
const SECRETS = ['x_cc_cvv', 'x_ach_account', 'x_ach_route', 'x_token', 'x_trackdata'];

/** Fields of a reply by which something is found again: never masked but for a card number that was sent. */
const IDENTIFYING =
	/^(?!.*(?:card|account|acct|pan\b))(?:.*(?:_id|_number|_num|_no|_code|_ref|reference|invoice|order|ticket|token)|batch|trace|tran_\w+|status|version|type)$/i;

/** All but the last four digits hidden. */
const hidden = (number: string): string => {
	const digits = number.replace(/\D/g, '');
	return `${'x'.repeat(Math.max(digits.length - 4, 0))}${digits.slice(-4)}`;
};

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** What people and programs put between the digits of a card: spaces of all kinds, dots, dashes. */
const BETWEEN = '[\\p{Zs}.\\p{Pd}]';

/** The digits of a card, with or without a sign between them, as a word. */
const spelled = (digits: string): RegExp =>
	new RegExp(`(?<![\\dA-Za-z])${[...digits].join(`${BETWEEN}{0,2}`)}(?![\\dA-Za-z])`, 'gu');

/** Groups of digits, one behind the other. */
const GROUPS = new RegExp(`(?<![\\w-])\\d+(?:${BETWEEN}{1,2}\\d+)*(?![\\w-])`, 'gu');

/** Lengths of the groups in which cards have their digits: none, fours, or those of American Express. */
const CARD = /^(?:1[2-9]|(?:4,){2,4}[1-4]|4,6,[45])$/;

const MOST_GROUPS = 5;

/** Groups of digits without cards among them: a card may stand beside its date, or beside another card. */
function cardsHidden(text: string, kept: ReadonlySet<string>): string {
	const groups = [...text.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, index }));
	let shown = '';
	let told = 0;
	for (let first = 0; first < groups.length; first++) {
		const start = groups[first]?.index ?? 0;
		if (start < told) continue;
		for (let count = Math.min(MOST_GROUPS, groups.length - first); count > 0; count--) {
			const found = groups.slice(first, first + count).map(({ digits }) => digits);
			const end = (groups[first + count - 1]?.index ?? 0) + (found.at(-1)?.length ?? 0);
			const digits = found.join('');
			if (!CARD.test(found.map(({ length }) => length).join(','))) continue;
			if (digits.length < 12 || digits.length > 19 || !hasLuhnDigit(digits)) continue;
			if (kept.has(text.slice(start, end))) continue;
			shown += `${text.slice(told, start)}${hidden(digits)}`;
			told = end;
			break;
		}
	}
	return shown + text.slice(told);
}

/** What a magnetic stripe holds (ISO/IEC 7813). */
const TRACK = /%?B\d{12,19}\^[^?]*\??|;?\d{12,19}=\d+\??/gi;

/** A text without card numbers: each that passes its check digit, but none that identifies the payment. */
function withoutCards(text: string, form: Form): string {
	const kept = new Set(
		['x_invoice_id', 'x_customer_id', 'x_ticket_id', 'x_po_number']
			.map((name) => form[name]?.trim() ?? '')
			.filter((each) => each !== '' && each !== form.x_cc_number),
	);
	return text.replace(TRACK, '[track data]').replace(GROUPS, (groups) => cardsHidden(groups, kept));
}

/** A text without what was sent: the card number in any spelling, the other secrets as whole words. */
export function withoutSecrets(text: string, form: Form): string {
	const secrets = SECRETS.map((name) => form[name]?.trim() ?? '').filter(
		(value) => value.length > 2,
	);
	const scrubbed = secrets.reduce(
		(result, value) =>
			result.replace(
				new RegExp(`(?<![\\w.-])${escaped(value)}(?![\\w-]|\\.\\d)`, 'g'),
				value === form.x_ach_account ? hidden(value) : 'x'.repeat(value.length),
			),
		withoutSentCard(text, form),
	);
	return withoutCards(scrubbed, form);
}

function withoutSentCard(text: string, { x_cc_number: card = '' }: Form): string {
	return /^\d{12,19}$/.test(card) ? text.replace(spelled(card), hidden(card)) : text;
}

/** Numbers of accounts in a reply: the vendor masks them, but not always enough. */
const isAccount = (group: string, name: string): boolean =>
	(group === 'card' && name === 'number') ||
	(group === 'bank' && name === 'account') ||
	/^(?:card|account|acct|cc)_?(?:number|num|no)?$|^pan$/i.test(name);

/** Most digits of a card that may be seen: the first six and the last four. */
const SEEN_DIGITS = 10;

function maskedAccount(text: string): string {
	const digits = text.replace(/\D/g, '');
	const isMasked = /[x*\u2022]/i.test(text);
	return digits.length > (isMasked ? SEEN_DIGITS : 4) ? hidden(text) : text;
}

/** A reply without numbers of cards and accounts, and with all that identifies the payment. */
export function masked(reply: IDataObject, form: Form, group = ''): IDataObject {
	return Object.fromEntries(
		Object.entries(reply).map(([name, value]) => [name, maskedValue(value, name, form, group)]),
	);
}

function maskedValue(value: unknown, name: string, form: Form, group: string): IDataObject[string] {
	if (Array.isArray(value)) {
		return valueOf(value.map((each: unknown) => maskedValue(each, name, form, group)));
	}
	if (isRecord(value)) return masked(value, form, name);
	if (typeof value !== 'string' && typeof value !== 'number') return valueOf(value);
	const text = String(value);
	const shown = isAccount(group, name)
		? maskedAccount(text)
		: IDENTIFYING.test(name)
			? withoutSentCard(text, form)
			: withoutSecrets(text, form);
	return shown === text ? value : shown;
}
