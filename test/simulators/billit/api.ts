import type { Express } from 'express';
import { serveAccount } from './resources/account';
import { serveAccounting } from './resources/accounting';
import { serveCashbooks } from './resources/cashbooks';
import { serveDocuments } from './resources/documents';
import { serveOrders } from './resources/orders';
import { serveParties } from './resources/parties';
import { servePeppol } from './resources/peppol';
import { serveProducts } from './resources/products';
import { serveReference } from './resources/reference';
import { serveRegistrations } from './resources/registrations';
import { webhookRoutes } from './resources/webhooks';
import { serving } from './serving';
import type { ApiHost, BillitStore } from './store';

/** API v1 beyond reading orders and parties. */
export function serveApi(app: Express, host: ApiHost, store: BillitStore): void {
	const api = serving(app, host, store);
	serveOrders(api);
	serveParties(api);
	serveProducts(api);
	serveDocuments(api);
	serveAccounting(api);
	serveAccount(api);
	servePeppol(api);
	serveCashbooks(api);
	serveReference(api);
	webhookRoutes(api, '/v1/webhooks', api.ofCompany);
	serveRegistrations(api);
}
