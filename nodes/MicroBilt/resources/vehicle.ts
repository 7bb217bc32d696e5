import { paging, wanted } from '../../shared/operation/commonFields';
import { InputError } from '../../shared/errors';
import { decimal, locator, type Field } from '../../shared/fields';
import { resource, type Operation } from '../../shared/operation/operation';
import { operation, type MicroBiltApi } from '../api';
import { filledObject, vin } from '../forms/parts';
import { entriesOf } from '../lists';
import { REPORT_OPTIONS } from '../options';
import { charged, orderedForm } from '../report';

const API = 'NADAVehiclePricing';

/** NADA's lists, by the last part of their path. */
export type PricingList = 'GetStates' | 'GetYears' | 'GetMake' | 'GetSeries' | 'GetBody';

export const pricingPath = (list: PricingList): string => `/${API}/${list}`;

/**
 * A make or series as it was picked: the lists are walked by numbers, a price is asked for by names, so both stand in
 * the value. What was typed stands for itself.
 */
export const picked = (id: string, name: string): string => `${id}${BETWEEN}${name}`;

const BETWEEN = ' | ';

export const idOf = (value: string): string => value.split(BETWEEN)[0] ?? '';

/** @throws InputError for a number alone, which would be paid for as a name */
function nameOf(value: string, label: string): string {
	const name = value.split(BETWEEN).slice(1).join(BETWEEN);
	if (name !== '' || !/^\d+$/.test(value.trim())) return name || value;
	throw new InputError(
		`"${label}" must be a name, and ${value} is a number`,
		label,
		`Choose it from the list, or write number and name, such as ${picked('41', 'AUDI')}`,
	);
}

const pick = (label: string, search: string, placeholder: string, description: string) =>
	locator({
		label,
		search,
		required: true,
		blanks: true,
		idPlaceholder: `e.g. ${placeholder}`,
		description,
	});

const year = pick('Year', 'searchYears', '2019', 'Model year of the car');
const make = pick(
	'Make',
	'searchMakes',
	picked('41', 'AUDI'),
	'Maker of the car: its number for a list, its name for a price, or both',
);
const series = pick(
	'Series',
	'searchSeries',
	picked('723', 'A5'),
	'Series (model) of the car: its number for a list, its name for a price, or both',
);
const state = pick(
	'State',
	'searchStates',
	'10',
	'State whose prices count, by its number in the price list',
);

function listOf(
	list: PricingList,
	what: string,
	narrowing: Record<string, Field<string>>,
): Operation<MicroBiltApi> {
	return operation({
		name: `Get Many ${what}`,
		action: `Get many ${what.toLowerCase()} of vehicles`,
		description: `List the ${what.toLowerCase()} that vehicle prices are known for`,
		kind: 'read',
		fields: { ...narrowing, ...paging },
		async run({ api, values }) {
			const given: Record<string, unknown> = { ...values };
			const query = Object.fromEntries(
				Object.keys(narrowing).map((name) => [name, idOf(String(given[name]))]),
			);
			const { body } = await api.request({
				method: 'GET',
				path: pricingPath(list),
				query,
				retry: 'always',
			});
			return entriesOf(body).slice(0, wanted(values));
		},
	});
}

const getPrice = operation({
	name: 'Get Price',
	action: 'Get the price of a vehicle',
	description: 'Get the NADA price of a vehicle by year, make and series. This costs money',
	kind: 'purchase',
	fields: {
		charged,
		year,
		make,
		series,
		state,
		mileage: decimal({
			label: 'Mileage',
			description: 'Miles driven',
			required: true,
			min: 0,
			precision: 0,
			placeholder: 'e.g. 42000',
		}),
		vin: vin('Vehicle identification number, if it is known'),
		options: REPORT_OPTIONS.plain,
	},
	async run({ values, ...call }) {
		const form = filledObject({
			Mileage: values.mileage,
			AutomobileInfo: {
				Make: nameOf(values.make, 'Make'),
				RegState: values.state,
				VIN: values.vin,
				Series: nameOf(values.series, 'Series'),
				ModelYear: values.year,
			},
		});
		return await orderedForm(call, { api: API, part: 'GetReport', form }, values.options);
	},
});

export const vehicle = resource(
	'Vehicle',
	[
		getPrice,
		listOf('GetBody', 'Bodies', { year, make, series }),
		listOf('GetMake', 'Makes', { year }),
		listOf('GetSeries', 'Series', { year, make }),
		listOf('GetStates', 'States', {}),
		listOf('GetYears', 'Years', {}),
	],
	{ defaultOperation: 'getPrice', description: 'Prices of NADA' },
);
