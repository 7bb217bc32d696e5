import { customApiCall } from '../../shared/customApiCall';
import type { MicroBiltApi } from '../api';

export const resources = [
	customApiCall<MicroBiltApi>({
		path: '/ABAAcctVerification/GetReport',
		// Any call may be a report that costs money.
		retry: () => 'never',
	}),
];
