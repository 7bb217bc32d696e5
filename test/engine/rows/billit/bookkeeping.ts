import type { BillitSimulator } from '../../../simulators/billit';
import { DOCUMENT_FILE } from '../../../simulators/billit/serving';
import type { Row } from '../../support/contract';
import { id, plain, list, skips, whole, FILE_BASE64 } from './parts';

export const bookkeeping = (vendor: () => BillitSimulator): Record<string, Row> => ({
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
					vendor().store.uploads.set(9, { MetaData: { CostType: 'Food' } });
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
	'uploadInbox.delete': {
		once: true,
		arrange() {
			vendor().store.uploads.set(9, {});
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
	'accountantFeed.create': {
		parameters: { name: 'new-feed', ...plain },
		request: { method: 'POST', path: '/v1/accountant/feeds', body: { Name: 'new-feed' } },
		item: { success: true, Name: 'new-feed' },
		items: 1,
	},
	'accountantFeed.getMany': {
		arrange() {
			vendor().store.feeds.add('second');
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
});
