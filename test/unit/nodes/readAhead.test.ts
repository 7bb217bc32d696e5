import { pages, type Page } from '../../../nodes/shared/api/paging';
import { ReadAhead } from '../../../nodes/shared/api/readAhead';

interface Vendor {
	/** Pages that the list has. */
	count: number;
	size?: number;
	/** Link of a page to the next one. */
	link?(next: number): string;
	/** Pages that fail when they are asked for early. */
	fails?(page: number): boolean;
	room?: number;
}

const usual = (next: number) => `/list?size=10&page%5Bnumber%5D=${next}`;

/** Reads a list of numbers, as a client does. */
async function listOf(vendor: Vendor, limit = Number.POSITIVE_INFINITY) {
	const { count, size = 10, link = usual } = vendor;
	const sent: string[] = [];
	const early: number[] = [];
	let open = 0;
	let peak = 0;
	let openAtEnd = 0;
	const numberOf = (address: string) =>
		Number(new URL(address, 'https://a.example').searchParams.get('page[number]'));
	const body = async (address: string) => {
		sent.push(address);
		open += 1;
		peak = Math.max(peak, open);
		// Later pages come sooner.
		const number = numberOf(address);
		for (let turn = 0; turn < 50 - (number % 7); turn++) await Promise.resolve();
		open -= 1;
		return number;
	};
	const ahead = new ReadAhead<number>({
		position: /([?&]page(?:\[|%5B)number(?:\]|%5D)=)(\d+)/i,
		origin: 1,
		ask: body,
		async askEarly(address) {
			early.push(numberOf(address));
			const number = await body(address);
			if (vendor.fails?.(number) === true) throw new Error('refused');
			return number;
		},
		room: () => vendor.room ?? 20,
	});
	const read = async (address: string, most?: number): Promise<Page<number>> => {
		const number = await ahead.page(address, most);
		const items = Array.from({ length: size }, (_, index) => (number - 1) * size + index);
		if (number >= count) {
			await ahead.end();
			openAtEnd = open;
			return { items };
		}
		const next = link(number + 1);
		return {
			items,
			nextKey: next,
			next: async (left) => await read(next, Math.ceil(left / size)),
		};
	};
	const rows: number[] = [];
	for await (const page of pages(async () => await read(usual(1)), limit)) rows.push(...page);
	expect(openAtEnd).toBe(0);
	return { rows, sent: sent.map(numberOf), early, peak };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

it.each([1, 2, 3, 4, 5, 10, 50, 100])(
	'a list of %i pages comes whole and in order',
	async (count) => {
		const { rows, sent, peak } = await listOf({ count });
		expect(rows).toEqual(upTo(count * 10));
		expect(new Set(sent).size).toBe(sent.length);
		expect(peak).toBeLessThanOrEqual(9);
		if (count >= 50) expect(peak).toBe(9);
	},
);

it.each([1, 2, 3])('a list of %i pages costs no call more', async (count) => {
	expect((await listOf({ count })).sent).toHaveLength(count);
});

it.each([4, 5, 8, 20])(
	'a list of %i pages costs at most as many calls more, and at most 8',
	async (count) => {
		const { sent } = await listOf({ count });
		expect(sent.length - count).toBeLessThanOrEqual(Math.min(count, 8));
	},
);

it.each([5, 10, 11, 35, 100, 101, 450])(
	'no page beyond a limit of %i is asked for',
	async (limit) => {
		const { rows, sent } = await listOf({ count: 100 }, limit);
		expect(rows).toEqual(upTo(limit));
		expect(Math.max(...sent)).toBe(Math.ceil(limit / 10));
	},
);

it('nothing is asked for early without room', async () => {
	const { rows, early } = await listOf({ count: 30, room: 0 });
	expect(rows).toEqual(upTo(300));
	expect(early).toEqual([]);
});

it('a page that failed early is asked for at its turn', async () => {
	const { rows } = await listOf({ count: 30, fails: (page) => page % 3 === 0 });
	expect(rows).toEqual(upTo(300));
});

it.each([
	['written otherwise', (next: number) => `/list?page[number]=${next}&size=10`, true],
	['with something that changes', (next: number) => `${usual(next)}&token=${next * 7}`, false],
	['that jump', (next: number) => usual(next > 3 ? next + 2 : next), false],
])('links %s', async (_, link, isEven) => {
	const { rows, early } = await listOf({ count: 40, link });
	expect(early.length > 10).toBe(isEven);
	expect(rows).toEqual([...rows].sort((a, b) => a - b));
});

it('a link to a page that was read before ends the reading', async () => {
	await expect(listOf({ count: 40, link: (next) => usual(next > 6 ? 2 : next) })).rejects.toThrow(
		'The list leads to a page that was read before',
	);
});

it('a list without positions is read as ever', async () => {
	const { early } = await listOf({ count: 1, link: () => '/list?cursor=a' });
	expect(early).toEqual([]);
});
