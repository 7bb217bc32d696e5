import { writesAtOnce } from '../../../shared/operation/commonFields';
import { operation } from '../../api';
import { creationOptions } from '../../fields';
import { returnFullRecord, withFullRecord } from '../../fullRecord';
import { once } from '../../idempotency';
import { createdOrder } from './created';
import { documentOptions, movedFields, newOrderFields, settled } from './orderFields';
import { fullOrderBody } from './writing';

export const create = operation({
	name: 'Create',
	action: 'Create an invoice, credit note, quote (offer) or other order',
	description: 'Create an invoice, credit note, offer, delivery note or order form; it is not sent',
	kind: 'write',
	once,
	fields: {
		...newOrderFields({}),
		options: creationOptions({ returnFullRecord, ...documentOptions, writesAtOnce }),
		...movedFields,
	},
	async run({ values, ...call }) {
		const body = await fullOrderBody(call, settled(values));
		const result = await createdOrder(call, body, values);
		return await withFullRecord(call.api, result, 'OrderID', '/v1/orders', values);
	},
});
