import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import type { MicroBiltApi } from '../api';
import { evidence } from '../evidence';
import { archivedReport } from './archivedReport';
import { bankAccount } from './bankAccount';
import { business } from './business';
import { contact } from './contact';
import { creditBureau } from './creditBureau';
import { bankVerification, payrollVerification } from './forms';
import { identity } from './identity';
import { employment, person } from './person';
import { publicRecord } from './publicRecord';
import { score } from './score';
import { siteInspection } from './siteInspection';
import { vehicle } from './vehicle';

export const resources = withEvidence<MicroBiltApi>(
	[
		archivedReport,
		bankAccount,
		bankVerification,
		business,
		contact,
		creditBureau,
		customApiCall<MicroBiltApi>({
			path: '/ABAAcctVerification',
			// Any call may be a report that costs money.
			retry: () => 'never',
		}),
		employment,
		identity,
		payrollVerification,
		person,
		publicRecord,
		score,
		siteInspection,
		vehicle,
	],
	evidence,
);
