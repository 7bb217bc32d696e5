import {
	collection,
	jsonObject,
	list,
	locator,
	mapped,
	needed,
	refuseRepeated,
	string,
	type Field,
	type Fields,
} from '../shared/fields';
import { idempotencyOptions } from './idempotency';

/**
 * The address of an order's page. The pages of orders begin with /Order/ (public user script for
 * my.billit.be/Order/Income/Invoice/); what follows is not documented: the first long number is taken.
 */
export const orderPage = {
	regex: '//my(?:\\.sandbox)?\\.billit\\.[a-z]+/.*?(\\d{3,})(?:[/?#].*)?$',
	placeholder: 'e.g. https://my.billit.be/Order/Edit/123456',
};

/**
 * The address of "My company", which holds the Party ID (docs.billit.be/docs/api-key-practical-use). Its path is
 * not documented; an order's page is none.
 */
const companyPage = {
	regex: '//my(?:\\.sandbox)?\\.billit\\.[a-z]+/(?![Oo]rder/).*?(\\d{3,})(?:[/?#].*)?$',
	placeholder: 'e.g. https://my.billit.be/…/123456',
};

/** The company to act for; it overrides the credential's Party ID. */
export const company = locator({
	label: 'Company',
	search: 'searchCompanies',
	description: 'Company to act for',
	hint: 'Leave empty to use the Party ID of the credential',
	url: companyPage,
});

/** The headers that choose the company of a call. */
export function companyHeaders(values: { company?: string }): Record<string, string> {
	return values.company ? { PartyID: values.company } : {};
}

export const order = locator({
	label: 'Order',
	search: 'searchOrders',
	required: true,
	url: orderPage,
	description: 'The order: an invoice, credit note, offer, delivery note or order form',
});

export const party = locator({
	label: 'Customer or Supplier',
	search: 'searchParties',
	required: true,
	description: 'The customer or supplier',
});

export const product = locator({
	label: 'Product',
	description: 'The product, by its ID',
	search: 'searchProducts',
	required: true,
});

export const document = locator({
	label: 'Document',
	description: 'The document, by its ID',
	search: 'searchDocuments',
	required: true,
});

export const feed = locator({
	label: 'Feed',
	description: 'The accountant feed, by its name',
	search: 'searchFeeds',
	blanks: true,
	required: true,
	idPlaceholder: 'e.g. my-feed',
});

export const report = locator({
	label: 'Report',
	description: 'The report to run',
	search: 'searchReports',
	required: true,
});

export const webhook = locator({
	label: 'Webhook',
	description: 'The webhook, by its ID',
	search: 'searchWebhooks',
	required: true,
});

export const cashbook = locator({
	label: 'Cashbook',
	description: 'The closed cashbook',
	search: 'searchCashbooks',
	required: true,
});

export const registration = locator({
	label: 'Registration',
	search: 'searchRegistrations',
	required: true,
	description: 'The company registered at the access point',
});

export const inboxItem = locator({
	label: 'Inbox Item',
	search: 'searchInboxItems',
	required: true,
	description: 'A document in the Peppol inbox; Billit lists the ten oldest',
});

/** What this pack has no field for, merged last, so that it also overrides. */
export const additionalJson = jsonObject({
	label: 'Additional JSON',
	default: '{}',
	description: "Properties in Billit's own names, merged over the fields above",
});

/** The body as JSON, for calls whose form is not published in full. */
export const rawBody = jsonObject({
	label: 'Body',
	required: true,
	default: '{}',
	description: "The call's JSON body in Billit's own property names",
});

/** Options of an operation that creates something. */
export const creationOptions = <F extends Fields>(more: F) =>
	collection({
		label: 'Options',
		description: 'What keeps the same thing from being made twice, and what else may be chosen',
		fields: { ...idempotencyOptions, ...more },
	});

export const plainCreationOptions = creationOptions({});

/** Free key and value pairs, as Billit's `CustomFields`. */
export const customFields: Field<Record<string, string>> = mapped(
	list({
		label: 'Custom Fields',
		description: 'Names and values of your own that Billit keeps or sends along, one a row',
		rowLabel: 'Custom Field',
		addLabel: 'Add custom field',
		fields: {
			Key: string({
				label: 'Key',
				description: 'Name of the custom field as Billit knows it',
				required: true,
				placeholder: 'e.g. Invoice.Note',
			}),
			Value: needed(string({ label: 'Value', description: 'What it holds' })),
		},
	}),
	(rows, label) => {
		const pairs = rows.map(({ Key = '', Value = '' }) => [Key.trim(), Value] as const);
		refuseRepeated(
			label,
			'Key',
			pairs.map(([key]) => key),
		);
		return Object.fromEntries(pairs);
	},
);
