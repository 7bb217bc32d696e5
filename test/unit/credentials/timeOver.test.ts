import { getEventListeners } from 'node:events';
import { timeOver, withinTime } from '../../../credentials/base/time';

describe('the signal for when a time is over', () => {
	let now = 0;
	let timers: jest.SpiedFunction<typeof AbortSignal.timeout>;
	beforeEach(() => {
		now += 1_000_000;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
		timers = jest.spyOn(AbortSignal, 'timeout');
	});
	afterEach(() => jest.restoreAllMocks());

	it('is one for all calls that begin in the same second, and comes for none too early', () => {
		const first = timeOver(60_000);
		now += 999;
		expect(timeOver(60_000)).toBe(first);
		expect(timers.mock.calls).toEqual([[61_000]]);
	});

	it.each([
		['a second later', 1_000, 60_000],
		['for another time', 0, 30_000],
	])('is another one %s', (_, later, ms) => {
		const first = timeOver(60_000);
		now += later;
		expect(timeOver(ms)).not.toBe(first);
	});

	it('is exact for short times', () => {
		expect(timeOver(200)).not.toBe(timeOver(200));
		expect(timers.mock.calls).toEqual([[200], [200]]);
	});

	it('is made anew where very many times are asked for', () => {
		const first = timeOver(60_000);
		for (let ms = 5_000; ms < 5_060; ms++) timeOver(ms);
		expect(timeOver(60_000)).not.toBe(first);
	});
});

describe('waiting within a time', () => {
	const reasons = { late: () => new Error('late'), stopped: () => new Error('stopped') };

	it('leaves nothing on the signal of a run, nor on a time that calls share', async () => {
		const run = new AbortController();
		const shared = timeOver(60_000);
		const ends = [Promise.resolve(1), Promise.reject(new Error('refused'))];
		for (const work of ends) {
			await withinTime(work, 60_000, reasons, run.signal).catch(() => {});
		}
		expect([run.signal, shared].map((each) => getEventListeners(each, 'abort').length)).toEqual([
			0, 0,
		]);
	});

	it.each([
		['late', 20, undefined],
		['stopped', 60_000, 20],
	])('ends %s', async (reason, ms, stopAfter) => {
		const run = new AbortController();
		if (stopAfter !== undefined) setTimeout(() => run.abort(), stopAfter);
		const never = new Promise<never>(() => {});
		await expect(withinTime(never, ms, reasons, run.signal)).rejects.toThrow(reason);
	});

	it('does not begin to wait where the run was stopped before', async () => {
		const never = new Promise<never>(() => {});
		const waiting = withinTime(never, 60_000, reasons, AbortSignal.abort());
		await expect(waiting).rejects.toThrow('stopped');
	});
});
