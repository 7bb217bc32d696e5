import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { billitCompanies } from '../../credentials/oauth2/profiles/billit';
import { isRecord, property } from '../../credentials/base/values';
import { chosen } from '../shared/chosen';
import type { Query } from '../shared/path';
import { includes } from '../shared/picked';
import { BillitApi } from './api';
import { company, companyHeaders } from './fields';
import { fileIdIn } from './files';

const PAGE = 50;

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

function client(context: ILoadOptionsFunctions): BillitApi {
	return new BillitApi(context, String(context.getNodeParameter('authentication', 'oAuth2')));
}

/** The company chosen in the node, for lists that belong to one. */
function headers(context: ILoadOptionsFunctions): Record<string, string> {
	return companyHeaders({ company: chosen(context, 'company', company) });
}

/** A list that comes in pages; Billit itself searches where it can. */
function paged(
	path: string,
	query: Query,
	searchable: boolean,
	entry: (row: IDataObject) => INodeListSearchItems,
): Search {
	return async function search(filter, paginationToken) {
		const skip = Number(paginationToken ?? 0) || 0;
		const rows = await client(this).rows(
			path,
			{
				...query,
				$top: PAGE,
				$skip: skip || undefined,
				...(searchable ? { fullTextSearch: filter?.trim() || undefined } : {}),
			},
			headers(this),
		);
		return {
			results: rows.map(entry).filter(({ name }) => searchable || includes(name, filter)),
			...(rows.length === PAGE ? { paginationToken: String(skip + PAGE) } : {}),
		};
	};
}

/** A list that comes in one piece. */
function whole(path: string, entry: (row: IDataObject) => INodeListSearchItems): Search {
	return async function search(filter) {
		const rows = await client(this).rows(path, undefined, headers(this));
		return { results: rows.map(entry).filter(({ name }) => includes(name, filter)) };
	};
}

const text = (row: IDataObject, ...names: string[]): string => {
	const value = names.map((name) => property(row, name)).find((each) => each !== undefined);
	return value === undefined || value === null ? '' : String(value);
};

/** The companies of the connected user. */
export const searchCompanies: Search = async function search(filter) {
	const companies = billitCompanies(await client(this).get('/v1/account/accountInformation')) ?? [];
	return {
		results: companies
			.filter(({ id, name }) => includes(`${name} ${id}`, filter))
			.map(({ id, name }) => ({ name: name || id, value: id })),
	};
};

/** Customers and suppliers. */
export const searchParties = paged('/v1/parties', {}, true, (row) => ({
	name: text(row, 'Name', 'DisplayName', 'PartyID'),
	value: text(row, 'PartyID'),
}));

/** Orders, newest first. */
export const searchOrders = paged('/v1/orders', { $orderby: 'LastModified desc' }, true, (row) => ({
	name: orderLabel(row),
	value: text(row, 'OrderID'),
}));

export const searchProducts = paged('/v1/products', {}, false, (row) => ({
	name: [text(row, 'Reference'), text(row, 'Description')].filter(Boolean).join(' - '),
	value: text(row, 'ProductID'),
}));

export const searchDocuments = paged('/v1/documents', {}, true, (row) => ({
	name: text(row, 'Name') || fileIdIn(row, 'File') || text(row, 'DocumentID'),
	value: text(row, 'DocumentID'),
}));

export const searchFeeds = whole('/v1/accountant/feeds', (row) => ({
	name: text(row, 'Name'),
	value: text(row, 'Name'),
}));

export const searchReports = whole('/v1/reports', (row) => ({
	name: text(row, 'ReportName', 'ReportID'),
	value: text(row, 'ReportID'),
}));

export const searchWebhooks = whole('/v1/webhooks', (row) => ({
	name: `${text(row, 'EntityType')} ${text(row, 'EntityUpdateType')} - ${text(row, 'WebhookURL')}`,
	value: text(row, 'WebhookID'),
}));

export const searchCashbooks = whole('/v1/Cashbook/History', (row) => ({
	name: text(row, 'Name', 'CashbookID'),
	value: text(row, 'CashbookID'),
}));

export const searchInboxItems = whole('/v1/peppol/inbox', (row) => ({
	name: [text(row, 'InboxItemID'), text(row, 'SenderName', 'Sender')].filter(Boolean).join(' - '),
	value: text(row, 'InboxItemID'),
}));

export const searchRegistrations = whole('/v1/einvoices/registrations', (row) => {
	const details = isRecord(row.CompanyDetails) ? row.CompanyDetails : row;
	return {
		name: text(details, 'CompanyName', 'Name') || text(row, 'RegistrationID'),
		value: text(row, 'RegistrationID'),
	};
});

function orderLabel(row: IDataObject): string {
	const counterParty = isRecord(row.CounterParty)
		? (property(row.CounterParty, 'displayName') ?? property(row.CounterParty, 'name'))
		: '';
	return [row.OrderNumber ?? `#${String(row.OrderID)}`, counterParty].filter(Boolean).join(' - ');
}
