import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../../credentials/base/values';
import { InputError } from '../../../shared/errors';
import {
	boolean,
	collection,
	inputRows,
	inRow,
	jsonObject,
	list,
	mapped,
	needed,
	number,
	optionalNumber,
	options,
	string,
	type Values,
} from '../../../shared/fields';
import { compact } from '../../../shared/objects';
import { vatRate } from '../../vat';

/** Billit's default is two, and it can be set to five (docs.billit.be, "Orders"). */
export const UNIT_PLACES = 5;

const PERCENTAGE = 'VATPercentage';

/** What few lines need. */
const moreOfLine = collection({
	label: 'More',
	addLabel: 'Add to the line',
	description:
		'What else may be said of the line: unit, discount, product, kind of VAT, price with VAT',
	fields: {
		UnitPriceIncl: optionalNumber({
			label: 'Unit Price Incl. VAT',
			precision: UNIT_PLACES,
			description: 'Instead of the price without VAT; turn on Inclusive Price Leads then',
		}),
		InclLeading: boolean({
			label: 'Inclusive Price Leads',
			description: 'Whether Billit computes from the price with VAT',
		}),
		VentilationCode: string({
			label: 'Ventilation Code',
			placeholder: 'e.g. 3',
			description: 'Kind of VAT: 1 = 0 %, 2 = 6 %, 3 = 12 %, 4 = 21 %, 21 = reverse charge, …',
		}),
		Unit: string({
			label: 'Unit',
			description:
				'Code of the unit (UN/ECE Recommendation 20), such as NAR for pieces, HUR for hours',
			placeholder: 'e.g. NAR',
		}),
		ReductionPercentage: optionalNumber({
			label: 'Reduction (%)',
			description: 'Discount on this line, in per cent of its price',
			precision: UNIT_PLACES,
		}),
		ProductID: optionalNumber({
			label: 'Product ID',
			description: "Billit's ID of the product; Get Many of Billing Product tells it",
			precision: 0,
		}),
		Reference: string({ label: 'Reference', description: 'Your article number' }),
		AccountCode: string({
			label: 'Account Code',
			description: 'Account of the general ledger on which the line is booked',
		}),
		AllowanceChargeIndicator: needed(
			options({
				label: 'Kind of Line',
				only: true,
				values: [
					{ name: 'Allowance', value: 'false' },
					{ name: 'Charge', value: 'true' },
					{ name: 'Ordinary', value: '' },
				],
				default: '',
				description: 'An allowance needs a negative price',
			}),
		),
		Code: string({
			label: 'Allowance or Charge Code',
			description: 'From the lists UNCL5189 and UNCL7161',
		}),
		LinkedOrderLineID: string({
			label: 'Linked Line',
			description: 'The same text on a product line and on its allowance line',
		}),
		AdditionalJson: jsonObject({
			label: 'Additional JSON',
			default: '{}',
			description: "Properties in Billit's own names, merged over the line",
		}),
	},
});

const rows = list({
	label: 'Order Lines',
	description: 'What is sold, one line a row: description, quantity, price and VAT',
	rowLabel: 'Line',
	addLabel: 'Add line',
	required: true,
	// A code says the percentage by itself: 21 % beside it would be a guess.
	into: 'more',
	complete: (row) =>
		isRecord(row.more) && row.more.VentilationCode && row[PERCENTAGE] === undefined
			? { ...row, [PERCENTAGE]: '' }
			: row,
	fields: {
		Description: string({
			label: 'Description',
			description: 'What is sold, as it is printed on the document',
			placeholder: 'e.g. Consulting',
		}),
		Quantity: number({
			label: 'Quantity',
			description: 'How many of the unit; negative for what is taken back',
			default: 1,
			precision: UNIT_PLACES,
		}),
		UnitPriceExcl: optionalNumber({
			label: 'Unit Price Excl. VAT',
			precision: UNIT_PLACES,
			description: 'Negative for an allowance line',
		}),
		VATPercentage: vatRate(
			optionalNumber({
				label: 'VAT (%)',
				default: '21',
				precision: 2,
				placeholder: 'e.g. 21',
				description: 'May be empty where Ventilation Code says it',
			}),
		),
		more: moreOfLine,
	},
});

type Line = Values<{ rows: typeof rows }>['rows'][number];

/** A line in Billit's form. */
function lineBody(line: Line): IDataObject {
	const { more: further = {}, ...basic } = line;
	const {
		AllowanceChargeIndicator: kind,
		AdditionalJson: more,
		InclLeading: leads,
		...rest
	} = further;
	return {
		...compact(basic),
		...compact(rest),
		...(leads === true ? { InclLeading: true } : {}),
		...(kind === 'true' || kind === 'false' ? { AllowanceChargeIndicator: kind === 'true' } : {}),
		...more,
	};
}

/** What every line has, each by one of its properties. */
const NEEDED: ReadonlyArray<{ label: string; properties: string[] }> = [
	{ label: 'Description', properties: ['Description'] },
	{
		label: 'Unit Price Excl. VAT',
		properties: ['UnitPriceExcl', 'UnitPriceIncl', 'TotalExcl', 'TotalIncl'],
	},
	{ label: 'VAT (%)', properties: [PERCENTAGE, 'VentilationCode'] },
];

/** @throws InputError for a line that lacks something: Billit would take it, and send it, as free */
function whole(line: IDataObject): IDataObject {
	const lacks = NEEDED.find(({ properties }) => !properties.some((name) => isGiven(line[name])));
	if (lacks) {
		throw new InputError(
			`"${lacks.label}" is empty. Fill it in`,
			lacks.label,
			'Where it is an expression, that found nothing in this item. Look how the input spells the name',
		);
	}
	return line;
}

const isGiven = (value: unknown) =>
	value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');

/** The lines of an order in Billit's form. */
export const orderLines = mapped(rows, (lines, label) =>
	lines.map((line, index) => inRow(label, index, () => whole(lineBody(line)))),
);

/** The lines as a list of the input item. */
export const inputLines = inputRows({
	label: 'Lines of the Input',
	description:
		'Which list of the input item holds the lines, and what its columns are called; a column that is not added is not read',
	source: 'lines',
	columns: {
		AccountCode: { label: 'Account Code' },
		Description: { label: 'Description', usual: 'description' },
		ProductID: { label: 'Product ID' },
		Quantity: { label: 'Quantity', usual: 'quantity' },
		ReductionPercentage: { label: 'Reduction (%)' },
		Reference: { label: 'Reference' },
		Unit: { label: 'Unit' },
		UnitPriceExcl: { label: 'Unit Price Excl. VAT', usual: 'price' },
		UnitPriceIncl: { label: 'Unit Price Incl. VAT' },
		VATPercentage: { label: 'VAT (%)', usual: 'vat' },
		VentilationCode: { label: 'Ventilation Code' },
	},
});
