/**
 * ms on a clock that only goes forward: for pauses, limits and how long something is remembered. The clock
 * on the wall may be set an hour back meanwhile.
 */
export const monotonicNow = (): number => performance.now();

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
		...(Number.isFinite(ms)
			? [{ signal: AbortSignal.timeout(Math.ceil(ms)), reason: reasons.late }]
			: []),
		...(signal && reasons.stopped ? [{ signal, reason: reasons.stopped }] : []),
	];
	if (limits.length === 0) return await work;
	const ended = new AbortController();
	const limit = new Promise<never>((_resolve, reject) => {
		for (const each of limits) {
			const end = () => reject(each.reason());
			if (each.signal.aborted) end();
			else each.signal.addEventListener('abort', end, { once: true, signal: ended.signal });
		}
	});
	try {
		return await Promise.race([work, limit]);
	} finally {
		ended.abort();
		// Whichever loses is nobody's error any more.
		work.catch(() => {});
		limit.catch(() => {});
	}
}
