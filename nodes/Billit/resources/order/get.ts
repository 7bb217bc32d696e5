import type { IDataObject } from 'n8n-workflow';
import { paceOptions, simplify } from '../../../shared/operation/commonFields';
import { collection, string } from '../../../shared/fields';
import { segment } from '../../../shared/path';
import { operation } from '../../api';
import { company, companyHeaders, order } from '../../fields';
import { simplified } from './simplified';

export const get = operation({
	name: 'Get',
	action: 'Get an order',
	description: 'Retrieve one order (invoice, credit note, offer, …) with its lines by its ID',
	kind: 'read',
	fields: {
		orderId: order,
		company,
		simplify,
		options: collection({
			label: 'Options',
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
		const { body } = await api.request({
			method: 'GET',
			path: `/v1/orders/${segment(values.orderId, 'Order')}`,
			query: { documentType: values.options.documentType || undefined },
			headers: companyHeaders(values),
		});
		const order = body as IDataObject;
		return values.simplify ? simplified(order) : order;
	},
});
