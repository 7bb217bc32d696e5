import { randomUUID } from 'crypto';
import { fileName, type FileContent } from '../../shared/binary';

/** Texts and files as a form of RFC 7578. Names of fields are plain words. */
export function multipart(
	fields: Readonly<Record<string, string>>,
	files: Readonly<Record<string, FileContent>>,
): { type: string; body: Buffer } {
	const boundary = `n8n-${randomUUID()}`;
	const part = (name: string, more: string, content: string | Buffer): Buffer[] => [
		Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
		Buffer.from(content),
		Buffer.from('\r\n'),
	];
	const texts = Object.entries(fields).flatMap(([name, value]) => part(name, '', value));
	const contents = Object.entries(files).flatMap(([name, file]) => {
		const type = file.mimeType.replace(/[^\w.+/-]/g, '') || 'application/octet-stream';
		return part(name, `; filename="${fileName(file.name)}"\r\nContent-Type: ${type}`, file.bytes);
	});
	return {
		type: `multipart/form-data; boundary=${boundary}`,
		body: Buffer.concat([...texts, ...contents, Buffer.from(`--${boundary}--\r\n`)]),
	};
}
