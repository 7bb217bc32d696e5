import type { IDataObject } from 'n8n-workflow';
import { commaList } from '../../../shared/commaList';
import { InputError } from '../../../shared/errors';
import { inputFile } from '../../../shared/binary';
import { inputRead, isFromInput } from '../../../shared/fields';
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
	const body: IDataObject = orderBody({ ...values, lines: linesOf(call, values) });
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

/** The lines of an order, those of the input read by the same rules as those of the panel. */
function linesOf(
	call: Call<BillitApi>,
	values: Pick<OrderValues, 'linesFrom' | 'orderLines' | 'inputLines'>,
): IDataObject[] {
	return isFromInput(values.linesFrom)
		? inputRead(call, orderLines, values.inputLines, 'Lines of the Input')
		: values.orderLines;
}
