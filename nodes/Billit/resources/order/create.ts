import { operation } from '../../api';
import { company, companyHeaders, creationOptions } from '../../fields';
import { returnFullRecord, withFullRecord } from '../../fullRecord';
import { once, post } from '../../idempotency';
import { created } from '../../results';
import { earlierOrder, existingOrder } from './existing';
import { orderFields } from './orderFields';
import { fullOrderBody } from './writing';

export const create = operation({
	name: 'Create',
	action: 'Create an order',
	description: 'Create an invoice, credit note, offer, delivery note or order form; it is not sent',
	kind: 'write',
	once,
	fields: { company, ...orderFields, options: creationOptions({ returnFullRecord }) },
	async run({ values, ...call }) {
		const body = await fullOrderBody(call, values);
		const earlier = await earlierOrder(call, body, values);
		if (earlier) {
			const known = { success: true, duplicate: true, ...earlier };
			return await withFullRecord(call.api, known, 'OrderID', '/v1/orders', values);
		}
		const request = { path: '/v1/orders', body, headers: companyHeaders(values) };
		const posted = await post(call, request, values.options, 'order.create');
		const result = posted.duplicate
			? { ...created(posted, 'OrderID'), ...(await existingOrder(call.api, body, values)) }
			: created(posted, 'OrderID');
		return await withFullRecord(call.api, result, 'OrderID', '/v1/orders', values);
	},
});
