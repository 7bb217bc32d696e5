import type { IDataObject } from 'n8n-workflow';
import { boolean, collection, date, jsonObject, options, string } from '../../shared/fields';
import { paging, readOptions, wanted } from '../../shared/operation/commonFields';
import { resource } from '../../shared/operation/operation';
import { operation } from '../api';
import { gatewayDate } from '../gateway/checks';

const getSettlements = operation({
	name: 'Get Many',
	action: 'Get many settlements and payouts',
	description: 'List what was paid out for ACH payments; without a filter those of today',
	kind: 'read',
	fields: {
		...paging,
		filters: collection({
			label: 'Filters',
			description: 'Only the records that fit all of these',
			addLabel: 'Add filter',
			filters: true,
			fields: {
				endDate: date({
					label: 'End Date',
					description: 'Last day of the period, such as 2026-07-31',
				}),
				operator: options({
					label: 'Transaction ID Operator',
					description: 'How the transaction ID is compared',
					values: ['=', '>', '>=', '<', '<='].map((value) => ({ name: value, value })),
					default: '=',
				}),
				rawFilter: jsonObject({
					label: 'Raw Filter',
					default: '{}',
					description: 'Filter in the words of the vendor, merged last',
				}),
				settleDate: date({
					label: 'Settle Date',
					description: 'Only what was settled on this day',
				}),
				startDate: date({
					label: 'Start Date',
					description: 'First day of the period, such as 2026-07-01',
				}),
				transaction: string({
					label: 'Transaction ID',
					code: 'word',
					description: 'ID of a transaction to compare with',
				}),
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
