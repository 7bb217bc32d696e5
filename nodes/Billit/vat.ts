import { mapped, type Field } from '../shared/fields';
import { notAs } from '../shared/fields/wording';

const WAY =
	'Give 21 for 21 %. A cell of a sheet with a percent sign is a hundredth of it: {{ $json.vat * 100 }}';

/** The lowest rate but 0 in the countries of Billit: Corsica's (Code général des impôts, article 297). */
const LOWEST = 0.9;

/** A VAT rate in per cent; a part of 1, as sheets hold 21 %, is refused, and what is no rate. */
export const vatRate = <T extends number | undefined>(source: Field<T>): Field<T> =>
	mapped(source, (rate, label, reading) => {
		if (rate === undefined || rate === 0 || (rate >= LOWEST && rate <= 100)) return rate;
		throw notAs('a rate in per cent, 0 or from 0.9 to 100', rate, label, reading, WAY);
	});
