import { BoundedMap } from '../base/boundedMap';
import { outcomeOf } from '../base/outcome';
import { monotonicNow } from '../base/time';
import { sha256 } from '../base/values';
import { COPIES_LIVE_MS } from './codes';
import type { Tokens } from './tokenReply';

/** Renewals remembered; the oldest go first. */
const CAPACITY = 5_000;

interface Renewal {
	scope: string;
	tokens: Promise<Tokens>;
	/** When it began, monotonic ms. */
	at: number;
}

/**
 * Which refresh token this process spends, whatever it is spent with. The ledger keeps tokens of different settings
 * apart; a setting that is changed during a renewal, such as the client secret, must not spend the token again: a
 * provider may withdraw all access then.
 */
export class Renewals {
	private readonly known = new BoundedMap<Renewal>(CAPACITY);

	/**
	 * Asks for new tokens. What is under way with other settings is waited for.
	 * @param place see `placeOf`
	 * @param scope see `scopeOf`
	 * @returns undefined where the token was spent a moment ago with other settings
	 */
	async once(
		place: string,
		refreshToken: string,
		scope: string,
		ask: () => Promise<Tokens>,
	): Promise<Tokens | undefined> {
		const key = sha256(`${place}\n${refreshToken}`);
		for (;;) {
			const last = this.known.get(key);
			if (!last || last.scope === scope) break;
			const outcome = await outcomeOf(last.tokens);
			const isRecent = monotonicNow() - last.at < COPIES_LIVE_MS;
			if (isRecent && outcome.ok && outcome.value.refreshToken !== refreshToken) return undefined;
			// Of all that waited one goes on.
			if (this.known.get(key) === last) break;
		}
		const tokens = ask();
		this.known.set(key, { scope, tokens, at: monotonicNow() });
		return await tokens;
	}
}
