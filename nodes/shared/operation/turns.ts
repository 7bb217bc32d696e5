import { randomUUID } from 'crypto';
import { sleep, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { flowOf, identityOf, wholeMemory, within } from './runIdentity';

type Context = Pick<
	IExecuteFunctions,
	'getExecutionId' | 'getNode' | 'evaluateExpression' | 'getContext' | 'getMode' | 'getWorkflow'
> & { helpers: Pick<IExecuteFunctions['helpers'], 'checkProcessedAndRecord'> };

/** What of the memory says, by node, how many turns were taken, and which execution took the last. */
const TURNS = 'turns';

/** Entries of n8n's record of a node: one for a turn of a first execution, three for one of a retry. */
const MOST_ENTRIES = 10_000;

/**
 * How long a try of a retry waits until no other process can write what it has read before: more than a database takes.
 * One that has no rival looks sooner whether its turn stayed.
 */
export const settling = { pauseMs: 250, lookMs: 20 };

/** One after the other in this process, by memory and by n8n's record: both are read, and written as a whole. */
const queues = new Map<unknown, Promise<unknown>>();

/**
 * By an execution's data as this process has it, the runs of nodes that have a turn: from what n8n stores between two
 * runs (a Wait node, progress that is saved) another try may begin, which does not know what the later one sent.
 */
const runsOf = new WeakMap<object, Record<string, Set<number>>>();

/** Runs of nodes, and the data of executions, that do not know all that was sent. */
const behind = new WeakSet<object>();

interface TurnTaken {
	/** Whether no other try has sent anything that this one does not know of. */
	knowsAll: boolean;
	/** Puts it into n8n's record once more, where another process has written that in the same moment. */
	confirm(): Promise<void>;
}

const NOTHING_TO_DO = async () => {};

/**
 * Takes its turn, once for each run of a node, before it sends what no key and no record of a provider guards.
 *
 * What an execution remembers comes along into its retries, but retries that begin with the same stored execution, in
 * two processes or before and after a restart, know nothing of each other; nor does a retry of an execution whose
 * process was killed know what that one sent. So each try takes the turn after the last one that it knows of, in n8n's
 * own record of what a node has processed, which all processes share. Where that turn is taken, somebody has sent
 * something that is not known here.
 * @param isOfNode whether no other node sends the same: else what another node did not know of counts here, too
 * @see docs/decisions/2026-11-28-turns-of-an-execution.md
 */
export async function takeTurn(context: Context, isOfNode: boolean): Promise<TurnTaken> {
	const memory = wholeMemory(context);
	return await inTurn(memory, async () => await taken(context, memory, isOfNode));
}

/** Whoever has sent something keeps others of the same execution from it for this minute and the next one. */
const MINUTE_MS = 60_000;

/** The minutes that retries of this process have, by what they remember together. */
const minutesOf = new WeakMap<object, Set<number>>();

/**
 * Whether no retry of the same execution is at work in another process: both would ask a provider for the same payment,
 * find none, and send it. What is over is found there.
 */
export async function isAlone(context: Context): Promise<boolean> {
	if (context.getMode() !== 'retry') return true;
	const memory = wholeMemory(context);
	return await inTurn(memory, async () => {
		const own = minutesOf.get(memory) ?? new Set();
		minutesOf.set(memory, own);
		const minute = Math.floor(Date.now() / MINUTE_MS);
		if (own.has(minute)) return true;
		const nameOf = (each: number): string => `${String(memory.id)} at ${each}`;
		const before = nameOf(minute - 1);
		if (!own.has(minute - 1) && (await recorded(context, [before]))?.known.has(before))
			return false;
		if (!(await won(context, nameOf(minute)))) return false;
		own.add(minute);
		return true;
	});
}

async function taken(context: Context, memory: IDataObject, isOfNode: boolean): Promise<TurnTaken> {
	const flow = flowOf(context);
	const isBehind = behind.has(context) || (!isOfNode && behind.has(flow));
	if (isBehind) return { knowsAll: false, confirm: NOTHING_TO_DO };
	// None where n8n runs a node by itself.
	const executionId = String(context.getExecutionId());
	const { nodeId, runIndex } = identityOf(context);
	const ofNodes = runsOf.get(flow) ?? {};
	runsOf.set(flow, ofNodes);
	const runs = (ofNodes[nodeId] ??= new Set());
	const turns = within(memory, TURNS);
	const [last, by] = turnIn(turns[nodeId]);
	if (by === executionId && runs.has(runIndex)) return { knowsAll: true, confirm: NOTHING_TO_DO };
	const name = `${String(memory.id)} ${last + 1}`;
	// Whoever has one turn of a retry has no rival for the next.
	const hasRivals = context.getMode() === 'retry' && (by !== executionId || runs.size === 0);
	const isOurs = hasRivals ? await won(context, name) : await reserved(context, name);
	if (!isOurs) {
		behind.add(context);
		behind.add(flow);
		return { knowsAll: false, confirm: NOTHING_TO_DO };
	}
	turns[nodeId] = [last + 1, executionId];
	runs.add(runIndex);
	const confirm = async () => void (await recorded(context, [name]));
	return { knowsAll: true, confirm: hasRivals ? NOTHING_TO_DO : confirm };
}

/** A record that does not keep what is written into it is none. */
const MOST_TRIES = 20;

/**
 * Records a name that nobody else wants now: it is taken where n8n goes on a second time from what it has stored of an
 * execution that waits. n8n writes the record as a whole, so that others who begin in the same moment may write over it:
 * nothing leaves before it has stayed.
 */
async function reserved(context: Context, name: string): Promise<boolean> {
	const found = await recorded(context, [name]);
	if (found === undefined) return true;
	// What was refused may have been written all the same.
	if (found.known.has(name) && !found.isRepeated) return false;
	for (let tries = 0; tries < MOST_TRIES; tries++) {
		await sleep(settling.lookMs);
		const left = await recorded(context, [name]);
		if (left === undefined || left.known.has(name)) return true;
	}
	return true;
}

/**
 * Records a name that only one of several may have, who begin at the same time. Each round writes two marks beside it:
 * by one it looks, and so writes it anew. The other one is never written without the name: where it is in the record, so
 * is the name by this try, and no other one's.
 */
async function won(context: Context, name: string): Promise<boolean> {
	const own: string[] = [];
	for (let tries = 0; tries < MOST_TRIES; tries++) {
		const [mine, beside] = [`${name} ${randomUUID()}`, `${name} ${randomUUID()}`];
		own.push(beside);
		const found = await recorded(context, [name, mine, ...own]);
		if (found === undefined) return true;
		if (found.known.has(name) && !own.some((each) => found.known.has(each))) return false;
		// The last one that wrote has it: n8n reads the record and writes it as a whole.
		await sleep(settling.pauseMs);
		const left = await recorded(context, [mine]);
		if (left === undefined || left.known.has(mine)) return true;
	}
	return true;
}

/**
 * Puts values into n8n's record of a node.
 * @returns those that were there, and whether it took a second try; undefined where there is no record: a workflow that
 * is not saved, or no database
 */
async function recorded(
	context: Context,
	values: string[],
): Promise<{ known: ReadonlySet<unknown>; isRepeated: boolean } | undefined> {
	const put = async () =>
		await context.helpers.checkProcessedAndRecord(values, 'node', {
			mode: 'entries',
			maxEntries: MOST_ENTRIES,
		});
	return await inTurn(`${context.getWorkflow().id} ${identityOf(context).nodeId}`, async () => {
		const first = await outcomeOf(put());
		// Of two processes that begin the record at the same time one is refused.
		const outcome = first.ok ? first : await outcomeOf(put());
		if (!outcome.ok) return undefined;
		return { known: new Set<unknown>(outcome.value.processed), isRepeated: !first.ok };
	});
}

/** Stored data may be anything. */
function turnIn(stored: unknown): [number: number, executionId: string] {
	const [number, executionId]: unknown[] = Array.isArray(stored) ? stored : [];
	return typeof number === 'number' && typeof executionId === 'string'
		? [number, executionId]
		: [0, ''];
}

/** Runs one after the other what has the same key. */
async function inTurn<Result>(key: unknown, run: () => Promise<Result>): Promise<Result> {
	const before = queues.get(key);
	const result = before === undefined ? run() : before.then(run);
	const ended = outcomeOf(result);
	queues.set(key, ended);
	const outcome = await ended;
	if (queues.get(key) === ended) queues.delete(key);
	if (outcome.ok) return outcome.value;
	throw outcome.error;
}
