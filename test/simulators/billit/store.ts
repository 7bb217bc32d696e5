import { createHmac, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Company, Row } from './data';

/** What the API needs of the simulator around it. */
export interface ApiHost {
	/** Orders that each company has from the start. */
	orders: number;
	/** Whose call this is; answers itself when nobody's. */
	account(request: Request, response: Response): { username: string } | undefined;
	/** The company of the call; answers itself when there is none. */
	company(request: Request, response: Response): Company | undefined;
	list(
		request: Request,
		response: Response,
		allowed: ReadonlySet<string>,
		total: number,
		rowAt: (index: number) => Row,
	): void;
}

export interface Webhook extends Row {
	WebhookID: number;
	CompanyID: number;
	EntityType: string;
	EntityUpdateType: string;
	WebhookURL: string;
	Secret: string;
}

/** A webhook call, ready to be sent. */
export interface SignedCall {
	rawBody: string;
	headers: Record<string, string>;
}

/** Numbers of what is made come after those of the data. */
const FIRST_MADE = 900_000;

/** Everything that a test can look at or set up. */
export class BillitStore {
	readonly orders = new Map<number, Row>();

	readonly deletedOrders: Row[] = [];

	readonly parties = new Map<number, Row>();

	readonly products = new Map<number, Row>();

	readonly documents = new Map<number, Row>();

	readonly files = new Map<string, Row>();

	readonly uploads = new Map<number, Row>();

	readonly webhooks = new Map<number, Webhook>();

	readonly registrations = new Map<number, Row>();

	readonly feeds = new Set<string>(['my-feed']);

	/** Idempotency keys of calls that succeeded. */
	readonly keys = new Set<string>();

	/** Which header carries the key. */
	keyHeader = 'idempotency-key';

	/** VAT numbers that are on Peppol, and what they take. */
	readonly participants = new Map<string, string[]>([
		['BE0123456749', ['BISv3Invoice', 'BISv3CreditNote']],
		['BE0400000000', ['BISv3Invoice']],
	]);

	/** How many reads of a sent order it takes until it is delivered. */
	deliveredAfter = 1;

	/** Whether the French tax authority rejects what is sent; the delivery then stays pending for ever. */
	taxAuthorityRejects = false;

	/** Whether a registration is followed by a call to the address, with the secret in it. */
	confirms = false;

	/** Whether a registration tells its secret; otherwise it has to be refreshed. */
	tellsSecret = true;

	/** Whether addresses of webhooks must start with https. */
	requiresHttps = false;

	private next = FIRST_MADE;

	/** A call as Billit signs it: the headers and body for one webhook. */
	signed(webhook: Webhook, body: unknown, at = Date.now()): SignedCall {
		const rawBody = JSON.stringify(body);
		const time = Math.floor(at / 1000);
		const signature = createHmac('sha256', webhook.Secret)
			.update(`${time}.${rawBody}`)
			.digest('hex');
		return { rawBody, headers: { 'billit-signature': `t=${time},s=${signature}` } };
	}

	/** The webhooks for a pair such as `Order/U`. */
	webhooksFor(pair: string): Webhook[] {
		return [...this.webhooks.values()].filter(
			({ EntityType, EntityUpdateType }) => `${EntityType}/${EntityUpdateType}` === pair,
		);
	}

	/** Orders that came by the API, in addition to those of the data. */
	madeOrders({ PartyID }: Company): Row[] {
		return [...this.orders.values()].filter(
			({ OrderID, CompanyID }) =>
				CompanyID === PartyID && Number(OrderID) > PartyID * 1_000_000 + FIRST_MADE,
		);
	}

	id(company?: Company): number {
		this.next += 1;
		return (company ? company.PartyID * 1_000_000 : 0) + this.next;
	}

	file(name: string, content: Buffer, mimeType?: string): string {
		const id = randomUUID();
		this.files.set(id, {
			FileID: id,
			FileName: name,
			...(mimeType ? { MimeType: mimeType } : {}),
			FileContent: content.toString('base64'),
		});
		return id;
	}
}
