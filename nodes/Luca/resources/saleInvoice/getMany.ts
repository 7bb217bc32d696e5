import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../../../credentials/oauth2/outcome';
import { paging, readOptions, simplify, wanted } from '../../../shared/commonFields';
import { ApiError } from '../../../shared/errors';
import { string } from '../../../shared/fields';
import { operation, type LucaApi } from '../../api';
import { company } from '../../fields';
import { existing, fieldTypes, printSelection, TYPES_QUERY, type Selection } from '../../selection';
import { simplified } from './simplified';

/** Seen in a client that worked; the vendor's schema is not published. */
const INVOICE: Selection = {
	id: true,
	draft: true,
	finalized: true,
	invoiceDate: true,
	invoiceNumber: true,
	paymentDays: true,
	sentAt: true,
	saleCustomer: { id: true, email: true, name: true },
	saleInvoiceLineItems: {
		id: true,
		name: true,
		quantity: true,
		unit: true,
		unitPriceCents: true,
		saleProduct: { id: true, name: true },
	},
};

export const getMany = operation({
	name: 'Get Many',
	action: 'Get many sale invoices',
	description: 'List the sale invoices of a company, drafts included',
	kind: 'read',
	fields: {
		company,
		...paging,
		simplify,
		options: readOptions({
			fields: string({
				label: 'Fields',
				placeholder: 'e.g. id invoiceNumber saleCustomer { name }',
				description: 'Fields to ask for, in GraphQL; Simplify then keeps only those it knows',
			}),
		}),
	},
	async *run({ api, values }) {
		const { company: companyId, options } = values;
		const own = options.fields?.trim();
		const read = (selection: string) =>
			api.connection(
				document(selection, companyId !== ''),
				'saleInvoices',
				companyId ? { companyId } : {},
				wanted(values),
			);
		let pages = read(own || printSelection(INVOICE));
		let first = await outcomeOf(pages.next());
		if (!first.ok && !own && isWrongQuery(first.error)) {
			pages = read(await knownSelection(api, first.error));
			first = await outcomeOf(pages.next());
		}
		if (!first.ok) throw first.error;
		const shown = (invoices: IDataObject[]) =>
			values.simplify ? invoices.map(simplified) : invoices;
		if (first.value.done) return;
		yield shown(first.value.value);
		for await (const page of pages) yield shown(page);
	},
});

/** Values travel as variables; the selection is this pack's own or the user's, and the user's alone. */
function document(selection: string, withCompany: boolean): string {
	const declared = withCompany ? ', $companyId: ID' : '';
	const given = withCompany ? ', companyId: $companyId' : '';
	return `query SaleInvoices($first: Int, $after: String${declared}) { saleInvoices(first: $first, after: $after${given}) { nodes { ${selection} } pageInfo { hasNextPage endCursor } } }`;
}

/** Luca did not understand the document, rather than refusing the values or the user. */
function isWrongQuery(error: unknown): boolean {
	return (
		error instanceof ApiError &&
		error.failure?.cause !== 'rate-limited' &&
		/BAD_REQUEST|Cannot query field/i.test(`${error.message} ${error.description ?? ''}`)
	);
}

/** The default selection without what this server's schema lacks. */
async function knownSelection(api: LucaApi, refusal: unknown): Promise<string> {
	const outcome = await outcomeOf(api.graphql(TYPES_QUERY));
	if (!outcome.ok) throw refusal;
	const types = fieldTypes(outcome.value.data);
	const selection = existing(INVOICE, 'SaleInvoice', types);
	if (Object.keys(selection).length === 0) throw refusal;
	return printSelection(selection);
}
