import { outcomeOf } from '../../credentials/base/outcome';

const last = new Map<string, Promise<unknown>>();

/** Runs one task after the other of those with the same key, in this process. */
export async function inTurn<T>(key: string, task: () => Promise<T>): Promise<T> {
	const before = last.get(key);
	const mine = (async () => {
		if (before) await outcomeOf(before);
		return await task();
	})();
	last.set(key, mine);
	try {
		return await mine;
	} finally {
		if (last.get(key) === mine) last.delete(key);
	}
}
