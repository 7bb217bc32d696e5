import type { BillitSimulator } from '../../../simulators/billit';
import type { Row } from '../../support/contract';
import { addWebhook, id, plain, whole } from './parts';

export const account = (vendor: () => BillitSimulator): Record<string, Row> => ({
	'account.getInformation': {
		parameters: { simplify: true, options: {} },
		request: { method: 'GET', path: '/v1/account/accountInformation' },
		item: {
			Email: 'ada@example.com',
			Companies: [expect.objectContaining({ PartyID: 1001 }), expect.anything()],
		},
		items: 1,
	},
	'account.getNextNumber': {
		parameters: { sequenceType: 'Income-Invoice', consume: true },
		request: {
			method: 'POST',
			path: '/v1/account/sequences',
			body: { SequenceType: 'Income-Invoice', Consume: true },
		},
		item: { number: 'INV-2026-0042' },
		items: 1,
	},
	'account.getSsoToken': {
		parameters: { options: {} },
		request: { method: 'GET', path: '/v1/account/ssoToken' },
		item: { Token: 'sso-token' },
		items: 1,
	},
	'account.registerCompany': {
		parameters: {
			name: 'New NV',
			email: 'new@example.com',
			companyFields: { City: 'Gent' },
			bankAccounts: '{"License": {"LicenseID": 1}}',
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/account/registercompany',
			body: {
				Company: { Name: 'New NV', Email: 'new@example.com', City: 'Gent' },
				License: { LicenseID: 1 },
			},
		},
		item: { CompanyID: expect.any(Number), APIKey: 'new-key' },
		items: 1,
	},
	'account.updateLicense': {
		parameters: { companyId: 5, license: '{"LicenseID": 2}', ...plain },
		request: {
			method: 'POST',
			path: '/v1/account/license',
			body: { CompanyID: 5, License: { LicenseID: 2 } },
		},
		item: { id: 1 },
		items: 1,
	},
	'account.addLicenseAddOns': {
		parameters: { companyId: 5, extraDocuments: 100, extraUsers: 0, ...plain },
		request: {
			method: 'POST',
			path: '/v1/account/license/addons',
			body: { CompanyID: 5, AmountOfExtraDocuments: 100 },
		},
		item: { id: 1 },
		items: 1,
	},
	'referenceData.searchCompanies': {
		parameters: { keywords: 'Demo & co/nv', options: {} },
		request: { method: 'GET', path: '/v1/misc/companysearch/Demo%20%26%20co%2Fnv' },
		item: { Source: 'KBO', Name: 'Found by Demo & co/nv' },
		items: 1,
	},
	'referenceData.getTypeCodes': {
		parameters: { typeCodeType: 'PaymentMethod', options: {} },
		request: { method: 'GET', path: '/v1/misc/typecodes/PaymentMethod' },
		item: { Key: 'Wired' },
		items: 1,
	},
	'referenceData.getTypeCode': {
		parameters: { typeCodeType: 'PaymentMethod', key: 'Visa', language: 'NL', options: {} },
		request: { method: 'GET', path: '/v1/misc/typecodes/PaymentMethod/Visa/NL' },
		item: { Key: 'Visa', Value: 'Visa (NL)' },
		items: 1,
	},
	'report.getMany': {
		parameters: { returnAll: true, options: {} },
		request: { method: 'GET', path: '/v1/reports' },
		item: { ReportID: 61, ReportName: 'Sales' },
		items: 2,
		list: whole(2),
	},
	'report.get': {
		parameters: { reportId: id(61), output: 'text', options: {} },
		request: { method: 'GET', path: '/v1/reports/61' },
		item: { ID: 61, CSVs: ['a;b\n1;2\n'] },
		items: 1,
	},
	'webhook.create': {
		parameters: {
			entityType: 'Order',
			entityUpdateType: 'U',
			webhookUrl: 'https://example.com/hook',
		},
		request: {
			method: 'POST',
			path: '/v1/webhooks',
			body: { EntityType: 'Order', EntityUpdateType: 'U', WebhookURL: 'https://example.com/hook' },
		},
		item: { WebhookID: expect.any(Number), Secret: expect.any(String) },
		items: 1,
	},
	'webhook.getMany': {
		arrange() {
			for (const WebhookID of [1, 2]) {
				vendor().store.webhooks.set(WebhookID, {
					WebhookID,
					CompanyID: 1001,
					EntityType: 'Order',
					EntityUpdateType: 'U',
					WebhookURL: 'https://example.com/hook',
					Secret: 's',
				});
			}
		},
		parameters: { returnAll: true, options: {} },
		request: { method: 'GET', path: '/v1/webhooks' },
		item: { WebhookID: 1, WebhookURL: 'https://example.com/hook' },
		items: 2,
		list: whole(2),
	},
	'webhook.delete': {
		once: true,
		arrange: () => addWebhook(vendor),
		parameters: { webhookId: id(1) },
		request: { method: 'DELETE', path: '/v1/webhooks/1' },
		item: { deleted: true, WebhookID: '1' },
	},
	'webhook.refreshSecret': {
		arrange: () => addWebhook(vendor),
		parameters: { webhookId: id(1) },
		request: { method: 'POST', path: '/v1/webhooks/refresh/1' },
		item: { WebhookID: '1', Secret: expect.stringMatching(/^canary-billit-webhook-/) },
		items: 1,
	},
	'customApiCall.send': {
		parameters: {
			method: 'GET',
			path: '/v1/parties',
			query: '{"$top": 1}',
			body: '',
			options: { headers: '{"PartyID": "1002"}' },
		},
		request: {
			method: 'GET',
			path: '/v1/parties',
			query: { $top: '1' },
			headers: { partyid: '1002' },
		},
		item: { PartyID: 100200, Name: 'Customer 0' },
		items: 1,
	},
});
