/** What a provider tells about its limit with an answer. */
export interface Allowance {
	/** Calls that are left now. */
	remaining: number;
}

const MINUTE_MS = 60_000;

const FEW_CALLS = 1_000;

/**
 * Keeps the calls of a run within what the provider says is left. Providers tell how many calls are left
 * but not when more will be: their windows slide, so room comes when the calls of the last minute leave
 * theirs.
 */
export class CallBudget {
	/** Monotonic ms of the calls of the last minute, oldest first. */
	private calls: number[] = [];

	/** So many are kept before those of earlier minutes are let go. */
	private roomForCalls = FEW_CALLS;

	private left = Number.POSITIVE_INFINITY;

	/** ms to wait before the next call may leave; 0 when it may leave now. */
	wait(now: number): number {
		if (this.left > 0) return 0;
		this.calls = this.calls.filter((at) => now - at < MINUTE_MS);
		const [oldest] = this.calls;
		// None of our own: somebody else uses the limit up. One call finds out how it stands.
		return oldest === undefined ? 0 : oldest + MINUTE_MS - now;
	}

	/** How many calls may leave now. */
	get room(): number {
		return Math.max(0, this.left);
	}

	/** Notes that a call leaves. */
	spend(now: number): void {
		if (this.calls.length >= this.roomForCalls) {
			this.calls = this.calls.filter((at) => now - at < MINUTE_MS);
			this.roomForCalls = Math.max(FEW_CALLS, this.calls.length * 2);
		}
		this.calls.push(now);
		this.left -= 1;
	}

	/** Notes what an answer told; undefined when it told nothing. */
	note(allowance: Allowance | undefined): void {
		this.left = allowance?.remaining ?? this.left;
	}
}
