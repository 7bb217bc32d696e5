import type { IDataObject } from 'n8n-workflow';
import { isRecord, property } from '../../../../credentials/oauth2/values';

const KEPT = [
	'OrderID',
	'OrderNumber',
	'OrderType',
	'OrderDirection',
	'OrderStatus',
	'OrderDate',
	'ExpiryDate',
] as const;

/** The properties of an order that most workflows need. */
export function simplified(order: IDataObject): IDataObject {
	const result: IDataObject = {};
	for (const name of KEPT) result[name] = order[name] ?? null;
	const party = [order.CounterParty, order.Customer, order.Supplier].find(isRecord);
	const name = party && (property(party, 'displayName') ?? property(party, 'name'));
	result.CounterPartyName = typeof name === 'string' ? name : null;
	result.TotalIncl = order.TotalIncl ?? null;
	result.Currency = order.Currency ?? null;
	return result;
}
