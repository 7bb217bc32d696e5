import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { billitCompanies } from '../../credentials/oauth2/profiles/billit';
import { isRecord, property } from '../../credentials/oauth2/values';
import type { Query } from '../shared/path';
import { BillitApi } from './api';

const PAGE = 50;

function client(context: ILoadOptionsFunctions): BillitApi {
	return new BillitApi(context, String(context.getNodeParameter('authentication', 'oAuth2')));
}

/** The companies of the connected user. */
export async function searchCompanies(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const companies = billitCompanies(await client(this).get('/v1/account/accountInformation')) ?? [];
	const wanted = filter?.trim().toLowerCase() ?? '';
	return {
		results: companies
			.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted))
			.map(({ id, name }) => ({ name: name || id, value: id })),
	};
}

/** Customers and suppliers, found by Billit's own full text search. */
export async function searchParties(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await search(this, '/v1/parties', filter, paginationToken, {}, (row) => ({
		name: String(row.Name ?? row.DisplayName ?? row.PartyID),
		value: String(row.PartyID ?? ''),
	}));
}

/** Orders, newest first, found by Billit's own full text search. */
export async function searchOrders(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const newestFirst = { $orderby: 'LastModified desc' };
	return await search(this, '/v1/orders', filter, paginationToken, newestFirst, (row) => ({
		name: orderLabel(row),
		value: String(row.OrderID ?? ''),
	}));
}

async function search(
	context: ILoadOptionsFunctions,
	path: string,
	filter: string | undefined,
	paginationToken: string | undefined,
	query: Query,
	entry: (row: IDataObject) => INodeListSearchItems,
): Promise<INodeListSearchResult> {
	const skip = Number(paginationToken ?? 0) || 0;
	const { body } = await client(context).request({
		method: 'GET',
		path,
		query: {
			...query,
			$top: PAGE,
			$skip: skip || undefined,
			fullTextSearch: filter?.trim() || undefined,
		},
	});
	const items = isRecord(body) ? property(body, 'items') : [];
	const rows = Array.isArray(items) ? (items.filter(isRecord) as IDataObject[]) : [];
	return {
		results: rows.map(entry),
		...(rows.length === PAGE ? { paginationToken: String(skip + PAGE) } : {}),
	};
}

function orderLabel(row: IDataObject): string {
	const party = isRecord(row.CounterParty)
		? (property(row.CounterParty, 'displayName') ?? property(row.CounterParty, 'name'))
		: '';
	return [row.OrderNumber ?? `#${String(row.OrderID)}`, party].filter(Boolean).join(' - ');
}
