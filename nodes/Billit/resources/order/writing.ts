import type { IDataObject } from 'n8n-workflow';
import { commaList } from '../../../shared/commaList';
import { InputError } from '../../../shared/errors';
import { inputFile } from '../../../shared/binary';
import { rowsOf } from '../../../shared/fields';
import type { Call } from '../../../shared/operation/operation';
import type { BillitApi } from '../../api';
import { toBillitFile } from '../../files';
import { orderBody, type OrderValues } from './orderFields';
import { orderLines } from './orderLines';

/** The body of an order with the files of the item; Additional JSON wins over everything. */
export async function fullOrderBody(
	call: Call<BillitApi>,
	values: OrderValues,
): Promise<IDataObject> {
	const { context, itemIndex } = call;
	const file = async (field: string, label: string) =>
		await inputFile(context, itemIndex, field, label);
	const lines = linesOf(call, values);
	if (values.orderType === 'CreditNote') refuseNegative(lines);
	const body: IDataObject = orderBody({ ...values, lines });
	if (values.orderPdf.trim()) {
		const pdf = await file(values.orderPdf.trim(), 'PDF Binary Field');
		if (pdf.bytes.subarray(0, 5).toString('latin1') !== '%PDF-') {
			throw new InputError('"PDF Binary Field" holds no PDF', 'PDF Binary Field');
		}
		body.OrderPDF = toBillitFile(pdf);
	}
	const names = commaList(values.attachments);
	if (names.length > 0) {
		body.Attachments = await Promise.all(
			names.map(async (name) => toBillitFile(await file(name, 'Attachment Binary Fields'))),
		);
	}
	return { ...body, ...values.additionalJson };
}

/**
 * A credit note gives back what its lines come to, and Billit wants positive amounts in it; a single line
 * may take something off it.
 * @throws InputError for lines that come to less than nothing, which would charge it again
 */
function refuseNegative(lines: readonly IDataObject[]): void {
	const total = lines.reduce((sum, line) => {
		const price = line.UnitPriceExcl ?? line.UnitPriceIncl ?? 0;
		return sum + Number(line.Quantity ?? 1) * Number(price);
	}, 0);
	if (!(total < 0)) return;
	throw new InputError(
		'The lines of a credit note come to less than nothing. Give what is credited as positive amounts',
		'Order Lines',
		'Sheets and shops often write credit notes with a minus sign; an invoice may have one',
	);
}

/** The lines of an order, those of the input read by the same rules as those of the panel. */
function linesOf(
	{ context, item }: Call<BillitApi>,
	values: Pick<OrderValues, 'linesFrom' | 'orderLines' | 'inputLines'>,
): IDataObject[] {
	if (values.linesFrom !== 'input') return values.orderLines;
	const label = 'Lines of the Input';
	return orderLines.read(rowsOf(item.json, values.inputLines, label), label, {
		timezone: context.getTimezone(),
	});
}
