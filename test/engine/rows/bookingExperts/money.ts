import type { Row } from '../../support/contract';
import { id, administrationId, A, many, one, written, gone, free, reads } from './parts';

export const money: Record<string, Row> = {
	...agreements(),
	'financeRecord.createReceipt': free(`${A}/receipts`, 'receipt', { administrationId }),
	'financeRecord.get': one(
		`${A}/vat_codes/5001`,
		{ administrationId, collection: 'vat_codes', recordId: '5001' },
		{ name: 'vat_code 1' },
	),
	'financeRecord.getMany': many(
		`${A}/ledger_accounts`,
		{ administrationId, collection: 'ledger_accounts' },
		{ name: 'ledger_account 0' },
	),
	'invoice.get': one(
		`${A}/invoices/5001`,
		{ administrationId, invoiceId: '5001' },
		{ invoice_nr: 'I1' },
	),
	'invoice.getMany': many(`${A}/invoices`, { administrationId }, { invoice_nr: 'I0' }),
	'masterPriceList.create': written(
		'POST',
		`${A}/master_price_lists`,
		{ administrationId, name: 'App prices' },
		{ data: { type: 'master_price_list', attributes: { name: 'App prices' } } },
		{ name: 'App prices' },
	),
	'masterPriceList.getMany': many(
		`${A}/master_price_lists`,
		{ administrationId },
		{ name: 'master_price_list 0' },
	),
	'masterPriceList.getManyComplexPrices': many(
		`${A}/master_price_lists/5001/complex_prices`,
		{ administrationId, masterPriceListId: id('5001') },
		{ name: 'complex_price 0' },
	),
	'masterPriceList.getManySimplePrices': many(
		`${A}/master_price_lists/5001/simple_prices`,
		{ administrationId, masterPriceListId: id('5001') },
		{ name: 'simple_price 0' },
	),
	'masterPriceList.setPrices': written(
		'PATCH',
		`${A}/master_price_lists/5001`,
		{
			administrationId,
			masterPriceListId: id('5001'),
			kind: 'simple_price',
			prices: '[{"date": "2026-07-01", "price": 100}]',
		},
		{
			data: {
				type: 'master_price_list',
				id: '5001',
				attributes: {},
				relationships: {
					simple_prices: {
						data: [{ type: 'simple_price', meta: { temp_id: 'price-1', method: 'update' } }],
					},
				},
			},
			included: [
				{
					type: 'simple_price',
					meta: { temp_id: 'price-1', method: 'update' },
					attributes: { date: '2026-07-01', price: 100 },
				},
			],
		},
		{ id: '5001' },
	),
	'order.get': one(`${A}/orders/5001`, { administrationId, orderId: '5001' }, { name: 'order 1' }),
	'payment.create': written(
		'POST',
		`${A}/payments`,
		{
			administrationId,
			invoiceId: '9',
			foreignPrice: 10.5,
			paidAt: '2026-06-09',
			additionalFields: { memo: 'x', sendNotification: true },
		},
		{
			data: {
				type: 'payment',
				attributes: { paid_at: '2026-06-09', foreign_price: 10.5, memo: 'x' },
				relationships: { invoice: { data: { type: 'invoice', id: '9' } } },
			},
		},
		{ foreign_price: 10.5, invoice_id: '9' },
		{ send_notification: 'true' },
	),
	'payment.createPaymentMethod': free('/v3/payment_methods', 'payment_method', {
		path: '/v3/payment_methods',
	}),
	'payment.createPaymentResult': free('/v3/payment_results', 'payment_result', {
		path: '/v3/payment_results',
	}),
	'payment.get': one(
		`${A}/payments/5001`,
		{ administrationId, paymentId: '5001' },
		{ foreign_price: 11, invoice_id: '7001' },
	),
	'payment.getMany': many(`${A}/payments`, { administrationId }, { foreign_price: 10 }),
	'posRegister.create': free(`${A}/registers`, 'register', { administrationId }),
	'posRegister.getMany': many(`${A}/registers`, { administrationId }, { name: 'register 0' }),
};

function agreements(): Record<string, Row> {
	return {
		...reads('agreement', 'agreements'),
		...reads('contractor', 'contractors'),
		...reads('periodicCost', 'periodic_costs'),
		...reads('todo', 'todos'),
		'agreement.create': free(`${A}/agreements`, 'agreement', { administrationId }),
		'agreement.delete': gone(`${A}/agreements/5001`, { administrationId, recordId: '5001' }),
		'todo.create': written(
			'POST',
			`${A}/todos`,
			{ administrationId, name: 'Fix the door', todoFields: { deadline: '2026-07-01' } },
			{
				data: { type: 'todo', attributes: { name: 'Fix the door', deadline: '2026-07-01' } },
			},
			{ name: 'Fix the door' },
		),
		'todo.update': written(
			'PATCH',
			`${A}/todos/5001`,
			{ administrationId, recordId: '5001', todoFields: { state: 'finished' } },
			{ data: { type: 'todo', id: '5001', attributes: { state: 'finished' } } },
			{ state: 'finished' },
		),
		'guestMutationNotification.create': written(
			'POST',
			`${A}/guest_mutation_notifications`,
			{ administrationId, reservationId: id('5001') },
			{
				data: {
					type: 'guest_mutation_notification',
					attributes: {},
					relationships: { reservation: { data: { type: 'reservation', id: '5001' } } },
				},
			},
			{ reservation_id: '5001' },
		),
	};
}
