import { isRecord, property } from '../../../../credentials/base/values';
import { paceOptions } from '../../../shared/operation/commonFields';
import { outputBinaryField } from '../../../shared/binary';
import { ApiError } from '../../../shared/errors';
import { boolean, collection } from '../../../shared/fields';
import { FileItem } from '../../../shared/operation/operation';
import { at } from '../../../shared/path';
import { operation } from '../../api';
import { company, companyHeaders, order } from '../../fields';
import { fileIdIn, fileOutput, readFile } from '../../files';

export const downloadPdf = operation({
	name: 'Download PDF',
	action: 'Download the PDF of an invoice or other order',
	description: 'Get the PDF of an order as a file, on demand with its attachments',
	kind: 'read',
	fields: {
		orderId: order,
		outputField: outputBinaryField,
		company,
		options: collection({
			label: 'Options',
			description: 'Attachments, and how the records are read',
			fields: {
				includeAttachments: boolean({
					label: 'Include Attachments',
					description: 'Whether to add each attachment in a field of its own',
				}),
				...paceOptions,
			},
		}),
	},
	async run({ api, context, values }) {
		const headers = companyHeaders(values);
		const record = await api.record(at('/v1/orders', values.orderId), undefined, headers);
		const fileId = fileIdIn(record, 'OrderPDF');
		if (fileId === '') {
			throw new ApiError('This order has no PDF', {
				description: 'Billit makes it a moment after the order was created or received',
			});
		}
		const { outputField: field } = values;
		const known = { OrderID: record.OrderID ?? null, OrderNumber: record.OrderNumber ?? null };
		const pdf = await fileOutput(context, await readFile(api, fileId, headers), field, known);
		if (!values.options.includeAttachments) return pdf;
		const attached = property(record, 'attachments');
		const binary = { ...pdf.binary };
		const names: string[] = [];
		for (const attachment of Array.isArray(attached) ? attached.filter(isRecord) : []) {
			const id = property(attachment, 'fileID');
			if (typeof id !== 'string' || id === '') continue;
			const name = `${field}_${names.length + 1}`;
			const file = await fileOutput(context, await readFile(api, id, headers), name);
			Object.assign(binary, file.binary);
			names.push(String(file.json.FileName));
		}
		return new FileItem({ ...pdf.json, attachments: names }, binary);
	},
});
