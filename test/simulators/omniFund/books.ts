import type { Account, Member } from './data';

export interface Ticket {
	type: string;
	customer: string;
	amount: number;
	captured: number;
	refunded: number;
	voided: boolean;
}

type Form = Record<string, string>;

const DAY = 86_400;

/** What one merchant has at OmniFund; invented data. */
export class Books {
	readonly transactions: Member[];

	readonly pending: Member[];

	readonly events: Member[];

	readonly settlements: Member[];

	readonly passports = new Map<string, Record<string, unknown>>();

	readonly tickets = new Map<string, Ticket>();

	private readonly tokens = new Map<string, string>();

	private readonly merchant: string;

	private number = 1_000;

	constructor({ base, merchant }: Account) {
		this.merchant = merchant;
		this.transactions = Array.from({ length: 45 }, (_, index) =>
			transaction(base * 10 + index, index, base),
		);
		this.pending = Array.from({ length: 35 }, (_, index) =>
			transaction(base * 20 + index, index + 100, base),
		);
		this.events = Array.from({ length: 40 }, (_, index) => event(base * 30 + index, index, base));
		this.settlements = Array.from({ length: 60 }, (_, index) => ({
			id: base * 40 + index,
			settleDate: '20260105',
			transaction: base * 10 + index,
			amount: `${index + 1}.00`,
		}));
	}

	nextNumber(): number {
		this.number += 1;
		return this.number;
	}

	/** `123456-20170509-59120e0c5b178`: merchant, day, and thirteen hexadecimal digits. */
	orderNumber(day: string): string {
		const rest = this.nextNumber().toString(16).padStart(5, '0');
		return `${this.merchant}-${day}-59120e0c${rest}`;
	}

	/** The token of an account number, the same each time. */
	tokenOf(number: string): string {
		const token =
			this.tokens.get(number) ?? `tok_${this.nextNumber().toString(16).padStart(32, 'c')}`;
		this.tokens.set(number, token);
		return token;
	}

	issue(type: string, form: Form): string {
		const id = String(this.nextNumber());
		const amount = Number(form.x_amount ?? '0');
		this.tickets.set(id, {
			type,
			customer: form.x_customer_id ?? '',
			amount,
			captured: type === 'AS' ? 0 : amount,
			refunded: 0,
			voided: false,
		});
		return id;
	}

	/** The same customer, invoice and amount again, without another purchase order number. */
	duplicate({
		x_customer_id: customer,
		x_invoice_id: invoice,
		x_amount: amount,
		x_po_number: po,
	}: Form) {
		return [...this.transactions, ...this.pending].some(
			(each) =>
				each.referenceId === invoice &&
				each.amount === amount &&
				(each.customer as { customerRef?: unknown }).customerRef === customer &&
				(each.poNumber ?? '') === (po ?? ''),
		);
	}

	isFuture(date: string | undefined): boolean {
		const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
		return date !== undefined && date > today;
	}

	book(form: Form): void {
		this.transactions.unshift(this.entry(form));
	}

	schedule(form: Form): void {
		this.pending.unshift(this.entry(form));
	}

	remove(invoice: string): Record<string, unknown> {
		const left = this.pending.filter(
			({ referenceId }) => invoice !== 'ALL' && referenceId !== invoice,
		);
		if (left.length === this.pending.length)
			return { status: 'D', description: 'NOTHING TO REMOVE' };
		this.pending.splice(0, this.pending.length, ...left);
		return { status: 'G', description: 'REMOVED' };
	}

	private entry(form: Form): Member {
		const id = this.nextNumber() + 900_000;
		return {
			'@id': `/api/transactions-history/${id}`,
			'@type': 'transactions-history',
			id,
			amount: form.x_amount ?? '',
			customer: { id: 0, customerRef: form.x_customer_id ?? '' },
			loginID: 'api',
			tranDate: Math.floor(Date.now() / 1000),
			referenceId: form.x_invoice_id ?? '',
			poNumber: form.x_po_number ?? '',
		};
	}
}

function transaction(id: number, index: number, base: number): Member {
	return {
		'@id': `/api/transactions-history/${id}`,
		'@type': 'transactions-history',
		id,
		amount: `${index + 1}.00`,
		customer: {
			'@id': `/api/customers/${base + (index % 5)}`,
			id: base + (index % 5),
			customerRef: `ref-${base + (index % 5)}`,
		},
		loginID: 'mia',
		tranDate: 1_767_225_600 - index * DAY,
		referenceId: `INV-${id}`,
	};
}

function event(id: number, index: number, base: number): Member {
	return {
		'@id': `/api/events/${id}`,
		'@type': 'events',
		id,
		owner: `merch_${base}`,
		resource: `cust_${base + index}`,
		source: 'mia',
		location: 'dashboard',
		type: index % 4 === 3 ? 'transaction.created' : 'customer.updated',
		createdAt: 1_767_225_600 - index * 3_600,
		eventData: {
			object: { id: base + index, object: 'customer', customerRef: `ref-${base + index}` },
			previousAttributes: { city: 'Elsewhere' },
		},
	};
}
