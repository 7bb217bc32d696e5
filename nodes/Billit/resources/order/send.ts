import { commaList } from '../../../shared/commaList';
import { string } from '../../../shared/fields';
import { operation } from '../../api';
import { company, creationOptions } from '../../fields';
import { numericId } from '../../odata';
import { InputError } from '../../../shared/errors';
import {
	checkReceivers,
	checksReceiver,
	send as sendOrders,
	sendOptions,
	transportType,
} from './sending';

export const send = operation({
	name: 'Send',
	action: 'Send orders',
	description:
		'Send invoices, credit notes and other orders by Peppol, email, letter or another network. They are queued; Billit reports the delivery later',
	kind: 'write',
	once: 'keyed',
	fields: {
		orderIds: string({
			label: 'Order IDs',
			required: true,
			placeholder: 'e.g. 1684998, 1684999',
			description: 'IDs of orders of one company, separated by commas',
		}),
		transportType,
		company,
		options: creationOptions(sendOptions),
	},
	async run({ values, ...call }) {
		const orderIds = commaList(values.orderIds).map((id) => numericId(id, 'Order IDs'));
		if (orderIds.length === 0)
			throw new InputError('"Order IDs" is empty. Fill it in', 'Order IDs');
		if (checksReceiver(values)) await checkReceivers(call.api, orderIds, values);
		return await sendOrders(call, { ...values, orderIds, purpose: 'order.send' });
	},
});
