import { isRecord, property } from '../../../credentials/base/values';
import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import type { BillitApi } from '../api';
import { evidence } from '../evidence';
import { accessPointRegistration } from './accessPoint';
import { account } from './account';
import { accountantFeed } from './accountantFeed';
import { bankTransaction, glAccount, journal } from './accounting';
import { cashbook } from './cashbook';
import { dailyReceipt } from './dailyReceipt';
import { documents, files } from './document';
import { order } from './order';
import { parties } from './party';
import { peppol } from './peppol';
import { products } from './product';
import { project } from './project';
import { referenceData, report } from './reference';
import { uploadInbox } from './uploadInbox';
import { webhook } from './webhook';

export const resources = withEvidence<BillitApi>(
	[
		accessPointRegistration,
		account,
		accountantFeed,
		bankTransaction,
		cashbook,
		dailyReceipt,
		documents,
		files,
		glAccount,
		journal,
		order,
		parties,
		peppol,
		products,
		project,
		referenceData,
		report,
		uploadInbox,
		webhook,
		customApiCall<BillitApi>({
			path: '/v1/orders',
			items(body) {
				const items = isRecord(body) ? property(body, 'items') : undefined;
				return Array.isArray(items) && items.every(isRecord) ? items : undefined;
			},
		}),
	],
	evidence,
);
