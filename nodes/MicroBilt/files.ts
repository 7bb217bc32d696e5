import type { IDataObject } from 'n8n-workflow';
import { textOf } from '../../credentials/base/encoding';
import { isRecord, parsed } from '../../credentials/base/values';
import type { ProviderResponse } from '../shared/api/definition';
import { fileItem } from '../shared/binary';
import { asItems } from '../shared/operation/customApiCall';
import type { Call, Output } from '../shared/operation/operation';
import { bringsNothing, noRecord, recordIn } from '../shared/records';
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
	if (isRecord(body)) return recordIn(withoutSecrets(body), 'MicroBilt');
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(String(body ?? ''));
	if (/\bjson$/.test(mimeType)) {
		const answer = withoutSecrets(parsed(textOf(bytes, headers['content-type'])));
		if (bringsNothing(answer)) throw noRecord('MicroBilt');
		return asItems(answer, status);
	}
	const json: IDataObject = { fileName: name, mimeType, fileSize: bytes.length };
	return await fileItem(context, { name, mimeType, bytes }, json, field);
}
