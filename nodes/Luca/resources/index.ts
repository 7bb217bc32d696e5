import { customApiCall } from '../../shared/operation/customApiCall';
import { withEvidence } from '../../shared/operation/evidence';
import type { LucaApi } from '../api';
import { evidence } from '../evidence';
import { companies, saleCustomers, saleProducts } from './books';
import { connection } from './connection';
import { graphql } from './graphql';
import { saleInvoice } from './saleInvoice';

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
