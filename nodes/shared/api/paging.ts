/** One page of a list and how to ask for the next; `next` undefined on the last page. */
export interface Page<T> {
	items: T[];
	next?: () => Promise<Page<T>>;
}

/**
 * Hands pages on as they arrive and asks for the next one meanwhile, one ahead.
 * @param limit most items wanted; Infinity for all
 */
export async function* pages<T>(first: () => Promise<Page<T>>, limit: number): AsyncGenerator<T[]> {
	let left = limit;
	let coming: Promise<Page<T>> | undefined = first();
	while (coming && left > 0) {
		const page: Page<T> = await coming;
		const items = page.items.length > left ? page.items.slice(0, left) : page.items;
		left -= items.length;
		coming = left > 0 ? page.next?.() : undefined;
		// A page asked for ahead may fail while the caller is busy: its error surfaces at the next turn.
		coming?.catch(() => {});
		yield items;
	}
}
