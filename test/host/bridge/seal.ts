import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'crypto';
import { isRecord, parsed } from '../../../credentials/base/values';

/** Who can seal and open, and where what is sealed is good. */
export interface SealKey {
	/** The client secret: nothing else is kept anywhere. */
	secret: string;
	/** Address and client of the bridge. */
	place: string;
}

/** `state` goes through the vendor, `code` through n8n; one is never good as the other. */
type Use = 'state' | 'code';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

const keyOf = ({ secret }: SealKey, use: Use): Buffer =>
	createHmac('sha256', secret).update(`bridge ${use}`).digest();

/** Texts and when they were sealed, readable for nobody on the way; base64url, which no vendor cuts. */
export function seal(texts: Record<string, string>, key: SealKey, use: Use): string {
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv(CIPHER, keyOf(key, use), iv).setAAD(Buffer.from(key.place, 'utf8'));
	const plain = JSON.stringify({ ...texts, at: String(Date.now()) });
	const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @returns undefined for what was changed, is of another place, client or use, or is older than `seconds` */
export function unseal(
	text: string,
	key: SealKey,
	use: Use,
	seconds: number,
): Record<string, string> | undefined {
	const bytes = Buffer.from(text, 'base64url');
	if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
	const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
	const decipher = createDecipheriv(CIPHER, keyOf(key, use), iv, { authTagLength: TAG_BYTES })
		.setAAD(Buffer.from(key.place, 'utf8'))
		.setAuthTag(tag);
	let plain: string;
	try {
		const sealed = bytes.subarray(IV_BYTES + TAG_BYTES);
		plain = Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
	} catch {
		return undefined;
	}
	const value = parsed(plain);
	if (!isRecord(value)) return undefined;
	const texts = Object.fromEntries(
		Object.entries(value).map(([name, each]) => [name, String(each)]),
	);
	const age = Date.now() - Number(texts.at);
	return age >= 0 && age <= seconds * 1_000 ? texts : undefined;
}
