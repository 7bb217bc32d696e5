/**
 * ms on a clock that only goes forward: for pauses, limits and how long something is remembered. The clock
 * on the wall may be set an hour back meanwhile.
 */
export const monotonicNow = (): number => performance.now();

/** Longer times are shared: they may come a second late. */
const SHARED_FROM_MS = 5_000;

/** The newest signal of each time, and the second in which it began. */
const newest = new Map<number, { second: number; signal: AbortSignal }>();

/** Times of which signals are shared; there are a few. */
const MOST_TIMES = 50;

/**
 * A signal for when a time is over. A timer lives until its end, long after the answer that it was made for; so calls
 * that begin in the same second share one.
 */
export function timeOver(ms: number): AbortSignal {
	if (ms < SHARED_FROM_MS) return AbortSignal.timeout(Math.ceil(ms));
	const second = Math.floor(monotonicNow() / 1_000);
	const known = newest.get(ms);
	if (known?.second === second) return known.signal;
	if (newest.size >= MOST_TIMES) newest.clear();
	const signal = AbortSignal.timeout(Math.ceil(ms) + 1_000);
	newest.set(ms, { second, signal });
	return signal;
}

/**
 * Waits for something no longer than it may take in all. The host's own time limit counts from the last
 * byte, so an answer that comes in drips would never end.
 * @param ms the most it may take; Infinity for no limit
 * @param reasons what is thrown when the time is over, and when `signal` (the run was stopped) says so
 * @param signal ends the waiting; what is waited for may go on for others
 */
export async function withinTime<T>(
	work: Promise<T>,
	ms: number,
	reasons: { late(): Error; stopped?(): Error },
	signal?: AbortSignal,
): Promise<T> {
	const limits = [
		...(Number.isFinite(ms) ? [{ signal: timeOver(ms), reason: reasons.late }] : []),
		...(signal && reasons.stopped ? [{ signal, reason: reasons.stopped }] : []),
	];
	if (limits.length === 0) return await work;
	const listening: Array<() => void> = [];
	const limit = new Promise<never>((_resolve, reject) => {
		for (const each of limits) {
			const end = () => reject(each.reason());
			if (each.signal.aborted) end();
			else each.signal.addEventListener('abort', end);
			// A controller of its own would make an error with its stack for each call.
			listening.push(() => each.signal.removeEventListener('abort', end));
		}
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		for (const stop of listening) stop();
		// Whichever loses is nobody's error any more.
		work.catch(() => {});
		limit.catch(() => {});
	}
}
