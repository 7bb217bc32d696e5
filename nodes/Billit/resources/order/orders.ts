import { isRecord } from '../../../../credentials/base/values';
import { commaList } from '../../../shared/commaList';
import { InputError } from '../../../shared/errors';
import { locator, mapped, mode, type Reading } from '../../../shared/fields';
import { field } from '../../../shared/fields/field';
import { joined } from '../../../shared/fields/scalar';
import type { BillitApi } from '../../api';
import { orderPage } from '../../fields';
import { numericId } from '../../odata';
import { ordersWith } from './existing';

const BY_NUMBER = 'number';

/** Orders as the user names them: by Billit's IDs, or by what is printed on the documents. */
interface Named {
	by: 'id' | 'number';
	texts: string[];
}

const LABEL = 'Orders';

const one = locator({
	label: LABEL,
	search: 'searchOrders',
	blanks: true,
	required: true,
	idPlaceholder: 'e.g. 1684998, 1684999',
	url: orderPage,
	more: [mode('By Order Number', BY_NUMBER, { placeholder: 'e.g. INV-2026-0042' })],
	description:
		'What is sent: an invoice, credit note or other order. By ID and By Order Number take several of one company, separated by commas',
});

/** An expression may give several as a list. */
const withCommas = (raw: unknown, label: string, reading: Reading): unknown =>
	isRecord(raw)
		? { ...raw, value: joined(raw.value, label, reading, 'filter') }
		: joined(raw, label, reading, 'filter');

/** Workflows that were saved when it was a text hold IDs. */
export const namedOrders = mapped(
	field(one.property, (raw, label, reading) => ({
		by: isRecord(raw) && raw.mode === BY_NUMBER ? ('number' as const) : ('id' as const),
		text: one.read(withCommas(raw, label, reading), label, reading),
	})),
	({ by, text }, label): Named => {
		const texts = [...new Set(commaList(text))];
		if (texts.length === 0) throw new InputError(`"${label}" is empty. Fill it in`, label);
		return { by, texts };
	},
);

/**
 * Billit's IDs of orders.
 * @throws InputError for a number that no order has, or several
 */
export async function idsOf(
	api: BillitApi,
	{ by, texts }: Named,
	values: { company: string },
): Promise<number[]> {
	if (by === 'id') return texts.map((text) => numericId(text, LABEL));
	const ids: number[] = [];
	for (const text of texts) ids.push(await idOf(api, text, values));
	return ids;
}

async function idOf(api: BillitApi, number: string, values: { company: string }): Promise<number> {
	// What one sends is one's own; a supplier may have used the same number.
	const wanted = { OrderNumber: number, OrderDirection: 'Income' };
	const [first, second] = await ordersWith(api, wanted, values);
	if (first === undefined || second !== undefined) {
		throw new InputError(
			`"${LABEL}": ${first ? 'several orders have' : 'no order has'} the number ${JSON.stringify(number)}`,
			LABEL,
			first
				? 'Choose the one that is meant from the list, or give its ID'
				: 'Only sales of the company that is acted for are looked at. Compare the number with the document',
		);
	}
	return first;
}
