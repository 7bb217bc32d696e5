import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'crypto';
import type { ConnectedAccount } from './profile';
import type { Tokens } from './tokenReply';
import { isRecord, parsed } from '../base/values';

/** Tokens on their way into a credential that another one of the same client obtained for it. */
export interface HandOver {
	tokens: Tokens;
	/** The provider's id of the account that they belong to. */
	account: string;
	/** What the provider told of that account, where it was asked; hand-overs of former versions tell no more than its id. */
	told?: ConnectedAccount;
	/** SHA-256 of the code that brought them, where they wait for the provider to tell whose they are. */
	code?: string;
}

const PREFIX = 'tokens:';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Whether the text of "Authorization Code" is a hand-over and no code of the provider. */
export const isHandOver = (text: string): boolean => text.startsWith(PREFIX);

/**
 * One line that only a credential with the same client secret can read or make: n8n's public API sets no
 * hidden fields, and what arrives as a code may come from anybody.
 * @param clientSecret not empty
 * @param scope which provider, host and client the tokens are for
 */
export function sealHandOver(handOver: HandOver, clientSecret: string, scope: string): string {
	const iv = randomBytes(IV_BYTES);
	const cipher = createCipheriv(CIPHER, keyOf(clientSecret), iv).setAAD(Buffer.from(scope, 'utf8'));
	const sealed = Buffer.concat([cipher.update(JSON.stringify(handOver), 'utf8'), cipher.final()]);
	return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @returns undefined when it was changed or cut, or made with another client secret or for another scope */
export function openHandOver(
	text: string,
	clientSecret: string,
	scope: string,
): HandOver | undefined {
	if (!isHandOver(text) || clientSecret === '') return undefined;
	const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url');
	if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
	const decipher = createDecipheriv(CIPHER, keyOf(clientSecret), bytes.subarray(0, IV_BYTES), {
		authTagLength: TAG_BYTES,
	})
		.setAAD(Buffer.from(scope, 'utf8'))
		.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
	let plain: string;
	try {
		plain = Buffer.concat([
			decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
			decipher.final(),
		]).toString('utf8');
	} catch {
		return undefined;
	}
	return read(parsed(plain));
}

/** A key of its own: the client secret also signs the state of a consent. */
const keyOf = (clientSecret: string): Buffer =>
	createHmac('sha256', clientSecret).update('hand-over of tokens').digest();

function read(value: unknown): HandOver | undefined {
	if (!isRecord(value) || !isRecord(value.tokens)) return undefined;
	const { account, told, code } = value;
	const { accessToken, refreshToken, expiresAt, lifetime } = value.tokens;
	return typeof account === 'string' &&
		typeof accessToken === 'string' &&
		typeof refreshToken === 'string' &&
		typeof expiresAt === 'string' &&
		typeof lifetime === 'number'
		? {
				account,
				tokens: { accessToken, refreshToken, expiresAt, lifetime, ...keptIn(value.tokens) },
				...(isAccount(told) ? { told } : {}),
				...(typeof code === 'string' ? { code } : {}),
			}
		: undefined;
}

function keptIn({ kept }: Record<string, unknown>): Pick<Tokens, 'kept'> {
	if (!isRecord(kept)) return {};
	const texts = Object.entries(kept).map(([name, value]) => [name, String(value)] as const);
	return { kept: Object.fromEntries(texts) };
}

const isAccount = (value: unknown): value is ConnectedAccount =>
	isRecord(value) && typeof value.id === 'string' && typeof value.name === 'string';
