import { BoundedMap } from '../base/boundedMap';
import { LostCodeError, reconnectError } from './errors';
import { outcomeOf } from '../base/outcome';
import { monotonicNow } from '../base/time';
import type { ConnectedAccount, Credentials } from './profile';
import type { Tokens } from './tokenReply';
import { sha256 } from '../base/values';
import { text } from './settings';

/** What an exchanged code brought, and whom it belongs to as far as the provider told. */
export interface Exchanged {
	tokens: Tokens;
	account?: ConnectedAccount;
}

/** Which credential holds a code; see `ownerOf`. */
export interface Owner {
	/** '' where the host does not tell. */
	id: string;
	/** A hash of what it holds beside the code. */
	state: string;
}

interface Entry {
	owner: Owner;
	exchange: Promise<Exchanged>;
	/** When it began, monotonic ms. */
	at: number;
}

/** For so long after an exchange or a renewal began there are copies of the credential as it was before. */
export const COPIES_LIVE_MS = 60_000;

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
	 * @param exchange asks the provider; what fails is forgotten, unless the code may be used up
	 * @param isOften whether it may be good more than once, as a refresh token that a person pastes: it is asked anew
	 * @throws OAuth2Error (reconnect) when the code was exchanged for another credential
	 */
	async once(
		scope: string,
		code: string,
		owner: Owner,
		exchange: () => Promise<Exchanged>,
		isOften = false,
	): Promise<Exchanged> {
		const key = sha256(`${scope}\n${code}`);
		const known = this.entries.get(key);
		if (known && !(isOften && monotonicNow() - known.at >= COPIES_LIVE_MS)) {
			if (isSame(known, owner)) return await known.exchange;
			throw reconnectError(
				'This authorization code or refresh token was used before, for another credential. Connect again to get a new one',
			);
		}
		const entry = { owner, exchange: exchange(), at: monotonicNow() };
		this.entries.set(key, entry);
		const outcome = await outcomeOf(entry.exchange);
		if (outcome.ok) return outcome.value;
		const isLost = outcome.error instanceof LostCodeError;
		if (!isLost && this.entries.get(key) === entry) this.entries.delete(key);
		throw outcome.error;
	}
}

/**
 * Which credential holds a code: the host does not always tell, and then it is the one in this very state.
 * @param credential its id; '' when not known
 */
export function ownerOf(credentials: Credentials, credential: string): Owner {
	const state = ['accessToken', 'refreshToken', 'exchangedCode', 'connectedAccount'];
	return {
		id: credential,
		state: sha256(state.map((name) => text(credentials, name)).join('\n')),
	};
}

/** Of two copies of one credential a node of the pack may know the id and n8n's own node not. */
function isSame({ owner, at }: Entry, { id, state }: Owner): boolean {
	if (id !== '' && owner.id !== '') return id === owner.id;
	const isBlind = id === '' && owner.id === '';
	return state === owner.state && (isBlind || monotonicNow() - at < COPIES_LIVE_MS);
}
