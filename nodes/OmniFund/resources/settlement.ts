import type { IDataObject } from 'n8n-workflow';
import { boolean, collection, date, jsonObject, options, string } from '../../shared/fields';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { gatewayDate } from '../gateway/checks';

const getSettlements = operation({
	name: 'Get Many',
	action: 'Get many settlements',
	description: 'List what was paid out for ACH payments; without a filter those of today',
	kind: 'read',
	fields: {
		...paging,
		filters: collection({
			label: 'Filters',
			addLabel: 'Add filter',
			filters: true,
			fields: {
				endDate: date({ label: 'End Date' }),
				operator: options({
					label: 'Transaction ID Operator',
					values: ['=', '>', '>=', '<', '<='].map((value) => ({ name: value, value })),
					default: '=',
				}),
				rawFilter: jsonObject({
					label: 'Raw Filter',
					default: '{}',
					description: 'Filter in the words of the vendor, merged last',
				}),
				settleDate: date({ label: 'Settle Date' }),
				startDate: date({ label: 'Start Date' }),
				transaction: string({ label: 'Transaction ID' }),
			},
		}),
		options: readOptions({
			includeTotals: boolean({
				label: 'Include Totals',
				description: 'Whether to put the totals of the reply into each item',
			}),
			pageParameter: string({
				label: 'Page Parameter',
				default: 'page',
				description: 'Name of the query parameter for a page; the vendor does not document it',
			}),
		}),
	},
	async *run({ api, values }) {
		const { operator = '=', rawFilter, transaction: id = '', ...days } = values.filters;
		const filter: IDataObject = {
			...Object.fromEntries(
				Object.entries(days)
					.filter(([, day]) => day !== '')
					.map(([name, day]) => [name, gatewayDate(day)]),
			),
			...(id ? { transaction: operator === '=' ? id : `${operator}${id}` } : {}),
			...rawFilter,
		};
		const { includeTotals, pageParameter = '' } = values.options;
		const pages = api.settlements(filter, wanted(values), pageParameter.trim() || 'page');
		for await (const { items, totals } of pages) {
			yield includeTotals ? items.map((item) => ({ ...item, _totals: totals })) : items;
		}
	},
});

export const settlement = resource('Settlement', [getSettlements]);
