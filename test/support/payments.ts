import type { INodeParameters } from 'n8n-workflow';

/** A card that OmniFund's simulator approves. */
export const CARD = '4007000000027';

/** The fields of Card Payment: Sale with a card of one's own. */
export const cardSale = (more: INodeParameters = {}): INodeParameters => ({
	customerId: { __rl: true, mode: 'id', value: 'ref-1001' },
	amount: '36.00',
	payWith: 'account',
	cardNumber: CARD,
	expiration: '12/39',
	customerDetails: { company: 'Example Co' },
	simplify: true,
	options: {},
	...more,
});
