import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import type { OncePerExecution } from '../../../nodes/shared/operation/once';
import type { Sender } from '../../../nodes/shared/operation/runIdentity';
import type * as Turns from '../../../nodes/shared/operation/turns';

/**
 * Tries of one execution in several processes of n8n: at random times, at the same time, of any stored execution, with
 * processes that are killed. Nothing leaves twice, and there always is one that may go on.
 */

type Context = Parameters<typeof Turns.takeTurn>[0];

const pause = async (ms: number) => await new Promise<void>((done) => setTimeout(done, ms));

/** n8n's record of what a node has processed, as it keeps it: read, and written as a whole later. */
class Record {
	private values: string[] | undefined;

	/** @param slowness ms that a read or a write takes */
	constructor(private readonly slowness: () => number) {}

	helpers: Context['helpers'] = {
		checkProcessedAndRecord: async (items, _scope, options) => {
			await pause(this.slowness());
			const read = this.values && [...this.values];
			await pause(this.slowness());
			const texts = items.map(String);
			if (!read) {
				if (this.values) throw new Error('duplicate key value violates unique constraint');
				this.values = texts;
				return { new: texts, processed: [] };
			}
			const fresh = texts.filter((each) => !read.includes(each));
			this.values = [...read, ...fresh].slice(-Number(options.maxEntries));
			return { new: fresh, processed: texts.filter((each) => read.includes(each)) };
		},
	};
}

interface Process {
	Once: typeof OncePerExecution;
}

/** How one run of the node goes on within its execution. */
interface Run {
	/** The data that the execution holds, where it is no new one. */
	flow: IDataObject;
	execution: string;
	runIndex: number;
	mode?: ReturnType<Context['getMode']>;
}

/** What n8n hands to a run of the node. */
function contextOf(
	{ helpers }: Record,
	secret: string,
	{ flow, execution, runIndex, mode = 'webhook' }: Run,
): Context {
	const context: Partial<Context> = {
		getExecutionId: () => execution,
		getNode: () => ({ id: 'node' }) as ReturnType<Context['getNode']>,
		evaluateExpression: ((expression: string) =>
			expression.includes('resumeUrl')
				? `https://n8n.example/waiting/${execution}?signature=${secret}`
				: runIndex) as Context['evaluateExpression'],
		getContext: () => flow,
		getMode: () => mode,
		getWorkflow: () => ({ id: 'workflow' }) as ReturnType<Context['getWorkflow']>,
		helpers,
	};
	return context as Context;
}

const guardOf = (Once: typeof OncePerExecution) =>
	new Once<{ ticket: string }>(() => false, {
		keep: (answer) => ({ ...answer }),
		revive: (kept) => ({ ticket: String(kept?.ticket) }),
	});

/** Modules of their own, as each process has. */
function processes(count: number): Process[] {
	return Array.from({ length: count }, () => {
		let made: Process | undefined;
		jest.isolateModules(() => {
			const once: { OncePerExecution: typeof OncePerExecution } = jest.requireActual(
				'../../../nodes/shared/operation/once',
			);
			const turns: typeof Turns = jest.requireActual('../../../nodes/shared/operation/turns');
			turns.settling.pauseMs = 25;
			made = { Once: once.OncePerExecution };
		});
		if (!made) throw new Error('no modules');
		return made;
	});
}

const all = processes(3);
const [here, there] = all;
if (!here || !there) throw new Error('no process');

const api: Sender = {
	credentials: async () => ({ clientId: 'client' }),
	definition: { baseUrl: () => 'https://vendor.example' },
};

const copied = (flow: IDataObject): IDataObject => JSON.parse(JSON.stringify(flow)) as IDataObject;

const ITEMS = 5;

/** One execution, its retries, and what left in them. */
class Story {
	readonly sent: number[] = [];

	/** What n8n has stored of each try, by number; the first one with nothing: it failed before the node. */
	readonly stored: IDataObject[] = [{}];

	private executions = 0;

	private readonly secret = randomUUID();

	constructor(private readonly record: Record) {}

	/**
	 * @param upTo the item that the vendor refuses
	 * @param isFirst whether it is no retry
	 * @returns whether it was told that it does not know all
	 */
	async try(
		{ Once }: Process,
		from: number,
		upTo: number,
		{ isFirst = false, isKilled = false } = {},
	): Promise<boolean> {
		const flow = copied(this.stored[from] ?? {});
		const execution = String(++this.executions);
		const mode = isFirst ? 'webhook' : 'retry';
		const context = contextOf(this.record, this.secret, { flow, execution, runIndex: 0, mode });
		const once = guardOf(Once);
		let isBehind = false;
		for (let itemIndex = 0; itemIndex < ITEMS && !isBehind; itemIndex++) {
			const act = async () => {
				if (itemIndex === upTo) throw new Error('refused');
				this.sent.push(itemIndex);
				await pause(2);
				return { ticket: `T${itemIndex}` };
			};
			const place = { context, api, itemIndex };
			const done = await once
				.run(place, [`item ${itemIndex}`], act, async ({ answer }) => await answer)
				.then(
					() => true,
					(error: unknown) => {
						isBehind = error instanceof Error && /another try of this exec/.test(error.message);
						return false;
					},
				);
			if (!done) break;
		}
		this.stored.push(isKilled ? {} : copied(flow));
		return isBehind;
	}
}

/** One run of the node sends items; what left is put into a list. @returns the errors */
async function ran(
	{ Once }: Process,
	record: Record,
	secret: string,
	sent: number[],
	{ items, ...run }: Run & { items: number[] },
): Promise<string[]> {
	const context = contextOf(record, secret, run);
	const once = guardOf(Once);
	const errors: string[] = [];
	for (const [itemIndex, item] of items.entries()) {
		const act = async () => {
			sent.push(item);
			await pause(1);
			return { ticket: `T${item}` };
		};
		const place = { context, api, itemIndex };
		await once
			.run(place, [`item ${item}`], act, async ({ answer }) => await answer)
			.catch((error: unknown) => errors.push(error instanceof Error ? error.message : 'no error'));
	}
	return errors;
}

describe('what n8n stores of an execution between two runs of the node', () => {
	const behind = expect.stringContaining('in another try of this execution');

	it.each([
		['a Wait node', true],
		['progress that is saved after each node', false],
	])('%s: a retry does not send what went out after it', async (_what, isLoadedAnew) => {
		const record = new Record(() => 0);
		const secret = randomUUID();
		const sent: number[] = [];
		const flow: IDataObject = {};
		const first = { flow, execution: '1', runIndex: 0, items: [0, 1] };
		expect(await ran(here, record, secret, sent, first)).toEqual([]);
		const stored = copied(flow);
		const second = {
			flow: isLoadedAnew ? copied(stored) : flow,
			execution: '1',
			runIndex: 1,
			items: [2, 3],
		};
		expect(await ran(here, record, secret, sent, second)).toEqual([]);
		// The process is killed, and a person retries what is stored.
		const retry = { flow: copied(stored), execution: '2', runIndex: 1, items: [2, 3] };
		expect(await ran(there, record, secret, sent, { ...retry, mode: 'retry' })).toEqual([
			behind,
			behind,
		]);
		expect(sent).toEqual([0, 1, 2, 3]);
	});

	it('a retry that waits leaves nothing to send for a retry of it, where it was killed later', async () => {
		const record = new Record(() => 0);
		const secret = randomUUID();
		const sent: number[] = [];
		const flow: IDataObject = {};
		const retry = { execution: '2', items: [0], mode: 'retry' as const };
		await ran(here, record, secret, sent, { ...retry, flow, runIndex: 0 });
		const stored = copied(flow);
		const more = { ...retry, flow: copied(stored), runIndex: 1, items: [1] };
		expect(await ran(here, record, secret, sent, more)).toEqual([]);
		const again = { ...more, execution: '3', flow: copied(stored) };
		expect(await ran(there, record, secret, sent, again)).toEqual([behind]);
		expect(sent).toEqual([0, 1]);
	});

	it('is gone on with once, also where it is resumed a second time', async () => {
		const record = new Record(() => 0);
		const secret = randomUUID();
		const sent: number[] = [];
		const resumed = { execution: '1', runIndex: 0, items: [0, 1] };
		expect(await ran(here, record, secret, sent, { ...resumed, flow: {} })).toEqual([]);
		expect(await ran(there, record, secret, sent, { ...resumed, flow: {} })).toEqual([
			behind,
			behind,
		]);
		expect(sent).toEqual([0, 1]);
	});
});

describe("n8n's record in trouble", () => {
	const of = (record: Record) => async (mode: Run['mode']) => {
		const sent: number[] = [];
		const run = { flow: {}, execution: '1', runIndex: 0, items: [0, 1], mode };
		expect(await ran(here, record, randomUUID(), sent, run)).toEqual([]);
		expect(sent).toEqual([0, 1]);
	};

	it.each(['webhook', 'retry'] as const)(
		'what was written although n8n says that it was not refuses nothing (%s)',
		async (mode) => {
			const record = new Record(() => 0);
			const { checkProcessedAndRecord: put } = record.helpers;
			let calls = 0;
			record.helpers.checkProcessedAndRecord = async (...values) => {
				const done = await put(...values);
				if (++calls === 1) throw new Error('Connection terminated unexpectedly');
				return done;
			};
			await of(record)(mode);
		},
	);

	it('one that keeps nothing holds up no retry', async () => {
		const record = new Record(() => 0);
		record.helpers.checkProcessedAndRecord = async (items) => ({ new: items, processed: [] });
		await of(record)('retry');
	});
});

it('an execution takes one entry of the record for a run', async () => {
	const record = new Record(() => 0);
	const written = new Set<unknown>();
	const { checkProcessedAndRecord: put } = record.helpers;
	record.helpers.checkProcessedAndRecord = async (items, ...more) => {
		for (const item of items) written.add(item);
		return await put(items, ...more);
	};
	await ran(here, record, randomUUID(), [], {
		flow: {},
		execution: '1',
		runIndex: 0,
		items: [0, 1, 2],
	});
	expect(written.size).toBe(1);
});

const soon = fc.integer({ min: 0, max: 4 });

it('nothing leaves twice, whoever retries what, where and when', async () => {
	const step = fc.record({
		process: fc.integer({ min: 0, max: 2 }),
		from: fc.nat(),
		upTo: fc.integer({ min: 0, max: ITEMS }),
		isKilled: fc.boolean(),
		isAtOnce: fc.boolean(),
	});
	await fc.assert(
		fc.asyncProperty(
			fc.array(step, { minLength: 2, maxLength: 6 }),
			fc.boolean(),
			fc.infiniteStream(soon),
			async (steps, hasSent, slow) => {
				const story = new Story(new Record(() => slow.next().value ?? 0));
				// Stored as nothing: it failed before the node, or was killed in it.
				if (hasSent) await story.try(here, 0, 2, { isFirst: true, isKilled: true });
				const running: Array<Promise<unknown>> = [];
				for (const { process, from, upTo, isKilled, isAtOnce } of steps) {
					const where = all[process];
					if (!where) throw new Error('no process');
					if (!isAtOnce) await Promise.all(running.splice(0));
					running.push(story.try(where, from % story.stored.length, upTo, { isKilled }));
				}
				await Promise.all(running);
				expect([...story.sent].sort()).toEqual([...new Set(story.sent)].sort());
			},
		),
		{ numRuns: 150 },
	);
}, 120_000);

it('the try that got furthest may always go on, in whichever process', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.integer({ min: 0, max: 2 }), { minLength: ITEMS, maxLength: ITEMS }),
			fc.boolean(),
			async (where, isStored) => {
				const story = new Story(new Record(() => 0));
				let from = 0;
				for (const [index, process] of where.entries()) {
					const chosen = all[process];
					if (!chosen) throw new Error('no process');
					expect(
						await story.try(chosen, from, index + 1, { isFirst: isStored && index === 0 }),
					).toBe(false);
					from = story.stored.length - 1;
				}
				expect(story.sent).toEqual([0, 1, 2, 3, 4]);
			},
		),
		{ numRuns: 30 },
	);
}, 60_000);

it('a retry of what was stored before another process went on sends nothing, and says which one knows', async () => {
	const story = new Story(new Record(() => 0));
	await story.try(here, 0, 1, { isFirst: true });
	expect(await story.try(here, 1, 3)).toBe(false);
	expect(await story.try(there, 1, ITEMS)).toBe(true);
	// In the process that knows all of them it goes on.
	expect(await story.try(here, 1, 4)).toBe(false);
	expect(await story.try(there, 2, ITEMS)).toBe(true);
	expect(await story.try(there, 4, ITEMS)).toBe(false);
	expect(story.sent).toEqual([0, 1, 2, 3, 4]);
});

it('retries of what failed before the node go on with each other in one process', async () => {
	const story = new Story(new Record(() => 0));
	expect(await story.try(here, 0, 2)).toBe(false);
	expect(await story.try(here, 0, ITEMS)).toBe(false);
	expect(story.sent).toEqual([0, 1, 2, 3, 4]);
});

it('executions of one node at the same time lose no turn of each other', async () => {
	const record = new Record(() => 1);
	const stories = Array.from({ length: 20 }, () => new Story(record));
	await Promise.all(stories.map(async (story) => await story.try(here, 0, 2, { isFirst: true })));
	for (const story of stories) expect(await story.try(there, 0, ITEMS)).toBe(true);
});

describe('what the provider is asked for first', () => {
	const PAYING_MS = 40;

	/** A retry that looks the payment up, and pays. */
	const retry = (record: Record, ledger: { paid: number; listed: number }) => {
		const secret = randomUUID();
		return async ({ Once }: Process, execution: string): Promise<string> => {
			const flow: IDataObject = {};
			const context = contextOf(record, secret, { flow, execution, runIndex: 0, mode: 'retry' });
			const act = async () => {
				if (ledger.listed > 0) throw new Error('paid already');
				ledger.paid += 1;
				await pause(PAYING_MS);
				ledger.listed += 1;
				return { ticket: 'T' };
			};
			const place = { context, api, itemIndex: 0, isLookedUp: true };
			return await guardOf(Once)
				.run(place, ['invoice'], act, async ({ answer }) => await answer)
				.then(
					() => 'paid',
					(error: unknown) => String(error),
				);
		};
	};

	it('is paid by one of several retries at the same time, in whichever processes', async () => {
		for (let round = 0; round < 20; round++) {
			const ledger = { paid: 0, listed: 0 };
			const paying = retry(new Record(() => Math.random() * 4), ledger);
			const told = await Promise.all(
				[here, there, here, there].map(async (each, at) => {
					await pause(Math.random() * 60);
					return await paying(each, `r${at}`);
				}),
			);
			expect([ledger.paid, told.filter((each) => each === 'paid').length > 0]).toEqual([1, true]);
			expect(told.join()).toMatch(/another retry of this execution is at work/);
		}
	});

	it('is paid by a retry that is alone, and found by the next one of its process', async () => {
		const ledger = { paid: 0, listed: 0 };
		const paying = retry(new Record(() => 1), ledger);
		expect(await paying(here, 'r1')).toBe('paid');
		expect(await paying(here, 'r2')).toBe('paid');
		expect(ledger.paid).toBe(1);
	});
});

it('many executions that begin at the same moment leave their turns, for whoever retries those that were killed', async () => {
	const record = new Record(() => 1 + Math.random() * 2);
	const secrets = Array.from({ length: 24 }, () => randomUUID());
	const sent: string[] = [];
	const send = async ({ Once }: Process, secret: string, mode: 'webhook' | 'retry') => {
		const flow: IDataObject = {};
		const execution = `${mode} ${secret}`;
		const context = contextOf(record, secret, { flow, execution, runIndex: 0, mode });
		const act = async () => {
			sent.push(secret);
			// Killed: no answer ever comes.
			if (mode === 'webhook') await new Promise<never>(() => {});
			return { ticket: 'T' };
		};
		const place = { context, api, itemIndex: 0 };
		await guardOf(Once)
			.run(place, ['item'], act, async ({ answer }) => await answer)
			.catch(() => {});
	};
	for (const [at, secret] of secrets.entries()) {
		void pause(Math.random() * 30).then(async () => {
			await send(all[at % all.length] ?? here, secret, 'webhook');
		});
	}
	await pause(1_500);
	expect(sent).toHaveLength(secrets.length);
	for (const [at, secret] of secrets.entries()) {
		await send(all[(at + 1) % all.length] ?? here, secret, 'retry');
	}
	expect(sent).toHaveLength(secrets.length);
});
