import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../credentials/base/values';
import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import { resource } from '../../shared/operation/operation';
import type { OmniFundApi } from '../api';
import { evidence } from '../evidence';
import { customer, paymentAccount } from './customer';
import { passport } from './passport';
import {
	achPayment,
	cardPayment,
	deleteAllPending,
	deletePending,
	gatewayRequest,
} from './payments';
import { event, listPending, settlement, transaction } from './records';

const pendingTransaction = resource(
	'Pending Transaction',
	[deletePending, deleteAllPending, listPending],
	{ defaultOperation: 'getMany' },
);

export const resources = withEvidence<OmniFundApi>(
	[
		achPayment,
		cardPayment,
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
		customer,
		event,
		gatewayRequest,
		passport,
		paymentAccount,
		pendingTransaction,
		settlement,
		transaction,
	],
	evidence,
);
