/** A simulator's own time, so that tests let tokens expire without waiting. */
export class Clock {
	private offset = 0;

	/** ms since the epoch. */
	now(): number {
		return Date.now() + this.offset;
	}

	advance(ms: number): void {
		this.offset += ms;
	}
}
