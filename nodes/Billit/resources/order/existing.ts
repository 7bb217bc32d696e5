import type { IDataObject } from 'n8n-workflow';
import { ApiError } from '../../../shared/errors';
import type { Call } from '../../../shared/operation/operation';
import { mayRepeat } from '../../../shared/operation/runIdentity';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { quoted } from '../../odata';

/**
 * The order that is already there, found by the caller's own ID or by its number.
 * @returns its id as `{ id, OrderID }`, or nothing where it cannot be found by these
 * @see docs/decisions/2026-11-26-the-providers-records.md
 */
export async function existingOrder(
	api: BillitApi,
	body: IDataObject,
	values: { company: string },
): Promise<IDataObject> {
	const [property, value] =
		typeof body.ExternalProviderID === 'string' && body.ExternalProviderID !== ''
			? ['ExternalProviderID', body.ExternalProviderID]
			: ['OrderNumber', body.OrderNumber];
	if (typeof value !== 'string' || value === '') return {};
	const found = await ordersWith(api, { [property]: value }, values);
	const [order] = found;
	const id = Number(order?.OrderID);
	return found.length === 1 && Number.isFinite(id) ? { id, OrderID: id } : {};
}

const isSame = (told: unknown, asked: string): boolean =>
	told === undefined || String(told).trim().toLowerCase() === asked.trim().toLowerCase();

/**
 * The first two orders with these texts as properties.
 * @param isProof whether that there are none has to be shown
 * @throws ApiError where it has to be, and the list has others in it: it does not heed the filter, and is not whole
 */
export async function ordersWith(
	api: BillitApi,
	properties: Record<string, unknown>,
	values: { company: string },
	isProof = false,
): Promise<IDataObject[]> {
	const asked = Object.entries(properties).filter(
		(each): each is [string, string] => typeof each[1] === 'string',
	);
	const filter = asked.map(([name, value]) => `${name} eq ${quoted(value)}`).join(' and ');
	const query = { $filter: filter, $top: 2 };
	const rows = await api.rows('/v1/orders', query, companyHeaders(values));
	const found = rows.filter((row) => asked.every(([name, value]) => isSame(row[name], value)));
	if (isProof && found.length === 0 && rows.length > 0) throw notLookedUp(asked[0]?.[1] ?? '');
	return found;
}

const notLookedUp = (number: string): ApiError =>
	new ApiError(
		`Not created, because Billit did not tell whether it has order "${number}": it listed others`,
		{
			neverSent: true,
			description:
				'An earlier execution may have made it. Look at Billit whether it is there. To go on regardless, choose "From the Content" or "Custom" for "Idempotency Key" in the options',
		},
	);

/**
 * The order that an earlier execution may have made already: looked for by its number where this one may repeat it
 * under a key that Billit does not know.
 * @returns its id where the user takes a duplicate as success
 * @throws ApiError where it is there and that is not wanted
 */
export async function earlierOrder(
	{ api, context }: Call<BillitApi>,
	body: IDataObject,
	values: {
		company: string;
		options: { treatDuplicateAsSuccess?: boolean; idempotencyKey?: string };
	},
): Promise<IDataObject | undefined> {
	const { OrderNumber: number, OrderType: type, OrderDirection: direction } = body;
	// Only one's own numbers are unique: two suppliers may use the same.
	if (typeof number !== 'string' || number === '' || direction !== 'Income') return undefined;
	if (!mayRepeat(context)) return undefined;
	const properties = { OrderNumber: number, OrderType: type, OrderDirection: direction };
	// By a key of the user's own, or from the content, Billit knows an earlier one itself.
	const isKnown = ['custom', 'content'].includes(values.options.idempotencyKey ?? '');
	const [order] = await ordersWith(api, properties, values, !isKnown);
	if (!order) return undefined;
	const { OrderID: id } = order;
	if (values.options.treatDuplicateAsSuccess && typeof id === 'number') return { id, OrderID: id };
	throw new ApiError(
		`Order "${number}" is in Billit already, as ${String(id)}; it was not created again`,
		{
			status: 409,
			neverSent: true,
			description:
				'An earlier execution may have made it. Compare the two; turn on "Treat Duplicate as Success" to go on with the one that is there, or give another Order Number',
		},
	);
}
