import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import type { LucaApi } from '../api';
import { evidence } from '../evidence';
import { companies } from './company';
import { connection } from './connection';
import { graphql } from './graphql';
import { saleCustomers } from './saleCustomer';
import { saleInvoice } from './saleInvoice';
import { saleProducts } from './saleProduct';

export const resources = withEvidence<LucaApi>(
	[
		companies,
		connection,
		graphql,
		saleCustomers,
		saleInvoice,
		saleProducts,
		customApiCall<LucaApi>({ path: '/api/v1/graphql' }),
	],
	evidence,
);
