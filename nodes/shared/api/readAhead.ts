import { outcomeOf, type Outcome } from '../../../credentials/base/outcome';

/** Most pages that are asked for before their turn. */
const MOST_AHEAD = 8;

interface Asking<T> {
	/** Finds the page's position in an address: what comes before it, and the number itself. */
	position: RegExp;
	/** Position of a first page whose address names none. */
	origin: number;
	/** Asks for a page whose turn it is. */
	ask(address: string): Promise<T>;
	/** Asks for a page before its turn; may fail where that costs anything but a call. */
	askEarly(address: string): Promise<T>;
	/** How many calls may leave beside the others now. */
	room(): number;
}

/**
 * Reads the pages of one list whose addresses differ by their position only. The links are followed as ever; but
 * once they have gone up in even steps, the pages that come next are asked for before their links are known. A
 * page is used only where a link leads to it. As many pages are asked for early as were read before, so a short list
 * costs no call more.
 */
export class ReadAhead<T> {
	private readonly coming = new Map<string, Promise<Outcome<T>>>();

	/** What was asked for early and is still under way, wanted or not. */
	private readonly underWay = new Set<Promise<unknown>>();

	private last?: number;

	private step?: number;

	/** How many pages were asked for at their turn. */
	private turns = 0;

	private isEven = true;

	constructor(private readonly asking: Asking<T>) {}

	/**
	 * The page at an address, asked for at its turn.
	 * @param most how many pages are wanted from here on, this one too
	 */
	async page(address: string, most = Number.POSITIVE_INFINITY): Promise<T> {
		const key = sameAddress(address);
		const early = this.coming.get(key);
		this.coming.delete(key);
		if (!early && this.coming.size > 0) this.giveUp();
		this.note(address);
		const asked = early ?? outcomeOf(this.asking.ask(address));
		this.lookAhead(address, most);
		const outcome = await asked;
		if (outcome.ok) return outcome.value;
		if (early) return await this.asking.ask(address);
		throw outcome.error;
	}

	/** The list has ended: no call of it outlives the run. */
	async end(): Promise<void> {
		await Promise.all(this.underWay);
	}

	/** The links lead elsewhere than was thought. */
	private giveUp(): void {
		this.isEven = false;
		this.coming.clear();
	}

	private note(address: string): void {
		const found = this.asking.position.exec(address)?.[2];
		const position = found === undefined && this.turns === 0 ? this.asking.origin : Number(found);
		const step = position - (this.last ?? Number.NaN);
		if (this.turns > 0 && !(step > 0)) this.giveUp();
		if (this.step !== undefined && step !== this.step) this.giveUp();
		this.step = this.turns > 0 ? step : undefined;
		this.last = position;
		this.turns += 1;
	}

	private lookAhead(address: string, most: number): void {
		const { last, step } = this;
		// Most lists are short: the first three pages cost no call more.
		if (!this.isEven || last === undefined || step === undefined || this.turns < 4) return;
		const wanted = Math.min(MOST_AHEAD, most - 1, this.turns - 2);
		let room = this.asking.room();
		for (let ahead = 1; ahead <= wanted && room > 0; ahead++) {
			const position = String(last + ahead * step);
			const next = address.replace(
				this.asking.position,
				(_, before: string) => `${before}${position}`,
			);
			const key = sameAddress(next);
			if (this.coming.has(key)) continue;
			const early = outcomeOf(this.asking.askEarly(next));
			this.coming.set(key, early);
			this.underWay.add(early);
			void early.then(() => this.underWay.delete(early));
			room -= 1;
		}
	}
}

/** An address without regard to how its query is ordered and encoded. */
function sameAddress(address: string): string {
	// Behind a host: a path that begins with two slashes would name one.
	const { pathname, searchParams } = new URL(`https://same.invalid${address}`);
	searchParams.sort();
	return `${pathname}?${searchParams.toString()}`;
}
