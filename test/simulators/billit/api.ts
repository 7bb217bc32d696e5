import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import { orderAt, orderInFull, partyAt, totalsOf, type Company, type Row } from './data';

/** What the API needs of the simulator around it. */
export interface ApiHost {
	/** Orders that each company has from the start. */
	orders: number;
	/** Whose call this is; answers itself when nobody's. */
	account(request: Request, response: Response): { username: string } | undefined;
	/** The company of the call; answers itself when there is none. */
	company(request: Request, response: Response): Company | undefined;
	list(
		request: Request,
		response: Response,
		allowed: ReadonlySet<string>,
		total: number,
		rowAt: (index: number) => Row,
	): void;
}

export interface Webhook extends Row {
	WebhookID: number;
	CompanyID: number;
	EntityType: string;
	EntityUpdateType: string;
	WebhookURL: string;
	Secret: string;
}

/** A webhook call, ready to be sent. */
export interface SignedCall {
	rawBody: string;
	headers: Record<string, string>;
}

/** Numbers of what is made come after those of the data. */
const FIRST_MADE = 900_000;

/** Everything that a test can look at or set up. */
export class BillitStore {
	readonly orders = new Map<number, Row>();

	readonly deletedOrders: Row[] = [];

	readonly parties = new Map<number, Row>();

	readonly products = new Map<number, Row>();

	readonly documents = new Map<number, Row>();

	readonly files = new Map<string, Row>();

	readonly uploads = new Map<number, Row>();

	readonly webhooks = new Map<number, Webhook>();

	readonly registrations = new Map<number, Row>();

	readonly feeds = new Set<string>(['my-feed']);

	/** Idempotency keys of calls that succeeded. */
	readonly keys = new Set<string>();

	/** Which header carries the key. */
	keyHeader = 'idempotency-key';

	/** VAT numbers that are on Peppol, and what they take. */
	readonly participants = new Map<string, string[]>([
		['BE0123456749', ['BISv3Invoice', 'BISv3CreditNote']],
		['BE0400000000', ['BISv3Invoice']],
	]);

	/** How many reads of a sent order it takes until it is delivered. */
	deliveredAfter = 1;

	/** Whether the French tax authority rejects what is sent; the delivery then stays pending for ever. */
	taxAuthorityRejects = false;

	/** Whether a registration is followed by a call to the address, with the secret in it. */
	confirms = false;

	/** Whether a registration tells its secret; otherwise it has to be refreshed. */
	tellsSecret = true;

	/** Whether addresses of webhooks must start with https. */
	requiresHttps = false;

	private next = FIRST_MADE;

	/** A call as Billit signs it: the headers and body for one webhook. */
	signed(webhook: Webhook, body: unknown, at = Date.now()): SignedCall {
		const rawBody = JSON.stringify(body);
		const time = Math.floor(at / 1000);
		const signature = createHmac('sha256', webhook.Secret)
			.update(`${time}.${rawBody}`)
			.digest('hex');
		return { rawBody, headers: { 'billit-signature': `t=${time},s=${signature}` } };
	}

	/** The webhooks for a pair such as `Order/U`. */
	webhooksFor(pair: string): Webhook[] {
		return [...this.webhooks.values()].filter(
			({ EntityType, EntityUpdateType }) => `${EntityType}/${EntityUpdateType}` === pair,
		);
	}

	/** Orders that came by the API, in addition to those of the data. */
	madeOrders({ PartyID }: Company): Row[] {
		return [...this.orders.values()].filter(
			({ OrderID, CompanyID }) =>
				CompanyID === PartyID && Number(OrderID) > PartyID * 1_000_000 + FIRST_MADE,
		);
	}

	id(company?: Company): number {
		this.next += 1;
		return (company ? company.PartyID * 1_000_000 : 0) + this.next;
	}

	file(name: string, content: Buffer, mimeType?: string): string {
		const id = randomUUID();
		this.files.set(id, {
			FileID: id,
			FileName: name,
			...(mimeType ? { MimeType: mimeType } : {}),
			FileContent: content.toString('base64'),
		});
		return id;
	}
}

const envelope = (code: string, description?: string) => ({
	errors: [{ Code: code, ...(description ? { Description: description } : {}) }],
});

function refuse(response: Response, status: number, code: string, description?: string): void {
	response.status(status).json(envelope(code, description));
}

const isRecord = (value: unknown): value is Row =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const bodyOf = (request: Request): Row => (isRecord(request.body) ? request.body : {});

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

const PARTY_PATCHABLE = new Set(
	'GLAccountCode GLDefaultExpiryOffset Nr Email ExternalProviderTC ExternalProviderID Name CommercialName ContactFirstName ContactLastName CountryCode City Street StreetNumber Zipcode Box Phone Mobile Fax VATNumber IBAN Language VATLiable'.split(
		' ',
	),
);

const SENDING = new Set(['TransportType', 'OrderIDs', 'PrintType']);

const TRANSPORTS = new Set(
	'SMTP Letter Peppol SDI KSeF OSA ANAF SAT MyInvois Chorus PDP'.split(' '),
);

const PDF = Buffer.from('%PDF-1.4\n% simulated\n');

/** API v1 beyond reading orders and parties. */
export function serveApi(app: Express, host: ApiHost, store: BillitStore): void {
	/** A POST that may carry a key: a key that was used answers 409, kept only after success. */
	const keyed = (
		path: string,
		handle: (request: Request, response: Response, company: Company) => unknown,
	) =>
		app.post(path, (request, response) => {
			const company = host.company(request, response);
			if (!company) return;
			const key = request.header(store.keyHeader);
			if (key !== undefined && store.keys.has(key)) {
				return refuse(response, 409, 'Idempotent token already exists');
			}
			const result = handle(request, response, company);
			if (response.headersSent) return;
			if (key !== undefined) store.keys.add(key);
			if (result === undefined) response.status(200).end();
			else response.json(result);
		});

	const ofCompany =
		(handle: (request: Request, response: Response, company: Company) => unknown) =>
		(request: Request, response: Response) => {
			const company = host.company(request, response);
			if (!company) return;
			const result = handle(request, response, company);
			if (response.headersSent) return;
			if (result === undefined) response.status(200).end();
			else response.json(result);
		};

	const found = <T>(response: Response, value: T | undefined, code: string): T | undefined => {
		if (value === undefined) refuse(response, 404, code);
		return value;
	};

	const orderOf = (company: Company, id: number): Row | undefined => {
		const index = id - company.PartyID * 1_000_000;
		const stored = store.orders.get(id);
		if (stored) return stored.CompanyID === company.PartyID ? stored : undefined;
		if (store.deletedOrders.some((order) => order.OrderID === id)) return undefined;
		return Number.isInteger(index) && index >= 0 && index < host.orders
			? orderInFull(orderAt(company, index))
			: undefined;
	};

	const missingIn = (order: Row): string | undefined => {
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
	/** Where Peppol reaches a customer, such as `9925:BE0123456749`; undefined when it is not on Peppol. */
	const peppolAddress = (customer: Row): string | undefined => {
		const rows = Array.isArray(customer.Identifiers) ? customer.Identifiers.filter(isRecord) : [];
		const own = rows
			.map((row) =>
				String(row.IdentifierAddress ?? `${String(row.SchemeID)}:${String(row.Identifier)}`),
			)
			.find((address) => store.participants.has(address));
		const vat = String(customer.VATNumber);
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
			const customer = customerOf(company, order);
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

	const partyOf = (company: Company, id: number): Row | undefined => {
		const index = id - company.PartyID * 100;
		return (
			store.parties.get(id) ?? (index >= 0 && index < 90 ? partyAt(company, index) : undefined)
		);
	};
	keyed('/v1/parties', (request, response, company) => {
		const body = bodyOf(request);
		if (!body.Name && !body.Contact && !body.PartyID) {
			return refuse(response, 400, 'CompanyNameOrContactNameIsRequired');
		}
		const id = typeof body.PartyID === 'number' ? body.PartyID : store.id(company);
		store.parties.set(id, { ...body, PartyID: id });
		return id;
	});
	app.get(
		'/v1/parties/:id',
		ofCompany((request, response, company) =>
			found(response, partyOf(company, Number(request.params.id)), 'PartyNotFound'),
		),
	);
	app.patch(
		'/v1/parties/:id',
		ofCompany((request, response, company) => {
			const party = found(response, partyOf(company, Number(request.params.id)), 'PartyNotFound');
			if (!party) return undefined;
			const wrong = Object.keys(bodyOf(request)).find((name) => !PARTY_PATCHABLE.has(name));
			if (wrong) return refuse(response, 400, 'GenericError', `${wrong} cannot be changed`);
			store.parties.set(Number(party.PartyID), { ...party, ...bodyOf(request) });
			return undefined;
		}),
	);

	const productAt = (index: number): Row => ({
		ProductID: 5000 + index,
		Reference: `P-${index}`,
		Description: `Product ${index}`,
		AmountExcl: 10 + index,
		AmountIncl: (10 + index) * 1.21,
		VAT: 21,
		Unit: 'NAR',
		GroupName: index % 2 === 0 ? 'Services' : 'Goods',
		LastModified: '2026-01-01T00:00:00',
	});
	const productOf = (id: number) =>
		store.products.get(id) ?? (id >= 5000 && id < 5150 ? productAt(id - 5000) : undefined);
	keyed('/v1/products', (request, response, company) => {
		const { Items } = bodyOf(request);
		const body = Array.isArray(Items) && isRecord(Items[0]) ? Items[0] : bodyOf(request);
		if (!body.Reference && !body.Description && !body.ProductID) {
			return refuse(response, 400, 'GenericError', 'Data is Required');
		}
		const id = typeof body.ProductID === 'number' ? body.ProductID : store.id(company);
		store.products.set(id, { ...productOf(id), ...body, ProductID: id });
		return id;
	});
	app.get('/v1/products', (request, response) => {
		if (!host.company(request, response)) return;
		if (request.query.fullTextSearch !== undefined)
			return refuse(response, 400, 'GenericError', 'fullTextSearch');
		host.list(request, response, new Set(['LastModified', 'GroupName']), 150, productAt);
	});
	app.get(
		'/v1/products/:id',
		ofCompany((request, response) =>
			found(response, productOf(Number(request.params.id)), 'ProductNotFound'),
		),
	);

	const documentAt = (index: number): Row => ({
		DocumentID: 7000 + index,
		Name: `Document ${index}`,
		Description: '',
		DocumentDate: '2026-01-01T00:00:00',
		CreationDate: '2026-01-02T00:00:00',
		Tags: ['contract'],
		File: { FileID: DOCUMENT_FILE, FileName: `document-${index}.pdf` },
	});
	const documentOf = (id: number) =>
		store.documents.get(id) ?? (id >= 7000 && id < 7130 ? documentAt(id - 7000) : undefined);
	store.files.set(DOCUMENT_FILE, {
		FileID: DOCUMENT_FILE,
		FileName: 'document.pdf',
		MimeType: 'application/pdf',
		FileContent: PDF.toString('base64'),
	});
	keyed('/v1/documents', (request, response, company) => {
		const body = bodyOf(request);
		const file = isRecord(body.File) ? body.File : {};
		if (!file.FileName) return refuse(response, 400, 'Invalid Filename');
		if (!file.FileContent) return refuse(response, 400, 'TheFileCannotBeEmpty');
		const id = store.id(company);
		const fileId = store.file(
			String(file.FileName),
			Buffer.from(String(file.FileContent), 'base64'),
		);
		store.documents.set(id, {
			...body,
			DocumentID: id,
			File: { FileID: fileId, FileName: file.FileName },
		});
		return id;
	});
	app.get('/v1/documents', (request, response) => {
		if (host.company(request, response)) host.list(request, response, new Set(), 130, documentAt);
	});
	app.get(
		'/v1/documents/:id',
		ofCompany((request, response) =>
			found(response, documentOf(Number(request.params.id)), 'DocumentNotFound'),
		),
	);
	app.get(
		'/v1/files/:id',
		ofCompany((request, response) => {
			const id = String(request.params.id);
			// The PDFs of the orders that are there from the start.
			const known =
				store.files.get(id) ??
				(/^00000000-0000-4000-8000-\d{12}$/.test(id)
					? {
							FileID: id,
							FileName: 'invoice.pdf',
							MimeType: 'application/pdf',
							FileContent: PDF.toString('base64'),
						}
					: undefined);
			return found(response, known, 'FileNotFound');
		}),
	);

	keyed('/v1/toProcess', (request, response, company) => {
		const body = bodyOf(request);
		const file = isRecord(body.File) ? body.File : {};
		if (!file.FileContent) return refuse(response, 400, 'TheFileCannotBeEmpty');
		const id = store.id(company);
		store.uploads.set(id, body);
		return id;
	});
	const METADATA = new Set([
		'CostType',
		'CurrencyTC',
		'Description',
		'OrderDate',
		'PaymentMethod',
		'TotalIncl',
	]);
	for (const method of ['patch', 'post'] as const) {
		app[method](
			'/v1/toProcess/:id',
			ofCompany((request, response) => {
				const id = Number(request.params.id);
				const upload = found(response, store.uploads.get(id), 'UploadNotFound');
				if (!upload) return undefined;
				const wrong = Object.keys(bodyOf(request)).find((name) => !METADATA.has(name));
				if (wrong) return refuse(response, 400, 'GenericError', `${wrong} cannot be changed`);
				const held = method === 'patch' && isRecord(upload.MetaData) ? upload.MetaData : {};
				store.uploads.set(id, { ...upload, MetaData: { ...held, ...bodyOf(request) } });
				return undefined;
			}),
		);
	}
	app.get(
		'/v1/projects',
		ofCompany(() => [
			{ ProjectName: 'Engine No. 2', Status: 'Active' },
			{ ProjectName: 'Difference Engine', Status: 'Closed' },
		]),
	);
	app.delete(
		'/v1/toProcess/:id',
		ofCompany((request) => store.uploads.delete(Number(request.params.id))),
	);

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

	app.post(
		'/v1/account/sequences',
		ofCompany((request, response) => {
			const { SequenceType: type } = bodyOf(request);
			if (!['Income-Invoice', 'Income-CreditNote'].includes(String(type)))
				return refuse(response, 400, 'GenericError', 'SequenceType');
			return 'INV-2026-0042';
		}),
	);
	app.get(
		'/v1/account/ssoToken',
		ofCompany(() => ({ Token: 'sso-token' })),
	);
	keyed('/v1/account/registercompany', (request, response, company) => {
		const { Company: body } = bodyOf(request);
		if (!isRecord(body) || !body.Name || !body.Email)
			return refuse(response, 400, 'GenericError', 'Name and Email');
		return { CompanyID: store.id(company), APIKey: 'new-key', Users: [], BankAccounts: [] };
	});
	for (const path of ['/v1/account/license', '/v1/account/license/addons']) {
		keyed(path, (request, response) =>
			typeof bodyOf(request).CompanyID === 'number'
				? 1
				: refuse(response, 400, 'GenericError', 'CompanyID'),
		);
	}

	const feedOf = (request: Request, response: Response) => {
		const name = String(request.params.feed);
		if (store.feeds.has(name)) return name;
		refuse(response, 404, 'FeedNotFound');
		return undefined;
	};
	keyed('/v1/accountant/feeds', (request, response) => {
		const { Name: name } = bodyOf(request);
		if (typeof name !== 'string' || name === '')
			return refuse(response, 400, 'GenericError', 'Name');
		store.feeds.add(name);
		return undefined;
	});
	app.get(
		'/v1/accountant/feeds',
		ofCompany(() => [...store.feeds].map((name) => ({ Name: name }))),
	);
	app.get(
		'/v1/accountant/feeds/:feed',
		ofCompany(
			(request, response) =>
				feedOf(request, response) && [
					{ FeedItemID: 1, EntityID: 2, EntityType: 'Order', PartyID: 1001 },
				],
		),
	);
	app.delete(
		'/v1/accountant/feeds/:feed',
		ofCompany((request, response) => {
			const name = feedOf(request, response);
			return name ? store.feeds.delete(name) : undefined;
		}),
	);
	app.get(
		'/v1/accountant/feeds/:feed/:item',
		ofCompany(
			(request, response) =>
				feedOf(request, response) && {
					FileName: 'feed.xml',
					FileContent: Buffer.from('<feed/>').toString('base64'),
					FileContentSHA256Hash: createHash('sha256').update('<feed/>').digest('hex'),
				},
		),
	);
	app.post(
		'/v1/accountant/feeds/:feed/:item/confirm',
		ofCompany((request, response) => {
			feedOf(request, response);
			return undefined;
		}),
	);

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
			typeof bodyOf(request).CompanyID === 'number'
				? undefined
				: refuse(response, 400, 'GenericError', 'CompanyID'),
		),
	);
	app.delete(
		'/v1/peppol/participants',
		ofCompany((request, response) =>
			typeof bodyOf(request).CompanyID === 'number'
				? true
				: refuse(response, 400, 'GenericError', 'CompanyID'),
		),
	);

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

	app.get(
		'/v1/misc/companysearch/:words',
		ofCompany((request) => ({
			Items: [
				{
					Source: 'KBO',
					CompanyIdentification: '0123456749',
					Name: `Found by ${String(request.params.words)}`,
				},
			],
		})),
	);
	app.get(
		[
			'/v1/misc/typecodes/:type',
			'/v1/misc/typecodes/:type/:key',
			'/v1/misc/typecodes/:type/:key/:language',
		],
		ofCompany((request) => {
			const { key = 'Wired', language = 'EN' } = request.params as Record<string, string>;
			return [{ Key: key, Value: `${key} (${language})` }];
		}),
	);
	app.get(
		'/v1/reports',
		ofCompany(() => [
			{ ReportID: 61, ReportName: 'Sales' },
			{ ReportID: 62, ReportName: 'Purchases' },
		]),
	);
	app.get(
		'/v1/reports/:id',
		ofCompany((request, response) =>
			['61', '62'].includes(String(request.params.id))
				? { ID: Number(request.params.id), Name: 'Sales', CSVs: ['a;b\n1;2\n'] }
				: refuse(response, 404, 'ReportNotFound'),
		),
	);

	webhookRoutes(app, '/v1/webhooks', ofCompany, store);
	const registered = (response: Response, id: unknown) =>
		found(response, store.registrations.get(Number(id)), 'RegistrationNotFound');
	keyed('/v1/einvoices/registrations', (request, response, company) => {
		const body = bodyOf(request);
		if (!body.CompanyName || !body.TaxIdentifier)
			return refuse(response, 400, 'GenericError', 'CompanyName and TaxIdentifier');
		const id = store.id(company);
		store.registrations.set(id, { RegistrationID: id, CompanyDetails: body, Integrations: [] });
		return id;
	});
	store.registrations.set(81, {
		RegistrationID: 81,
		CompanyDetails: { CompanyName: 'Registered NV' },
		Integrations: [],
	});
	const REGISTRATION = '/v1/einvoices/registrations/:registration';
	app.get(
		'/v1/einvoices/registrations',
		ofCompany(() => ({ Companies: [...store.registrations.values()] })),
	);
	const within = (handle: (request: Request, response: Response, company: Company) => unknown) =>
		ofCompany((request, response, company) =>
			registered(response, request.params.registration)
				? handle(request, response, company)
				: undefined,
		);
	app.get(
		REGISTRATION,
		within((request) => store.registrations.get(Number(request.params.registration))),
	);
	app.patch(
		REGISTRATION,
		within(() => true),
	);
	app.delete(
		REGISTRATION,
		within(() => true),
	);
	keyed(`${REGISTRATION}/integrations`, (request, response, company) =>
		bodyOf(request).Externalprovider
			? { IntegrationID: store.id(company), IntegrationStatus: 'Pending' }
			: refuse(response, 400, 'GenericError', 'Externalprovider'),
	);
	app.delete(
		`${REGISTRATION}/integrations/:id`,
		within(() => true),
	);
	keyed(`${REGISTRATION}/commands/send`, (request, response, company) => {
		const { TransportType: transport, Order: order } = bodyOf(request);
		if (!TRANSPORTS.has(String(transport)) || !isRecord(order))
			return refuse(response, 400, 'GenericError', 'TransportType and Order');
		const wrong = Object.keys(order).length === 0;
		return {
			OrderID: store.id(company),
			TranssportStatus: wrong ? 'Error' : 'Sent',
			TransportMessages: wrong ? [{ ErrorEnum: 'Empty', ErrorMessage: 'The order is empty' }] : [],
		};
	});
	app.get(`${REGISTRATION}/orders`, (request, response) => {
		const company = host.company(request, response);
		if (company && registered(response, request.params.registration)) {
			host.list(request, response, new Set(['OrderDate']), 121, (index) => orderAt(company, index));
		}
	});
	app.get(
		`${REGISTRATION}/orders/:id`,
		within((request, response, company) =>
			found(response, orderOf(company, Number(request.params.id)), 'OrderNotFound'),
		),
	);
	app.patch(
		`${REGISTRATION}/orders/:id`,
		within(() => undefined),
	);
	app.get(
		`${REGISTRATION}/files/:id`,
		within((request, response) =>
			found(response, store.files.get(String(request.params.id)), 'FileNotFound'),
		),
	);
	webhookRoutes(app, `${REGISTRATION}/webhooks`, within, store);
	keyed(`${REGISTRATION}/identification`, (request, response) =>
		bodyOf(request).RedirectURL
			? { URL: 'https://identify.example.com/1' }
			: refuse(response, 400, 'GenericError', 'RedirectURL'),
	);
}

/** A file that documents and inbox items point to. */
export const DOCUMENT_FILE = 'bc9996b3-e2ef-4476-9873-28de2c61d999';

type Guard = (
	handle: (request: Request, response: Response, company: Company) => unknown,
) => (request: Request, response: Response) => void;

function webhookRoutes(app: Express, path: string, guarded: Guard, store: BillitStore): void {
	app.get(
		path,
		guarded((_request, _response, company) =>
			[...store.webhooks.values()]
				.filter(({ CompanyID }) => CompanyID === company.PartyID)
				.map((webhook) => ({ ...webhook, Secret: undefined })),
		),
	);
	app.post(
		path,
		guarded((request, response, company) => {
			const { EntityType: entity, EntityUpdateType: update, WebhookURL: url } = bodyOf(request);
			if (
				!['Order', 'Message'].includes(String(entity)) ||
				!['I', 'U', 'D'].includes(String(update))
			) {
				return refuse(response, 400, 'GenericError', 'EntityType and EntityUpdateType');
			}
			if (
				typeof url !== 'string' ||
				!URL.canParse(url) ||
				(store.requiresHttps && !url.startsWith('https:'))
			) {
				return refuse(response, 400, 'GenericError', 'WebhookURL');
			}
			const webhook: Webhook = {
				WebhookID: store.id(),
				CompanyID: company.PartyID,
				UserID: 1,
				EntityType: String(entity),
				EntityUpdateType: String(update),
				WebhookURL: url,
				Secret: `canary-billit-webhook-${randomBytes(12).toString('hex')}`,
			};
			store.webhooks.set(webhook.WebhookID, webhook);
			if (store.confirms) {
				const confirmation = JSON.stringify({
					WebhookID: webhook.WebhookID,
					Secret: webhook.Secret,
				});
				const headers = { 'Content-Type': 'application/json' };
				void fetch(url, { method: 'POST', headers, body: confirmation }).catch(() => {});
			}
			return store.tellsSecret ? webhook : { ...webhook, Secret: undefined };
		}),
	);
	app.delete(
		`${path}/:id`,
		guarded((request, response) => {
			if (store.webhooks.delete(Number(request.params.id))) return true;
			return refuse(response, 404, 'WebhookNotFound');
		}),
	);
	app.post(
		`${path}/refresh/:id`,
		guarded((request, response) => {
			const webhook = store.webhooks.get(Number(request.params.id));
			if (!webhook) return refuse(response, 404, 'WebhookNotFound');
			webhook.Secret = `canary-billit-webhook-${randomBytes(12).toString('hex')}`;
			return webhook.Secret;
		}),
	);
}
