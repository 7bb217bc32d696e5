import type { IWebhookFunctions } from 'n8n-workflow';
import { textOf } from '../../../credentials/base/encoding';
import { parsed } from '../../../credentials/base/values';

/**
 * What the body of a call says: JSON with its digits, or text.
 * @param rawBody as it came, and as it is signed
 * @returns undefined where its bytes are no text of the encoding that it names
 */
export function bodyOf(context: IWebhookFunctions, rawBody: Buffer): unknown {
	const contentType: unknown = context.getHeaderData()['content-type'];
	return parsed(textOf(rawBody, typeof contentType === 'string' ? contentType : ''));
}
