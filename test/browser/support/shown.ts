import type { INodeParameters } from 'n8n-workflow';

/** A panel of a node, by its picture. */
export interface Panel {
	/** Below docs/pictures/nodes. */
	picture: string;
	type: string;
	parameters: INodeParameters;
}

const firstOf = (type: string): Panel => ({ picture: type, type, parameters: {} });

const operationOf = (type: string, resource: string, operation: string): Panel => ({
	picture: `${type}-${resource}-${operation}`,
	type,
	parameters: { resource, operation },
});

/** What each node shows when it is new, and its most used operations. */
export const PANELS: Panel[] = [
	firstOf('billit'),
	operationOf('billit', 'order', 'create'),
	operationOf('billit', 'order', 'send'),
	firstOf('billitTrigger'),
	firstOf('bookingExperts'),
	operationOf('bookingExperts', 'reservation', 'create'),
	firstOf('bookingExpertsPollingTrigger'),
	firstOf('bookingExpertsTrigger'),
	firstOf('luca'),
	operationOf('luca', 'saleInvoice', 'create'),
	firstOf('lucaTrigger'),
	firstOf('microBilt'),
	operationOf('microBilt', 'identity', 'verifyId'),
	firstOf('oAuth2ConnectTrigger'),
	firstOf('omniFund'),
	operationOf('omniFund', 'cardPayment', 'sale'),
	firstOf('omniFundTrigger'),
];

/** Credential types by picture, below docs/pictures/credentials, with what n8n calls them. */
export const CREDENTIALS: Array<[type: string, displayName: string]> = [
	['billitApi', 'Billit API'],
	['billitOAuth2Api', 'Billit OAuth2 API'],
	['bookingExpertsApi', 'Booking Experts API'],
	['bookingExpertsOAuth2Api', 'Booking Experts OAuth2 API'],
	['lucaApi', 'Luca API'],
	['lucaOAuth2Api', 'Luca OAuth2 API'],
	['lucaPkceOAuth2Api', 'Luca OAuth2 (PKCE) API'],
	['microBiltOAuth2Api', 'MicroBilt OAuth2 API'],
	['n8nInstanceApi', 'N8n Instance API'],
	['omniFundApi', 'OmniFund API'],
	['omniFundOAuth2Api', 'OmniFund OAuth2 API'],
	['omniFundPasswordOAuth2Api', 'OmniFund OAuth2 (Password) API'],
];

/** Words that people type into the node search, and the nodes that must be among the first. */
export const SEARCHES: Array<[words: string[], ...nodes: string[]]> = [
	[['billit', 'bilit', 'bill it'], 'Billit'],
	[['peppol', 'ubl', 'e-invoice', 'einvoice', 'e invoice', 'credit note', 'factuur'], 'Billit'],
	[['invoice', 'invoices', 'invoicing', 'accounting', 'bookkeeping'], 'Billit', 'Luca Regnskap'],
	[['luca', 'regnskap', 'luca regnskap', 'faktura', 'norway'], 'Luca Regnskap'],
	[
		['booking experts', 'bookingexperts', 'booking expert', 'booking', 'reservation'],
		'Booking Experts',
	],
	[['holiday park', 'vacation park', 'camping', 'pms', 'availability'], 'Booking Experts'],
	[['omnifund', 'omni fund', 'gotobilling', 'go to billing'], 'OmniFund'],
	[['payment', 'payments', 'charge', 'refund', 'credit card', 'ach payment', 'echeck'], 'OmniFund'],
	[['microbilt', 'micro bilt', 'credit report', 'credit check', 'credit score'], 'MicroBilt'],
	[['bank verification', 'verify bank account', 'kyc', 'fraud'], 'MicroBilt'],
	[['identity', 'background check', 'people search'], 'MicroBilt'],
	[['oauth2', 'oauth', 'oauth 2', 'connect', 'redirect url'], 'OAuth2 Connect Trigger'],
];
