/** Failed attempts that a trigger takes at once. */
const BURST = 10;
/** Then one more each, in ms. */
const REFILL_MS = 6_000;
/** Visits that wait for others to end. */
const MOST_WAITING = 50;

/**
 * What strangers can make one trigger ask of a vendor: a code that was refused costs one of ten attempts,
 * which come back one by one; a code that connected costs nothing. Kept in this process.
 */
export class Attempts {
	private left = BURST;

	private counted = 0;

	private underWay = 0;

	private waiting: Array<() => void> = [];

	/**
	 * Waits while attempts that are under way may still turn out good.
	 * @param clock ms since the epoch
	 * @returns whether one may be made now; then `leave` has to follow
	 */
	async enter(clock: () => number = Date.now): Promise<boolean> {
		for (;;) {
			this.refill(clock());
			if (this.left > 0) {
				this.left -= 1;
				this.underWay += 1;
				return true;
			}
			if (this.underWay === 0 || this.waiting.length >= MOST_WAITING) return false;
			await new Promise<void>((resolve) => this.waiting.push(resolve));
		}
	}

	/** @param good whether it connected an account */
	leave(good: boolean): void {
		this.underWay -= 1;
		if (good) this.left = Math.min(BURST, this.left + 1);
		const woken = this.waiting;
		this.waiting = [];
		for (const wake of woken) wake();
	}

	private refill(now: number): void {
		if (this.left + this.underWay >= BURST || now < this.counted) {
			this.counted = now;
			return;
		}
		const more = Math.floor((now - this.counted) / REFILL_MS);
		this.left = Math.min(BURST - this.underWay, this.left + more);
		this.counted += more * REFILL_MS;
	}
}
