import type { BillitSimulator } from '../../../simulators/billit';
import { DOCUMENT_FILE } from '../../../simulators/billit/serving';
import type { Row } from '../../support/contract';
import { addWebhook, ORDER, id, order, ORDER_BODY, plain, list, skips, whole } from './parts';

export const network = (vendor: () => BillitSimulator): Record<string, Row> => ({
	'peppol.checkParticipant': {
		parameters: { identifier: 'BE 0400.000.000', options: { onlyCheckDns: true } },
		request: {
			method: 'GET',
			path: '/v1/peppol/participantInformation/BE0400000000',
			query: { OnlyCheckDNS: 'true' },
		},
		item: { Registered: true, canReceiveInvoice: true, canReceiveCreditNote: false },
		items: 1,
	},
	'peppol.getInbox': {
		parameters: { options: { receiverCompanyId: '5' } },
		request: { method: 'GET', path: '/v1/peppol/inbox', query: { ReceiverCompanyID: '5' } },
		item: { InboxItemID: 31 },
		items: 1,
	},
	'peppol.downloadInboxItem': {
		parameters: { peppolFileId: DOCUMENT_FILE, outputField: 'data', options: {} },
		request: { method: 'GET', path: `/v1/files/${DOCUMENT_FILE}` },
		item: { FileID: DOCUMENT_FILE },
		items: 1,
	},
	'peppol.confirmInboxItem': {
		parameters: { inboxItemId: id(31) },
		request: { method: 'POST', path: '/v1/peppol/inbox/31/confirm' },
		item: { success: true, InboxItemID: '31' },
		items: 1,
	},
	'peppol.refuseInboxItem': {
		parameters: { inboxItemId: id(31), refusalReason: 'Not ours' },
		request: {
			method: 'POST',
			path: '/v1/peppol/inbox/31/refuse',
			body: { RefusalReason: 'Not ours' },
		},
		item: { success: true, InboxItemID: '31' },
		items: 1,
	},
	'peppol.sendOrder': {
		parameters: { ...order, ...plain },
		request: { method: 'POST', path: '/v1/peppol/sendOrder', body: ORDER_BODY },
		item: { InboxItemID: expect.any(Number) },
		items: 1,
	},
	'peppol.sendXml': {
		parameters: { xml: '<Invoice/>', ...plain },
		request: { method: 'POST', path: '/v1/peppol/sendxml', body: { XML: '<Invoice/>' } },
		item: { InboxItemID: expect.any(Number) },
		items: 1,
	},
	'peppol.registerParticipant': {
		parameters: { companyId: 'BE0123456749' },
		request: {
			method: 'POST',
			path: '/v1/peppol/participants',
			body: { CompanyID: 'BE0123456749' },
		},
		item: { success: true, CompanyID: 'BE0123456749' },
		items: 1,
	},
	'peppol.deregisterParticipant': {
		parameters: { companyId: 'BE0123456749' },
		request: {
			method: 'DELETE',
			path: '/v1/peppol/participants',
			body: { CompanyID: 'BE0123456749' },
		},
		item: { deleted: true, CompanyID: 'BE0123456749' },
		items: 1,
	},
	...registrationRows(vendor),
});

function registrationRows(vendor: () => BillitSimulator): Record<string, Row> {
	const BASE = '/v1/einvoices/registrations';
	const registrationId = id(81);
	return {
		'accessPointRegistration.create': {
			parameters: {
				companyName: 'Demo NV',
				taxIdentifier: 'BE0123456749',
				additionalFields: {
					TaxLiable: true,
					BulkInputCostUBLFastForward: true,
					ProcessUBLPrepaidAmount: false,
					Identifiers: {
						rows: [{ IdentifierType: 'CBE', Identifier: '0123456749', SchemeID: '' }],
					},
					Addresses: {
						rows: [
							{
								AddressType: 'InvoiceAddress',
								Street: 'Main Street',
								Box: 'Floor 1',
								CountryCode: 'BE',
							},
						],
					},
				},
				...plain,
			},
			request: {
				method: 'POST',
				path: BASE,
				body: {
					CompanyName: 'Demo NV',
					TaxIdentifier: 'BE0123456749',
					TaxLiable: true,
					AccountSettings: { BulkInputCostUBLFastForward: true, ProcessUBLPrepaidAmount: false },
					Identifiers: [{ IdentifierType: 'CBE', Identifier: '0123456749' }],
					Addresses: [
						{
							AddressType: 'InvoiceAddress',
							Street: 'Main Street',
							Box: 'Floor 1',
							CountryCode: 'BE',
						},
					],
				},
			},
			item: { RegistrationID: expect.any(Number) },
			items: 1,
		},
		'accessPointRegistration.get': {
			parameters: { registrationId, options: {} },
			request: { method: 'GET', path: `${BASE}/81` },
			item: { RegistrationID: 81 },
			items: 1,
		},
		'accessPointRegistration.getMany': {
			arrange() {
				vendor().store.registrations.set(82, { RegistrationID: 82 });
			},
			parameters: { returnAll: true, options: {} },
			request: { method: 'GET', path: BASE },
			item: { RegistrationID: 81 },
			items: 2,
			list: whole(2),
		},
		'accessPointRegistration.update': {
			parameters: { registrationId, additionalFields: { Phone: '1' } },
			request: { method: 'PATCH', path: `${BASE}/81`, body: { Phone: '1' } },
			item: { success: true, RegistrationID: '81' },
			items: 1,
		},
		'accessPointRegistration.delete': {
			parameters: { registrationId },
			request: { method: 'DELETE', path: `${BASE}/81` },
			item: { deleted: true, RegistrationID: '81' },
			items: 1,
		},
		'accessPointRegistration.addIntegration': {
			parameters: {
				registrationId,
				externalProvider: 'Peppol',
				credentialsJson: '{"a": "b"}',
				...plain,
			},
			request: {
				method: 'POST',
				path: `${BASE}/81/integrations`,
				body: { Externalprovider: 'Peppol', Credentials: { a: 'b' } },
			},
			item: { IntegrationID: expect.any(Number) },
			items: 1,
		},
		'accessPointRegistration.removeIntegration': {
			parameters: { registrationId, integrationId: '3' },
			request: { method: 'DELETE', path: `${BASE}/81/integrations/3` },
			item: { deleted: true, IntegrationID: '3' },
			items: 1,
		},
		'accessPointRegistration.sendDocument': {
			parameters: {
				registrationId,
				transportType: 'Peppol',
				order: '{"OrderType": "Invoice"}',
				...plain,
			},
			request: {
				method: 'POST',
				path: `${BASE}/81/commands/send`,
				body: { TransportType: 'Peppol', Order: { OrderType: 'Invoice' } },
			},
			item: { OrderID: expect.any(Number) },
			items: 1,
		},
		'accessPointRegistration.getManyOrders': {
			parameters: list({ id: registrationId }),
			request: { method: 'GET', path: `${BASE}/81/orders`, query: { $top: '2' } },
			item: { OrderID: 1001000000 },
			items: 2,
			list: { all: 121, pages: skips(0, 120), limit: 121, requests: 2 },
		},
		'accessPointRegistration.getOrder': {
			parameters: { registrationId, orderId: String(ORDER), options: {} },
			request: { method: 'GET', path: `${BASE}/81/orders/${ORDER}` },
			item: { OrderID: ORDER },
			items: 1,
		},
		'accessPointRegistration.updateOrder': {
			parameters: { registrationId, orderId: String(ORDER), body: '{"Paid": true}' },
			request: { method: 'PATCH', path: `${BASE}/81/orders/${ORDER}`, body: { Paid: true } },
			item: { success: true, OrderID: String(ORDER) },
			items: 1,
		},
		'accessPointRegistration.downloadFile': {
			parameters: { registrationId, fileId: DOCUMENT_FILE, outputField: 'data', options: {} },
			request: { method: 'GET', path: `${BASE}/81/files/${DOCUMENT_FILE}` },
			item: { FileID: DOCUMENT_FILE },
			items: 1,
		},
		'accessPointRegistration.createWebhook': {
			parameters: {
				registrationId,
				entityType: 'Message',
				entityUpdateType: 'I',
				webhookUrl: 'https://example.com/h',
			},
			request: {
				method: 'POST',
				path: `${BASE}/81/webhooks`,
				body: { EntityType: 'Message', EntityUpdateType: 'I', WebhookURL: 'https://example.com/h' },
			},
			item: { WebhookID: expect.any(Number) },
			items: 1,
		},
		'accessPointRegistration.getManyWebhooks': {
			arrange: () => addWebhook(vendor),
			parameters: { id: registrationId, returnAll: true, options: {} },
			request: { method: 'GET', path: `${BASE}/81/webhooks` },
			item: { WebhookID: 1 },
			items: 1,
			list: whole(1),
		},
		'accessPointRegistration.deleteWebhook': {
			once: true,
			arrange: () => addWebhook(vendor),
			parameters: { registrationId, webhookId: '1' },
			request: { method: 'DELETE', path: `${BASE}/81/webhooks/1` },
			item: { deleted: true, WebhookID: '1' },
		},
		'accessPointRegistration.refreshWebhookSecret': {
			arrange: () => addWebhook(vendor),
			parameters: { registrationId, webhookId: '1' },
			request: { method: 'POST', path: `${BASE}/81/webhooks/refresh/1` },
			item: { WebhookID: '1' },
			items: 1,
		},
		'accessPointRegistration.startIdentification': {
			parameters: {
				registrationId,
				identificationProvider: 'itsme',
				redirectUrl: 'https://example.com/done',
				...plain,
			},
			request: {
				method: 'POST',
				path: `${BASE}/81/identification`,
				body: { IdentificationProviderTC: 'itsme', RedirectURL: 'https://example.com/done' },
			},
			item: { URL: 'https://identify.example.com/1' },
			items: 1,
		},
	};
}
