import { sha256 } from '../../../credentials/base/values';
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

/** The error of a list without an end. Whoever has a "Limit" may get what comes before it. */
export class EndlessListError extends ApiError {
	/** @returns the same for people who can set a limit */
	withLimit(): ApiError {
		return this.with({ description: 'Set a Limit to get the records before it' });
	}
}

/** A list that leads round in a circle has no end. */
export const readBefore = () =>
	new EndlessListError('The list leads to a page that was read before, so reading was stopped');

/** Most pages one after the other that bring the same as pages before them, under addresses that are ever new. */
const MOST_REPEATED_PAGES = 20;

interface Bounds {
	/** The error for a page that was read before. */
	circle?: () => ApiError;
	/** Most pages of the list. */
	pages?: number;
	/** Most pages one after the other with the records of earlier ones. */
	repeated?: number;
}

type NotePage = (
	key: string | undefined,
	records: number,
	/** Absent where pages may be alike. */
	page?: readonly unknown[],
) => void;

/**
 * Notes the pages of one list.
 * @returns a function to call with the key, the number of records and the records of each page
 * @throws ApiError for a page that was read before, and for a list without an end
 */
export function pageGuard({
	circle = readBefore,
	pages: most = MOST_PAGES,
	repeated: mostRepeated = MOST_REPEATED_PAGES,
}: Bounds = {}): NotePage {
	const seen = new Set<string>();
	const contents = new Set<string>();
	let count = 0;
	let empty = 0;
	let repeated = 0;
	return (key, records, page = []) => {
		count += 1;
		empty = records === 0 ? empty + 1 : 0;
		if (page.length > 0) {
			const content = sha256(JSON.stringify(page)).slice(0, 24);
			repeated = contents.has(content) ? repeated + 1 : 0;
			contents.add(content);
		}
		if ((key !== undefined && seen.has(key)) || repeated >= mostRepeated) {
			throw circle();
		}
		if (key !== undefined) seen.add(key);
		if (count >= most || empty >= MOST_EMPTY_PAGES) {
			throw new EndlessListError(
				`The list did not end after ${count} pages, so reading was stopped`,
			);
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
		if (left > 0 && page.next) note(page.nextKey, items.length, page.items);
		coming = left > 0 ? page.next?.(left) : undefined;
		// A page asked for ahead may fail while the caller is busy: its error surfaces at the next turn.
		coming?.catch(() => {});
		yield items;
	}
}
