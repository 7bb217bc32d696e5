import { jsonParse, type IDataObject } from 'n8n-workflow';
import { pageGuard } from '../api/paging';
import { ApiError } from '../errors';
import { Memory } from './memory';

/** One page of what is watched. */
export interface Glimpse {
	records: IDataObject[];
	/** Where the next page is; undefined after the last one. */
	next?: string;
	/** Set where the page did not come whole. */
	incomplete?: boolean;
}

/** What a trigger looks at. Times are ms since 1970, by the vendor's clock. */
export interface Watch {
	/** Settings that make another watch of it: the first look is taken anew. */
	about: string;
	/** @param position where a page before said that this one is; undefined for the first */
	read(position: string | undefined, from: number | undefined): Promise<Glimpse>;
	/** What tells this state of a record from others. */
	keyOf(record: IDataObject): string;
	/**
	 * What tells two states of a record with the same key apart, where the key holds a time in whole seconds: it may
	 * change again within the second in which a look saw it.
	 */
	stateOf?(record: IDataObject): string;
	/** A key of the record itself, where it may be known before it counts. */
	idOf?(record: IDataObject): string;
	/** Whether the record is one to tell of, as it is; default: every one is. */
	counts?(record: IDataObject): boolean;
	timeOf?(record: IDataObject): number | undefined;
	/** The earliest time that a look covers; absent where looks cover the whole list. */
	window?(since: number | undefined): number | undefined;
	/** The newest time at the first look; undefined when nothing is there yet. */
	newest?(): Promise<number | undefined>;
	/** Whether records come in the order of their time. */
	ordered?: boolean;
	/** Whether the newest records come first: each look begins there and then goes on with the rest. */
	newestFirst?: boolean;
	/** The error of a first look that did not come whole: what is missing would be told as new later. */
	missing?(): Error;
	/** Most pages of a look; the first look has no such bound. */
	pages: number;
	/** Whether the first look tells of what is there already. */
	emitExisting?: boolean;
}

/** What is kept from look to look. */
export interface Kept {
	about: string;
	/** The newest time up to which all is known. */
	since?: number;
	/** What is older was outside of the looks before. */
	lower?: number;
	/** Nothing older is looked at: memory is bounded. */
	floor?: number;
	seen: Record<string, string>;
	/** Whole readings so far. */
	round: number;
	/** Where a reading goes on that a bound ended, and the newest time that it had met at first. */
	at?: string;
	met?: number;
	/** Set until the first look is over: what is there is noted and not told. */
	baseline?: boolean;
	/** The newest time that counts as there before. */
	upTo?: number;
}

/** Most keys kept: about 400 KB. */
const MOST_KEYS = 50_000;

/** How many whole readings a key outlives its record in lists without a time. */
const ROUNDS = 50;

/** A record that changed no longer ago, by a clock that may differ, may change again within its second. */
const FRESH_MS = 120_000;

/** Width of a drawer of times. */
const MINUTE_MS = 60_000;

export interface Looked {
	/** In the order in which they were met. */
	told: IDataObject[];
	kept: Kept;
	/** Whether a bound was met, so that the next look goes on. */
	unfinished: boolean;
}

/**
 * One look. Nothing is lost and nothing told twice as long as `kept` is stored with what is told: a look
 * covers more than what came after the one before, what is known is left out by key, and a reading that
 * meets a bound goes on in the next look.
 * @param stored what the look before kept; undefined for the first
 * @param spent whether the time for this look is over
 * @throws whatever reading throws; then nothing is to be stored
 */
export async function look(
	watch: Watch,
	stored: Kept | undefined,
	spent: () => boolean,
): Promise<Looked> {
	const first = stored === undefined || stored.about !== watch.about;
	const kept = first ? await begun(watch) : stored;
	const reading = new Reading(watch, kept);
	const bound = first ? Number.POSITIVE_INFINITY : watch.pages;
	let { at } = kept;
	let complete = false;
	if (watch.newestFirst && !first) {
		const head = await reading.head(() => reading.pages >= bound || spent());
		complete = head.position === undefined;
		// Where even the newest were too many, the rest of them comes before the rest of the list.
		at = head.known ? (at ?? head.position) : head.position;
	}
	while (!complete && (reading.pages === 0 || (reading.pages < bound && !spent()))) {
		const page = await reading.page(at, kept.baseline === true);
		at = page.next;
		complete = at === undefined;
	}
	return {
		told: [...reading.told.values()],
		kept: complete ? reading.completed() : reading.interrupted(at),
		unfinished: !complete,
	};
}

async function begun(watch: Watch): Promise<Kept> {
	const empty: Kept = { about: watch.about, seen: {}, round: 0 };
	if (watch.emitExisting) return empty;
	if (!watch.newest) return { ...empty, baseline: true };
	const since = await watch.newest();
	return {
		...empty,
		baseline: true,
		since: since === undefined ? undefined : Math.min(since, Date.now()),
		upTo: since ?? Number.MIN_SAFE_INTEGER,
	};
}

/** Most pages of a look that bring what others brought: a crowd of one second is read forth and back. */
const MOST_REPEATED = 200;

/** A look may be long, but not lead round in a circle. */
const guard = () =>
	pageGuard({ circle: leadsRound, pages: Number.POSITIVE_INFINITY, repeated: MOST_REPEATED });

const leadsRound = () =>
	new ApiError('The list leads to a page that was read before, so looking was stopped', {
		description: 'Nothing was lost: the next look begins where this one did',
	});

/** What one look reads and finds. */
class Reading {
	pages = 0;

	readonly told = new Map<string, IDataObject>();

	private readonly memory: Memory;

	private readonly from: number | undefined;

	private met: number | undefined;

	private incomplete = false;

	private knownMet = false;

	private note = guard();

	constructor(
		private readonly watch: Watch,
		private readonly kept: Kept,
	) {
		this.memory = new Memory(kept.seen);
		const window = watch.window?.(kept.since);
		this.from = latest(window, window === undefined ? undefined : kept.floor);
		this.met = kept.met;
	}

	/** The newest pages, until one holds nothing new. */
	async head(spent: () => boolean): Promise<{ known: boolean; position?: string }> {
		let position: string | undefined;
		let known = false;
		do {
			const page = await this.page(position, false);
			({ next: position, known } = page);
		} while (!known && position !== undefined && !spent());
		// The rest begins elsewhere, and may come by here once more.
		this.note = guard();
		return { known, position };
	}

	async page(
		position: string | undefined,
		baseline: boolean,
	): Promise<Glimpse & { known: boolean }> {
		const page = await this.watch.read(position, this.from);
		this.pages += 1;
		if (page.next !== undefined) this.note(page.next, page.records.length, page.records);
		if (page.incomplete && baseline && this.watch.missing) throw this.watch.missing();
		let known = page.incomplete !== true;
		for (const record of page.records) known = this.meet(record, baseline) && known;
		if (page.incomplete) this.incomplete = true;
		return { ...page, known };
	}

	/** @returns whether the record was known */
	private meet(record: IDataObject, baseline: boolean): boolean {
		const { watch, kept, memory } = this;
		const time = watch.timeOf?.(record);
		if (time !== undefined && this.from !== undefined && time < this.from) return true;
		if (baseline && time !== undefined && kept.upTo !== undefined && time > kept.upTo) return true;
		if (time !== undefined && (watch.ordered || kept.at === undefined)) {
			// A time ahead of the clock would hide what comes before it.
			this.met = latest(this.met, Math.min(time, Date.now()));
		}
		const key = watch.keyOf(record);
		const changed = this.changedSince(record, key, time);
		const known = memory.has(key) && !changed;
		const before = watch.idOf !== undefined && memory.has(watch.idOf(record));
		memory.note(key, this.drawer(time));
		this.knownMet ||= known || before;
		if (known) return true;
		const older = time !== undefined && kept.lower !== undefined && time < kept.lower;
		// While the first look goes on, what comes after a known record was there before.
		const noted = baseline || (kept.baseline === true && this.knownMet);
		const silent = (noted && !before) || older;
		if (!silent && watch.counts?.(record) !== false) this.told.set(key, record);
		return false;
	}

	/** Whether a record that was seen as it had just changed has changed again, by the same time. */
	private changedSince(record: IDataObject, key: string, time: number | undefined): boolean {
		if (this.watch.stateOf === undefined || time === undefined) return false;
		const isFresh = time > Date.now() - FRESH_MS;
		const wasFresh = this.memory.has(`${key} fresh`);
		if (!isFresh && !wasFresh) return false;
		const state = `${key} ${this.watch.stateOf(record)}`;
		const isNew = wasFresh && !this.memory.has(state);
		for (const each of [`${key} fresh`, state]) this.memory.note(each, this.drawer(time));
		return isNew;
	}

	private drawer(time: number | undefined): number {
		return this.watch.window ? Math.floor((time ?? Date.now()) / MINUTE_MS) : this.kept.round;
	}

	/** What is kept after the last page. */
	completed(): Kept {
		const { kept, memory, watch } = this;
		const round = this.incomplete ? kept.round : kept.round + 1;
		if (!watch.window) memory.forget(round - ROUNDS);
		else if (this.from !== undefined) memory.forget(Math.floor(this.from / MINUTE_MS));
		return this.bounded({
			about: kept.about,
			since: latest(kept.since, this.met),
			lower: latest(kept.lower, this.from),
			floor: kept.floor,
			round,
			seen: {},
		});
	}

	/** What is kept where a bound was met. */
	interrupted(at: string | undefined): Kept {
		return this.bounded({ ...this.kept, met: this.met, at });
	}

	private bounded(kept: Kept): Kept {
		const lowest = this.memory.shrink(MOST_KEYS);
		const floor =
			lowest !== undefined && this.watch.window
				? latest(kept.floor, lowest * MINUTE_MS)
				: kept.floor;
		const all = { ...kept, floor, seen: this.memory.kept() };
		return jsonParse<Kept>(JSON.stringify(all));
	}
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
	if (one === undefined) return other;
	return other === undefined ? one : Math.max(one, other);
}
