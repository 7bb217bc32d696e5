/** A service that is published in a package of its own beside the combined one. */
export interface Service {
	packageName: string;
	/** As the README's heading and the entries of the changelog write it. */
	title: string;
	/** The folder below `nodes`, with which its credential classes begin, too. */
	room: string;
	/** Its page in docs/connect and docs/nodes. */
	page: string;
	description: string;
	keywords: string[];
	/** In place of the combined Connect trigger; none where n8n runs the consent. */
	connectTrigger?: string;
}

/** The single-service packages. All else about them is derived from the combined package. */
export const services: Service[] = [
	{
		packageName: 'n8n-nodes-billit',
		title: 'Billit',
		room: 'Billit',
		page: 'billit',
		description: 'n8n nodes for Billit: invoices, purchases and Peppol e-invoicing',
		keywords: ['billit', 'peppol', 'e-invoicing'],
		connectTrigger: 'dist/nodes/Connect/Billit/BillitOAuth2ConnectTrigger.node.js',
	},
	{
		packageName: 'n8n-nodes-booking-experts',
		title: 'Booking Experts',
		room: 'BookingExperts',
		page: 'booking-experts',
		description: 'n8n nodes for Booking Experts: reservations, prices and guests of holiday parks',
		keywords: ['booking experts', 'holiday park', 'reservation'],
		connectTrigger: 'dist/nodes/Connect/BookingExperts/BookingExpertsOAuth2ConnectTrigger.node.js',
	},
	{
		packageName: 'n8n-nodes-flexible-oauth2',
		title: 'Any provider',
		room: 'Flexible',
		page: 'oauth2-api-call',
		description: 'n8n credential and node for OAuth2 APIs that are not quite by the book',
		keywords: ['custom oauth2', 'json token', 'password grant', 'client credentials'],
		connectTrigger: 'dist/nodes/Connect/Flexible/FlexibleOAuth2ConnectTrigger.node.js',
	},
	{
		packageName: 'n8n-nodes-luca-regnskap',
		title: 'Luca Regnskap',
		room: 'Luca',
		page: 'luca-regnskap',
		description: 'n8n nodes for Luca Regnskap: Norwegian accounting',
		keywords: ['luca regnskap', 'accounting', 'regnskap'],
		connectTrigger: 'dist/nodes/Connect/Luca/LucaOAuth2ConnectTrigger.node.js',
	},
	{
		packageName: 'n8n-nodes-omnifund',
		title: 'OmniFund',
		room: 'OmniFund',
		page: 'omnifund',
		description: 'n8n nodes for OmniFund: card and ACH payments (GoToBilling)',
		keywords: ['omnifund', 'gotobilling', 'ach', 'payments'],
	},
	{
		packageName: 'n8n-nodes-microbilt',
		title: 'MicroBilt',
		room: 'MicroBilt',
		page: 'microbilt',
		description: 'n8n nodes for MicroBilt: bank, identity and credit checks',
		keywords: ['microbilt', 'bank verification', 'credit report'],
	},
];
