import type { Outcome } from '../../../credentials/base/outcome';
import { CombinedReads, type Combinable } from '../../../nodes/shared/api/combinedReads';
import { ApiError } from '../../../nodes/shared/errors';

interface Told {
	id: string;
	of: { a: number };
}

const recordOf = (id: string): Told => ({ id, of: { a: 1 } });

/** A provider's part of it; what it is asked is written down. */
function provider(answer: (ids: readonly string[]) => ReadonlyArray<[string, Outcome<Told>]>) {
	const together: string[][] = [];
	const alone: string[] = [];
	const reads = new CombinedReads<Told>(() => true);
	const read = async (id: string, more: Partial<Combinable<Told>> = {}) =>
		await reads.read({
			kind: 'record',
			id,
			most: 4,
			async together(ids) {
				together.push([...ids]);
				await Promise.resolve();
				return new Map(answer(ids));
			},
			async alone() {
				alone.push(id);
				return await Promise.resolve(recordOf(id));
			},
			...more,
		});
	const all = async (ids: readonly string[]) =>
		await Promise.all(ids.map(async (id) => await read(id)));
	return { together, alone, read, all };
}

const found = (ids: readonly string[]) =>
	ids.map((id): [string, Outcome<Told>] => [id, { ok: true, value: recordOf(id) }]);

const numbers = (count: number, from = 1) =>
	Array.from({ length: count }, (_, index) => String(from + index));

const refused = () => new ApiError('Too long', { status: 400 });

it('records that are read at the same time come by as few calls as may be, each to whoever asked', async () => {
	const { all, together, alone } = provider(found);
	expect((await all(numbers(10))).map(({ id }) => id)).toEqual(numbers(10));
	expect(together).toEqual([numbers(4), numbers(4, 5), numbers(2, 9)]);
	expect(alone).toEqual([]);
});

it('one record alone has its usual call', async () => {
	const { all, together, alone } = provider(found);
	await all(['1']);
	expect([together, alone]).toEqual([[], ['1']]);
});

it('nothing is combined where the run does not want it', async () => {
	const alone = jest.fn(async () => await Promise.resolve(1));
	const together = jest.fn(async () => await Promise.resolve(new Map()));
	const reads = new CombinedReads<number>(() => false);
	const one = { kind: 'a', most: 4, together, alone };
	await Promise.all([reads.read({ ...one, id: '1' }), reads.read({ ...one, id: '2' })]);
	expect([alone.mock.calls.length, together.mock.calls.length]).toEqual([2, 0]);
});

it('records of another kind do not share a call', async () => {
	const { read, together } = provider(found);
	await Promise.all([
		...['1', '2'].map(async (id) => await read(id)),
		...['1', '3'].map(async (id) => await read(id, { kind: 'other' })),
	]);
	expect(together).toEqual([
		['1', '2'],
		['1', '3'],
	]);
});

it('who asks for the same record gets a copy of his own', async () => {
	const { all, together } = provider(found);
	const [one, other] = await all(['1', '1', '2']);
	expect(together).toEqual([['1', '2']]);
	expect(one).toEqual(other);
	expect(one?.of).not.toBe(other?.of);
});

it('what is missing is asked for singly', async () => {
	const { all, alone } = provider((ids) => found(ids.filter((id) => id !== '2')));
	expect((await all(numbers(4))).map(({ id }) => id)).toEqual(numbers(4));
	expect(alone).toEqual(['2']);
});

it('an error belongs to its record', async () => {
	const error = new ApiError('No such record');
	const { read } = provider((ids) => [
		...found(ids.filter((id) => id !== '2')),
		['2', { ok: false, error }],
	]);
	const outcomes = await Promise.allSettled(numbers(4).map(async (id) => await read(id)));
	expect(outcomes.map(({ status }) => status)).toEqual([
		'fulfilled',
		'rejected',
		'fulfilled',
		'fulfilled',
	]);
	expect(outcomes[1]).toMatchObject({ reason: error });
});

it('an answer without any of the records is the last one that is asked for several', async () => {
	const { all, together, alone } = provider(() => []);
	await all(numbers(8));
	await all(numbers(8, 9));
	expect(together).toEqual([numbers(4)]);
	expect(alone).toHaveLength(16);
});

it('where fewer are taken, fewer are asked for from then on', async () => {
	const { all, together, alone } = provider((ids) => {
		if (ids.length > 2) throw refused();
		return found(ids);
	});
	await all(numbers(8));
	expect(together.map(({ length }) => length)).toEqual([4, 2, 2, 2, 2]);
	await all(numbers(4, 9));
	expect(together.slice(5)).toEqual([numbers(2, 9), numbers(2, 11)]);
	expect(alone).toEqual([]);
});

it('where several are refused altogether, it is found out with a few calls', async () => {
	const { all, together, alone } = provider(() => {
		throw refused();
	});
	await all(numbers(40));
	expect(together.map(({ length }) => length)).toEqual([4, 2]);
	expect(alone).toHaveLength(40);
});

it('a record that a whole call is refused for does not fail the others', async () => {
	const { all, read, alone } = provider((ids) => {
		if (ids.includes('7')) throw refused();
		return found(ids);
	});
	await all(numbers(4));
	const outcomes = await Promise.allSettled(
		numbers(4, 5).map(
			async (id) =>
				await read(id, id === '7' ? { alone: async () => await Promise.reject(refused()) } : {}),
		),
	);
	expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true]);
	expect(alone).toEqual(['8']);
});

it.each([
	['the key is refused', { status: 401, failure: { cause: 'credential-invalid' as const } }, 1],
	['the run was cancelled', { neverSent: true }, 1],
	['the limit is used up', { status: 429, failure: { cause: 'rate-limited' as const } }, 1],
])('nobody asks again when %s', async (_, details, calls) => {
	const { read, together, alone } = provider(() => {
		throw new ApiError('No', details);
	});
	const outcomes = await Promise.allSettled(numbers(4).map(async (id) => await read(id)));
	expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
	expect([together.length, alone]).toEqual([calls, []]);
});

it('a fault is met by smaller calls once, then every record is asked for singly', async () => {
	let isUp = true;
	const { all, together, alone } = provider((ids) => {
		if (!isUp) throw new ApiError('No answer');
		return found(ids);
	});
	await all(numbers(4));
	isUp = false;
	await all(numbers(4, 5));
	expect(together.map(({ length }) => length)).toEqual([4, 4, 2, 2]);
	expect(alone).toEqual(numbers(4, 5));
});
