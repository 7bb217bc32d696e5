import type { IDataObject } from 'n8n-workflow';
import { paging, paceOptions, readOptions, wanted } from '../shared/operation/commonFields';
import { output } from '../shared/operation/output';
import { collection, string, type Field, type Fields } from '../shared/fields';
import type { Operation } from '../shared/operation/operation';
import { operation, type BillitApi } from './api';
import { company, companyHeaders } from './fields';
import { all } from './odata';

const listOptions = {
	filter: string({
		label: 'OData Filter',
		placeholder: "e.g. LastModified ge DateTime'2026-01-31'",
		description: 'Condition in OData, added to the filters above as it stands',
	}),
	orderBy: string({
		label: 'Order By',
		placeholder: 'e.g. LastModified desc',
		several: 'names',
		description: 'Properties to sort by, separated by commas',
	}),
	...paceOptions,
};

/** A condition among them narrows the list: one without a value is refused like a filter. */
const plainOptions = collection({
	label: 'Options',
	description: 'Order of the list, further conditions, and speed; nothing here is needed',
	filters: true,
	fields: listOptions,
});

const searchableOptions = collection({
	label: 'Options',
	description:
		'Order of the list, free search, further conditions, and speed; nothing here is needed',
	filters: true,
	fields: {
		fullTextSearch: string({
			label: 'Full Text Search',
			description: "Words that Billit's own search looks for",
		}),
		...listOptions,
	},
});

type Filters = Field<Partial<Record<string, string>>>;

/** What a list may have; `id` and `filters` only where it says so. */
interface ListFields extends Fields {
	id: Field<string>;
	company: typeof company;
	returnAll: typeof paging.returnAll;
	limit: typeof paging.limit;
	simplify: typeof output.simplify;
	selectedFields: typeof output.selectedFields;
	payment: Field<string>;
	filters: Filters;
	options: Field<Partial<Record<keyof typeof listOptions | 'fullTextSearch', string>>>;
}

/** A Get Many over one of Billit's OData lists. */
export function listOperation(list: {
	name: string;
	action: string;
	description: string;
	/** The record that the list belongs to, if any. */
	id?: Field<string>;
	path(id: string): string;
	/** Each filter's value is an OData condition. */
	filters?: Filters;
	/** Likewise, for a choice of its own before the others. */
	payment?: Field<string>;
	/** Whether the list knows `fullTextSearch`. */
	searchable: boolean;
	simplified(row: IDataObject): IDataObject;
}): Operation<BillitApi> {
	const { name, action, description, id, filters, payment } = list;
	const fields: Partial<ListFields> = {
		...(id ? { id } : {}),
		...(payment ? { payment } : {}),
		company,
		...paging,
		...output,
		...(filters ? { filters } : {}),
		// Which of the two it is shows in the values alone: `fullTextSearch` is missing in one.
		options: (list.searchable ? searchableOptions : plainOptions) as ListFields['options'],
	};
	return operation({
		name,
		action,
		description,
		kind: 'read',
		// Those that this list has; the values of others are undefined, and left out below.
		fields: fields as ListFields,
		async *run({ api, values }) {
			const { filter, orderBy, fullTextSearch } = values.options;
			const query = {
				$filter: all([
					values.payment,
					...Object.values(values.filters ?? {}),
					filter && `(${filter})`,
				]),
				$orderby: orderBy || undefined,
				fullTextSearch: fullTextSearch || undefined,
			};
			const rows = api.pages(list.path(values.id), query, wanted(values), companyHeaders(values));
			for await (const page of rows) yield values.simplify ? page.map(list.simplified) : page;
		},
	});
}

interface WholeFields extends Fields {
	id: Field<string>;
	company: typeof company;
	returnAll: typeof paging.returnAll;
	limit: typeof paging.limit;
	options: typeof wholeOptions;
}

const wholeOptions = readOptions({});

/** A Get Many over a list that Billit sends in one piece; the limit is cut off here. */
export function wholeListOperation(list: {
	name: string;
	action: string;
	description: string;
	/** The record that the list belongs to, if any. */
	id?: Field<string>;
	path(id: string): string;
	/** Whether the list belongs to a company. */
	ofCompany: boolean;
}): Operation<BillitApi> {
	const { name, action, description, id } = list;
	const fields: Partial<WholeFields> = {
		...(id ? { id } : {}),
		...(list.ofCompany ? { company } : {}),
		...paging,
		options: wholeOptions,
	};
	return operation({
		name,
		action,
		description,
		kind: 'read',
		// As above.
		fields: fields as WholeFields,
		async run({ api, values }) {
			const rows = await api.rows(list.path(values.id), undefined, companyHeaders(values));
			return rows.slice(0, wanted(values));
		},
	});
}
