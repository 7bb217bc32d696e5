import { createHash } from 'crypto';

/** Characters of a digest that are kept: 48 bits, so that of 50,000 keys hardly two are alike. */
const LENGTH = 8;

const digest = (key: string): string =>
	createHash('sha256').update(key).digest('base64url').slice(0, LENGTH);

/** Which records were seen: short digests in numbered drawers, of which the lowest are forgotten first. */
export class Memory {
	private readonly drawers = new Map<string, number>();

	/** @param kept what `kept` gave, as it was stored */
	constructor(kept: Record<string, string> = {}) {
		this.absorb(kept);
	}

	/** Adds what another process kept; what is known here stays where it is. */
	absorb(kept: Record<string, string>): void {
		for (const [drawer, digests] of Object.entries(kept)) {
			for (let at = 0; at < digests.length; at += LENGTH) {
				const known = digests.slice(at, at + LENGTH);
				if (!this.drawers.has(known)) this.drawers.set(known, Number(drawer));
			}
		}
	}

	get size(): number {
		return this.drawers.size;
	}

	has(key: string): boolean {
		return this.drawers.has(digest(key));
	}

	/** Puts a key into a drawer, out of the one where it was. */
	note(key: string, drawer: number): void {
		this.drawers.set(digest(key), drawer);
	}

	/** Forgets every drawer below this one. */
	forget(below: number): void {
		for (const [key, drawer] of this.drawers) if (drawer < below) this.drawers.delete(key);
	}

	/**
	 * Forgets the lowest drawers until no more than `most` keys are left; never the highest one.
	 * @returns the lowest drawer that is left, when any was forgotten
	 */
	shrink(most: number): number | undefined {
		if (this.size <= most) return undefined;
		const sizes = new Map<number, number>();
		for (const drawer of this.drawers.values()) sizes.set(drawer, (sizes.get(drawer) ?? 0) + 1);
		const order = [...sizes].sort(([a], [b]) => a - b);
		let left = this.size;
		while (left > most && order.length > 1) left -= order.shift()?.[1] ?? 0;
		const lowest = order[0]?.[0];
		if (lowest !== undefined) this.forget(lowest);
		return lowest;
	}

	/** For storing. */
	kept(): Record<string, string> {
		const lists = new Map<number, string[]>();
		for (const [key, drawer] of this.drawers) {
			const list = lists.get(drawer);
			if (list) list.push(key);
			else lists.set(drawer, [key]);
		}
		return Object.fromEntries([...lists].map(([drawer, keys]) => [String(drawer), keys.join('')]));
	}
}
