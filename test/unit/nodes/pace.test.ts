import { MOST_CALLS, Pace } from '../../../nodes/shared/api/pace';

/** A vendor on a simulated clock. */
interface Vendor {
	/** Takes this many calls at the same time; more are refused at once. */
	takes?: number;
	/** ms that an answer takes with so many calls open. */
	ms(open: number, at: number): number;
	/** Refuses whatever its load is. */
	refuses?(at: number): boolean;
}

interface Trace {
	done: number[];
	refused: number;
	peak: number;
	ms: number;
	limits: number[];
}

/** Makes `count` calls, as the client does: one that is refused waits for its turn again. */
async function simulate(pace: Pace, vendor: Vendor, count: number): Promise<Trace> {
	let clock = 0;
	let open = 0;
	const trace: Trace = { done: [], refused: 0, peak: 0, ms: 0, limits: [pace.limit] };
	const events: Array<{ at: number; run: () => void }> = [];
	const answer = async (ms: number) =>
		await new Promise<void>((resolve) => events.push({ at: clock + ms, run: resolve }));
	const call = async (index: number): Promise<void> => {
		for (;;) {
			const turn = await pace.turn(() => clock);
			const isRefused = open >= (vendor.takes ?? Infinity) || vendor.refuses?.(clock) === true;
			if (!isRefused) open += 1;
			trace.peak = Math.max(trace.peak, open);
			await answer(isRefused ? 1 : vendor.ms(open, clock));
			if (!isRefused) open -= 1;
			turn.end(isRefused ? 'refused' : 'taken', clock);
			if (trace.limits.at(-1) !== pace.limit) trace.limits.push(pace.limit);
			if (!isRefused) {
				trace.done.push(index);
				return;
			}
			trace.refused += 1;
		}
	};
	const all = Promise.all(Array.from({ length: count }, async (_, index) => await call(index)));
	for (;;) {
		// Whatever follows from the last event runs before the clock goes on.
		for (let turns = 0; turns < 20; turns++) await Promise.resolve();
		events.sort((a, b) => a.at - b.at);
		const next = events.shift();
		if (!next) break;
		clock = next.at;
		next.run();
	}
	await all;
	return { ...trace, ms: clock };
}

/** The same numbers in every run: 0.7 to 1.3. */
function jitter(): () => number {
	let seed = 1;
	return () => {
		seed = (seed * 48_271) % 2_147_483_647;
		return 0.7 + (0.6 * seed) / 2_147_483_647;
	};
}

it('doubles from 20 to 100 while answers come as fast as ever', async () => {
	const { limits, peak } = await simulate(new Pace(), { ms: () => 300 }, 1_000);
	expect(limits).toEqual([20, 40, 80, MOST_CALLS]);
	expect(peak).toBe(MOST_CALLS);
});

it('comes to 100 where answers take 30 % more or less', async () => {
	const of = jitter();
	const { limits } = await simulate(new Pace(), { ms: () => 50 * of() }, 1_000);
	expect(limits.at(-1)).toBe(MOST_CALLS);
});

it.each([1, 4, 20, 50, 100, 500])('stays within %i', async (most) => {
	const { peak } = await simulate(new Pace(most), { ms: () => 50 }, 1_000);
	expect(peak).toBe(Math.min(most, MOST_CALLS));
});

it('a later bound holds, and only lowers', async () => {
	const pace = new Pace(30);
	pace.bound(50);
	expect((await simulate(pace, { ms: () => 50 }, 300)).peak).toBe(30);
	pace.bound(3);
	expect((await simulate(pace, { ms: () => 50 }, 300)).peak).toBe(3);
});

it.each([3, 7, 10, 15, 20, 35, 60])(
	'a vendor that takes %i at once refuses less than 5 % of the calls, and is used to the full',
	async (takes) => {
		const of = jitter();
		const count = 1_000;
		const vendor = { takes, ms: () => 50 * of() };
		const { done, refused, ms } = await simulate(new Pace(), vendor, count);
		expect(new Set(done).size).toBe(count);
		expect(refused / (count + refused)).toBeLessThan(0.05);
		expect(ms).toBeLessThan((2 * count * 50) / takes + 500);
	},
);

it('a vendor that takes one at a time gets one at a time, and all come through', async () => {
	const { done, refused } = await simulate(new Pace(), { takes: 1, ms: () => 50 }, 200);
	expect(done).toHaveLength(200);
	expect(refused).toBeLessThan(60);
});

it('halves once for the calls that were refused together', async () => {
	const pace = new Pace();
	const turns = await Promise.all(Array.from({ length: 20 }, async () => await pace.turn(() => 0)));
	for (const turn of turns) turn.end('refused', 1);
	expect(pace.limit).toBe(10);
});

it('goes back to the number that it began with when answers take much longer, and not below', async () => {
	const pace = new Pace();
	const vendor = { ms: (_open: number, at: number) => (at < 2_000 ? 50 : 1_000) };
	const { limits } = await simulate(pace, vendor, 6_000);
	expect(limits.slice(0, 4)).toEqual([20, 40, 80, MOST_CALLS]);
	expect(pace.limit).toBe(20);
});

it('does not grow while its room is not used', async () => {
	const pace = new Pace();
	for (let index = 0; index < 500; index++) (await pace.turn(() => index)).end('taken', index + 50);
	expect(pace.limit).toBe(20);
});

it('calls that were lost say nothing of the limits', async () => {
	const pace = new Pace();
	for (let index = 0; index < 500; index++) (await pace.turn(() => index)).end('lost', index + 50);
	expect(pace.limit).toBe(20);
});

it('tries more again after a while: a limit may have been for the moment', async () => {
	const refuses = (at: number) => at >= 60 && at < 62;
	const { limits } = await simulate(new Pace(), { ms: () => 50, refuses }, 6_000);
	expect(Math.min(...limits)).toBeLessThan(40);
	expect(limits.at(-1)).toBeGreaterThan(40);
});

it('calls leave gradually after a pause', async () => {
	const pace = new Pace();
	await simulate(pace, { ms: () => 50 }, 500);
	pace.slowStart();
	const { limits, peak } = await simulate(pace, { ms: () => 50 }, 20);
	expect(limits[0]).toBe(5);
	expect(peak).toBeLessThanOrEqual(20);
});

it('whoever waits goes in order, and gives a turn back once', async () => {
	const pace = new Pace(1);
	const order: number[] = [];
	const first = await pace.turn(() => 0);
	const waiting = [1, 2, 3].map(async (index) => {
		const turn = await pace.turn(() => 0);
		order.push(index);
		turn.end('taken', 1);
		turn.end('taken', 1);
	});
	expect(order).toEqual([]);
	first.end('lost', 1);
	await Promise.all(waiting);
	expect(order).toEqual([1, 2, 3]);
	expect(pace.isAlone).toBe(true);
});

it('tells whether the service took another call meanwhile', async () => {
	const pace = new Pace();
	const [one, two] = [await pace.turn(() => 0), await pace.turn(() => 0)];
	expect(pace.isAlone).toBe(false);
	two.end('refused', 1);
	expect(one.sawProgress()).toBe(false);
	(await pace.turn(() => 1)).end('taken', 2);
	expect(one.sawProgress()).toBe(true);
});

it.each([
	['grows while all is well', [], /^20, 40, 80(, 100)?$/],
	['steps back when it is refused', ['refused'], /^20, 10 \(refused\)/],
])('the trace tells how it %s', async (_, first, expected) => {
	const pace = new Pace();
	let now = 0;
	for (let call = 0; call < 160;) {
		const count = Math.min(pace.limit, pace.room);
		const turns = [];
		for (let each = 0; each < count; each++) turns.push(await pace.turn(() => now));
		now += 50;
		turns.forEach((turn, index) =>
			turn.end(call + index < first.length ? 'refused' : 'taken', now),
		);
		call += count;
	}
	expect(pace.trace).toMatch(expected);
});

it('a long trace is cut in the middle', async () => {
	const pace = new Pace();
	let now = 0;
	for (let round = 0; round < 200; round++) {
		const turn = await pace.turn(() => now);
		now += 50;
		turn.end('taken', now);
		pace.slowStart();
	}
	expect(pace.trace).toBe('20, 5 (after a pause)');
	for (let round = 0; round < 2_000; round++) {
		const turns = [];
		for (let each = pace.room; each > 0; each--) turns.push(await pace.turn(() => now));
		now += 50;
		for (const turn of turns) turn.end(round % 25 === 0 ? 'refused' : 'taken', now);
	}
	expect(pace.trace).toMatch(/^20, …, /);
	expect(pace.trace.split(', ').length).toBe(40);
});
