import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/Billit/resources';
import { BillitSimulator } from '../simulators/billit';
import { DOCUMENT_FILE } from '../simulators/billit/serving';
import { REFUSALS } from '../simulators/billit/shapes';
import { describeOperations, told, type Row } from './support/contract';
import type { Engine } from './support/engine';
import { connect, packEngine, runOperation } from './support/pack';

const TYPE = 'billitOAuth2Api';
let simulator: BillitSimulator;
let engine: Engine;
let credential: string;

beforeEach(async () => {
	simulator = await new BillitSimulator().start();
	engine = packEngine();
	credential = connect(engine, TYPE, simulator);
});
afterEach(async () => await simulator.stop());

const ORDER = 1001000004;

const id = (value: string | number): INodeParameters => ({
	__rl: true,
	mode: 'id',
	value: String(value),
});

const order = {
	orderType: 'Invoice',
	orderDirection: 'Income',
	orderDate: '2026-01-15T00:00:00',
	expiryDate: '2026-02-14',
	counterPartyId: id(100103),
	orderLines: {
		rows: [{ Description: 'Consulting', Quantity: 2, UnitPriceExcl: '50', VATPercentage: '21' }],
	},
	additionalFields: { Reference: 'PO 7', Paid: false },
};

const ORDER_BODY = {
	OrderType: 'Invoice',
	OrderDirection: 'Income',
	OrderDate: '2026-01-15',
	ExpiryDate: '2026-02-14',
	Customer: { PartyID: 100103 },
	OrderLines: [{ Description: 'Consulting', Quantity: 2, UnitPriceExcl: 50, VATPercentage: 21 }],
	Reference: 'PO 7',
	Paid: false,
};

/** `none`: two items of one test would be two keys anyway, but the rows assert the plain request. */
const plain = { options: { idempotencyKey: 'none' } };

const list = (more: INodeParameters = {}): INodeParameters => ({
	returnAll: false,
	limit: 2,
	simplify: true,
	options: {},
	...more,
});

const skips = (...values: number[]) =>
	values.map((skip) => ({ $top: '120', ...(skip ? { $skip: String(skip) } : {}) }));

/** A list that comes in one piece. */
const whole = (all: number) => ({ all, pages: [{}], limit: 1, requests: 1 });

const FILE_BASE64 = Buffer.from('hello').toString('base64');

const rows: Record<string, Row> = {
	'order.create': {
		parameters: { ...order, ...plain },
		request: { method: 'POST', path: '/v1/orders', body: ORDER_BODY },
		item: { id: expect.any(Number), OrderID: expect.any(Number) },
		items: 1,
	},
	'order.createOrUpdate': {
		parameters: { ...order, ...plain, matchBy: 'orderId', orderId: id(ORDER) },
		request: { method: 'POST', path: '/v1/orders', body: { ...ORDER_BODY, OrderID: ORDER } },
		item: { id: ORDER, OrderID: ORDER },
		items: 1,
	},
	'order.createAndSend': {
		parameters: { ...order, transportType: 'SMTP', options: { idempotencyKey: 'none' } },
		request: { method: 'POST', path: '/v1/orders', body: ORDER_BODY },
		item: { OrderID: expect.any(Number), sent: true },
		items: 1,
	},
	'order.get': {
		parameters: { orderId: id(ORDER), simplify: false, options: { documentType: 'x' } },
		request: { method: 'GET', path: `/v1/orders/${ORDER}`, query: { documentType: 'x' } },
		item: { OrderID: ORDER, OrderLines: [expect.objectContaining({ Description: 'Consulting' })] },
		items: 1,
	},
	'order.getMany': {
		parameters: list(),
		request: { method: 'GET', path: '/v1/orders', query: { $top: '2' } },
		item: {
			OrderID: 1001000000,
			OrderNumber: 'INV-000001',
			PartyID: 100100,
			CounterPartyName: 'Customer 0 NV',
			ExpiryDate: '2025-01-31T00:00:00',
			Paid: true,
			Reference: "Client's PO",
			TotalIncl: 121,
		},
		items: 2,
		list: { all: 250, pages: skips(0, 120, 240), limit: 130, requests: 2 },
	},
	'order.getManyDeleted': {
		arrange() {
			for (let index = 0; index < 130; index++) {
				simulator.store.deletedOrders.push({ OrderID: index, CompanyID: 1001, OrderNumber: 'x' });
			}
		},
		parameters: list(),
		request: { method: 'GET', path: '/v1/orders/deleted', query: { $top: '2' } },
		item: { OrderID: 0, OrderNumber: 'x' },
		items: 2,
		list: { all: 130, pages: skips(0, 120), limit: 125, requests: 2 },
	},
	'order.getDeliveryStatus': {
		parameters: { orderId: id(ORDER), options: {} },
		request: { method: 'GET', path: `/v1/orders/${ORDER}` },
		item: { OrderID: ORDER, OrderStatus: 'ToPay', Messages: [] },
		items: 1,
	},
	'order.update': {
		parameters: {
			orderId: id(ORDER),
			updateFields: { Paid: true, PaidDate: '2026-01-31', InternalInfo: '' },
			additionalJson: '{"AccountCode": "700000"}',
		},
		request: {
			method: 'PATCH',
			path: `/v1/orders/${ORDER}`,
			body: { Paid: true, PaidDate: '2026-01-31', InternalInfo: '', AccountCode: '700000' },
		},
		item: { success: true, OrderID: String(ORDER) },
		items: 1,
	},
	'order.delete': {
		once: true,
		arrange() {
			simulator.store.orders.set(7, { OrderID: 7, CompanyID: 1001 });
		},
		parameters: { orderId: id(7) },
		request: { method: 'DELETE', path: '/v1/orders/7' },
		item: { deleted: true },
	},
	'order.send': {
		parameters: {
			orderIds: `${ORDER}, ${ORDER + 1}`,
			transportType: 'Letter',
			options: { idempotencyKey: 'none', strictTransport: true, printType: 'Color' },
		},
		request: {
			method: 'POST',
			path: '/v1/orders/commands/send',
			body: { TransportType: 'Letter', OrderIDs: [ORDER, ORDER + 1], PrintType: 'Color' },
			headers: { stricttransporttype: 'true' },
		},
		item: { success: true, OrderIDs: [ORDER, ORDER + 1] },
		items: 1,
	},
	'order.addPayment': {
		parameters: {
			orderId: id(ORDER),
			amount: 12.5,
			additionalFields: { Date: '2026-01-31', Description: 'Part' },
			...plain,
		},
		request: {
			method: 'POST',
			path: `/v1/orders/${ORDER}/payments`,
			body: { Amount: 12.5, Date: '2026-01-31', Description: 'Part' },
		},
		item: { success: true, OrderID: String(ORDER) },
		items: 1,
	},
	'order.setBookingEntries': {
		parameters: {
			orderId: id(ORDER),
			entries: {
				rows: [{ AccountCode: '700000', Amount: '100', DebetOrCredit: 'Debet', VAT1: '' }],
			},
		},
		request: {
			method: 'PUT',
			path: `/v1/orders/${ORDER}/bookingEntries`,
			body: [{ AccountCode: '700000', Amount: 100, DebetOrCredit: 'Debet' }],
		},
		item: { success: true, OrderID: String(ORDER) },
		items: 1,
	},
	'order.downloadPdf': {
		parameters: { orderId: id(ORDER), outputField: 'data', options: {} },
		request: { method: 'GET', path: `/v1/orders/${ORDER}` },
		item: { OrderID: ORDER, FileName: 'invoice.pdf', MimeType: 'application/pdf' },
		items: 1,
	},
	'order.eSign': {
		parameters: { orderId: id(ORDER) },
		request: { method: 'POST', path: `/v1/orders/commands/eSign/${ORDER}` },
		item: { success: true },
		items: 1,
	},
	'party.create': {
		parameters: {
			partyType: 'Customer',
			name: 'Demo NV',
			additionalFields: {
				VATNumber: 'BE0123456749',
				VATLiable: true,
				Addresses: {
					rows: [{ AddressType: 'InvoiceAddress', Street: 'Kerkstraat', City: 'Gent', Box: '' }],
				},
			},
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/parties',
			body: {
				PartyType: 'Customer',
				Name: 'Demo NV',
				VATNumber: 'BE0123456749',
				VATLiable: true,
				Addresses: [{ AddressType: 'InvoiceAddress', Street: 'Kerkstraat', City: 'Gent' }],
			},
		},
		item: { PartyID: expect.any(Number) },
		items: 1,
	},
	'party.createOrUpdate': {
		parameters: {
			partyId: id(100103),
			partyType: 'Supplier',
			additionalFields: { Name: 'Renamed' },
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/parties',
			body: { PartyID: 100103, PartyType: 'Supplier', Name: 'Renamed' },
		},
		item: { PartyID: 100103 },
		items: 1,
	},
	'party.get': {
		parameters: { partyId: id(100103), options: {} },
		request: { method: 'GET', path: '/v1/parties/100103' },
		item: { PartyID: 100103, Name: 'Customer 3' },
		items: 1,
	},
	'party.getMany': {
		parameters: list({ filters: { partyType: 'Customer' } }),
		request: {
			method: 'GET',
			path: '/v1/parties',
			query: { $top: '2', $filter: "PartyType eq 'Customer'" },
		},
		item: { PartyID: 100100, Name: 'Customer 0', City: 'Gent' },
		items: 2,
		list: {
			all: 60,
			pages: [{ $top: '120', $filter: "PartyType eq 'Customer'" }],
			limit: 50,
			requests: 1,
		},
	},
	'party.update': {
		parameters: { partyId: id(100103), updateFields: { Email: 'a@example.com' } },
		request: { method: 'PATCH', path: '/v1/parties/100103', body: { Email: 'a@example.com' } },
		item: { success: true, PartyID: '100103' },
		items: 1,
	},
	'product.create': {
		parameters: {
			productFields: { Reference: 'P', AmountExcl: '10,5', VAT: '21' },
			options: { idempotencyKey: 'none', bodyFormat: 'items' },
		},
		request: {
			method: 'POST',
			path: '/v1/products',
			body: { Items: [{ Reference: 'P', AmountExcl: 10.5, VAT: 21 }] },
		},
		item: { ProductID: expect.any(Number) },
		items: 1,
	},
	'product.update': {
		parameters: { productId: id(5001), productFields: { StockQuantity: '3' }, ...plain },
		request: { method: 'POST', path: '/v1/products', body: { ProductID: 5001, StockQuantity: 3 } },
		item: { ProductID: 5001 },
		items: 1,
	},
	'product.get': {
		parameters: { productId: id(5001), options: {} },
		request: { method: 'GET', path: '/v1/products/5001' },
		item: { ProductID: 5001, Reference: 'P-1' },
		items: 1,
	},
	'product.getMany': {
		parameters: list({ filters: { groupName: 'Services' } }),
		request: {
			method: 'GET',
			path: '/v1/products',
			query: { $top: '2', $filter: "GroupName eq 'Services'" },
		},
		item: { ProductID: 5000, Description: 'Product 0', StockQuantity: null },
		items: 2,
		list: {
			all: 75,
			pages: [{ $top: '120', $filter: "GroupName eq 'Services'" }],
			limit: 70,
			requests: 1,
		},
	},
	'document.upload': {
		parameters: {
			inputField: 'data',
			name: 'Contract',
			additionalFields: { Tags: 'a, b' },
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/documents',
			body: {
				Name: 'Contract',
				File: { FileName: 'hello.txt', MimeType: 'text/plain', FileContent: FILE_BASE64 },
				Tags: ['a', 'b'],
			},
		},
		item: { DocumentID: expect.any(Number) },
		items: 1,
	},
	'document.get': {
		parameters: { documentId: id(7001), options: {} },
		request: { method: 'GET', path: '/v1/documents/7001' },
		item: { DocumentID: 7001, Name: 'Document 1' },
		items: 1,
	},
	'document.getMany': {
		parameters: list({ options: { fullTextSearch: 'document 1' } }),
		request: {
			method: 'GET',
			path: '/v1/documents',
			query: { $top: '2', fullTextSearch: 'document 1' },
		},
		item: { DocumentID: 7001, Name: 'Document 1', FileID: DOCUMENT_FILE },
		items: 2,
		list: {
			all: 41,
			pages: [{ $top: '120', fullTextSearch: 'document 1' }],
			limit: 40,
			requests: 1,
		},
	},
	'document.download': {
		parameters: { documentId: id(7001), outputField: 'data', options: {} },
		request: { method: 'GET', path: '/v1/documents/7001' },
		item: { DocumentID: 7001, FileID: DOCUMENT_FILE, FileName: 'document.pdf' },
		items: 1,
	},
	'file.download': {
		parameters: { fileId: DOCUMENT_FILE, outputField: 'data', options: {} },
		request: { method: 'GET', path: `/v1/files/${DOCUMENT_FILE}` },
		item: { FileID: DOCUMENT_FILE, FileName: 'document.pdf', MimeType: 'application/pdf' },
		items: 1,
	},
	'uploadInbox.upload': {
		parameters: {
			inputField: 'data',
			additionalFields: { Split: true, TotalIncl: '12.5', CurrencyTC: 'EUR' },
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/toProcess',
			body: {
				File: { FileName: 'hello.txt', MimeType: 'text/plain', FileContent: FILE_BASE64 },
				Split: true,
				MetaData: { TotalIncl: 12.5, CurrencyTC: 'EUR' },
			},
		},
		item: { UploadID: expect.any(Number) },
		items: 1,
	},
	...Object.fromEntries(
		(
			[
				['uploadInbox.setMetadata', 'POST'],
				['uploadInbox.updateMetadata', 'PATCH'],
			] as const
		).map(([operation, method]): [string, Row] => [
			operation,
			{
				arrange() {
					simulator.store.uploads.set(9, { MetaData: { CostType: 'Food' } });
				},
				parameters: {
					uploadId: '9',
					metadataFields: { TotalIncl: '12.5', OrderDate: '2026-01-31', Description: '' },
					additionalJson: '{}',
				},
				request: {
					method,
					path: '/v1/toProcess/9',
					body: { TotalIncl: 12.5, OrderDate: '2026-01-31', Description: '' },
				},
				item: { success: true, UploadID: '9' },
				items: 1,
			},
		]),
	),
	'project.getMany': {
		parameters: { returnAll: true, options: {} },
		request: { method: 'GET', path: '/v1/projects' },
		item: { ProjectName: 'Engine No. 2', Status: 'Active' },
		items: 2,
		list: whole(2),
	},
	'uploadInbox.delete': {
		once: true,
		arrange() {
			simulator.store.uploads.set(9, {});
		},
		parameters: { uploadId: '9' },
		request: { method: 'DELETE', path: '/v1/toProcess/9' },
		item: { deleted: true, UploadID: '9' },
	},
	'bankTransaction.getMany': {
		parameters: list(),
		request: { method: 'GET', path: '/v1/financialTransactions', query: { $top: '2' } },
		item: { BankAccountTransactionID: 100, TotalAmount: 0 },
		items: 2,
		list: { all: 140, pages: skips(0, 120), limit: 121, requests: 2 },
	},
	'bankTransaction.import': {
		parameters: { transactions: '[{"IBAN": "BE00000000000000", "TotalAmount": 5}]', ...plain },
		request: {
			method: 'POST',
			path: '/v1/financialTransactions/commands/import',
			body: [{ IBAN: 'BE00000000000000', TotalAmount: 5 }],
		},
		item: { success: true, imported: 1 },
		items: 1,
	},
	'bankTransaction.importFile': {
		parameters: { inputField: 'data', ...plain },
		request: {
			method: 'POST',
			path: '/v1/financialTransactions/importFile',
			body: { FileName: 'hello.txt', MimeType: 'text/plain', FileContent: FILE_BASE64 },
		},
		item: { success: true, FileName: 'hello.txt' },
		items: 1,
	},
	'glAccount.create': {
		parameters: { code: 700000, description: 'Sales', ...plain },
		request: {
			method: 'POST',
			path: '/v1/glaccounts',
			body: { Code: 700000, Description: 'Sales' },
		},
		item: { GLAccountID: expect.any(Number) },
		items: 1,
	},
	'glAccount.import': {
		parameters: {
			accounts: { rows: [{ Code: 1, Description: 'A', GLAccountType: '' }] },
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/glaccounts/commands/import',
			body: [{ Code: 1, Description: 'A' }],
		},
		item: { success: true, imported: 1 },
		items: 1,
	},
	'journal.import': {
		parameters: {
			journals: { rows: [{ Code: 'V', Description: 'Sales', JournalType: 'Income' }] },
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/journals/commands/import',
			body: [{ Code: 'V', Description: 'Sales', JournalType: 'Income' }],
		},
		item: { success: true, imported: 1 },
		items: 1,
	},
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
	'accountantFeed.create': {
		parameters: { name: 'new-feed', ...plain },
		request: { method: 'POST', path: '/v1/accountant/feeds', body: { Name: 'new-feed' } },
		item: { success: true, Name: 'new-feed' },
		items: 1,
	},
	'accountantFeed.getMany': {
		arrange() {
			simulator.store.feeds.add('second');
		},
		parameters: { returnAll: true, options: {} },
		request: { method: 'GET', path: '/v1/accountant/feeds' },
		item: { Name: 'my-feed' },
		items: 2,
		list: whole(2),
	},
	'accountantFeed.delete': {
		once: true,
		parameters: { feedName: id('my-feed') },
		request: { method: 'DELETE', path: '/v1/accountant/feeds/my-feed' },
		item: { deleted: true, Name: 'my-feed' },
	},
	'accountantFeed.getItems': {
		parameters: { feedName: id('my-feed'), options: {} },
		request: { method: 'GET', path: '/v1/accountant/feeds/my-feed' },
		item: { FeedItemID: 1, EntityType: 'Order' },
		items: 1,
	},
	'accountantFeed.downloadItem': {
		parameters: { feedName: id('my-feed'), feedItemId: '1', outputField: 'data', options: {} },
		request: { method: 'GET', path: '/v1/accountant/feeds/my-feed/1' },
		item: { FeedItemID: '1', FileName: 'feed.xml' },
		items: 1,
	},
	'accountantFeed.confirmItem': {
		parameters: {
			feedName: id('my-feed'),
			feedItemId: '1',
			additionalFields: { RemotePath: '/in' },
		},
		request: {
			method: 'POST',
			path: '/v1/accountant/feeds/my-feed/1/confirm',
			body: { RemotePath: '/in' },
		},
		item: { success: true, FeedItemID: '1' },
		items: 1,
	},
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
	'cashbook.get': {
		parameters: { options: {} },
		request: { method: 'GET', path: '/v1/Cashbook' },
		item: { CashbookID: 41, Saldo: 100 },
		items: 1,
	},
	'cashbook.getManyClosed': {
		parameters: { returnAll: true, options: {} },
		request: { method: 'GET', path: '/v1/Cashbook/History' },
		item: { CashbookID: 39 },
		items: 2,
		list: whole(2),
	},
	'cashbook.getEntries': {
		parameters: list(),
		request: { method: 'GET', path: '/v1/Cashbook/Entries', query: { $top: '2' } },
		item: { Note: 'Entry 0', Amount: 0 },
		items: 2,
		list: { all: 125, pages: skips(0, 120), limit: 121, requests: 2 },
	},
	'cashbook.getClosedEntries': {
		parameters: list({ id: id(40) }),
		request: { method: 'GET', path: '/v1/Cashbook/40/History', query: { $top: '2' } },
		item: { Note: 'Entry 0' },
		items: 2,
		list: { all: 122, pages: skips(0, 120), limit: 121, requests: 2 },
	},
	'cashbook.initialize': {
		parameters: { startDate: '2026-01-01', startBalance: 100.5, ...plain },
		request: {
			method: 'POST',
			path: '/v1/Cashbook/Initialize',
			body: { StartDate: '2026-01-01', StartBalance: 100.5 },
		},
		item: { CashbookID: expect.any(Number) },
		items: 1,
	},
	'cashbook.addEntry': {
		parameters: {
			amount: 5,
			transactionDate: '2026-01-02',
			additionalFields: { Note: 'Stamps' },
			...plain,
		},
		request: {
			method: 'POST',
			path: '/v1/Cashbook/AddEntry',
			body: { Amount: 5, TransactionDate: '2026-01-02', Note: 'Stamps' },
		},
		item: { Amount: 5, Note: 'Stamps' },
		items: 1,
	},
	'cashbook.close': {
		parameters: { confirm: true },
		request: { method: 'POST', path: '/v1/Cashbook/Close' },
		item: { success: true, closed: true },
		items: 1,
	},
	'dailyReceipt.getManyBooks': {
		parameters: { options: {} },
		request: { method: 'GET', path: '/v1/DailyReceiptBooks' },
		item: { Cashbooks: [expect.objectContaining({ CashbookID: 51 })] },
		items: 1,
	},
	'dailyReceipt.getBook': {
		parameters: { dailyReceiptBookId: '51', options: {} },
		request: { method: 'GET', path: '/v1/DailyReceiptBooks/51' },
		item: { Cashbooks: [expect.objectContaining({ CashbookID: 51 })] },
		items: 1,
	},
	'dailyReceipt.getEntry': {
		parameters: { dailyReceiptEntryId: '9', options: {} },
		request: { method: 'GET', path: '/v1/DailyReceiptBooks/DailyReceiptEntry/9' },
		item: { CashbookEntryID: 9, TotalIncl: 121 },
		items: 1,
	},
	'dailyReceipt.createEntry': {
		parameters: { description: 'Day', vatPercentage: 21, totalIncl: 121, ...plain },
		request: {
			method: 'POST',
			path: '/v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew',
			body: { Description: 'Day', VATPercentage: 21, TotalIncl: 121 },
		},
		item: { CashbookEntryId: expect.any(Number) },
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
				simulator.store.webhooks.set(WebhookID, {
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
		arrange: () => addWebhook(),
		parameters: { webhookId: id(1) },
		request: { method: 'DELETE', path: '/v1/webhooks/1' },
		item: { deleted: true, WebhookID: '1' },
	},
	'webhook.refreshSecret': {
		arrange: () => addWebhook(),
		parameters: { webhookId: id(1) },
		request: { method: 'POST', path: '/v1/webhooks/refresh/1' },
		item: { WebhookID: '1', Secret: expect.stringMatching(/^canary-billit-webhook-/) },
		items: 1,
	},
	...registrationRows(),
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
};

function addWebhook(): void {
	simulator.store.webhooks.set(1, {
		WebhookID: 1,
		CompanyID: 1001,
		EntityType: 'Order',
		EntityUpdateType: 'U',
		WebhookURL: 'https://example.com/hook',
		Secret: 's',
	});
}

function registrationRows(): Record<string, Row> {
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
				simulator.store.registrations.set(82, { RegistrationID: 82 });
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
			arrange: () => addWebhook(),
			parameters: { id: registrationId, returnAll: true, options: {} },
			request: { method: 'GET', path: `${BASE}/81/webhooks` },
			item: { WebhookID: 1 },
			items: 1,
			list: whole(1),
		},
		'accessPointRegistration.deleteWebhook': {
			once: true,
			arrange: () => addWebhook(),
			parameters: { registrationId, webhookId: '1' },
			request: { method: 'DELETE', path: `${BASE}/81/webhooks/1` },
			item: { deleted: true, WebhookID: '1' },
		},
		'accessPointRegistration.refreshWebhookSecret': {
			arrange: () => addWebhook(),
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

const binary = {
	data: { data: FILE_BASE64, mimeType: 'text/plain', fileName: 'hello.txt' },
};

describe('every operation of the Billit node', () => {
	describeOperations({
		resources,
		nodeFolder: 'Billit',
		rows,
		vendor: () => simulator,
		shaped: true,
		seen: told(REFUSALS, [
			'PleaseSupplyAValidPONumberInTheFieldYourReference',
			'Voor deze klant is een geldig PO of ordernummer nodig',
			'Please change the file name to the correct format',
			'Invalid VAT number; Missing required field',
			'Billit refused the call: The order was not taken',
		]),
		run: async (name, parameters, more = {}) =>
			await runOperation(engine, TYPE, credential, name, parameters, {
				...more,
				input: (more.input ?? [{ json: {} }]).map((item) => ({ ...item, binary })),
			}),
		headers: {
			accept: 'application/json',
			partyid: expect.stringMatching(/^100[12]$/),
			authorization: expect.stringMatching(/^Bearer canary-billit-access-/),
		},
		refusal: {
			status: 400,
			body: '{"errors":[{"Code":"SomeCode","Description":"Het veld is fout"}]}',
			message: 'Het veld is fout',
			description: 'SomeCode',
		},
	});
});
