import type { Row } from '../data';
import { bodyOf, refuse, type Serving } from '../serving';

/** Cashbooks and daily receipts. */
export function serveCashbooks({ app, host, store, keyed, ofCompany }: Serving): void {
	const book = {
		CashbookID: 41,
		Name: 'Cash',
		CreationDate: '2026-01-01T00:00:00',
		Saldo: 100,
		LastEntryDate: '2026-01-31T00:00:00',
		Currency: 'EUR',
	};
	const entryAt = (index: number): Row => ({
		TransactionDate: '2026-01-02T00:00:00',
		EntryType: 'Sale',
		Note: `Entry ${index}`,
		InternalInformation: '',
		Direction: 'In',
		Amount: index,
	});
	app.get(
		'/v1/Cashbook',
		ofCompany(() => book),
	);
	app.get(
		'/v1/Cashbook/History',
		ofCompany(() => [
			{ ...book, CashbookID: 39, Name: 'Cash 2024' },
			{ ...book, CashbookID: 40, Name: 'Cash 2025' },
		]),
	);
	app.get('/v1/Cashbook/Entries', (request, response) => {
		if (host.company(request, response))
			host.list(request, response, new Set(['TransactionDate']), 125, entryAt);
	});
	app.get('/v1/Cashbook/:id/History', (request, response) => {
		if (host.company(request, response))
			host.list(request, response, new Set(['TransactionDate']), 122, entryAt);
	});
	keyed('/v1/Cashbook/Initialize', (request, response, company) =>
		bodyOf(request).StartDate && typeof bodyOf(request).StartBalance === 'number'
			? store.id(company)
			: refuse(response, 400, 'GenericError', 'StartDate and StartBalance'),
	);
	keyed('/v1/Cashbook/AddEntry', (request, response) =>
		typeof bodyOf(request).Amount === 'number' && bodyOf(request).TransactionDate
			? { ...bodyOf(request) }
			: refuse(response, 400, 'GenericError', 'Amount and TransactionDate'),
	);
	app.post(
		'/v1/Cashbook/Close',
		ofCompany(() => undefined),
	);
	const receipts = {
		Cashbooks: [{ CashbookID: 51, FromDate: '2026-01-01', Closed: false }],
		CashbookEntries: [],
	};
	app.get(
		'/v1/DailyReceiptBooks',
		ofCompany(() => receipts),
	);
	app.get(
		'/v1/DailyReceiptBooks/DailyReceiptEntry/:id',
		ofCompany((request) => ({
			CashbookEntryID: Number(request.params.id),
			CashbookID: 51,
			VAT: 21,
			Description: 'Day',
			TotalIncl: 121,
			TotalExcl: 100,
			TotalVAT: 21,
		})),
	);
	app.get(
		'/v1/DailyReceiptBooks/:id',
		ofCompany((request, response) =>
			request.params.id === '51' ? receipts : refuse(response, 404, 'BookNotFound'),
		),
	);
	keyed(
		'/v1/DailyReceiptBooks/commands/CreateEntryInOpenExistingOrNew',
		(request, response, company) => {
			const body = bodyOf(request);
			if (!body.Description || typeof body.TotalIncl !== 'number')
				return refuse(response, 400, 'GenericError', 'Description and TotalIncl');
			return { CashbookId: 51, CashbookEntryId: store.id(company) };
		},
	);
}
