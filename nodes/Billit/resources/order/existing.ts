import type { IDataObject } from 'n8n-workflow';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { quoted } from '../../odata';

/**
 * The order that is already there, found by the caller's own ID or by its number.
 * @returns its id as `{ id, OrderID }`, or nothing where it cannot be found by these
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
	const query = { $filter: `${property} eq ${quoted(value)}`, $top: 2 };
	const found = await api.rows('/v1/orders', query, companyHeaders(values));
	const [order] = found;
	const id = Number(order?.OrderID);
	return found.length === 1 && Number.isFinite(id) ? { id, OrderID: id } : {};
}
