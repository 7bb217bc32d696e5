import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { textOf } from '../../credentials/base/encoding';
import { InputError } from './errors';
import { string } from './fields';
import { FileItem } from './operation/operation';

/** The binary field of the input item that holds the file to upload. */
export const inputBinaryField = string({
	label: 'Input Binary Field',
	description: 'Name of the binary field of the input item that holds the file',
	default: 'data',
	required: true,
	hint: 'The name of the input binary field containing the file to be uploaded',
});

/** The binary field of the output item that the file goes into. */
export const outputBinaryField = string({
	label: 'Put Output File in Field',
	description: 'Name of the binary field of the output item that the file goes into',
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
	const name = nameOf(binary.fileName, binary.fileExtension, binary.mimeType, bytes);
	return { name: fileName(name), mimeType: binary.mimeType, bytes };
}

/** Extensions by MIME type, where they are not its last word. */
const EXTENSIONS: Record<string, string> = {
	'application/gzip': 'gz',
	'application/msword': 'doc',
	'application/vnd.ms-excel': 'xls',
	'application/vnd.oasis.opendocument.spreadsheet': 'ods',
	'application/vnd.oasis.opendocument.text': 'odt',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
	'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
	'image/jpeg': 'jpg',
	'image/svg+xml': 'svg',
	'image/tiff': 'tif',
	'message/rfc822': 'eml',
	'text/markdown': 'md',
	'text/plain': 'txt',
};

/** What files begin with, for those of which nothing else is known. */
const BEGINNINGS: ReadonlyArray<readonly [begin: string, extension: string]> = [
	['%PDF-', 'pdf'],
	['<?xml', 'xml'],
	['PK\u0003\u0004', 'zip'],
	['\u0089PNG', 'png'],
	['\u00ff\u00d8\u00ff', 'jpg'],
	['GIF8', 'gif'],
];

/** The extension of a type: `pdf` of `application/pdf`, `xml` of `application/ubl+xml`; '' when unknown. */
function extensionOf(mimeType: string): string {
	const type = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
	const known = EXTENSIONS[type];
	if (known !== undefined) return known;
	return /(?:^|[/+])(?:x-)?([a-z0-9]{2,5})$/.exec(type)?.[1] ?? '';
}

/** The name of a file, or one with the extension that tells what it is: services judge files by it. */
function nameOf(
	name: string | undefined,
	extension: string | undefined,
	mimeType: string | undefined,
	bytes: Buffer,
): string {
	const given = (name?.trim() ?? '').replace(/\.+$/, '');
	// What stands behind the last dot of `Nr. 5`, `Invoice Jan. 2026`, `Jansen B.V` or `2026.q1` is no extension.
	if (/\.(?:[a-z]{2,8}|[a-z]+\d[a-z]*|\d[a-z]+)$/i.test(given) && !/\.[a-z]\d+$/i.test(given)) {
		return given;
	}
	const start = bytes.subarray(0, 8).toString('latin1');
	const ending =
		extension?.trim().replace(/^\.+/, '') ||
		extensionOf(mimeType ?? '') ||
		BEGINNINGS.find(([begin]) => start.startsWith(begin))?.[1];
	return ending ? `${given || 'file'}.${ending}` : given || 'file';
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

const PARAMETER = /;\s*([\w*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g;

/**
 * The name that an answer gives its file (RFC 6266; RFC 8187 for `filename*`, which counts first).
 * @param disposition the header `Content-Disposition`
 * @returns '' where it gives none
 */
export function fileNameIn(disposition = ''): string {
	const parameters = new Map(
		[...disposition.matchAll(PARAMETER)].map(([, name = '', quoted, bare = '']) => [
			name.toLowerCase(),
			quoted?.replace(/\\(["\\])/g, '$1') ?? bare.trim(),
		]),
	);
	const [, charset = '', encoded = ''] =
		/^([\w-]+)'[^']*'(.+)$/.exec(parameters.get('filename*') ?? '') ?? [];
	const bytes = encoded.replace(/%([\da-f]{2})/gi, (_code, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
	// Servers send plain names as UTF-8 too; Node.js reads headers as Latin-1.
	const plain = parameters.get('filename') ?? '';
	return (
		textOf(Buffer.from(bytes, 'latin1'), `;charset=${charset || 'utf-8'}`) ||
		(textOf(Buffer.from(plain, 'latin1')) ?? plain)
	);
}

/** The last part of a name, without what file systems and headers cannot hold. */
export function fileName(name: string): string {
	const last = name.split(/[/\\]/).pop() ?? '';
	const clean = last
		.toWellFormed()
		// Macs write é as e and a mark, which others take for another name.
		.normalize('NFC')
		// Control characters, and those that Windows refuses.
		.replace(/[\p{Cc}<>:"|?*]/gu, '_')
		.trim()
		.slice(-200)
		// Cut in two, a sign is none.
		.replace(/^[\udc00-\udfff]/, '')
		.trim();
	return clean === '' || /^\.{1,2}$/.test(clean) ? 'file' : clean;
}
