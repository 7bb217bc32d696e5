import { ApiError } from '../errors';

/** One page of a list and how to ask for the next; `next` undefined on the last page. */
export interface Page<T> {
	items: T[];
	/** @param left how many items are still wanted */
	next?: (left: number) => Promise<Page<T>>;
	/** Address or cursor of the next page: one that comes again leads round in a circle. */
	nextKey?: string;
}

/** A list with more pages has no end that anybody waits for. */
export const MOST_PAGES = 10_000;

/** Most pages one after the other without a record. */
const MOST_EMPTY_PAGES = 100;

/** A list that leads round in a circle has no end. */
export const readBefore = () =>
	new ApiError('The list leads to a page that was read before, so reading was stopped', {
		description: 'Set a Limit to get the records before it',
	});

/**
 * Notes the pages of one list.
 * @param circle the error for a page that was read before
 * @returns a function to call with the key and the number of records of each page
 * @throws ApiError for a page that was read before, and for a list without an end
 */
export function pageGuard(
	circle: () => ApiError = readBefore,
): (key: string | undefined, records: number) => void {
	const seen = new Set<string>();
	let count = 0;
	let empty = 0;
	return (key, records) => {
		count += 1;
		empty = records === 0 ? empty + 1 : 0;
		if (key !== undefined && seen.has(key)) {
			throw circle();
		}
		if (key !== undefined) seen.add(key);
		if (count >= MOST_PAGES || empty >= MOST_EMPTY_PAGES) {
			throw new ApiError(`The list did not end after ${count} pages, so reading was stopped`, {
				description: 'Set a Limit, or filter for fewer records',
			});
		}
	};
}

/**
 * Hands pages on as they arrive and asks for the next one meanwhile, one ahead.
 * @param limit most items wanted; Infinity for all
 * @throws ApiError where the list does not end
 * @example
 * const page = async (path: string): Promise<Page<IDataObject>> => {
 * 	const { rows, next } = await this.ask(path);
 * 	return { items: rows, ...(next ? { nextKey: next, next: async () => await page(next) } : {}) };
 * };
 * for await (const rows of pages(async () => await page('/v1/products'), 500)) …
 */
export async function* pages<T>(first: () => Promise<Page<T>>, limit: number): AsyncGenerator<T[]> {
	const note = pageGuard();
	let left = limit;
	let coming: Promise<Page<T>> | undefined = first();
	while (coming && left > 0) {
		const page: Page<T> = await coming;
		const items = page.items.length > left ? page.items.slice(0, left) : page.items;
		left -= items.length;
		if (left > 0 && page.next) note(page.nextKey, items.length);
		coming = left > 0 ? page.next?.(left) : undefined;
		// A page asked for ahead may fail while the caller is busy: its error surfaces at the next turn.
		coming?.catch(() => {});
		yield items;
	}
}
