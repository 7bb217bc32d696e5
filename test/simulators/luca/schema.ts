import { buildSchema, GraphQLError } from 'graphql';
import type { Books, Company, Invoice } from './data';

/** The part of Luca's schema whose names are known; scalar and enum names are ours. */
const SDL = `
scalar BigInt
enum SaleSendMethod { EMAIL }
enum InvoiceType { DRAFT INVOICE }
type PageInfo { hasPreviousPage: Boolean! hasNextPage: Boolean! startCursor: String endCursor: String }
type Company { id: ID! name: String! organisationNumber: String }
type CompanyEdge { cursor: String! node: Company! }
type CompanyConnection { nodes: [Company!]! edges: [CompanyEdge!]! pageInfo: PageInfo! }
type SaleCustomer { id: ID! name: String! email: String active: Boolean! comment: String }
type SaleCustomerEdge { cursor: String! node: SaleCustomer! }
type SaleCustomerConnection { nodes: [SaleCustomer!]! edges: [SaleCustomerEdge!]! pageInfo: PageInfo! }
type SaleProduct { id: ID! name: String! active: Boolean! }
type SaleProductEdge { cursor: String! node: SaleProduct! }
type SaleProductConnection { nodes: [SaleProduct!]! edges: [SaleProductEdge!]! pageInfo: PageInfo! }
type SaleInvoiceLineItem { id: ID! name: String quantity: Int! unit: String unitPriceCents: BigInt! saleProduct: SaleProduct saleInvoice: SaleInvoice }
type SaleInvoice { id: ID! draft: Boolean! finalized: Boolean! invoiceDate: String invoiceNumber: Int paymentDays: Int sentAt: String
  comment: String saleCustomer: SaleCustomer saleInvoiceLineItems: [SaleInvoiceLineItem!]! }
type SaleInvoiceEdge { cursor: String! node: SaleInvoice! }
type SaleInvoiceConnection { nodes: [SaleInvoice!]! edges: [SaleInvoiceEdge!]! pageInfo: PageInfo! }
input SaleCustomerRef { id: ID! }
input SaleInvoiceLineItemInput { saleProductId: ID quantity: Int unitPriceCents: BigInt }
input SaleInvoiceInput { saleCustomer: SaleCustomerRef invoiceDate: String paymentDays: Int invoiceType: InvoiceType
  saleInvoiceLineItems: [SaleInvoiceLineItemInput!] comment: String }
type Query {
  companies(first: Int, last: Int, before: String, after: String, companyId: ID): CompanyConnection!
  company(id: ID!, companyId: ID): Company
  saleInvoices(companyId: ID, first: Int, last: Int, before: String, after: String): SaleInvoiceConnection
  saleCustomers(companyId: ID, first: Int, last: Int, before: String, after: String): SaleCustomerConnection
  saleProducts(companyId: ID, first: Int, last: Int, before: String, after: String): SaleProductConnection
}
type Mutation {
  saleInvoiceCreate(companyId: ID, saleInvoice: SaleInvoiceInput!): SaleInvoice
  saleInvoiceUpdate(companyId: ID, id: ID!, saleInvoice: SaleInvoiceInput!): SaleInvoice
  saleInvoiceSend(companyId: ID, id: ID!, sendMethod: SaleSendMethod!, email: String): SaleInvoice
}`;

export const schema = buildSchema(SDL);

/** The same without a field or root field, as another generation of the server may be. */
export const schemaLacking = (field: string) =>
	buildSchema(SDL.replace(new RegExp(`\\b${field}(?:\\([^)]*\\))?: [^\\s]+`), ''));

/** The same with a root field for each kind of record by its ID, as the node looks for them. */
export const schemaWithRecords = buildSchema(
	SDL.replace(
		'type Query {',
		`type Query {
  saleInvoice(companyId: ID, id: ID!): SaleInvoice
  saleCustomer(companyId: ID, id: ID!): SaleCustomer
  saleProduct(companyId: ID, id: ID!): SaleProduct`,
	),
);

/** What the token of a request may do. */
export interface Access {
	companies: Company[];
	/** OAuth 2.1 tokens have no company of their own. */
	needsCompanyId: boolean;
	canWrite: boolean;
}

export interface GraphqlContext {
	access: Access;
	booksOf(company: Company): Books;
	/** Counts a change, by invoice id. */
	changed(mutation: string, id: string): void;
}

interface PageArguments {
	companyId?: string;
	first?: number;
	last?: number;
	before?: string;
	after?: string;
}

const MOST = 100;

const refuse = (code: string, message: string, more: Record<string, unknown> = {}) =>
	new GraphQLError(message, { extensions: { code, ...more } });

const invalid = (field: string, message: string) =>
	refuse('VALIDATION_FAILED', 'Ugyldige verdier', { details: [{ field, message }] });

function companyOf(companyId: string | undefined, { access }: GraphqlContext): Company {
	const [first] = access.companies;
	if (companyId === undefined || companyId === null) {
		if (access.needsCompanyId || !first) throw refuse('BAD_REQUEST', 'company_id_required');
		return first;
	}
	const company = access.companies.find(
		({ id, organisationNumber }) => id === companyId || organisationNumber === companyId,
	);
	if (!company) throw refuse('FORBIDDEN', 'Ingen tilgang til dette selskapet');
	return company;
}

/** `MQ` is the first one, as the vendor's article has it: its position. */
const cursorOf = (index: number) => Buffer.from(String(index + 1)).toString('base64url');

function indexOf(cursor: string): number {
	const index = /^(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
	if (index === undefined) throw refuse('BAD_REQUEST', 'Ugyldig markør');
	return Number(index) - 1;
}

function connection<T>(all: T[], { first, last, before, after }: PageArguments) {
	let start = after === undefined || after === null ? 0 : indexOf(after) + 1;
	let end = before === undefined || before === null ? all.length : indexOf(before);
	const size = Math.min(first ?? last ?? MOST, MOST);
	if (size < 0) throw refuse('BAD_REQUEST', 'Ugyldig sidestørrelse');
	if (last !== undefined && first === undefined) start = Math.max(start, end - size);
	else end = Math.min(end, start + size);
	const nodes = all.slice(start, end);
	return {
		nodes,
		edges: nodes.map((node, index) => ({ node, cursor: cursorOf(start + index) })),
		pageInfo: {
			hasPreviousPage: start > 0,
			hasNextPage: end < all.length,
			startCursor: nodes.length > 0 ? cursorOf(start) : null,
			endCursor: nodes.length > 0 ? cursorOf(end - 1) : null,
		},
	};
}

interface InvoiceInput {
	saleCustomer?: { id: string };
	invoiceDate?: string;
	paymentDays?: number;
	invoiceType?: 'DRAFT' | 'INVOICE';
	saleInvoiceLineItems?: Array<{
		saleProductId?: string;
		quantity?: number;
		unitPriceCents?: unknown;
	}>;
	comment?: string;
}

function apply(invoice: Invoice, input: InvoiceInput, held: Books): void {
	if (input.saleCustomer) {
		const customer = held.customers.find(({ id }) => id === input.saleCustomer?.id);
		if (!customer) throw invalid('saleCustomer', 'Ukjent kunde');
		invoice.saleCustomer = customer;
	}
	if (input.invoiceDate !== undefined) {
		if (!/^\d{4}-\d{2}-\d{2}$/.test(input.invoiceDate))
			throw invalid('invoiceDate', 'Ugyldig dato');
		invoice.invoiceDate = input.invoiceDate;
	}
	if (input.paymentDays !== undefined) invoice.paymentDays = input.paymentDays;
	if (input.comment !== undefined) invoice.comment = input.comment;
	if (input.saleInvoiceLineItems) {
		invoice.saleInvoiceLineItems = input.saleInvoiceLineItems.map((line, index) => {
			if (typeof line.unitPriceCents !== 'string' || !/^-?\d+$/.test(line.unitPriceCents)) {
				throw invalid('unitPriceCents', 'Må være en streng med hele øre');
			}
			const product = held.products.find(({ id }) => id === line.saleProductId);
			if (!product) throw invalid('saleProductId', 'Ukjent vare');
			return {
				id: `${invoice.id}l${index}`,
				name: product.name,
				quantity: line.quantity ?? 1,
				unit: 'stk',
				unitPriceCents: line.unitPriceCents,
				saleProduct: product,
			};
		});
	}
}

function writable(context: GraphqlContext): void {
	if (!context.access.canWrite) throw refuse('FORBIDDEN', 'Tilgangen er bare for lesing');
}

function invoiceOf(held: Books, id: string): Invoice {
	const invoice = held.invoices.find((each) => each.id === id);
	if (!invoice) throw refuse('NOT_FOUND', 'Fant ikke fakturaen');
	return invoice;
}

interface RecordArguments {
	companyId?: string;
	id: string;
}

interface InvoiceArguments {
	companyId?: string;
	id: string;
	saleInvoice: InvoiceInput;
}

/** The root fields. */
export const root = {
	companies: (page: PageArguments, { access }: GraphqlContext) =>
		connection(access.companies, page),
	company: ({ id }: { id: string }, context: GraphqlContext) => companyOf(id, context),
	saleInvoices: (page: PageArguments, context: GraphqlContext) =>
		connection(context.booksOf(companyOf(page.companyId, context)).invoices, page),
	saleCustomers: (page: PageArguments, context: GraphqlContext) =>
		connection(context.booksOf(companyOf(page.companyId, context)).customers, page),
	saleProducts: (page: PageArguments, context: GraphqlContext) =>
		connection(context.booksOf(companyOf(page.companyId, context)).products, page),

	saleInvoice: ({ companyId, id }: RecordArguments, context: GraphqlContext) =>
		invoiceOf(context.booksOf(companyOf(companyId, context)), id),
	saleCustomer: ({ companyId, id }: RecordArguments, context: GraphqlContext) =>
		context.booksOf(companyOf(companyId, context)).customers.find((each) => each.id === id),
	saleProduct: ({ companyId, id }: RecordArguments, context: GraphqlContext) =>
		context.booksOf(companyOf(companyId, context)).products.find((each) => each.id === id),

	saleInvoiceCreate({ companyId, saleInvoice }: InvoiceArguments, context: GraphqlContext) {
		writable(context);
		const company = companyOf(companyId, context);
		const held = context.booksOf(company);
		const [customer] = held.customers;
		if (!saleInvoice.saleCustomer || !customer) throw invalid('saleCustomer', 'Kunde mangler');
		const invoice: Invoice = {
			id: `${company.id}n${held.invoices.length + 1}`,
			draft: true,
			finalized: false,
			invoiceDate: '2026-01-01',
			invoiceNumber: null,
			paymentDays: 14,
			sentAt: null,
			comment: null,
			saleCustomer: customer,
			saleInvoiceLineItems: [],
		};
		apply(invoice, saleInvoice, held);
		held.invoices.unshift(invoice);
		context.changed('saleInvoiceCreate', invoice.id);
		return invoice;
	},
	saleInvoiceUpdate({ companyId, id, saleInvoice }: InvoiceArguments, context: GraphqlContext) {
		writable(context);
		const held = context.booksOf(companyOf(companyId, context));
		const invoice = invoiceOf(held, id);
		if (invoice.finalized) throw invalid('id', 'Fakturaen er låst');
		apply(invoice, saleInvoice, held);
		if (saleInvoice.invoiceType === 'INVOICE') {
			invoice.draft = false;
			invoice.finalized = true;
			invoice.invoiceNumber = 20_000 + held.invoices.filter(({ finalized }) => finalized).length;
		}
		context.changed('saleInvoiceUpdate', id);
		return invoice;
	},
	saleInvoiceSend(
		{ companyId, id, email }: { companyId?: string; id: string; email?: string },
		context: GraphqlContext,
	) {
		writable(context);
		const invoice = invoiceOf(context.booksOf(companyOf(companyId, context)), id);
		if (invoice.draft) throw invalid('id', 'En kladd kan ikke sendes');
		if (!email && !invoice.saleCustomer.email) throw invalid('email', 'E-post mangler');
		invoice.sentAt = '2026-11-21T08:00:00Z';
		context.changed('saleInvoiceSend', id);
		return invoice;
	},
};
