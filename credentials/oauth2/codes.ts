import { BoundedMap } from '../base/boundedMap';
import { reconnectError } from './errors';
import { outcomeOf } from '../base/outcome';
import type { ConnectedAccount, Credentials } from './profile';
import type { Tokens } from './tokenReply';
import { sha256 } from '../base/values';
import { text } from './settings';

/** What an exchanged code brought, and whom it belongs to as far as the provider told. */
export interface Exchanged {
	tokens: Tokens;
	account?: ConnectedAccount;
}

interface Entry {
	owner: string;
	exchange: Promise<Exchanged>;
}

/** Codes remembered; the oldest go first. */
const CAPACITY = 5_000;

/**
 * The codes that this process has exchanged: several runs find the same one in copies of a credential, and
 * a code works once (RFC 6749 section 4.1.2). What it brought is for the credential that it was exchanged
 * for and for no other.
 */
export class SpentCodes {
	private readonly entries = new BoundedMap<Entry>(CAPACITY);

	/**
	 * @param scope which provider, host and client
	 * @param owner which credential, from `ownerOf`
	 * @param exchange asks the provider; what fails is forgotten
	 * @throws OAuth2Error (reconnect) when the code was exchanged for another credential
	 */
	async once(
		scope: string,
		code: string,
		owner: string,
		exchange: () => Promise<Exchanged>,
	): Promise<Exchanged> {
		const key = sha256(`${scope}\n${code}`);
		const known = this.entries.get(key);
		if (known) {
			if (known.owner === owner) return await known.exchange;
			throw reconnectError(
				'This authorization code was used before, for another credential. Connect again to get a new one',
			);
		}
		const entry = { owner, exchange: exchange() };
		this.entries.set(key, entry);
		const outcome = await outcomeOf(entry.exchange);
		if (outcome.ok) return outcome.value;
		if (this.entries.get(key) === entry) this.entries.delete(key);
		throw outcome.error;
	}
}

/**
 * Which credential holds a code: the host does not always tell, and then it is the one in this very state.
 * @param credential its id; '' when not known
 */
export function ownerOf(credentials: Credentials, credential: string): string {
	if (credential !== '') return `id ${credential}`;
	const state = ['accessToken', 'refreshToken', 'exchangedCode', 'connectedAccount'];
	return `state ${sha256(state.map((name) => text(credentials, name)).join('\n'))}`;
}
