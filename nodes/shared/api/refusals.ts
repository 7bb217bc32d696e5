import { monotonicNow } from '../../../credentials/base/time';

/** For so long after a new token has changed nothing it is not tried again. */
const IN_VAIN_MS = 5 * 60_000;

/**
 * After so many calls in a row that were refused meanwhile, with none that was answered, it is the token all the same.
 * Twice as many each time that this was wrong.
 */
const FIRST_PATIENCE = 2;

/** So soon after it was issued, a token may not be known everywhere at the provider; and how long that is waited for. */
const FRESH_MS = 5_000;
export const FRESH_PAUSE_MS = 1_500;

/** What was done for one call already. */
export interface Tried {
	renewed: boolean;
	waited: boolean;
}

/** What a run has learnt from refusals: whether they were about its token, or about the calls. */
export class Refusals {
	/** Monotonic ms until which a refusal of a call is about the call. */
	private until = 0;

	/** The same for answers that leave open whether the token is the reason. */
	private doubtUntil = 0;

	private patience = FIRST_PATIENCE;

	/** Calls that were refused since one was answered, without another token being tried. */
	private inARow = 0;

	/** Tokens in whose place another one was asked for. */
	private readonly replaced = new Set<string>();

	private hasServed = false;

	/** Tells that a call with this token was answered well. */
	served(token: string): void {
		this.hasServed = true;
		this.inARow = 0;
		// Some providers issue the same one again.
		this.replaced.delete(token);
	}

	/** Whether the tokens of this run are accepted for other calls, as far as is known. */
	get areAboutCalls(): boolean {
		return this.hasServed;
	}

	/** What to do about a call that was answered with HTTP 401. @param age of its token, ms */
	next(token: string, age: number, tried: Tried): 'wait' | 'renew' | 'give up' {
		const now = monotonicNow();
		// Another call has asked for a new one, so that this one costs nothing.
		const isFree = this.replaced.has(token);
		const isInVain = now < this.until;
		if (!isInVain) this.patience = FIRST_PATIENCE;
		if (!isFree && !isInVain && !tried.waited && age < FRESH_MS) return 'wait';
		if (tried.renewed) {
			this.until = now + IN_VAIN_MS;
			this.inARow = 0;
			return 'give up';
		}
		if (isInVain && !isFree) {
			this.inARow += 1;
			if (this.inARow <= this.patience) return 'give up';
			this.patience *= 2;
			this.inARow = 0;
			// What was answered before says nothing any more.
			this.hasServed = false;
		}
		this.replaced.add(token);
		return 'renew';
	}

	/** Whether a new token is worth a try where it may be the reason: not where one has changed nothing a moment ago. */
	mayRenewInDoubt(isTried: boolean): boolean {
		const now = monotonicNow();
		if (isTried) this.doubtUntil = now + IN_VAIN_MS;
		return !isTried && now >= this.doubtUntil;
	}
}
