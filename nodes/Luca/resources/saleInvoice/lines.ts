import type { IDataObject } from 'n8n-workflow';
import { InputError } from '../../../shared/errors';
import {
	inputRead,
	inputRows,
	list,
	number,
	string,
	type GivenRows,
	type RowsOfInput,
} from '../../../shared/fields';
import { plainText } from '../../../shared/numbers';
import { inRow, notAs } from '../../../shared/fields/wording';
import { saleProduct, toOre } from '../../fields';

const LABEL = 'Invoice Lines';

export const lines = list({
	label: LABEL,
	description: 'What is invoiced; a row each',
	rowLabel: 'Line',
	addLabel: 'Add line',
	fields: {
		saleProductId: saleProduct,
		quantity: number({ label: 'Quantity', description: 'How many; a whole number', default: 1 }),
		unitPrice: string({
			label: 'Unit Price (Kroner)',
			placeholder: 'e.g. 711.50',
			description: 'At most two decimals. Needed, unless the price in øre is given',
		}),
		unitPriceCents: string({
			label: 'Unit Price (Øre)',
			placeholder: 'e.g. 71150',
			description: 'Instead of the price in kroner',
		}),
	},
});

const INPUT_LABEL = 'Lines of the Input';

/** The lines as a list of the input item. */
export const inputLines = inputRows({
	label: INPUT_LABEL,
	description: 'Which list of the input item holds the lines, and what its columns are called',
	source: 'lines',
	columns: {
		saleProductId: { label: 'Product ID', usual: 'productId' },
		quantity: { label: 'Quantity', usual: 'quantity' },
		unitPrice: { label: 'Unit Price (Kroner)', usual: 'price' },
		unitPriceCents: { label: 'Unit Price (Øre)' },
	},
});

type Line = Partial<{
	saleProductId: string;
	quantity: number;
	unitPrice: string;
	unitPriceCents: string;
}>;

const IN_KRONER = 'Unit Price (Kroner)';

const IN_ORE = 'Unit Price (Øre)';

/** No time is read. */
const ANYWHERE = { timezone: 'UTC' };

/** Amounts travel as text in øre. @throws InputError for a line without a price, or with two */
function priceOf({ unitPrice = '', unitPriceCents = '' }: Line): string {
	const kroner = unitPrice.trim();
	const typed = plainText(unitPriceCents);
	const ore = /^-?\d{1,17}$/.test(typed) ? String(BigInt(typed)) : '';
	if (ore === '' && typed !== '') {
		throw notAs('a whole number', unitPriceCents, IN_ORE, ANYWHERE);
	}
	if (kroner === '') {
		if (ore !== '') return ore;
		throw new InputError(`"${IN_KRONER}" is empty. Fill it in, or "${IN_ORE}"`, IN_KRONER);
	}
	const converted = toOre(kroner);
	if (converted === undefined) {
		throw notAs('an amount with at most two decimals', unitPrice, IN_KRONER, ANYWHERE);
	}
	if (ore !== '' && BigInt(ore) !== BigInt(converted)) {
		throw new InputError(
			`"${IN_ORE}" is another price than "${IN_KRONER}". Leave one empty`,
			IN_ORE,
		);
	}
	return converted;
}

/** @throws InputError where there is no line, and naming the row of one that is not whole */
export function linesInput(rows: Line[], label = LABEL): IDataObject[] {
	if (rows.length === 0) throw new InputError(`Add at least one row to "${label}"`, label);
	return rows.map((line, index) =>
		inRow(label, index, () => ({
			saleProductId: line.saleProductId,
			quantity: line.quantity ?? 1,
			unitPriceCents: priceOf(line),
		})),
	);
}

/** The lines that the input item holds. @throws InputError as `linesInput` does, and where it has no such list */
export const linesGiven = (call: GivenRows, from: RowsOfInput): IDataObject[] =>
	linesInput(inputRead(call, lines, from, INPUT_LABEL), INPUT_LABEL);
