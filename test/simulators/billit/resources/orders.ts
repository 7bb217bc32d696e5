import type { Request, Response } from 'express';
import { totalsOf, type Company, type Row } from '../data';
import { bodyOf, found, isRecord, refuse, PDF, TRANSPORTS, type Serving } from '../serving';

const PATCHABLE = new Set([
	'Paid',
	'PaidDate',
	'IsSent',
	'ApprovalStatus',
	'AccountCode',
	'InternalInfo',
	'Invoiced',
	'AccountantVerificationNeeded',
	'PaymentMethod',
]);

const SENDING = new Set(['TransportType', 'OrderIDs', 'PrintType']);

export const missingIn = (order: Row): string | undefined => {
	const needed: Array<[string, string]> = [
		['OrderDate', 'OrderDateIsRequired'],
		['ExpiryDate', 'ExpiryDateIsRequired'],
	];
	const missing = needed.find(([name]) => !order[name]);
	if (missing) return missing[1];
	if (
		!['Invoice', 'CreditNote', 'Offer', 'DeliveryNote', 'OrderForm'].includes(
			String(order.OrderType),
		)
	) {
		return 'TheOrderTypeCode_0_IsInvalid';
	}
	if (!['Income', 'Cost'].includes(String(order.OrderDirection))) {
		return 'TheOrderDirectionCode_0_IsInvalid';
	}
	const party = order.OrderDirection === 'Cost' ? order.Supplier : order.Customer;
	if (!isRecord(party) && !order.CustomerID && !order.SupplierID) return 'CustomerIsRequired';
	if (isRecord(party) && !party.PartyID && !party.Name && !party.Contact) {
		return 'CompanyNameOrContactNameIsRequired';
	}
	if (!Array.isArray(order.OrderLines) || order.OrderLines.length === 0) {
		return 'ThereMustBeAtLeastOneOrderLine';
	}
	if (order.OrderLines.some((line) => !isRecord(line) || !line.Description)) {
		return 'DescriptionIsMandatoryForOrderLinesWithTotals';
	}
	return undefined;
};

/** Orders, their payments and their sending. */
export function serveOrders({
	app,
	host,
	store,
	keyed,
	ofCompany,
	orderOf,
	partyOf,
}: Serving): void {
	const saveOrder = (request: Request, response: Response, company: Company): unknown => {
		const body = bodyOf(request);
		const missing = missingIn(body);
		if (missing) return refuse(response, 400, missing);
		if (isRecord(body.OrderPDF) && !body.OrderPDF.FileContent) {
			return refuse(response, 400, 'TheFileCannotBeEmpty');
		}
		const id = typeof body.OrderID === 'number' ? body.OrderID : store.id(company);
		if (typeof body.OrderID === 'number' && !orderOf(company, id)) {
			return refuse(response, 404, 'OrderNotFound');
		}
		const pdf = isRecord(body.OrderPDF)
			? Buffer.from(String(body.OrderPDF.FileContent), 'base64')
			: PDF;
		const attachments = (Array.isArray(body.Attachments) ? body.Attachments : [])
			.filter(isRecord)
			.map((file) => ({
				FileID: store.file(String(file.FileName), Buffer.from(String(file.FileContent), 'base64')),
				FileName: file.FileName,
			}));
		store.orders.set(id, {
			OrderNumber: `NEW-${id}`,
			Currency: 'EUR',
			...totalsOf(body.OrderLines),
			...body,
			OrderID: id,
			CompanyID: company.PartyID,
			OrderStatus: 'ToSend',
			OrderPDF: { FileID: store.file(`${id}.pdf`, pdf, 'application/pdf') },
			Attachments: attachments,
		});
		return id;
	};

	app.get('/v1/orders/deleted', (request, response) => {
		const company = host.company(request, response);
		if (!company) return;
		const mine = store.deletedOrders.filter(({ CompanyID }) => CompanyID === company.PartyID);
		host.list(request, response, new Set(), mine.length, (index) => mine[index] ?? {});
	});
	keyed('/v1/orders', saveOrder);
	app.get(
		'/v1/orders/:id',
		ofCompany((request, response, company) => {
			const order = orderOf(company, Number(request.params.id));
			if (!order) return refuse(response, 404, 'OrderNotFound', 'Order bestaat niet');
			const { reads = 0, sent, destination, ...shown } = order;
			if (sent) {
				order.reads = Number(reads) + 1;
				const rejected = store.taxAuthorityRejects;
				const delivered = !rejected && Number(order.reads) >= store.deliveredAfter;
				const message = { Trials: 1, CreationDate: '2026-05-19T08:12:23.087' };
				return {
					...shown,
					CurrentDocumentDeliveryDetails: {
						IsDocumentDelivered: delivered,
						DocumentDeliveryStatus: delivered ? 'Delivered' : 'Pending',
					},
					Messages: [
						{
							...message,
							TransportType: sent,
							Success: delivered,
							Destination: destination,
							MessageDirection: 'Outgoing',
						},
						...(rejected
							? [
									{
										...message,
										CreationDate: '2026-05-19T08:13:28.383',
										Description: 'FFE0614A',
										TransportType: 'FrenchTaxAuthority',
										Success: true,
										Destination: 'FrenchTaxAuthority',
										MessageDirection: 'Outgoing',
									},
								]
							: []),
					],
					...(rejected ? { TaxReportingStatusTC: 'Failed' } : {}),
				};
			}
			return shown;
		}),
	);
	app.patch(
		'/v1/orders/:id',
		ofCompany((request, response, company) => {
			const order = found(response, orderOf(company, Number(request.params.id)), 'OrderNotFound');
			if (!order) return undefined;
			const wrong = Object.keys(bodyOf(request)).find((name) => !PATCHABLE.has(name));
			if (wrong) return refuse(response, 400, 'GenericError', `${wrong} cannot be changed`);
			store.orders.set(Number(order.OrderID), { ...order, ...bodyOf(request) });
			return undefined;
		}),
	);
	app.delete(
		'/v1/orders/:id',
		ofCompany((request, response, company) => {
			const order = found(response, orderOf(company, Number(request.params.id)), 'OrderNotFound');
			if (!order) return undefined;
			if (order.sent === 'Peppol') {
				return refuse(response, 400, 'GenericError', 'The order was sent by Peppol');
			}
			store.orders.delete(Number(order.OrderID));
			store.deletedOrders.push({ ...order, CompanyID: company.PartyID });
			return true;
		}),
	);
	/** The customer of an order in full, also where the order only names it. */
	const customerOf = (company: Company, order: Row): Row => {
		const named = isRecord(order.Customer) ? order.Customer : {};
		const id = Number(named.PartyID ?? order.CustomerID);
		return { ...(Number.isInteger(id) ? partyOf(company, id) : undefined), ...named };
	};
	/** Where Peppol reaches a party, such as `9925:BE0123456749`; undefined when it is not on Peppol. */
	const peppolAddress = (party: Row): string | undefined => {
		const rows = Array.isArray(party.Identifiers) ? party.Identifiers.filter(isRecord) : [];
		// Billit makes the scheme of a number from its type.
		const numbers = rows.map((row) =>
			String(row.IdentifierAddress ?? row.Identifier).replace(/\./g, ''),
		);
		const own = [...store.participants.keys()].find((address) =>
			numbers.some((number) => address === number || address.endsWith(`:${number}`)),
		);
		const vat = String(party.VATNumber);
		return own ?? (store.participants.has(vat) ? `9925:${vat}` : undefined);
	};
	keyed('/v1/orders/commands/send', (request, response, company) => {
		const { TransportType: asked, OrderIDs: ids } = bodyOf(request);
		const unknown = Object.keys(bodyOf(request)).find((name) => !SENDING.has(name));
		if (unknown) return refuse(response, 400, 'GenericError', `Unknown property ${unknown}`);
		if (asked !== undefined && !TRANSPORTS.has(String(asked)))
			return refuse(response, 400, 'GenericError', 'Transport');
		if (!Array.isArray(ids) || ids.length === 0)
			return refuse(response, 400, 'GenericError', 'Data is Required');
		const orders = ids.map((id) => orderOf(company, Number(id)));
		const known = orders.filter((order) => order !== undefined);
		if (known.length < orders.length)
			return refuse(response, 400, 'GenericError', 'Orders of several companies');
		// Since February 2026 a network that was asked for has no way out; without one, e-mail is it.
		const strict = request.header('StrictTransportType') === 'true' || asked !== undefined;
		const sendings = known.map((order) => {
			const { Supplier: supplier, OrderSubType: kind } = order;
			const isSelfBill = kind === 'SelfBilling' && isRecord(supplier);
			const customer = isSelfBill ? supplier : customerOf(company, order);
			const address = peppolAddress(customer);
			const network = asked ?? (address ? 'Peppol' : 'SMTP');
			const unreachable = network === 'Peppol' ? !address : asked === undefined && strict;
			return {
				order,
				network,
				address: network === 'Peppol' ? address : customer.Email,
				unreachable,
			};
		});
		if (sendings.some(({ unreachable }) => unreachable)) {
			return refuse(
				response,
				400,
				'TheCustomerIsNotActiveOnPeppol',
				'The customer is not active on Peppol.',
			);
		}
		for (const { order, network, address } of sendings) {
			store.orders.set(Number(order.OrderID), {
				...order,
				OrderStatus: 'Sent',
				IsSent: true,
				sent: network,
				destination: address ?? '',
			});
		}
		return undefined;
	});
	keyed('/v1/orders/:id/payments', (request, response, company) => {
		const order = found(response, orderOf(company, Number(request.params.id)), 'OrderNotFound');
		if (!order) return undefined;
		if (typeof bodyOf(request).Amount !== 'number')
			return refuse(response, 400, 'GenericError', 'Amount');
		return undefined;
	});
	app.put(
		'/v1/orders/:id/bookingEntries',
		ofCompany((request, response, company) => {
			const order = found(response, orderOf(company, Number(request.params.id)), 'OrderNotFound');
			if (order && !Array.isArray(request.body))
				refuse(response, 400, 'GenericError', 'A list is expected');
			return undefined;
		}),
	);
	app.post(
		'/v1/orders/commands/eSign/:id',
		ofCompany((request, response, company) =>
			found(response, orderOf(company, Number(request.params.id)), 'OrderNotFound')
				? true
				: undefined,
		),
	);
}
