import { SingleFlight } from '../../../credentials/base/singleFlight';

/** Work that ends when it is told to. */
function work() {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	const begin = jest.fn(async () => await promise);
	return { begin, resolve, reject };
}

it('runs once for all who come meanwhile, by key', async () => {
	const flights = new SingleFlight<string>();
	const [one, other] = [work(), work()];
	const all = [
		flights.once(one.begin, 'a'),
		flights.once(one.begin, 'a'),
		flights.once(other.begin, 'b'),
	];
	one.resolve('1');
	other.resolve('2');
	expect(await Promise.all(all)).toEqual(['1', '1', '2']);
	expect(one.begin).toHaveBeenCalledTimes(1);
});

it('shares an error, and remembers nothing', async () => {
	const flights = new SingleFlight<string>();
	const first = work();
	const both = Promise.allSettled([flights.once(first.begin), flights.once(first.begin)]);
	expect(flights.underWay()).toBeDefined();
	first.reject(new Error('no'));
	expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(flights.underWay()).toBeUndefined();
	expect(await flights.once(async () => await Promise.resolve('yes'))).toBe('yes');
});
