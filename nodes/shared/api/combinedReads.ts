import { sleep } from 'n8n-workflow';
import { outcomeOf, type Outcome } from '../../../credentials/base/outcome';
import { ApiError, isNotCarriedOut } from '../errors';

/** A read of one record that may share its call with others of its kind. */
export interface Combinable<T> {
	/** What is the same for all that share a call: everything but the ID. */
	kind: string;
	id: string;
	/** The most records that one call asks for. */
	most: number;
	/**
	 * Asks for several records at once.
	 * @returns what became of each; what is left out is asked for by a call of its own
	 */
	together(ids: readonly string[]): Promise<Found<T>>;
	alone(): Promise<T>;
}

export type Found<T> = ReadonlyMap<string, Outcome<T>>;

/** Reads of records by their IDs that are under way at the same time: those of a kind share calls. */
export class CombinedReads<T> {
	private readonly kinds = new Map<string, Kind<T>>();

	/** @param isOn whether the run wants that */
	constructor(private readonly isOn: () => boolean) {}

	/** @throws what came of this record; the error of another one is none of its own */
	async read(one: Combinable<T>): Promise<T> {
		if (!this.isOn()) return await one.alone();
		const kind = this.kinds.get(one.kind) ?? new Kind<T>(one.most);
		this.kinds.set(one.kind, kind);
		const found = await kind.read(one);
		if (!found) return await one.alone();
		if (!found.ok) throw found.error;
		return found.value;
	}
}

type Told<T> = (found: Outcome<T> | undefined) => void;

/** Reads that differ by their ID only. */
class Kind<T> {
	/** Who waits for which record. */
	private waiting = new Map<string, Array<Told<T>>>();

	/** How many have joined, to see when nobody does any more. */
	private joined = 0;

	private isGathering = false;

	/** Whether the provider has taken a call for several: until then only one is under way. */
	private isProven = false;

	private proof?: Promise<unknown>;

	/** @param most goes down where the provider takes fewer; below two every record has its own call */
	constructor(private most: number) {}

	async read(one: Combinable<T>): Promise<Outcome<T> | undefined> {
		if (this.most < 2) return undefined;
		return await new Promise((resolve) => {
			this.waiting.set(one.id, [...(this.waiting.get(one.id) ?? []), resolve]);
			this.joined += 1;
			if (this.waiting.size >= this.most) this.leave(one);
			else if (!this.isGathering) void this.gather(one);
		});
	}

	/** Leaves when nobody has joined for a moment. */
	private async gather(one: Combinable<T>): Promise<void> {
		this.isGathering = true;
		for (let before = -1; before !== this.joined;) {
			before = this.joined;
			await sleep(0);
		}
		this.isGathering = false;
		this.leave(one);
	}

	private leave(one: Combinable<T>): void {
		const { waiting } = this;
		this.waiting = new Map();
		if (waiting.size === 0) return;
		const ids = [...waiting.keys()];
		const first = this.proof;
		const asked = first ? first.then(async () => await this.ask(ids, one)) : this.ask(ids, one);
		this.proof ??= asked;
		void asked.then((found) => {
			for (const [id, told] of waiting) {
				// Nobody can change what another one gets.
				told.forEach((tell, index) => tell(index === 0 ? found.get(id) : copyOf(found.get(id))));
			}
		});
	}

	private async ask(ids: string[], one: Combinable<T>, mayFail = true): Promise<Found<T>> {
		// Fewer may be taken than were when these gathered.
		if (ids.length > this.most && this.most > 1) return await this.askInParts(ids, this.most, one);
		if (ids.length < 2 || this.most < 2) return new Map();
		const asked = await outcomeOf(one.together(ids));
		if (asked.ok) {
			this.isProven = true;
			// Nothing of it is of use: the provider does not understand it.
			if (asked.value.size === 0) this.most = 1;
			return asked.value;
		}
		const { error } = asked;
		if (concernsAll(error)) return new Map(ids.map((id) => [id, asked]));
		const isRefused = error instanceof ApiError && isNotCarriedOut(error);
		if (!isRefused && !mayFail) return new Map();
		return await this.askInHalves(ids, one, isRefused);
	}

	/** One record may be what is refused, or the length of the call. */
	private async askInHalves(
		ids: string[],
		one: Combinable<T>,
		mayFail: boolean,
	): Promise<Found<T>> {
		const half = Math.ceil(ids.length / 2);
		const first = await this.ask(ids.slice(0, half), one, mayFail);
		if (!this.isProven) {
			this.most = 1;
			return new Map();
		}
		const second = await this.ask(ids.slice(half), one, mayFail);
		if (first.size > 0 && second.size > 0) this.most = Math.min(this.most, half);
		return new Map([...first, ...second]);
	}

	private async askInParts(ids: string[], most: number, one: Combinable<T>): Promise<Found<T>> {
		const starts = Array.from({ length: Math.ceil(ids.length / most) }, (_, part) => part * most);
		const parts = await Promise.all(
			starts.map(async (start) => await this.ask(ids.slice(start, start + most), one)),
		);
		return new Map(parts.flatMap((part) => [...part]));
	}
}

/** Whether every record alone would end the same way, and asking for it would be one more call for nothing. */
const concernsAll = (error: unknown): boolean =>
	!(error instanceof ApiError) ||
	error.neverSent ||
	error.failure?.cause === 'credential-invalid' ||
	error.failure?.cause === 'rate-limited';

const copyOf = <T>(found: Outcome<T> | undefined): Outcome<T> | undefined =>
	found?.ok === true ? { ok: true, value: structuredClone(found.value) } : found;
