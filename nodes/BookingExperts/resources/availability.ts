import { date, number } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { channel, queryPairs, rentableType } from '../fields';
import { getManyOf, moreOf } from '../operations';

export const availability = resource(
	'Availability',
	[
		getManyOf({
			name: 'Search',
			action: 'Search availability',
			description:
				'Find free accommodations; the names of the search parameters are those of Booking Experts',
			parents: {},
			more: moreOf({ fields: { queryPairs }, query: (values) => values.queryPairs }),
			path: () => '/v3/availabilities',
		}),
		getManyOf({
			name: 'Get Many for Rentable Type',
			action: 'Get many availabilities of a rentable type',
			description: 'List the stock, prices and rules of a rentable type day by day',
			parents: { channelId: channel, rentableTypeId: rentableType },
			more: moreOf({
				fields: {
					dateFrom: date({
						label: 'Date From',
						description: 'First day to return, such as 2026-07-01',
						required: true,
					}),
					dateTo: date({
						label: 'Date To',
						required: true,
						description: 'At most two years ahead',
					}),
					safetyMargin: number({
						label: 'Multibook Safety Margin',
						precision: 0,
						min: 0,
						description: 'Units to keep back, for types with three and more',
					}),
				},
				query: (values) => ({
					date_range: `${values.dateFrom}..${values.dateTo}`,
					multibook_safety_margin: values.safetyMargin || undefined,
				}),
			}),
			path: ({ channelId, rentableTypeId }) =>
				at('/v3/channels', channelId, 'rentable_types', rentableTypeId, 'availabilities'),
		}),
	],
	{ defaultOperation: 'getManyForRentableType' },
);
