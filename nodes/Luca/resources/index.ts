import { customApiCall } from '../../shared/customApiCall';
import type { LucaApi } from '../api';
import { companies, saleCustomers, saleProducts } from './books';
import { connection } from './connection';
import { graphql } from './graphql';
import { saleInvoice } from './saleInvoice';

export const resources = [
	companies,
	connection,
	graphql,
	saleCustomers,
	saleInvoice,
	saleProducts,
	customApiCall<LucaApi>({ path: '/api/v1/graphql' }),
];
