import type { INodeParameters } from 'n8n-workflow';
import { credentials, nodes } from '../../../scripts/registry';

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

/** The most used operations. */
const OPERATIONS: Panel[] = [
	operationOf('billit', 'order', 'create'),
	operationOf('billit', 'order', 'send'),
	operationOf('bookingExperts', 'reservation', 'create'),
	operationOf('luca', 'saleInvoice', 'create'),
	operationOf('microBilt', 'identity', 'verifyId'),
	operationOf('omniFund', 'cardPayment', 'sale'),
];

/** What each node shows when it is new, and its most used operations. */
export const PANELS: Panel[] = nodes
	.map(({ node }) => firstOf(node.description.name))
	.flatMap((first) => [first, ...OPERATIONS.filter(({ type }) => type === first.type)]);

/** Credential types by picture, below docs/pictures/credentials, with what n8n calls them. */
export const CREDENTIALS: Array<[type: string, displayName: string]> = credentials.map(
	({ name, displayName }) => [name, displayName],
);

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
