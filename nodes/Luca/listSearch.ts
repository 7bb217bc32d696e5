import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	ResourceMapperFields,
} from 'n8n-workflow';
import { LUCA_COMPANIES_QUERY, lucaCompanies } from '../../credentials/oauth2/profiles/luca';
import { isRecord } from '../../credentials/base/values';
import { chosen } from '../shared/chosen';
import { includes } from '../shared/picked';
import { failed, LucaApi } from './api';
import { mapperFields } from './arguments';
import { argument, build } from './document';
import { companyArgument } from './fields';
import type { RootKind } from './schema';

const client = (context: ILoadOptionsFunctions) =>
	new LucaApi(context, String(context.getNodeParameter('authentication', 'oAuth2')));

/** The companies that the credential covers, found by name or organisation number. */
export async function searchCompanies(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { data, errors } = await client(this).graphql(LUCA_COMPANIES_QUERY);
	const companies = lucaCompanies({ data });
	if (!companies) throw failed(errors, 'companies');
	return {
		results: [
			...companies
				.filter(({ name, organisationNumber }) => includes(`${name} ${organisationNumber}`, filter))
				.map(({ id, name, organisationNumber }) => ({
					name: organisationNumber ? `${name} (${organisationNumber})` : name,
					value: id,
				})),
			...unread(errors),
		],
	};
}

/** A list that is not whole says so in its last line, which chooses nothing. */
const unread = (errors: IDataObject[]) =>
	errors.length > 0
		? [{ name: `Not all could be read: ${failed(errors, 'data').message}`, value: '' }]
		: [];

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A picker over a connection, 100 a page; Luca does not search, so the page is looked through. */
function search(
	field: string,
	selection: string,
	label: (row: Record<string, unknown>) => string,
): Search {
	return async function find(filter, paginationToken) {
		const company = companyArgument(chosen(this, 'company'));
		const args = [
			argument('first', 'Int', 100),
			argument('after', 'String', paginationToken ?? null),
			...(company.value === undefined ? [] : [company]),
		];
		const { query, variables } = build(
			'query',
			field,
			args,
			`nodes { ${selection} } pageInfo { hasNextPage endCursor }`,
		);
		const { nodes, errors, pageInfo: info } = await client(this).page(query, field, variables);
		return {
			results: [
				...nodes
					.map((row) => ({ name: label(row), value: String(row.id) }))
					.filter(({ name }) => includes(name, filter)),
				...unread(errors),
			],
			...(info.hasNextPage === true && typeof info.endCursor === 'string'
				? { paginationToken: info.endCursor }
				: {}),
		};
	};
}

export const searchCustomers = search('saleCustomers', 'id name email', ({ name, email }) =>
	email ? `${String(name)} (${String(email)})` : String(name),
);

export const searchProducts = search('saleProducts', 'id name', ({ name }) => String(name));

export const searchInvoices = search(
	'saleInvoices',
	'id invoiceNumber invoiceDate saleCustomer { name }',
	({ invoiceNumber, invoiceDate, saleCustomer }) =>
		[invoiceNumber ?? 'draft', isRecord(saleCustomer) ? saleCustomer.name : undefined, invoiceDate]
			.filter(Boolean)
			.join(' - '),
);

/** The root fields of the schema with what they are for. */
const searchRoot = (kind: RootKind): Search =>
	async function find(filter) {
		const schema = await client(this).schema();
		return {
			results: schema
				.rootFields(kind)
				.filter(({ name, description }) => includes(`${name} ${description ?? ''}`, filter))
				.map(({ name, description }) => ({
					name,
					value: name,
					...(description ? { description } : {}),
				})),
		};
	};

export const searchQueries = searchRoot('query');
export const searchMutations = searchRoot('mutation');

/** The arguments of the chosen root field. */
const argumentsFor = (kind: RootKind) =>
	async function load(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
		const schema = await client(this).schema();
		const field = schema.rootField(kind, chosen(this, 'field'));
		return field ? mapperFields(schema, field) : { fields: [] };
	};

export const resourceMapping = {
	getQueryArguments: argumentsFor('query'),
	getMutationArguments: argumentsFor('mutation'),
};
