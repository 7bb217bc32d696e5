/** How a promise ended, as a value: for code that decides on the error instead of catching it. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown };

/** Awaits a promise without throwing. */
export async function outcomeOf<T>(promise: Promise<T>): Promise<Outcome<T>> {
	try {
		return { ok: true, value: await promise };
	} catch (error) {
		return { ok: false, error };
	}
}

/** What came of something that is done at once, an error included. */
export function outcomeNow<T>(run: () => T): Outcome<T> {
	try {
		return { ok: true, value: run() };
	} catch (error) {
		return { ok: false, error };
	}
}
