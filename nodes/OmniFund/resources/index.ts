import { isRecord } from '../../../credentials/base/values';
import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import type { OmniFundApi } from '../api';
import { evidence } from '../evidence';
import { achPayment } from './achPayment';
import { cardPayment } from './cardPayment';
import { customer } from './customer';
import { event } from './event';
import { gatewayRequest } from './gatewayRequest';
import { passport } from './passport';
import { paymentAccount } from './paymentAccount';
import { pendingTransaction } from './pendingTransaction';
import { settlement } from './settlement';
import { transaction } from './transaction';

export const resources = withEvidence<OmniFundApi>(
	[
		achPayment,
		cardPayment,
		customApiCall<OmniFundApi>({
			path: '/api/customers',
			items(body) {
				const members = isRecord(body) ? body['hydra:member'] : undefined;
				return Array.isArray(members) && members.every(isRecord) ? members : undefined;
			},
			// Elsewhere are the payment gateway and its older forms, where any method moves money.
			retry: ({ path }) => (path.startsWith('/api/') ? undefined : 'never'),
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
