import fc from 'fast-check';
import { play, scenarios, type Seen } from './races/scenario';
import type { VirtualTime } from './races/virtualTime';

let clock: VirtualTime;

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async (ms: number) => await clock.sleep(ms),
}));
jest.mock('../../../credentials/base/time', () => ({
	monotonicNow: () => clock.now,
	withinTime: async <T>(work: Promise<T>) => await work,
}));

beforeEach(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
});
afterEach(() => jest.restoreAllMocks());

const ROTATIONS = ['stays', 'single use'] as const;

/** What holds in every scenario, whoever races. */
function expectTheRightAccount(seen: Seen): void {
	expect(seen.wrongAccounts).toEqual([]);
	expect(seen.sentTwice).toBe(0);
}

/** What holds where every reply arrives. */
function expectNothingLost(seen: Seen): void {
	expectTheRightAccount(seen);
	expect(seen.falseReconnects).toEqual([]);
	expect(seen.worksAtEnd).toBe(true);
}

/** RACES_SEED=1 plays the same scenarios again. */
const SEED = process.env.RACES_SEED ? { seed: Number(process.env.RACES_SEED) } : {};

const check = async (
	options: Parameters<typeof scenarios>[0],
	numRuns: number,
	expected: (seen: Seen) => void,
) =>
	await fc.assert(
		fc.asyncProperty(scenarios(options), fc.scheduler(), async (scenario, scheduler) => {
			expected(await play(scenario, scheduler, (time) => (clock = time)));
		}),
		{ numRuns, endOnFailure: true, ...SEED },
	);

const ALL = [...ROTATIONS, 'single use, re-use revokes all' as const];

describe('one process', () => {
	it('renews, whatever the vendor does with refresh tokens, while people connect and edit', async () => {
		await check({ processes: 1, rotations: ALL, slowest: 12_000 }, 500, expectNothingLost);
	});

	it("renews the same beside n8n's HTTP Request nodes", async () => {
		const options = { processes: 1, rotations: ALL, slowest: 28_000, http: true, connects: false };
		await check(options, 300, expectNothingLost);
	});

	it("uses no account but the connected one, beside n8n's HTTP Request nodes", async () => {
		const options = { processes: 1, rotations: ALL, slowest: 12_000, http: true };
		await check(options, 300, expectTheRightAccount);
	});
});

describe('three processes', () => {
	const three = { processes: 3, rotations: [...ROTATIONS] };

	it('never ask to reconnect for what another process renewed, however slowly', async () => {
		await check({ ...three, slowest: 28_000, connects: false }, 400, expectNothingLost);
	});

	it("nor beside n8n's HTTP Request nodes, which may ask to run again", async () => {
		const options = { ...three, slowest: 28_000, connects: false, http: true };
		await check(options, 300, (seen) => {
			expectTheRightAccount(seen);
			expect(seen.falseReconnects).toEqual([]);
		});
	});

	it('use no account but the connected one, while people connect and edit', async () => {
		await check({ ...three, slowest: 12_000 }, 300, expectTheRightAccount);
	});
});

it('lost replies end no run in the wrong account, and nothing goes on for ever', async () => {
	const options = { processes: 1, rotations: ALL, slowest: 12_000, losses: true, http: true };
	await check(options, 200, (seen) => {
		expect(seen.wrongAccounts).toEqual([]);
	});
});
