import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { InputError } from './errors';
import { string } from './fields';
import { FileItem } from './operation';

/** The binary field of the input item that holds the file to upload. */
export const inputBinaryField = string({
	label: 'Input Binary Field',
	default: 'data',
	required: true,
	hint: 'The name of the input binary field containing the file to be uploaded',
});

/** The binary field of the output item that the file goes into. */
export const outputBinaryField = string({
	label: 'Put Output File in Field',
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
});

/** A file in memory. */
export interface FileContent {
	name: string;
	/** `type/subtype`; '' when unknown. */
	mimeType: string;
	bytes: Buffer;
}

/**
 * The file in a binary field of an input item.
 * @throws InputError when the item has no such file
 */
export async function inputFile(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string,
	label = 'Input Binary Field',
): Promise<FileContent> {
	const item = context.getInputData()[itemIndex];
	const binary = item?.binary?.[field];
	if (!binary) {
		const names = Object.keys(item?.binary ?? {});
		throw new InputError(
			`"${label}": the item has no file in "${field}"`,
			label,
			names.length > 0
				? `It has: ${names.join(', ')}`
				: 'It has no files at all. Read one before this node, with "Read/Write Files from Disk" for instance',
		);
	}
	const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, field);
	return { name: binary.fileName ?? 'file', mimeType: binary.mimeType, bytes };
}

/** An output item with a file; without a MIME type n8n finds one by the name and content. */
export async function fileItem(
	context: IExecuteFunctions,
	file: FileContent,
	json: IDataObject,
	field: string,
): Promise<FileItem> {
	const data = await context.helpers.prepareBinaryData(
		file.bytes,
		fileName(file.name),
		file.mimeType || undefined,
	);
	return new FileItem(json, { [field]: data });
}

/** The last part of a name, without what file systems and headers cannot hold. */
export function fileName(name: string): string {
	const last = name.split(/[/\\]/).pop() ?? '';
	const clean = last
		.toWellFormed()
		// Control characters, and those that Windows refuses.
		.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_')
		.trim()
		.slice(-200);
	return clean === '' || /^\.{1,2}$/.test(clean) ? 'file' : clean;
}
