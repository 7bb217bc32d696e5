import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/oauth2/values';
import { customApiCall } from '../../shared/customApiCall';
import type { BookingExpertsApi } from '../api';
import { administration } from './administration';
import { subscription } from './subscription';

export const resources = [
	administration,
	subscription,
	customApiCall<BookingExpertsApi>({
		path: '/v3/administrations',
		items(body) {
			const data = isRecord(body) ? body.data : undefined;
			return Array.isArray(data) && data.every(isRecord) ? (data as IDataObject[]) : undefined;
		},
	}),
];
