import { locator } from '../shared/fields';

/** The company to act for; it overrides the credential's Party ID. */
export const company = locator({
	label: 'Company',
	search: 'searchCompanies',
	description: 'Company to act for; leave empty to use the one of the credential',
});

/** The headers that choose the company of a call. */
export function companyHeaders(values: { company?: string }): Record<string, string> {
	return values.company ? { PartyID: values.company } : {};
}

export const order = locator({
	label: 'Order',
	search: 'searchOrders',
	required: true,
	description: 'The order: an invoice, credit note, offer, delivery note or order form',
});
