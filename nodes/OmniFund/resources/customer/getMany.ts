import { paging, readOptions, simplify, wanted } from '../../../shared/commonFields';
import { collection, string } from '../../../shared/fields';
import type { Query } from '../../../shared/path';
import { operation } from '../../api';
import { simplified } from './simplified';

const filters = collection({
	label: 'Filters',
	addLabel: 'Add filter',
	fields: {
		company: string({ label: 'Company' }),
		customerRef: string({
			label: 'Customer Reference',
			description: 'Your own reference of the customer',
		}),
		email: string({ label: 'Email', placeholder: 'e.g. name@example.com' }),
		firstName: string({ label: 'First Name' }),
		id: string({
			label: 'IDs',
			placeholder: 'e.g. 1001, 1002',
			description: 'Customer IDs, separated by commas',
		}),
		lastName: string({ label: 'Last Name' }),
	},
});

export const getMany = operation({
	name: 'Get Many',
	action: 'Get many customers',
	description: 'List customers with their (masked) payment accounts, optionally filtered',
	kind: 'read',
	fields: { ...paging, simplify, filters, options: readOptions({}) },
	async *run({ api, values }) {
		const { id = '', ...texts } = values.filters;
		const ids = id
			.split(',')
			.map((each) => each.trim())
			.filter((each) => each !== '');
		const query: Query = {
			...Object.fromEntries(
				Object.entries(texts).map(([name, value]) => [name, value || undefined]),
			),
			...(ids.length > 1 ? { 'id[]': ids } : { id: ids[0] }),
		};
		for await (const page of api.members('/api/customers', query, wanted(values))) {
			yield values.simplify ? page.map(simplified) : page;
		}
	},
});
