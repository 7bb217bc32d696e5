import { bodyOf, refuse, DOCUMENT_FILE, type Serving } from '../serving';
import { missingIn } from './orders';

/** Peppol: who is on it, what came, what is sent. */
export function servePeppol({ app, store, keyed, ofCompany }: Serving): void {
	app.get('/v1/peppol/participantInformation/:id', (request, response) => {
		const types = store.participants.get(String(request.params.id));
		response.json({
			Registered: types !== undefined,
			Identifier: request.params.id,
			DocumentTypes: types ?? [],
		});
	});
	app.get(
		'/v1/peppol/inbox',
		ofCompany(() => ({
			InboxItems: [{ InboxItemID: 31, SenderName: 'Supplier NV', PeppolFileID: DOCUMENT_FILE }],
		})),
	);
	app.post(
		'/v1/peppol/inbox/:id/confirm',
		ofCompany((request, response) =>
			request.params.id === '31' ? undefined : refuse(response, 404, 'InboxItemNotFound'),
		),
	);
	app.post(
		'/v1/peppol/inbox/:id/refuse',
		ofCompany((request, response) =>
			bodyOf(request).RefusalReason
				? undefined
				: refuse(response, 400, 'GenericError', 'RefusalReason'),
		),
	);
	keyed('/v1/peppol/sendOrder', (request, response, company) => {
		const missing = missingIn(bodyOf(request));
		return missing ? refuse(response, 400, missing) : store.id(company);
	});
	keyed('/v1/peppol/sendxml', (request, response, company) =>
		String(bodyOf(request).XML ?? '').startsWith('<')
			? store.id(company)
			: refuse(response, 400, 'TheFileIsNotValid'),
	);
	app.post(
		'/v1/peppol/participants',
		ofCompany((request, response) =>
			typeof bodyOf(request).CompanyID === 'string'
				? undefined
				: refuse(response, 400, 'GenericError', 'CompanyID'),
		),
	);
	app.delete(
		'/v1/peppol/participants',
		ofCompany((request, response) =>
			typeof bodyOf(request).CompanyID === 'string'
				? true
				: refuse(response, 400, 'GenericError', 'CompanyID'),
		),
	);
}
