import type { IDataObject } from 'n8n-workflow';
import { isRecord, property } from '../../../../credentials/base/values';

const KEPT = [
	'OrderID',
	'OrderNumber',
	'OrderType',
	'OrderDirection',
	'OrderStatus',
	'OrderDate',
	'ExpiryDate',
	'Reference',
	'Paid',
] as const;

/** The name of the first party that is there; null when none tells one. */
export function partyName(parties: readonly unknown[]): string | null {
	const party = parties.find(isRecord);
	const name = party && (property(party, 'displayName') ?? property(party, 'name'));
	return typeof name === 'string' ? name : null;
}

/** Billit's ID of the first party that is there. */
function partyId(parties: readonly unknown[]): string | number | null {
	const party = parties.find(isRecord);
	const id = party && property(party, 'partyID');
	return typeof id === 'number' || typeof id === 'string' ? id : null;
}

/** The properties of an order that most workflows need. */
export function simplified(order: IDataObject): IDataObject {
	const result: IDataObject = {};
	for (const name of KEPT) result[name] = order[name] ?? null;
	// As people and other services call it; Billit says ExpiryDate.
	result.DueDate = order.DueDate ?? order.ExpiryDate ?? null;
	const parties = [order.CounterParty, order.Customer, order.Supplier];
	result.PartyID = partyId(parties);
	result.CounterPartyName = partyName(parties);
	result.TotalIncl = totalOf(order);
	result.Currency = order.Currency ?? null;
	return result;
}

/** Whether a row of a list has everything that `simplified` keeps. */
export const tellsEnough = (row: Record<string, unknown>): boolean =>
	[...KEPT, 'TotalIncl', 'Currency'].every((name) => row[name] !== undefined) &&
	partyId([row.CounterParty]) !== null;
/** What an order comes to with VAT, from whichever of its totals are told; null when none is. */
export function totalOf(order: IDataObject): number | string | null {
	const total = property(order, 'totalIncl');
	if (typeof total === 'number' || typeof total === 'string') return total;
	const [net, vat] = [property(order, 'totalExcl'), property(order, 'totalVAT')];
	return typeof net === 'number' && typeof vat === 'number' ? cents(net + vat) : null;
}

const cents = (amount: number) => Math.round(amount * 100) / 100;
