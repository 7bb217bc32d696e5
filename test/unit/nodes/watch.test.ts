import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { look, type Glimpse, type Kept, type Watch } from '../../../nodes/shared/trigger/watch';

interface Row extends IDataObject {
	id: string;
	/** Seconds. */
	at: number;
}

/** A vendor's list that changes while it is read. */
class Store {
	rows: Row[] = [];

	now = 1_000_000;

	private made = 0;

	/** What happens before the next page is read. */
	meanwhile: Array<() => void> = [];

	create(count: number): void {
		for (let index = 0; index < count; index++) {
			this.made += 1;
			this.rows.push({ id: `r${this.made}`, at: this.now });
		}
	}

	update(pick: number): void {
		const row = this.rows[pick % Math.max(1, this.rows.length)];
		if (row) Object.assign(row, { at: this.now });
	}

	remove(pick: number): void {
		if (this.rows.length > 0) this.rows.splice(pick % this.rows.length, 1);
	}

	/** To another place of the list, on another page perhaps: towards either end. */
	move(from: number, to: number): void {
		const [row] = this.rows.splice(from % Math.max(1, this.rows.length), 1);
		if (row) this.rows.splice(to % (this.rows.length + 1), 0, row);
	}

	tick(seconds: number): void {
		this.now += seconds;
	}
}

const SIZE = 5;

/** Newest first, by offset, as a GraphQL connection lists. */
function listed(store: Store, pages: number): Watch {
	return {
		about: 'x',
		pages,
		newestFirst: true,
		keyOf: ({ id }) => `id:${String(id)}`,
		read: async (position) => {
			const start = Number(position ?? 0);
			const all = [...store.rows].reverse();
			const records = all.slice(start, start + SIZE).map((row) => ({ ...row }));
			const next = start + SIZE < all.length ? { next: String(start + SIZE) } : {};
			store.meanwhile.shift()?.();
			return { records, ...next } satisfies Glimpse;
		},
	};
}

/** Within a window of time, in no order that can be relied on. */
function windowed(store: Store, pages: number): Watch {
	return {
		about: 'x',
		pages,
		keyOf: ({ id }) => `id:${String(id)}`,
		timeOf: ({ at }) => Number(at) * 1_000,
		window: (since) => (since === undefined ? undefined : since - 600_000),
		read: async (position, from = 0) => {
			const start = Number(position ?? 0);
			const all = [...store.rows].reverse().filter(({ at }) => at * 1_000 >= from);
			const records = all.slice(start, start + SIZE).map((row) => ({ ...row }));
			store.meanwhile.shift()?.();
			return { records, ...(start + SIZE < all.length ? { next: String(start + SIZE) } : {}) };
		},
	};
}

type Step = { kind: string; count: number };

const steps = (kinds: string[]) =>
	fc.array(fc.record({ kind: fc.constantFrom(...kinds), count: fc.nat({ max: 30 }) }), {
		maxLength: 30,
	});

async function play(
	make: (store: Store, pages: number) => Watch,
	before: number,
	script: Step[],
): Promise<void> {
	const store = new Store();
	store.create(before);
	const watch = make(store, 3);
	let stored: Kept | undefined;
	const told: string[] = [];
	const poll = async () => {
		const result = await look(watch, stored, () => false);
		// As n8n stores it, also over a restart.
		stored = JSON.parse(JSON.stringify(result.kept)) as Kept;
		told.push(...result.told.map(({ id }) => String(id)));
		return result;
	};
	await poll();
	const old = new Set(store.rows.map(({ id }) => id));
	expect(told).toEqual([]);
	for (const { kind, count } of script) {
		store.tick(count % 3);
		if (kind === 'create') store.create(count);
		if (kind === 'remove') store.remove(count);
		if (kind === 'while') store.meanwhile.push(() => store.create(count % 4));
		if (kind === 'while removed') store.meanwhile.push(() => store.remove(count));
		if (kind === 'while moved') store.meanwhile.push(() => store.move(count, count * 7));
		if (kind === 'fail') {
			const failing = { ...watch, read: async () => await Promise.reject(new Error('down')) };
			await expect(look(failing, stored, () => false)).rejects.toThrow('down');
		}
		if (kind === 'poll') await poll();
	}
	store.meanwhile = [];
	for (let index = 0; index < 200; index++) await poll();
	expect(new Set(told).size).toBe(told.length);
	const missing = store.rows.filter(({ id }) => !old.has(id) && !told.includes(id));
	expect(missing).toEqual([]);
	expect(told.filter((id) => old.has(id))).toEqual([]);
}

const CHANGING = ['create', 'while', 'poll', 'poll', 'fail'];

it('a list that grows and shrinks while it is read: nothing lost, nothing twice', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat({ max: 60 }), steps([...CHANGING, 'remove']), async (before, script) =>
			play(listed, before, script),
		),
		{ numRuns: 60 },
	);
});

it('a window that grows while it is read: nothing lost, nothing twice', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat({ max: 60 }), steps(CHANGING), async (before, script) =>
			play(windowed, before, script),
		),
		{ numRuns: 60 },
	);
});

it.each([
	['a list', listed],
	['a window', windowed],
])(
	'%s whose records move or go while it is read: nothing lost, nothing twice',
	async (_what, make) => {
		const kinds = [...CHANGING, 'remove', 'while removed', 'while moved'];
		await fc.assert(
			fc.asyncProperty(fc.nat({ max: 60 }), steps(kinds), async (before, script) =>
				play(make, before, script),
			),
			{ numRuns: 100 },
		);
	},
);

it('memory is bounded by the window', async () => {
	const store = new Store();
	const watch = windowed(store, 1_000);
	let stored: Kept | undefined;
	for (let round = 0; round < 40; round++) {
		store.create(20);
		stored = (await look(watch, stored, () => false)).kept;
		store.tick(120);
	}
	expect(Object.values(stored?.seen ?? {}).join('').length / 8).toBeLessThan(200);
});

describe('times of a vendor', () => {
	const NOW = Date.parse('2026-11-26T12:00:00Z');
	let now: number;
	let rows: Array<{ id: string; time: number; name: string }>;

	beforeEach(() => {
		now = NOW;
		rows = [];
		jest.spyOn(Date, 'now').mockImplementation(() => now);
	});
	afterEach(() => jest.restoreAllMocks());

	const watch: Watch = {
		about: 'x',
		pages: 10,
		ordered: true,
		keyOf: ({ id, time }) => `${String(id)}@${String(time)}`,
		stateOf: ({ name }) => String(name),
		timeOf: ({ time }) => Number(time),
		window: (since) => (since === undefined ? undefined : since - 600_000),
		newest: async () => rows.map(({ time }) => time).sort((a, b) => b - a)[0],
		read: async (_position, from = 0) => ({ records: rows.filter(({ time }) => time >= from) }),
	};

	let kept: Kept | undefined;
	const looked = async () => {
		const result = await look(watch, kept, () => false);
		kept = result.kept;
		return result.told.map(({ id, name }) => `${String(id)} ${String(name)}`);
	};

	it.each([3_600_000, 86_400_000])(
		'a record %d ms ahead hides none that comes later',
		async (ms) => {
			kept = undefined;
			rows = [{ id: 'old', time: NOW - 1_000, name: 'a' }];
			expect(await looked()).toEqual([]);
			rows.push({ id: 'ahead', time: NOW + ms, name: 'a' });
			expect(await looked()).toEqual(['ahead a']);
			for (let minute = 1; minute <= 30; minute++) {
				now = NOW + minute * 60_000;
				rows.push({ id: `r${minute}`, time: now - 1_000, name: 'a' });
				expect(await looked()).toEqual([`r${minute} a`]);
			}
		},
	);

	it('nor one that is there at the first look', async () => {
		kept = undefined;
		rows = [{ id: 'ahead', time: NOW + 3_600_000, name: 'a' }];
		expect(await looked()).toEqual([]);
		now += 60_000;
		rows.push({ id: 'new', time: now, name: 'a' });
		expect(await looked()).toEqual(['new a']);
	});

	it('a second change within the second of a look is told too, and neither twice', async () => {
		kept = undefined;
		expect(await looked()).toEqual([]);
		rows = [{ id: 'r', time: NOW, name: 'first' }];
		now += 500;
		expect(await looked()).toEqual(['r first']);
		rows = [{ id: 'r', time: NOW, name: 'second' }];
		now += 400;
		expect(await looked()).toEqual(['r second']);
		for (let minute = 1; minute <= 20; minute++) {
			now = NOW + minute * 60_000;
			expect(await looked()).toEqual([]);
		}
	});
});
