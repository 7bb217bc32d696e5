import type fc from 'fast-check';

interface Event {
	at: number;
	run(): void;
}

/**
 * A clock that runs as fast as the code under test: time goes on when nothing else is to be done. What is due
 * at the same moment happens in the order that fast-check's scheduler picks.
 */
export class VirtualTime {
	now = Date.parse('2026-01-31T12:00:00.000Z');

	private events: Event[] = [];

	constructor(private readonly scheduler: fc.Scheduler) {}

	/** Resolves after so many ms of this clock. */
	async sleep(ms: number): Promise<void> {
		const at = this.now + Math.max(0, Math.ceil(ms));
		await new Promise<void>((resolve) => this.events.push({ at, run: resolve }));
	}

	/** Runs everything until nothing is left to happen, or until a time that nothing should reach. */
	async run(mostMs: number): Promise<void> {
		const end = this.now + mostMs;
		await turn();
		while (this.events.length > 0) {
			this.now = Math.max(this.now, Math.min(...this.events.map(({ at }) => at)));
			if (this.now > end) throw new Error('Something never ends');
			const due = this.events.filter(({ at }) => at <= this.now);
			this.events = this.events.filter(({ at }) => at > this.now);
			if (due.length === 1) due[0]?.run();
			else {
				for (const { run } of due) void this.scheduler.schedule(Promise.resolve()).then(run);
				await this.scheduler.waitIdle();
			}
			await turn();
		}
	}
}

/** Lets everything go on that waits for no time. */
const turn = async () => await new Promise((resolve) => setImmediate(resolve));
