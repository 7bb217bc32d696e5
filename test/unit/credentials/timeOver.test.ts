import { timeOver } from '../../../credentials/base/time';

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
