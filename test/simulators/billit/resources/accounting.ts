import { bodyOf, refuse, type Serving } from '../serving';

/** Bank transactions, ledger accounts and journals. */
export function serveAccounting({ app, host, store, keyed }: Serving): void {
	app.get('/v1/financialTransactions', (request, response) => {
		if (!host.company(request, response)) return;
		host.list(request, response, new Set(['ValueDate']), 140, (index) => ({
			BankAccountTransactionID: 100 + index,
			IBAN: 'BE00000000000000',
			NameCounterParty: `Party ${index}`,
			IBANCounterParty: 'BE00000000000001',
			TotalAmount: index,
			Currency: 'EUR',
			ValueDate: '2026-01-01T00:00:00',
			TransactionType: 'Wired',
			Description: `Transaction ${index}`,
			Note: '',
		}));
	});
	keyed('/v1/financialTransactions/commands/import', (request, response) => {
		if (!Array.isArray(request.body)) refuse(response, 400, 'GenericError', 'A list is expected');
	});
	keyed('/v1/financialTransactions/importFile', (request, response) => {
		if (!bodyOf(request).FileContent) refuse(response, 400, 'TheFileCannotBeEmpty');
	});
	keyed('/v1/glaccounts', (request, response, company) => {
		const body = bodyOf(request);
		if (typeof body.Code !== 'number' || !body.Description)
			return refuse(response, 400, 'GenericError', 'Code and Description');
		return store.id(company);
	});
	for (const path of ['/v1/glaccounts/commands/import', '/v1/journals/commands/import']) {
		keyed(path, (request, response) => {
			if (!Array.isArray(request.body)) refuse(response, 400, 'GenericError', 'A list is expected');
		});
	}
}
