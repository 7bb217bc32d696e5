import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { isRecord } from '../../credentials/base/values';
import { chosen } from '../shared/chosen';
import { includes } from '../shared/picked';
import { OmniFundApi } from './api';

const client = (context: ILoadOptionsFunctions) =>
	new OmniFundApi(context, String(context.getNodeParameter('authentication', 'oAuth2')));

const MOST = 100;

async function read(api: OmniFundApi, path: string, query: Record<string, string | undefined>) {
	const found: IDataObject[] = [];
	for await (const page of api.members(path, query, MOST)) found.push(...page);
	return found;
}

/** Customers by company, last name or email: the vendor's filters are exact, so all three are asked. */
async function customers(api: OmniFundApi, filter = ''): Promise<IDataObject[]> {
	const words = filter.trim();
	if (words === '') return await read(api, '/api/customers', {});
	const found = await Promise.all(
		['company', 'lastName', 'email'].map(
			async (name) => await read(api, '/api/customers', { [name]: words }),
		),
	);
	if (found.flat().length > 0) return found.flat();
	const all = await read(api, '/api/customers', {});
	return all.filter((each) => includes(labelOf(each), words));
}

function labelOf(customer: IDataObject): string {
	const person = [customer.firstName, customer.lastName].filter(Boolean).join(' ');
	const name = customer.displayAs === 'contact' ? person : customer.company || person;
	return [name, customer.customerRef ? `(${String(customer.customerRef)})` : '']
		.filter(Boolean)
		.join(' ');
}

const picker = (value: (customer: IDataObject) => unknown) =>
	async function search(
		this: ILoadOptionsFunctions,
		filter?: string,
	): Promise<INodeListSearchResult> {
		const found = new Map(
			(await customers(client(this), filter)).map((each) => [String(value(each) ?? ''), each]),
		);
		return {
			results: [...found]
				.filter(([id]) => id !== '')
				.map(([id, each]) => ({ name: labelOf(each), value: id })),
		};
	};

export const searchCustomers = picker(({ id }) => id);

/** For the payment gateway, which knows customers by the merchant's own ID. */
export const searchCustomerReferences = picker(({ customerRef }) => customerRef);

/** The stored cards and bank accounts of the customer that is chosen in the node. */
export async function searchPaymentTokens(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const customerRef = chosen(this, 'customerId');
	if (customerRef === '') return { results: [] };
	const [customer] = await read(client(this), '/api/customers', { customerRef });
	const accounts = Array.isArray(customer?.paymentAccounts) ? customer.paymentAccounts : [];
	return {
		results: accounts
			.filter(isRecord)
			.map((account) => ({
				name: [account.bankName || account['@type'], account.maskedAccountNumber]
					.filter(Boolean)
					.join(' '),
				value: String(account.referenceId ?? ''),
			}))
			.filter(({ name }) => includes(name, filter)),
	};
}

export async function searchTransactions(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const found = await read(client(this), '/api/transactions-history', {});
	return {
		results: found
			.map((each) => ({
				name: [each.id, each.referenceId, each.amount].filter(Boolean).join(' - '),
				value: String(each.id),
			}))
			.filter(({ name }) => includes(name, filter)),
	};
}
