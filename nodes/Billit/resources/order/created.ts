import type { IDataObject } from 'n8n-workflow';
import type { Call } from '../../../shared/operation/operation';
import type { BillitApi } from '../../api';
import { companyHeaders } from '../../fields';
import { post, postedBefore, type IdempotencyOptions } from '../../idempotency';
import { created } from '../../results';
import { earlierOrder, existingOrder } from './existing';

const PURPOSE = 'order.create';

/**
 * Creates an order, or finds the one that an earlier call has made.
 * @returns its id as `{ id, OrderID }` as far as it is known, with `duplicate` where it was there already
 * @throws ApiError where it was there already and the user does not take that as success
 */
export async function createdOrder(
	call: Call<BillitApi>,
	body: IDataObject,
	values: { company: string; options: IdempotencyOptions },
): Promise<IDataObject> {
	const before = await postedBefore(call, PURPOSE);
	if (before) return created(before, 'OrderID');
	const earlier = await earlierOrder(call, body, values);
	if (earlier) return created({ duplicate: true }, 'OrderID', earlier);
	const request = { path: '/v1/orders', body, headers: companyHeaders(values) };
	const posted = await post(call, request, values.options, PURPOSE);
	const known = posted.duplicate ? await existingOrder(call.api, body, values) : {};
	return created(posted, 'OrderID', known);
}
