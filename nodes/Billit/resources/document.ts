import type { IDataObject } from 'n8n-workflow';
import { isRecord, property } from '../../../credentials/base/values';
import { commaList } from '../../shared/commaList';
import { inputBinaryField, inputFile, outputBinaryField } from '../../shared/binary';
import { readOptions } from '../../shared/operation/commonFields';
import { ApiError } from '../../shared/errors';
import { collection, date, string } from '../../shared/fields';
import { compact, pick } from '../../shared/objects';
import { resource } from '../../shared/operation/operation';
import { at } from '../../shared/path';
import { operation } from '../api';
import { additionalJson, company, companyHeaders, document, plainCreationOptions } from '../fields';
import { fileIdIn, fileOutput, readFile, toBillitFile } from '../files';
import { once, post } from '../idempotency';
import { listOperation } from '../lists';
import { created } from '../results';

const PATH = '/v1/documents';

const upload = operation({
	name: 'Upload',
	action: 'Upload a document',
	description: 'Store a file as a document in Billit',
	kind: 'write',
	once,
	fields: {
		inputField: inputBinaryField,
		name: string({
			label: 'Name',
			description: 'Name under which the document is found again',
			required: true,
		}),
		company,
		additionalFields: collection({
			label: 'Additional Fields',
			description: 'What else is known of the document',
			addLabel: 'Add field',
			fields: {
				Description: string({ label: 'Description', description: 'What the document is about' }),
				DocumentDate: date({ label: 'Document Date', description: 'Date that the document bears' }),
				Tags: string({ label: 'Tags', several: 'names', description: 'Separated by commas' }),
			},
		}),
		additionalJson,
		options: plainCreationOptions,
	},
	async run({ values, ...call }) {
		const file = await inputFile(call.context, call.itemIndex, values.inputField);
		const { Tags = '', ...more } = values.additionalFields;
		const tags = commaList(Tags);
		const body = {
			Name: values.name,
			File: toBillitFile(file),
			...compact(more),
			...(tags.length > 0 ? { Tags: tags } : {}),
			...values.additionalJson,
		};
		const request = { path: PATH, body, headers: companyHeaders(values) };
		return created(await post(call, request, values.options, 'document.upload'), 'DocumentID');
	},
});

const get = operation({
	name: 'Get',
	action: 'Get a document',
	description: 'Retrieve what Billit knows of one document; Download gets its file',
	kind: 'read',
	fields: { documentId: document, company, options: readOptions({}) },
	async run({ api, values }) {
		return await api.record(at(PATH, values.documentId), undefined, companyHeaders(values));
	},
});

function simplified(row: IDataObject): IDataObject {
	const file = property(row, 'file');
	return {
		...pick(row, ['DocumentID', 'Name', 'Description', 'DocumentDate', 'CreationDate', 'Tags']),
		FileID: fileIdIn(row, 'File') || null,
		FileName: isRecord(file) ? String(property(file, 'fileName') ?? '') : null,
	};
}

const getMany = listOperation({
	name: 'Get Many',
	action: 'Get many documents',
	description: 'List the documents stored in Billit',
	path: () => PATH,
	searchable: true,
	simplified,
});

const download = operation({
	name: 'Download',
	action: 'Download a document',
	description: 'Get the file of a document',
	kind: 'read',
	fields: {
		documentId: document,
		outputField: outputBinaryField,
		company,
		options: readOptions({}),
	},
	async run({ api, context, values }) {
		const headers = companyHeaders(values);
		const record = await api.record(at(PATH, values.documentId), undefined, headers);
		const fileId = fileIdIn(record, 'File');
		if (fileId === '') throw new ApiError('This document has no file');
		const { DocumentID = null, Name = null } = record;
		const file = await readFile(api, fileId, headers);
		return await fileOutput(context, file, values.outputField, { DocumentID, Name });
	},
});

export const documents = resource('Document', [download, get, getMany, upload], {
	defaultOperation: 'getMany',
});

const downloadFile = operation({
	name: 'Download',
	action: 'Download a file',
	description: 'Get any file by the ID that orders, documents and messages name',
	kind: 'read',
	fields: {
		fileId: string({
			label: 'File ID',
			code: 'word',
			description:
				'ID of the file, as orders (OrderPDF, Attachments), documents and messages name it',
			required: true,
			placeholder: 'e.g. bc9996b3-e2ef-4476-9873-28de2c61d999',
		}),
		outputField: outputBinaryField,
		company,
		options: readOptions({}),
	},
	async run({ api, context, values }) {
		const file = await readFile(api, values.fileId, companyHeaders(values));
		return await fileOutput(context, file, values.outputField);
	},
});

export const files = resource('File', [downloadFile]);
