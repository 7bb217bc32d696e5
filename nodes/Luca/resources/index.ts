import { customApiCall } from '../../shared/customApiCall';
import type { LucaApi } from '../api';
import { graphql } from './graphql';
import { saleInvoice } from './saleInvoice';

export const resources = [
	saleInvoice,
	graphql,
	customApiCall<LucaApi>({ path: '/api/v1/graphql' }),
];
