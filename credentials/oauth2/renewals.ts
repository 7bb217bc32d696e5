import { BoundedMap } from '../base/boundedMap';
import { outcomeOf } from '../base/outcome';
import { monotonicNow } from '../base/time';
import { sha256 } from '../base/values';
import type { Tokens } from './tokenReply';

/** Renewals remembered; the oldest go first. */
const CAPACITY = 5_000;

/** For so long there are copies of a credential with the refresh token that was spent. */
const COPIES_LIVE_MS = 60_000;

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

	/** @param place see `placeOf`; @param scope see `scopeOf` */
	begin(
		place: string,
		refreshToken: string,
		scope: string,
		tokens: Promise<Tokens>,
	): Promise<Tokens> {
		this.known.set(key(place, refreshToken), { scope, tokens, at: monotonicNow() });
		return tokens;
	}

	/** Whether it was spent a moment ago with other settings; what is under way is waited for. */
	async isSpentElsewhere(place: string, refreshToken: string, scope: string): Promise<boolean> {
		const renewal = this.known.get(key(place, refreshToken));
		if (!renewal || renewal.scope === scope) return false;
		const outcome = await outcomeOf(renewal.tokens);
		const isRecent = monotonicNow() - renewal.at < COPIES_LIVE_MS;
		return isRecent && outcome.ok && outcome.value.refreshToken !== refreshToken;
	}
}

const key = (place: string, refreshToken: string) => sha256(`${place}\n${refreshToken}`);
