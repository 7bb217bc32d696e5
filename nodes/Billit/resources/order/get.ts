import { paceOptions } from '../../../shared/operation/commonFields';
import { output } from '../../../shared/operation/output';
import { collection, string } from '../../../shared/fields';
import { segment } from '../../../shared/path';
import { operation } from '../../api';
import { company, companyHeaders, order } from '../../fields';
import { simplified } from './simplified';

export const get = operation({
	name: 'Get',
	action: 'Get an invoice, credit note, quote or other order',
	description: 'Retrieve one order (invoice, credit note, offer, …) with its lines by its ID',
	kind: 'read',
	fields: {
		orderId: order,
		company,
		...output,
		options: collection({
			label: 'Options',
			description: 'How the record is read; nothing here is needed',
			fields: {
				documentType: string({
					label: 'Document Type',
					description: 'Passed to Billit as documentType',
				}),
				...paceOptions,
			},
		}),
	},
	async run({ api, values }) {
		const order = await api.record(
			`/v1/orders/${segment(values.orderId, 'Order')}`,
			{ documentType: values.options.documentType || undefined },
			companyHeaders(values),
		);
		return values.simplify ? simplified(order) : order;
	},
});
