import { isRecord, property } from '../../../credentials/oauth2/values';
import type { IDataObject } from 'n8n-workflow';
import { customApiCall } from '../../shared/customApiCall';
import type { BillitApi } from '../api';
import { order } from './order';

export const resources = [
	order,
	customApiCall<BillitApi>({
		path: '/v1/orders',
		items(body) {
			const items = isRecord(body) ? property(body, 'items') : undefined;
			return Array.isArray(items) && items.every(isRecord) ? (items as IDataObject[]) : undefined;
		},
	}),
];
