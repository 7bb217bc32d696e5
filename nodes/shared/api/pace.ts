/** Calls at the same time at first: what services are known to take. */
const START = 20;

/** More than these at the same time gain nothing in one process. */
export const MOST_CALLS = 100;

/** After a pause, calls leave gradually. */
const AFTER_PAUSE = 5;

/** Rounds after which a number of calls that was refused once may be tried again. */
const ROUNDS_BEFORE_PROBE = 20;

/** A round that takes up to this much longer than the quickest one is as quick. */
const STEADY = { times: 1.5, plusMs: 10 };

/** A round that takes longer than this says that the service is overloaded. */
const SLOW = { times: 3, plusMs: 50 };

/** Steps that are told of a long run: the first and the last ones matter. */
const MOST_STEPS = 40;

/** What became of a call: `lost` says nothing of the service's limits. */
export type Fate = 'taken' | 'refused' | 'lost';

/** A call that is under way. */
export interface Turn {
	/** Says what became of it; only the first time counts. */
	end(fate: Fate, now: number): void;
	/** Whether the service has taken another call since this one left. */
	sawProgress(): boolean;
}

/**
 * How many calls of a run are open at the same time, all its items, pages and operations together. It begins with
 * 20, doubles while answers come as fast as ever and nothing is refused, and halves when the service refuses, or
 * takes much longer. Who waits, goes in order.
 * @see docs/decisions/2026-11-27-pace.md
 */
export class Pace {
	private current: number;

	private open = 0;

	private count = 0;

	/** Goes up with each step back: calls that left before it do not cause another one. */
	private generation = 0;

	/** From here on it grows by one a round. */
	private carefulFrom = Number.POSITIVE_INFINITY;

	/** The fewest calls that were refused lately. */
	private refusedAt = Number.POSITIVE_INFINITY;

	/** The most calls that a whole round went well with. */
	private safe = 0;

	private roundsSinceRefusal = 0;

	private round = { calls: 0, ms: 0, full: false };

	private quickest = Number.POSITIVE_INFINITY;

	private readonly waiting: Array<() => void> = [];

	private readonly steps: string[] = [];

	/** @param most the most calls that it may come to */
	constructor(private most = MOST_CALLS) {
		this.most = Math.max(1, Math.min(most, MOST_CALLS));
		this.current = Math.min(START, this.most);
	}

	/** How many calls may be open now. */
	get limit(): number {
		return this.current;
	}

	/** How many calls could leave at once, beside those under way. */
	get room(): number {
		return Math.max(0, this.current - this.open - this.waiting.length);
	}

	/** How many calls of the run the service has taken. */
	get taken(): number {
		return this.count;
	}

	/** Whether at most one call is under way. */
	get isAlone(): boolean {
		return this.open <= 1;
	}

	/** Whether the service refused calls because there were too many, or asked for a pause. */
	get wasHeldBack(): boolean {
		return this.steps.some((step) => /refused|pause/.test(step));
	}

	/** How many calls could be open, from the beginning of the run on: `20, 40, 20 (refused)`. */
	get trace(): string {
		return this.steps.length === 0 ? String(this.current) : this.steps.join(', ');
	}

	/** Lowers the most that it may come to: by the user's choice. */
	bound(most: number): void {
		this.most = Math.max(1, Math.min(this.most, most));
		this.current = Math.min(this.current, this.most);
	}

	private change(to: number, why = ''): void {
		if (to === this.current) return;
		if (this.steps.length === 0) this.steps.push(String(this.current));
		this.steps.push(why === '' ? String(to) : `${to} (${why})`);
		if (this.steps.length > MOST_STEPS) this.steps.splice(1, 2, '…');
		this.current = to;
	}

	/** Waits for room. @param now monotonic ms at which the call leaves */
	async turn(now: () => number): Promise<Turn> {
		// The room is handed over: `open` counts whoever is called up from the moment he is.
		if (this.open < this.current && this.waiting.length === 0) this.open += 1;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		if (this.open >= this.current) this.round.full = true;
		const { generation, count } = this;
		const left = now();
		let ended = false;
		return {
			end: (fate, at) => {
				if (ended) return;
				ended = true;
				this.open -= 1;
				if (fate === 'taken') this.note(at - left, generation);
				if (fate === 'refused') this.stepBack(generation);
				this.callUp();
			},
			sawProgress: () => this.count > count,
		};
	}

	/** After a pause that the service asked for: what was learnt of its limits may be over, and calls leave gradually. */
	slowStart(): void {
		this.change(Math.min(this.current, AFTER_PAUSE), 'after a pause');
		this.safe = 0;
		this.restart();
	}

	private callUp(): void {
		while (this.open < this.current) {
			const next = this.waiting.shift();
			if (!next) return;
			this.open += 1;
			next();
		}
	}

	private note(ms: number, generation: number): void {
		this.count += 1;
		if (generation !== this.generation) return;
		this.round.calls += 1;
		this.round.ms += ms;
		if (this.round.calls < this.current) return;
		const { full } = this.round;
		const mean = this.round.ms / this.round.calls;
		this.round = { calls: 0, ms: 0, full: false };
		this.quickest = Math.min(this.quickest, mean);
		this.roundsSinceRefusal += 1;
		if (this.roundsSinceRefusal >= ROUNDS_BEFORE_PROBE) this.refusedAt = Number.POSITIVE_INFINITY;
		if (full) this.safe = Math.max(this.safe, this.current);
		if (mean > this.quickest * SLOW.times + SLOW.plusMs) this.easeOff();
		else if (full && mean <= this.quickest * STEADY.times + STEADY.plusMs) this.grow();
	}

	private grow(): void {
		const wanted = this.current < this.carefulFrom ? this.current * 2 : this.current + 1;
		const most = Math.max(this.current, Math.min(this.most, this.refusedAt - 1));
		this.change(Math.min(wanted, Math.max(this.current + 1, this.carefulFrom), most));
	}

	/** Slower answers alone do not lead below the number that it began with. */
	private easeOff(): void {
		if (this.current <= START) return;
		this.change(Math.max(START, Math.floor(this.current / 2)), 'slower');
		this.carefulFrom = this.current;
		this.restart();
	}

	private stepBack(generation: number): void {
		if (generation !== this.generation) return;
		const half = Math.max(1, Math.floor(this.current / 2));
		this.refusedAt = this.current;
		this.roundsSinceRefusal = 0;
		// What went well for a whole round is better known than the half.
		const isKnown = this.safe > half && this.safe < this.current;
		this.change(isKnown ? this.safe : half, 'refused');
		if (!isKnown) this.safe = 0;
		this.carefulFrom = this.current;
		this.restart();
	}

	private restart(): void {
		this.generation += 1;
		this.round = { calls: 0, ms: 0, full: false };
	}
}
