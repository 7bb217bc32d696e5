/**
 * Work that is under way: whoever comes meanwhile for the same thing shares what becomes of it, an error too.
 * Nothing is remembered once it is over.
 */
export class SingleFlight<T> {
	private readonly running = new Map<string, Promise<T>>();

	/** What is under way, for those who only wait for its end. */
	underWay(key = ''): Promise<T> | undefined {
		return this.running.get(key);
	}

	/** @param work is begun at once, unless it is under way */
	async once(work: () => Promise<T>, key = ''): Promise<T> {
		const running = this.running.get(key);
		if (running) return await running;
		const mine = work().finally(() => this.running.delete(key));
		this.running.set(key, mine);
		return await mine;
	}
}
