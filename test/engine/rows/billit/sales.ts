import type { BillitSimulator } from '../../../simulators/billit';
import type { Row } from '../../support/contract';
import { ORDER, id, order, ORDER_BODY, plain, list, skips, whole } from './parts';

export const sales = (vendor: () => BillitSimulator): Record<string, Row> => ({
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
				vendor().store.deletedOrders.push({ OrderID: index, CompanyID: 1001, OrderNumber: 'x' });
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
			vendor().store.orders.set(7, { OrderID: 7, CompanyID: 1001 });
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
	'project.getMany': {
		parameters: { returnAll: true, options: {} },
		request: { method: 'GET', path: '/v1/projects' },
		item: { ProjectName: 'Engine No. 2', Status: 'Active' },
		items: 2,
		list: whole(2),
	},
});
