import express, { type Express, type Request, type Response } from 'express';
import { isForm, stringsOf } from '../shared/http';
import type { OAuthStore } from '../shared/oauthStore';
import { ACCOUNTS, type Account } from './data';
import type { Books, Ticket } from './books';

export const GATEWAY_PATH = '/os/system/gateway/transact.php';

type Form = Record<string, string>;
type Reply = Record<string, unknown>;

export interface GatewayCounts {
	/** Requests that were carried out, by type and invoice or ticket. */
	carriedOut: Map<string, number>;
	/** Amounts that were not written with two decimals. */
	looseAmounts: number;
	/** Calls with an access token that had expired. */
	staleTokens: number;
	/** Calls by GET, which would put card numbers into URLs. */
	gets: number;
}

const MONEY = new Set(['ES', 'AS', 'OF', 'AP', 'DH', 'DC']);
const CARDS = new Set(['ES', 'AS', 'OF', 'AP', 'AV', 'TK']);
const BANK = new Set(['DH', 'DC', 'DV', 'PN']);
const TICKETS = new Set(['DS', 'CR', 'VO']);
/** Types that are refused without an invoice ID; the vendor's own samples and plugin send ES and DH without. */
const INVOICED = new Set(['AS', 'OF', 'AP', 'DC', 'DV', 'PN', 'RM']);
/** Types that are taken without a name. */
const NAMELESS = new Set(['AS', 'TK']);
const DEBUG_APPROVED = new Set([
	'370000000000002',
	'6011000000000012',
	'4007000000027',
	'5424000000000015',
]);
const DECLINES: Record<string, string> = {
	'5.00': 'DENY',
	'5.10': 'CALL',
	'5.20': 'PKUP',
	'5.30': 'RETRY',
	'5.40': 'SETUP',
	'6.12': 'CASHBACK_NOAVAIL',
	'6.16': 'INSUFFICIENT_FUNDS',
	'6.22': 'CARD_EXPIRED',
};
const VERIFICATIONS: Record<string, [string, string]> = {
	'053200983/11101010': ['G', 'AUTH NUM 123456'],
	'226078036/13590100098321': ['D', 'History of Ineligible'],
	'053200983/11101012': ['D', 'Routing Number is Invalid'],
	'226078036/13590100098319': ['D', 'CHEXDIRECT|DECLINE CHECK|3 UNPAIDS (ALL)|UNPAID AMT= 35'],
	'053200983/11101015': ['D', 'Wrong Account Structure'],
};

/** OmniFund's payment gateway: HTTP 200 whatever happens, in XML or JSON. */
export class Gateway {
	readonly counts: GatewayCounts = {
		carriedOut: new Map(),
		looseAmounts: 0,
		staleTokens: 0,
		gets: 0,
	};

	/** Answers with a tag that is not closed, as the vendor's samples do. */
	unclosedTag = false;

	/** Answers only when told so: `status` T. */
	timesOut = false;

	/** The files of the last form that had some, by field. */
	files: Record<string, { name: string; type: string; text: string }> = {};

	constructor(
		private readonly oauth: OAuthStore,
		private readonly booksOf: (account: Account) => Books,
		private readonly clientSecret: { id: string; secret: string },
	) {}

	serve(app: Express): void {
		const raw = express.raw({ type: 'multipart/form-data', limit: '30mb' });
		app.all(GATEWAY_PATH, raw, (request, response) => {
			if (request.method !== 'POST') {
				this.counts.gets += 1;
				return void response.status(405).send('');
			}
			const isMultipart = Buffer.isBuffer(request.body);
			if (!isForm(request) && !isMultipart) return void response.status(400).send('');
			const form = isMultipart ? this.parts(request) : stringsOf(request.body);
			this.send(response, form, this.answer(request, form));
		});
	}

	/** The texts of a multipart form; its files are kept. */
	private parts(request: Request): Form {
		const boundary = /boundary=(\S+)/.exec(request.header('content-type') ?? '')?.[1] ?? '';
		const form: Form = {};
		this.files = {};
		for (const part of String(request.body).split(`--${boundary}`).slice(1, -1)) {
			const [head = '', ...rest] = part.split('\r\n\r\n');
			const text = rest.join('\r\n\r\n').replace(/\r\n$/, '');
			const field = /; name="([^"]*)"/.exec(head)?.[1] ?? '';
			const name = /; filename="([^"]*)"/.exec(head)?.[1];
			if (name === undefined) form[field] = text;
			else this.files[field] = { name, type: /Content-Type: (\S+)/.exec(head)?.[1] ?? '', text };
		}
		return form;
	}

	private answer(_request: Request, form: Form): Reply {
		const account = this.account(form);
		if (typeof account === 'number') return { status: 'D', term_code: account, description: '' };
		const fault = this.fault(form);
		if (fault) return { status: 'D', term_code: fault[0], description: fault[1] };
		if (this.timesOut) return { status: 'T', term_code: 0, description: 'HOST TIMEOUT' };
		return { term_code: 0, ...this.carryOut(form, this.booksOf(account)) };
	}

	private account(form: Form): Account | number {
		const { client_id: client, access_token: token, client_secret: secret } = form;
		if (form.access_key !== undefined) {
			const key = ACCOUNTS.find(
				({ keyId, keySecret }) => keyId === form.access_key && keySecret === form.access_key_secret,
			);
			return key ?? 20998;
		}
		if (client === undefined) return 20999;
		if (client !== this.clientSecret.id) return 20998;
		if (secret !== undefined) return secret === this.clientSecret.secret ? first() : 20998;
		const { state, user } = this.oauth.check(token ?? '');
		if (state === 'expired') this.counts.staleTokens += 1;
		const account = ACCOUNTS.find(({ username }) => username === user?.username);
		return state === 'valid' && account ? account : 20998;
	}

	/** The first thing that is wrong with the request: its code, and the words. */
	private fault(form: Form): [number, string] | undefined {
		const { x_transaction_type: type = '', x_amount: amount } = form;
		if (type === '') return [20996, 'Missing transaction type'];
		const known = [MONEY, CARDS, BANK, TICKETS].some((types) => types.has(type)) || type === 'RM';
		if (!known) return [20995, 'Invalid transaction type'];
		if (!form.x_customer_id) return [20979, 'No customer specified'];
		const ids = form.x_version === '1.3' ? /^[\w.-]{1,32}$/ : /^[A-Za-z0-9.@#,-]{1,32}$/;
		if (!ids.test(form.x_customer_id)) return [20978, 'Invalid customer ID'];
		if (amount !== undefined && !/^\d+\.\d\d$/.test(amount)) this.counts.looseAmounts += 1;
		if (MONEY.has(type) && !(Number(amount) > 0)) {
			return [20978, 'Amount must be greater than Zero'];
		}
		if (type === 'PN' && Number(amount) !== 0) return [20978, 'Amount must be Zero'];
		if (type === 'DV' && !/^\d+\.\d\d$/.test(amount ?? '')) return [20979, 'Amount'];
		const token = form.x_payment_token_id !== undefined && type !== 'TK';
		const isTokenRefund = type === 'CR' && token;
		if (TICKETS.has(type) && !form.x_ticket_id && !isTokenRefund) return [20979, 'Ticket ID'];
		if (isTokenRefund && !(Number(amount) > 0)) return [20978, 'Amount must be greater than Zero'];
		if (INVOICED.has(type) && !form.x_invoice_id) return [20979, 'Invoice ID'];
		if (!token && (CARDS.has(type) || BANK.has(type)) && !NAMELESS.has(type) && !named(form)) {
			return [20979, 'Company or first and last name'];
		}
		const isCard = form.x_token === undefined && form.x_trackdata === undefined;
		if (CARDS.has(type) && !token && isCard) {
			if (!luhn(form.x_cc_number ?? '')) return [20978, 'The card number provided is invalid'];
			if (!/^(0[1-9]|1[0-2])\d\d$/.test(form.x_cc_exp ?? '')) return [20979, 'Expiration date'];
		}
		if (BANK.has(type)) {
			if (!/^(PPD|WEB|TEL|ARC|RCK)$/.test(form.x_ach_payment_type ?? '')) {
				return [20979, 'ACH payment type'];
			}
			if (!token && !/^\d{9}$/.test(form.x_ach_route ?? '')) return [20978, 'Routing number'];
			if (!token && !/^\d{1,20}$/.test(form.x_ach_account ?? '')) return [20978, 'Account number'];
		}
		return undefined;
	}

	private carryOut(form: Form, books: Books): Reply {
		const type = form.x_transaction_type ?? '';
		const about = form.x_invoice_id ?? form.x_ticket_id ?? '';
		const key = `${type} ${about}`;
		this.counts.carriedOut.set(key, (this.counts.carriedOut.get(key) ?? 0) + 1);
		const common = {
			order_number: books.orderNumber('20260301'),
			tran_amount: form.x_amount ?? '',
			tran_date: '20260301',
			tran_time: '091121',
			...(form.x_invoice_id ? { invoice_id: form.x_invoice_id } : {}),
			...(form.x_version ? { version: form.x_version } : {}),
		};
		if (type === 'RM') return { ...common, ...books.remove(form.x_invoice_id ?? '') };
		if (form.x_debug === '1') return { ...common, ...debug(type, form.x_cc_number ?? '') };
		if (TICKETS.has(type) && form.x_ticket_id) {
			return { ...common, ...onTicket(type, form, books) };
		}
		if (type === 'CR') {
			const ticket = { ticket_id: books.issue(type, form), auth_code: '094535' };
			const token = { payment_token_id: form.x_payment_token_id };
			return { ...common, status: 'G', description: 'APPROVED', ...ticket, ...token };
		}
		if (BANK.has(type)) return { ...common, ...this.bank(type, form, books) };
		return { ...common, ...this.card(type, form, books) };
	}

	private card(type: string, form: Form, books: Books): Reply {
		const amount = form.x_amount ?? '';
		const account = {
			type: 'card',
			card: {
				network: 'Visa',
				number: `4111xxxxxxxx${(form.x_cc_number ?? '1111').slice(-4)}`,
				expiration: form.x_cc_exp ?? '1228',
			},
			payment_token_id: form.x_payment_token_id ?? books.tokenOf(form.x_cc_number ?? ''),
		};
		if (type === 'TK') return { status: 'G', description: 'STORED', ...account };
		const code = DECLINES[amount];
		if (code !== undefined) {
			return {
				status: 'D',
				description: code,
				...(amount.startsWith('6.') ? { phard_code: code } : {}),
			};
		}
		if (MONEY.has(type)) {
			const duplicate = books.duplicate(form);
			if (duplicate) return { status: 'D', description: 'DUPLICATE TRANSACTION' };
			if (books.isFuture(form.x_process_date)) {
				books.schedule(form);
				return { status: 'R', description: 'RECEIVED', ...account };
			}
			books.book(form);
		}
		const ticket = type === 'AV' ? {} : { ticket_id: books.issue(type, form) };
		const avs = form.x_zip === '32615' || form.x_zip === '32606' ? 'GOOD' : 'UNKNOWN';
		return {
			status: 'G',
			...ticket,
			auth_code: '094533',
			description: 'APPROVED',
			avs,
			cvv: form.x_cc_cvv === '999' ? 'GOOD' : 'UNKNOWN',
			...account,
		};
	}

	private bank(type: string, form: Form, books: Books): Reply {
		const numbers = `${form.x_ach_route ?? ''}/${form.x_ach_account ?? ''}`;
		const verified = VERIFICATIONS[numbers];
		if (verified && (type === 'DV' || form.x_ach_verification === '1')) {
			const [status, description] = verified;
			if (status === 'D' || type === 'DV') return { status, description };
		}
		const account = {
			type: 'bank',
			bank: {
				account: `xxxx${(form.x_ach_account ?? '0000').slice(-4)}`,
				routing: form.x_ach_route ?? '',
			},
			payment_token_id: form.x_payment_token_id ?? books.tokenOf(form.x_ach_account ?? ''),
		};
		if (MONEY.has(type)) {
			if (books.duplicate(form)) return { status: 'D', description: 'DUPLICATE TRANSACTION' };
			if (books.isFuture(form.x_process_date)) books.schedule(form);
			else books.book(form);
		}
		return { status: 'R', description: 'RECEIVED', ...account };
	}

	private send(response: Response, { x_version: version }: Form, reply: Reply): void {
		if (version === '1.2' || version === '1.3') {
			return void response.type('application/json').send(JSON.stringify(reply));
		}
		const xml = (values: Reply): string =>
			Object.entries(values)
				.map(([name, value]) => {
					const inner =
						typeof value === 'object' && value !== null ? xml(value as Reply) : escaped(value);
					const open = this.unclosedTag && name === 'description';
					return `<${name}>${inner}${open ? '' : `</${name}>`}`;
				})
				.join('');
		response
			.type('text/xml')
			.send(`<?xml version="1.0"?><ResponseData>${xml(reply)}</ResponseData>`);
	}
}

function first(): Account | number {
	return ACCOUNTS[0] ?? 20998;
}

const named = (form: Form) =>
	Boolean(form.x_company) || (Boolean(form.x_first_name) && Boolean(form.x_last_name));

const escaped = (value: unknown) =>
	String(value).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function debug(type: string, number: string): Reply {
	if (type === 'AS' || type === 'DS') return { status: 'E', description: 'NOT IN TEST MODE' };
	if (DEBUG_APPROVED.has(number)) return { status: 'G', description: 'TEST APPROVED' };
	if (number === '4222222222222') return { status: 'D', description: 'TEST DECLINED' };
	return { status: 'E', description: 'INVALID TEST CARD' };
}

function onTicket(type: string, form: Form, books: Books): Reply {
	const ticket = books.tickets.get(form.x_ticket_id ?? '');
	const declined = (description: string) => ({ status: 'D', description });
	if (!ticket || ticket.customer !== form.x_customer_id) return declined('UNKNOWN TICKET');
	if (ticket.voided) return declined('ALREADY VOIDED');
	const amount = Number(form.x_amount ?? '0');
	const outcome = TICKET_ACTIONS[type]?.(ticket, amount);
	if (outcome !== undefined) return declined(outcome);
	return { status: 'G', description: 'APPROVED', ticket_id: form.x_ticket_id, auth_code: '094534' };
}

/** What an action does to a ticket; the words of a refusal come back. */
const TICKET_ACTIONS: Record<string, (ticket: Ticket, amount: number) => string | undefined> = {
	DS(ticket, amount) {
		if (ticket.type !== 'AS' || ticket.captured > 0) return 'NOTHING TO CAPTURE';
		if (amount > ticket.amount) return 'AMOUNT TOO HIGH';
		ticket.captured = amount;
		return undefined;
	},
	CR(ticket, amount) {
		if (amount > ticket.captured - ticket.refunded) return 'AMOUNT TOO HIGH';
		ticket.refunded += amount;
		return undefined;
	},
	VO(ticket) {
		ticket.voided = true;
		return undefined;
	},
};

function luhn(number: string): boolean {
	if (!/^\d{12,22}$/.test(number)) return false;
	const sum = [...number].reverse().reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return sum % 10 === 0;
}
