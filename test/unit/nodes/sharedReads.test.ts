import type { ProviderResponse } from '../../../nodes/shared/api/definition';
import { SharedReads } from '../../../nodes/shared/api/sharedReads';

const answer = (body: unknown): ProviderResponse => ({ status: 200, headers: {}, body });

/** Reads that are answered when the test says so. */
function asked() {
	let count = 0;
	const ask =
		(body: unknown, ready: Promise<unknown> = Promise.resolve()) =>
		async () => {
			count += 1;
			await ready;
			return answer(body);
		};
	return { ask, calls: () => count };
}

const long = { text: 'x'.repeat(30_000) };

it.each([
	['one after the other', { id: 1 }, false],
	['at the same time', { id: 1 }, true],
	['at the same time, of a long answer', long, true],
])('the same read %s is one call', async (_, body, isTogether) => {
	const { ask, calls } = asked();
	const reads = new SharedReads();
	const read = async () => await reads.read('a', ask(body));
	const found = isTogether
		? await Promise.all([read(), read(), read()])
		: [await read(), await read(), await read()];
	expect(calls()).toBe(1);
	expect(found.map((each) => each.body)).toEqual([body, body, body]);
	expect(new Set(found.map((each) => each.body)).size).toBe(3);
});

it.each([
	['kept', { id: 1, of: { a: 1 } }],
	['shared on its way', { ...long, of: { a: 1 } }],
])('nobody can change what another one gets (%s)', async (_, body) => {
	const { ask } = asked();
	const reads = new SharedReads();
	const change = async () => {
		const found = await reads.read('a', ask(body));
		const { of } = found.body as { of: { a: number } };
		of.a += 1;
		return of.a;
	};
	expect(await Promise.all([change(), change(), change()])).toEqual([2, 2, 2]);
});

it('a long answer is not kept', async () => {
	const { ask, calls } = asked();
	const reads = new SharedReads();
	await reads.read('a', ask(long));
	await reads.read('a', ask(long));
	expect(calls()).toBe(2);
});

it('the oldest answers go when there are too many', async () => {
	const { ask, calls } = asked();
	const reads = new SharedReads();
	const body = 'x'.repeat(19_000);
	for (let index = 0; index < 300; index++) await reads.read(String(index), ask(body));
	await reads.read('299', ask(body));
	expect(calls()).toBe(300);
	await reads.read('0', ask(body));
	expect(calls()).toBe(301);
});

it('different reads are different calls', async () => {
	const { ask, calls } = asked();
	const reads = new SharedReads();
	await Promise.all([reads.read('a', ask(1)), reads.read('b', ask(2))]);
	expect(calls()).toBe(2);
});

it('a failure is not shared: whoever waits asks for himself', async () => {
	const reads = new SharedReads();
	let calls = 0;
	const fails = async () => {
		calls += 1;
		return await Promise.reject<ProviderResponse>(new Error('no'));
	};
	const both = await Promise.allSettled([reads.read('a', fails), reads.read('a', fails)]);
	expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(calls).toBe(2);
	await expect(reads.read('a', fails)).rejects.toThrow('no');
	expect(calls).toBe(3);
});

it('after a change, nothing that was read before it is given', async () => {
	const { ask, calls } = asked();
	const reads = new SharedReads();
	let release = () => {};
	const underWay = reads.read('b', ask('old', new Promise<void>((resolve) => (release = resolve))));
	await reads.read('a', ask('old'));
	reads.drop();
	release();
	expect((await underWay).body).toBe('old');
	expect((await reads.read('a', ask('new'))).body).toBe('new');
	expect((await reads.read('b', ask('new'))).body).toBe('new');
	expect(calls()).toBe(4);
});
