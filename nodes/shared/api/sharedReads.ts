import { outcomeOf } from '../../../credentials/base/outcome';
import type { ProviderResponse } from './definition';

/** Characters (about) of an answer that is kept; a longer one is shared only while it is on its way. */
const LONGEST_KEPT = 20_000;

/** Characters (about) of all answers that are kept; the oldest go first. */
const MOST_KEPT = 5_000_000;

interface Entry {
	/** Never handed out itself, but for the last one who has it. */
	response: Promise<ProviderResponse>;
	/** Whether somebody else waits for it. */
	isFollowed: boolean;
	weight: number;
}

/** What a run has read: the same read is one call, and everybody gets a copy of the answer. */
export class SharedReads {
	private readonly entries = new Map<string, Entry>();

	private kept = 0;

	/**
	 * Reads something, unless this run has read it, or is reading it.
	 * @param key what makes it the same
	 * @throws what `ask` throws; a failure is not shared
	 */
	async read(key: string, ask: () => Promise<ProviderResponse>): Promise<ProviderResponse> {
		const known = this.entries.get(key);
		if (known) {
			known.isFollowed = true;
			const outcome = await outcomeOf(known.response);
			// An error belongs to its item: what failed for another one may go well for this one.
			return outcome.ok ? copyOf(outcome.value) : await ask();
		}
		const entry: Entry = { response: ask(), isFollowed: false, weight: 0 };
		this.entries.set(key, entry);
		entry.response.catch(() => this.remove(key, entry));
		const response = await entry.response;
		const weight = weightOf(response.body, LONGEST_KEPT);
		if (weight > LONGEST_KEPT) this.remove(key, entry);
		else this.keep(key, entry, weight);
		return this.entries.get(key) === entry || entry.isFollowed ? copyOf(response) : response;
	}

	/** Something was changed: whatever is read from now on is asked for. */
	drop(): void {
		this.entries.clear();
		this.kept = 0;
	}

	private keep(key: string, entry: Entry, weight: number): void {
		if (this.entries.get(key) !== entry) return;
		entry.weight = weight;
		this.kept += weight;
		for (const [oldest, each] of this.entries) {
			if (this.kept <= MOST_KEPT) return;
			if (each.weight > 0 && each !== entry) this.remove(oldest, each);
		}
	}

	private remove(key: string, entry: Entry): void {
		if (this.entries.get(key) !== entry) return;
		this.entries.delete(key);
		this.kept -= entry.weight;
	}
}

const copyOf = (response: ProviderResponse): ProviderResponse => ({
	...response,
	headers: { ...response.headers },
	body: Buffer.isBuffer(response.body)
		? Buffer.from(response.body)
		: structuredClone(response.body),
});

/** About how many characters a value has as JSON; counting stops where it is more than `most`. */
function weightOf(value: unknown, most: number): number {
	let weight = 0;
	const left: unknown[] = [value];
	while (left.length > 0 && weight <= most) {
		const next = left.pop();
		weight += 10;
		if (typeof next === 'string') weight += next.length;
		else if (Buffer.isBuffer(next)) weight += next.length;
		else if (Array.isArray(next)) left.push(...next.slice(0, most));
		else if (typeof next === 'object' && next !== null) left.push(...Object.values(next));
	}
	return weight;
}
