import type { IDataObject } from 'n8n-workflow';
import { isRecord, property } from '../../../../credentials/base/values';
import { ApiError } from '../../../shared/errors';
import type { Call } from '../../../shared/operation/operation';
import { mayRepeat } from '../../../shared/operation/runIdentity';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { idIn } from '../../idempotency';
import { quoted } from '../../odata';

/**
 * The order that is already there, found by the caller's own ID or by its number.
 * @param isProof whether one that cannot be told has to be refused
 * @returns its id as `{ id, OrderID }`, or nothing where it cannot be found by these
 * @throws ApiError where it has to be, and Billit does not tell it, or has several
 * @see docs/decisions/2026-11-26-the-providers-records.md
 */
export async function existingOrder(
	api: BillitApi,
	body: IDataObject,
	values: { company: string },
	isProof = false,
): Promise<IDataObject> {
	const [name, value] =
		typeof body.ExternalProviderID === 'string' && body.ExternalProviderID !== ''
			? ['ExternalProviderID', body.ExternalProviderID]
			: ['OrderNumber', body.OrderNumber];
	if (typeof value !== 'string' || value === '') return {};
	// An own ID is given once; a number may be that of an offer, or of a supplier's invoice, too.
	const wanted = isProof ? { [name]: value } : { [name]: value, ...kindOf(body) };
	const [id, ...others] = await ordersWith(api, wanted, values, isProof);
	if (id === undefined) return {};
	if (others.length === 0) return { id, OrderID: id };
	if (isProof) throw isThere(value, [id, ...others], BY_ID);
	return {};
}

const BY_ID = 'Choose "Order ID" for "Match By" and give the ID of the one that is meant';

/** What an order is beside its number: of two suppliers each may have used the same one. */
function kindOf(body: IDataObject): Record<string, unknown> {
	const { OrderType, OrderDirection, Supplier } = body;
	const party = OrderDirection === 'Cost' && isRecord(Supplier) ? Supplier.PartyID : undefined;
	return { OrderType, OrderDirection, [PARTY]: party };
}

/** As a filter names it (docs.billit.be, "Odata"). */
const PARTY = 'CounterParty/PartyID';

/** What a row tells of a property; undefined where it does not. */
const toldOf = (row: IDataObject, path: string): unknown =>
	path.split('/').reduce<unknown>((value, name) => {
		return isRecord(value) ? (property(value, name) ?? undefined) : undefined;
	}, row);

const isSame = (told: unknown, asked: string | number): boolean =>
	told === undefined || String(told).trim().toLowerCase() === String(asked).trim().toLowerCase();

/**
 * The IDs of the first two orders with these texts as properties. A row that does not show its ID, or the number that
 * was asked for, is no answer: it may be anybody's.
 * @param isProof whether that there are none has to be shown
 * @throws ApiError where it has to be, and is not: rows that show too little, a list that has others in it (it does
 * not heed the filter, and is not whole), or an empty one that says that there are more
 */
export async function ordersWith(
	api: BillitApi,
	properties: Record<string, unknown>,
	values: { company: string },
	isProof = false,
): Promise<number[]> {
	const asked = Object.entries(properties).filter((each): each is [string, string | number] =>
		['string', 'number'].includes(typeof each[1]),
	);
	const filter = asked
		.map(([name, value]) => `${name} eq ${typeof value === 'number' ? value : quoted(value)}`)
		.join(' and ');
	const query = { $filter: filter, $top: 2 };
	const { rows, hasMore } = await api.listed('/v1/orders', query, companyHeaders(values));
	const found = rows.filter((row) =>
		asked.every(([name, value]) => isSame(toldOf(row, name), value)),
	);
	// A list need not show the caller's own ID.
	const shown = found.filter(
		(row) => !('OrderNumber' in properties) || (row.OrderNumber ?? '') !== '',
	);
	const ids = shown.map((row) => idIn(row, 'OrderID')).filter((id) => typeof id === 'number');
	const isUnclear = ids.length < found.length || (ids.length === 0 && (rows.length > 0 || hasMore));
	if (isProof && isUnclear)
		throw notLookedUp(String(asked[0]?.[1] ?? ''), 'ExternalProviderID' in properties);
	return ids.length < found.length ? [] : ids;
}

const notLookedUp = (number: string, isOwn: boolean): ApiError =>
	new ApiError(`Not created, because Billit did not tell whether it has order "${number}"`, {
		neverSent: true,
		description: `An earlier execution may have made it. Look at Billit whether it is there. To go on regardless: ${
			isOwn ? BY_ID : 'choose "From the Content" or "Custom" for "Idempotency Key" in the options'
		}`,
	});

const isThere = (number: string, ids: number[], wayOut: string): ApiError =>
	new ApiError(
		`Order "${number}" is in Billit already, as ${ids.join(' and ')}; it was not created again`,
		{
			status: 409,
			neverSent: true,
			description: `An earlier execution may have made it. ${wayOut}`,
		},
	);

/**
 * The order that an earlier execution may have made already: looked for by its number where this one may repeat it
 * under a key that Billit does not know.
 * @returns its id where the user takes a duplicate as success
 * @throws ApiError where it is there and that is not wanted, or there are several
 */
export async function earlierOrder(
	{ api, context }: Call<BillitApi>,
	body: IDataObject,
	values: {
		company: string;
		options: { treatDuplicateAsSuccess?: boolean; idempotencyKey?: string };
	},
): Promise<IDataObject | undefined> {
	const { OrderNumber: number } = body;
	if (typeof number !== 'string' || number === '' || !mayRepeat(context)) return undefined;
	const kind = kindOf(body);
	// Two suppliers may use the same number, and one that is new has used none so far.
	if (kind.OrderDirection !== 'Income' && kind[PARTY] === undefined) return undefined;
	const properties = { OrderNumber: number, ...kind };
	// By a key of the user's own, or from the content, Billit knows an earlier one itself.
	const isKnown = ['custom', 'content'].includes(values.options.idempotencyKey ?? '');
	const ids = await ordersWith(api, properties, values, !isKnown);
	const [id, second] = ids;
	if (id === undefined) return undefined;
	const isOne = second === undefined;
	if (isOne && values.options.treatDuplicateAsSuccess) return { id, OrderID: id };
	throw isThere(
		number,
		ids,
		isOne
			? 'Compare the two; turn on "Treat Duplicate as Success" to go on with the one that is there, or give another Order Number'
			: 'Compare them, and go on with the one that is meant by its ID, or give another Order Number',
	);
}
