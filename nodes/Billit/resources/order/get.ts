import type { IDataObject } from 'n8n-workflow';
import { isRecord, property } from '../../../../credentials/base/values';
import type { Found } from '../../../shared/api/combinedReads';
import { combineReads, paceOptions } from '../../../shared/operation/commonFields';
import { output } from '../../../shared/operation/output';
import { collection, string } from '../../../shared/fields';
import { segment } from '../../../shared/path';
import { operation, type BillitApi } from '../../api';
import { company, companyHeaders, order } from '../../fields';
import { simplified, tellsEnough } from './simplified';

/** A longer filter is more than common servers of OData take (100 parts; 2,048 characters of a query). */
const MOST_TOGETHER = 20;

export const get = operation({
	name: 'Get',
	action: 'Get an invoice, credit note, quote or other order',
	description: 'Retrieve one order (invoice, credit note, offer, …) with its lines by its ID',
	kind: 'read',
	combines: MOST_TOGETHER,
	fields: {
		orderId: order,
		company,
		...output,
		options: collection({
			label: 'Options',
			description: 'How the record is read; nothing here is needed',
			fields: {
				combineReads,
				documentType: string({
					label: 'Document Type',
					description: 'Passed to Billit as documentType',
				}),
				...paceOptions,
			},
		}),
	},
	async run({ api, values }) {
		const { orderId, options } = values;
		const documentType = options.documentType || undefined;
		const headers = companyHeaders(values);
		const alone = async () =>
			await api.record(`/v1/orders/${segment(orderId, 'Order')}`, { documentType }, headers);
		if (!values.simplify) return await alone();
		if (documentType !== undefined || !/^\d{1,18}$/.test(orderId)) return simplified(await alone());
		return simplified(
			await api.records.read({
				kind: JSON.stringify(['order', headers]),
				id: orderId,
				most: MOST_TOGETHER,
				together: async (ids) => await ordersOf(api, ids, headers),
				alone,
			}),
		);
	},
});

/** Those orders of a list that tell all that a simplified one has. */
async function ordersOf(
	api: BillitApi,
	ids: readonly string[],
	headers: Record<string, string> | undefined,
): Promise<Found<IDataObject>> {
	const { body } = await api.request({
		method: 'GET',
		path: '/v1/orders',
		query: { $filter: ids.map((id) => `OrderID eq ${id}`).join(' or '), $top: ids.length },
		headers,
		// What fails is asked for anew in smaller calls.
		retry: 'refused',
	});
	const items = isRecord(body) ? property(body, 'items') : undefined;
	const rows = Array.isArray(items) ? items.filter(isRecord) : [];
	const wanted = new Set(ids);
	// A list that does not heed the filter has other orders in it.
	if (rows.some((row) => !wanted.has(String(row.OrderID)))) return new Map();
	return new Map(
		rows.filter(tellsEnough).map((row) => [String(row.OrderID), { ok: true, value: row }]),
	);
}
