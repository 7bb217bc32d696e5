import type { Response } from 'express';
import { orderAt } from '../data';
import { bodyOf, found, isRecord, refuse, TRANSPORTS, type Handle, type Serving } from '../serving';
import { webhookRoutes } from './webhooks';

/** Companies that are registered for e-invoicing, and what is done for them. */
export function serveRegistrations({ app, host, store, keyed, ofCompany, orderOf }: Serving): void {
	const registered = (response: Response, id: unknown) =>
		found(response, store.registrations.get(Number(id)), 'RegistrationNotFound');
	keyed('/v1/einvoices/registrations', (request, response, company) => {
		const body = bodyOf(request);
		if (!body.CompanyName || !body.TaxIdentifier)
			return refuse(response, 400, 'GenericError', 'CompanyName and TaxIdentifier');
		const id = store.id(company);
		store.registrations.set(id, { RegistrationID: id, CompanyDetails: body, Integrations: [] });
		return id;
	});
	store.registrations.set(81, {
		RegistrationID: 81,
		CompanyDetails: { CompanyName: 'Registered NV' },
		Integrations: [],
	});
	const REGISTRATION = '/v1/einvoices/registrations/:registration';
	app.get(
		'/v1/einvoices/registrations',
		ofCompany(() => ({ Companies: [...store.registrations.values()] })),
	);
	const within = (handle: Handle) =>
		ofCompany((request, response, company) =>
			registered(response, request.params.registration)
				? handle(request, response, company)
				: undefined,
		);
	app.get(
		REGISTRATION,
		within((request) => store.registrations.get(Number(request.params.registration))),
	);
	app.patch(
		REGISTRATION,
		within(() => true),
	);
	app.delete(
		REGISTRATION,
		within(() => true),
	);
	keyed(`${REGISTRATION}/integrations`, (request, response, company) =>
		bodyOf(request).Externalprovider
			? { IntegrationID: store.id(company), IntegrationStatus: 'Pending' }
			: refuse(response, 400, 'GenericError', 'Externalprovider'),
	);
	app.delete(
		`${REGISTRATION}/integrations/:id`,
		within(() => true),
	);
	keyed(`${REGISTRATION}/commands/send`, (request, response, company) => {
		const { TransportType: transport, Order: order } = bodyOf(request);
		if (!TRANSPORTS.has(String(transport)) || !isRecord(order))
			return refuse(response, 400, 'GenericError', 'TransportType and Order');
		const wrong = Object.keys(order).length === 0;
		return {
			OrderID: store.id(company),
			TranssportStatus: wrong ? 'Error' : 'Sent',
			TransportMessages: wrong ? [{ ErrorEnum: 'Empty', ErrorMessage: 'The order is empty' }] : [],
		};
	});
	app.get(`${REGISTRATION}/orders`, (request, response) => {
		const company = host.company(request, response);
		if (company && registered(response, request.params.registration)) {
			host.list(request, response, new Set(['OrderDate']), 121, (index) => orderAt(company, index));
		}
	});
	app.get(
		`${REGISTRATION}/orders/:id`,
		within((request, response, company) =>
			found(response, orderOf(company, Number(request.params.id)), 'OrderNotFound'),
		),
	);
	app.patch(
		`${REGISTRATION}/orders/:id`,
		within(() => undefined),
	);
	app.get(
		`${REGISTRATION}/files/:id`,
		within((request, response) =>
			found(response, store.files.get(String(request.params.id)), 'FileNotFound'),
		),
	);
	webhookRoutes({ app, store }, `${REGISTRATION}/webhooks`, within);
	keyed(`${REGISTRATION}/identification`, (request, response) =>
		bodyOf(request).RedirectURL
			? { URL: 'https://identify.example.com/1' }
			: refuse(response, 400, 'GenericError', 'RedirectURL'),
	);
}
