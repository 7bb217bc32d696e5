import { paging, parallelRequests, simplify, wanted } from '../../../shared/commonFields';
import { collection, string } from '../../../shared/fields';
import { operation } from '../../api';
import { company, companyHeaders } from '../../fields';
import { all } from '../../odata';
import { filters } from './filters';
import { simplified } from './simplified';

export const getMany = operation({
	name: 'Get Many',
	action: 'Get many orders',
	description: 'List orders (invoices, credit notes, offers, …), optionally filtered',
	kind: 'read',
	fields: {
		company,
		...paging,
		simplify,
		filters,
		options: collection({
			label: 'Options',
			fields: {
				fullTextSearch: string({
					label: 'Full Text Search',
					description: "Words that Billit's own search looks for",
				}),
				filter: string({
					label: 'OData Filter',
					placeholder: "e.g. TotalIncl ge 100 and Currency eq 'EUR'",
					description: 'Condition in OData, added to the filters above as it stands',
				}),
				orderBy: string({
					label: 'Order By',
					placeholder: 'e.g. LastModified desc',
					description: 'Properties to sort by, separated by commas',
				}),
				parallelRequests,
			},
		}),
	},
	async *run({ api, values }) {
		const { fullTextSearch, filter, orderBy } = values.options;
		const query = {
			$filter: all([...Object.values(values.filters), filter && `(${filter})`]),
			$orderby: orderBy || undefined,
			fullTextSearch: fullTextSearch || undefined,
		};
		const rows = api.pages('/v1/orders', query, wanted(values), companyHeaders(values));
		for await (const page of rows) yield values.simplify ? page.map(simplified) : page;
	},
});
