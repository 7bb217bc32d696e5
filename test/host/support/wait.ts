const PAUSE_MS = 100;

/** Waits until something is so, or the time is over: the assertions after it tell which. */
export async function within(
	seconds: number,
	done: () => Promise<boolean> | boolean,
): Promise<void> {
	const deadline = Date.now() + seconds * 1_000;
	while (!(await done()) && Date.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
	}
}
