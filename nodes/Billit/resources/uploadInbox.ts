import type { IDataObject } from 'n8n-workflow';
import { inputBinaryField, inputFile } from '../../shared/binary';
import { boolean, collection, date, optionalNumber, options, string } from '../../shared/fields';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import { additionalJson, company, companyHeaders, plainCreationOptions } from '../fields';
import { toBillitFile } from '../files';
import { post } from '../idempotency';
import { created, deleted } from '../results';
import { PAYMENT_METHODS } from './order/orderFields';

const PATH = '/v1/toProcess';

const upload = operation({
	name: 'Upload',
	action: 'Upload a file to the inbox',
	description: 'Hand Billit a purchase invoice or receipt to read (OCR) and turn into an order',
	kind: 'write',
	fields: {
		inputField: inputBinaryField,
		company,
		additionalFields: collection({
			label: 'Additional Fields',
			addLabel: 'Add field',
			fields: {
				CostType: string({ label: 'Cost Type' }),
				CurrencyTC: string({ label: 'Currency', placeholder: 'e.g. EUR' }),
				Description: string({ label: 'Description' }),
				OrderDate: date({ label: 'Order Date' }),
				PaymentMethod: options({ label: 'Payment Method', values: PAYMENT_METHODS }),
				sourceField: string({
					label: 'Source Binary Field',
					description:
						'Input binary field with the file that the upload was made from, such as XML',
				}),
				Split: boolean({
					label: 'Split',
					description: 'Whether the file holds several documents, one a page',
				}),
				TotalIncl: optionalNumber({ label: 'Total Incl. VAT' }),
			},
		}),
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const { Split, sourceField, ...metaData } = values.additionalFields;
		const read = async (field: string, label?: string) =>
			toBillitFile(await inputFile(call.context, call.itemIndex, field, label));
		const meta = compact(metaData);
		const body: IDataObject = {
			File: await read(values.inputField),
			...(Split === undefined ? {} : { Split }),
			...(sourceField ? { FileSource: await read(sourceField, 'Source Binary Field') } : {}),
			...(Object.keys(meta).length > 0 ? { MetaData: meta } : {}),
			...values.additionalJson,
		};
		const request = { path: PATH, body, headers: companyHeaders(values) };
		return created(await post(call, request, values.options, 'toProcess.upload'), 'UploadID');
	},
});

const remove = operation({
	name: 'Delete',
	action: 'Delete an upload',
	description: 'Take an uploaded file out of the inbox',
	kind: 'write',
	fields: { uploadId: string({ label: 'Upload ID', required: true }), company },
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'DELETE',
			path: at(PATH, values.uploadId),
			headers: companyHeaders(values),
		});
		return deleted(body, { UploadID: values.uploadId });
	},
});

export const uploadInbox = resource('Upload Inbox', [remove, upload], {
	defaultOperation: 'upload',
	description: 'Files for Billit to read',
});
