import type { IDataObject } from 'n8n-workflow';
import { inputBinaryField, inputFile } from '../../shared/binary';
import { boolean, collection, date, optionalNumber, options, string } from '../../shared/fields';
import { checked, currencyCode } from '../../shared/numbers';
import { compact } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import { changed } from '../changed';
import { additionalJson, company, companyHeaders, plainCreationOptions } from '../fields';
import { toBillitFile } from '../files';
import { once, post } from '../idempotency';
import { created, deleted, done } from '../results';
import { PAYMENT_METHODS } from './order/additionalFields';

const PATH = '/v1/toProcess';

/** What Billit shall know of an uploaded file before it has read it. */
const metaFields = {
	CostType: string({ label: 'Cost Type', description: 'Kind of cost to book the document as' }),
	CurrencyTC: checked(
		currencyCode,
		string({
			label: 'Currency',
			placeholder: 'e.g. EUR',
			description: 'ISO code of the currency of the document',
		}),
	),
	Description: string({ label: 'Description', description: 'What the document is about' }),
	OrderDate: date({ label: 'Order Date', description: 'Date of the document' }),
	PaymentMethod: options({
		label: 'Payment Method',
		values: PAYMENT_METHODS,
		description: 'How the document was or will be paid',
	}),
	TotalIncl: optionalNumber({
		label: 'Total Incl. VAT',
		precision: 2,
		description: 'Total of the document with VAT',
	}),
};

const upload = operation({
	name: 'Upload',
	action: 'Upload a file to the inbox',
	description: 'Hand Billit a purchase invoice or receipt to read (OCR) and turn into an order',
	kind: 'write',
	once,
	fields: {
		inputField: inputBinaryField,
		company,
		additionalFields: collection({
			label: 'Additional Fields',
			description: 'What Billit shall know of the file before it reads it',
			addLabel: 'Add field',
			fields: {
				...metaFields,
				sourceField: string({
					label: 'Source Binary Field',
					description:
						'Input binary field with the file that the upload was made from, such as XML',
				}),
				Split: boolean({
					label: 'Split',
					description: 'Whether the file holds several documents, one a page',
				}),
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
	fields: {
		uploadId: string({
			label: 'Upload ID',
			code: 'word',
			description: 'As Upload tells it',
			required: true,
		}),
		company,
	},
	async run({ api, values }) {
		const { body } = await api.request({
			method: 'DELETE',
			path: at(PATH, values.uploadId),
			headers: companyHeaders(values),
		});
		return deleted(body, { UploadID: values.uploadId });
	},
});

const metadataFields = collection({
	label: 'Metadata Fields',
	description: 'What Billit shall know of the file before it reads it',
	addLabel: 'Add field',
	fields: metaFields,
});

const metadata = (
	wording: { name: string; action: string; description: string },
	method: 'PATCH' | 'POST',
) =>
	operation({
		...wording,
		kind: 'write',
		fields: {
			uploadId: string({
				label: 'Upload ID',
				code: 'word',
				required: true,
				description: 'As Upload tells it',
			}),
			company,
			metadataFields,
			additionalJson,
		},
		async run({ api, values }) {
			const body = changed(metadataFields, values.metadataFields, values.additionalJson);
			const { body: answer } = await api.request({
				method,
				path: at(PATH, values.uploadId),
				body,
				headers: companyHeaders(values),
			});
			return done(answer, { UploadID: values.uploadId });
		},
	});

const setMetadata = metadata(
	{
		name: 'Set Metadata',
		action: 'Set the metadata of an upload',
		description: 'Replace what Billit is told about an uploaded file',
	},
	'POST',
);

const updateMetadata = metadata(
	{
		name: 'Update Metadata',
		action: 'Update the metadata of an upload',
		description: 'Change some of what Billit is told about an uploaded file',
	},
	'PATCH',
);

export const uploadInbox = resource('Upload Inbox', [remove, setMetadata, updateMetadata, upload], {
	defaultOperation: 'upload',
	description: 'Files for Billit to read',
});
