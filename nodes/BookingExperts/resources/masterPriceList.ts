import { jsonList, options, string } from '../../shared/fields';
import { resource } from '../../shared/operation/operation';
import { masterPriceList } from '../fields';
import { getManyOf, writeOf } from '../operations';
import { inAdministration, parent } from '../paths';

const lists = { ...parent, masterPriceListId: masterPriceList };

const pricesPath = (
	{ administrationId, masterPriceListId }: { administrationId: string; masterPriceListId: string },
	...rest: string[]
) => inAdministration(administrationId, 'master_price_lists', masterPriceListId, ...rest);

/** Prices are not written one by one: they come along with their list (docs, "Sideposting"). */
const setPrices = writeOf({
	name: 'Set Prices',
	action: 'Set prices of a master price list',
	description: 'Create or replace prices by date, or by date and length of stay',
	method: 'PATCH',
	type: 'master_price_list',
	idField: 'masterPriceListId',
	fields: {
		...lists,
		kind: options({
			label: 'Kind',
			description: 'Which kind of prices the list below holds',
			values: [
				{ name: 'Complex (By Length of Stay)', value: 'complex_price' },
				{ name: 'Simple (Per Night)', value: 'simple_price' },
			],
			default: 'simple_price',
		}),
		prices: jsonList({
			label: 'Prices',
			required: true,
			default: '[]',
			description: 'List of objects with date, length_of_stay if complex, and price attributes',
		}),
	},
	path: (values) => pricesPath(values),
	written: ({ kind, prices = [] }) => ({
		included: prices.map((attributes, index) => ({
			type: kind,
			meta: { temp_id: `price-${index + 1}`, method: 'update' },
			attributes,
		})),
		relationships: {
			[`${kind}s`]: {
				data: prices.map((_price, index) => ({
					type: kind,
					meta: { temp_id: `price-${index + 1}`, method: 'update' },
				})),
			},
		},
	}),
});

export const masterPriceLists = resource(
	'Master Price List',
	[
		writeOf({
			name: 'Create',
			action: 'Create a master price list',
			description: 'Create a price list of its own for the app',
			method: 'POST',
			type: 'master_price_list',
			fields: {
				...parent,
				name: string({
					label: 'Name',
					description: 'Name of the price list, as the back office shows it',
					required: true,
				}),
			},
			path: ({ administrationId }) => inAdministration(administrationId, 'master_price_lists'),
			written: ({ name }) => ({ attributes: { name } }),
		}),
		getManyOf({
			action: 'Get many master price lists',
			description: 'List the price lists of a park',
			parents: parent,
			path: ({ administrationId }) => inAdministration(administrationId, 'master_price_lists'),
		}),
		getManyOf({
			name: 'Get Many Complex Prices',
			action: 'Get many complex prices',
			description: 'List the prices by date and length of stay',
			parents: lists,
			path: (values) => pricesPath(values, 'complex_prices'),
		}),
		getManyOf({
			name: 'Get Many Simple Prices',
			action: 'Get many simple prices',
			description: 'List the prices per night',
			parents: lists,
			path: (values) => pricesPath(values, 'simple_prices'),
		}),
		setPrices,
	],
	{ defaultOperation: 'getMany' },
);
