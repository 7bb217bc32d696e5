import type { IDataObject } from 'n8n-workflow';
import { parsed } from '../../credentials/base/values';
import type { ProviderResponse } from '../shared/api/definition';
import { fileItem } from '../shared/binary';
import { asItems } from '../shared/operation/customApiCall';
import type { Call, Output } from '../shared/operation/operation';
import type { MicroBiltApi } from './api';
import { withoutSecrets } from './sensitive';

/** A download as a file, or as an item where the answer is JSON after all. */
export async function downloaded(
	{ context }: Pick<Call<MicroBiltApi>, 'context'>,
	{ body, headers, status }: ProviderResponse,
	name: string,
	field: string,
): Promise<Output> {
	const mimeType =
		String(headers['content-type'] ?? '')
			.split(';')[0]
			?.trim() ?? '';
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(String(body ?? ''));
	if (/\bjson$/.test(mimeType)) {
		return asItems(withoutSecrets(parsed(bytes.toString('utf8'))), status);
	}
	const json: IDataObject = { fileName: name, mimeType, fileSize: bytes.length };
	return await fileItem(context, { name, mimeType, bytes }, json, field);
}
