import type { IDataObject } from 'n8n-workflow';
import { BoundedMap } from '../base/boundedMap';
import { monotonicNow } from '../base/time';
import { sha256 } from '../base/values';
import type { OAuth2Error } from './errors';
import { sealHandOver } from './handOver';
import type { Credentials } from './profile';
import { text } from './settings';
import type { Tokens } from './tokenReply';

/** Of whom the provider cannot tell yet: what a code brought, and why it is not taken. */
interface Unknown {
	tokens: Tokens;
	/** SHA-256 of the code. */
	code: string;
	reason: OAuth2Error;
}

/** The host asks for a token right after it has stored what was kept, or not at all. */
const REASON_TOLD_MS = 5_000;

/** Credentials whose reason is remembered; the oldest go first. */
const CAPACITY = 1_000;

/**
 * What a pasted code brought waits in the credential, sealed, in the place of the code, which is spent: until the
 * provider tells whose tokens these are they are used for nothing, and no restart loses them.
 */
export class Waiting {
	private readonly reasons = new BoundedMap<{ error: OAuth2Error; at: number }>(CAPACITY);

	/**
	 * What the host stores. The tokens that are held stay as they are.
	 * @param place what the seal is bound to; see `placeOf`
	 * @throws OAuth2Error the reason, where there is no secret to seal with
	 */
	keep(credentials: Credentials, place: string, { tokens, code, reason }: Unknown): IDataObject {
		const secret = text(credentials, 'clientSecret');
		if (secret === '') throw reason;
		const sealed = sealHandOver({ tokens, account: '', code }, secret, place);
		this.reasons.set(sha256(sealed), { error: reason, at: monotonicNow() });
		return { accessToken: text(credentials, 'accessToken'), authorizationCode: sealed };
	}

	/**
	 * @returns why the tokens that wait in a credential are not used, once after that was found out; then the
	 * provider is asked again
	 */
	reason(credentials: Credentials): OAuth2Error | undefined {
		const waiting = sha256(text(credentials, 'authorizationCode'));
		const found = this.reasons.get(waiting);
		this.reasons.delete(waiting);
		return found && monotonicNow() - found.at < REASON_TOLD_MS ? found.error : undefined;
	}
}
