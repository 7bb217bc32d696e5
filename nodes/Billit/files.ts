import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isRecord, property } from '../../credentials/base/values';
import { fileItem, type FileContent } from '../shared/binary';
import { ApiError } from '../shared/errors';
import type { FileItem } from '../shared/operation/operation';
import { at } from '../shared/path';
import type { BillitApi } from './api';

/** A file as Billit takes and gives it: JSON with base64 (docs.billit.be, "Files"). */
interface BillitFile extends IDataObject {
	FileName: string;
	FileContent: string;
}

export function toBillitFile({ name, mimeType, bytes }: FileContent): BillitFile {
	return {
		FileName: name,
		...(mimeType ? { MimeType: mimeType } : {}),
		FileContent: bytes.toString('base64'),
	};
}

/** @throws ApiError when the reply holds no file */
export function fromBillitFile(body: unknown): FileContent & { id: string } {
	const content = isRecord(body) ? property(body, 'fileContent') : undefined;
	if (!isRecord(body) || typeof content !== 'string') {
		throw new ApiError('Billit sent no file', {
			description: 'The file may have been removed, or is not ready yet',
		});
	}
	const base64 = content.replace(/^data:[^,]*;base64,/i, '').replace(/\s+/g, '');
	if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) {
		throw new ApiError('Billit sent a file that cannot be read: it is no base64', {
			description: 'Ask for it again later; if it stays so, open the file in Billit',
		});
	}
	return {
		id: String(property(body, 'fileID') ?? ''),
		name: String(property(body, 'fileName') ?? 'file'),
		mimeType: String(property(body, 'mimeType') ?? ''),
		bytes: Buffer.from(base64, 'base64'),
	};
}

/** Reads a file by its id. */
export async function readFile(
	api: BillitApi,
	fileId: string,
	headers: Record<string, string>,
): Promise<FileContent & { id: string }> {
	return fromBillitFile(await api.record(at('/v1/files', fileId), undefined, headers));
}

/** An output item with the file, and what it is as JSON. */
export async function fileOutput(
	context: IExecuteFunctions,
	file: FileContent & { id: string },
	field: string,
	more: IDataObject = {},
): Promise<FileItem> {
	const { id, name, mimeType } = file;
	return await fileItem(
		context,
		file,
		{ ...more, FileID: id, FileName: name, MimeType: mimeType },
		field,
	);
}

/** The id of the file in a property of a record, such as `OrderPDF`; '' when there is none. */
export function fileIdIn(record: IDataObject, name: string): string {
	const file = property(record, name);
	const id = isRecord(file) ? property(file, 'fileID') : undefined;
	return typeof id === 'string' ? id : '';
}
