import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/oauth2/values';
import { customApiCall } from '../../shared/customApiCall';
import type { OmniFundApi } from '../api';
import { customer } from './customer';

export const resources = [
	customer,
	customApiCall<OmniFundApi>({
		path: '/api/customers',
		items(body) {
			const members = isRecord(body) ? body['hydra:member'] : undefined;
			return Array.isArray(members) && members.every(isRecord)
				? (members as IDataObject[])
				: undefined;
		},
		// Below /os is the payment gateway, where any method moves money.
		retry: ({ path }) => (path.startsWith('/os/') ? 'never' : undefined),
	}),
];
