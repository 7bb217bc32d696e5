import type { INodeParameters } from 'n8n-workflow';
import type { BillitSimulator } from '../../../simulators/billit';

export const ORDER = 1001000004;

export const id = (value: string | number): INodeParameters => ({
	__rl: true,
	mode: 'id',
	value: String(value),
});

export const order = {
	orderType: 'Invoice',
	orderDirection: 'Income',
	orderDate: '2026-01-15T00:00:00',
	expiryDate: '2026-02-14',
	counterPartyId: id(100103),
	orderLines: {
		rows: [{ Description: 'Consulting', Quantity: 2, UnitPriceExcl: '50', VATPercentage: '21' }],
	},
	additionalFields: { Reference: 'PO 7', Paid: false },
};

export const ORDER_BODY = {
	OrderType: 'Invoice',
	OrderDirection: 'Income',
	OrderDate: '2026-01-15',
	ExpiryDate: '2026-02-14',
	Customer: { PartyID: 100103 },
	OrderLines: [{ Description: 'Consulting', Quantity: 2, UnitPriceExcl: 50, VATPercentage: 21 }],
	Reference: 'PO 7',
	Paid: false,
};

/** `none`: two items of one test would be two keys anyway, but the rows assert the plain request. */
export const plain = { options: { idempotencyKey: 'none' } };

export const list = (more: INodeParameters = {}): INodeParameters => ({
	returnAll: false,
	limit: 2,
	simplify: true,
	options: {},
	...more,
});

export const skips = (...values: number[]) =>
	values.map((skip) => ({ $top: '120', ...(skip ? { $skip: String(skip) } : {}) }));

/** A list that comes in one piece. */
export const whole = (all: number) => ({ all, pages: [{}], limit: 1, requests: 1 });

export const FILE_BASE64 = Buffer.from('hello').toString('base64');

export function addWebhook(vendor: () => BillitSimulator): void {
	vendor().store.webhooks.set(1, {
		WebhookID: 1,
		CompanyID: 1001,
		EntityType: 'Order',
		EntityUpdateType: 'U',
		WebhookURL: 'https://example.com/hook',
		Secret: 's',
	});
}
