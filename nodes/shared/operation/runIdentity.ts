import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isRecord, sha256 } from '../../../credentials/base/values';

type Context = Pick<
	IExecuteFunctions,
	'getExecutionId' | 'getNode' | 'evaluateExpression' | 'getContext'
>;

/** Which run of which node of which execution this is: the same again when n8n retries the node. */
interface RunIdentity {
	/** Of the first execution, where this one is a retry of it. */
	executionId: string;
	/** Whether this execution goes on with what another one has left. */
	isRetry: boolean;
	nodeId: string;
	/** Whether an AI agent calls the node as its tool. */
	isTool: boolean;
	/** How often the node has run before in the execution (loops). */
	runIndex: number;
}

const known = new WeakMap<object, RunIdentity>();

const MEMORY = 'n8nNodesBackoffice';

/**
 * What this execution remembers, all nodes of this pack together: part of the execution's own data, so that a
 * retry goes on with it (n8n stores `contextData` with a failed execution).
 */
export function memoryOf(context: Context): IDataObject {
	const flow = context.getContext('flow');
	const held: unknown = flow[MEMORY];
	if (isRecord(held)) return held;
	const memory: IDataObject = {};
	flow[MEMORY] = memory;
	return memory;
}

/** The identity of a run, asked for once a run: n8n copies the node and starts its expression engine for it. */
export function identityOf(context: Context): RunIdentity {
	const found = known.get(context);
	if (found) return found;
	const current = context.getExecutionId();
	const memory = memoryOf(context);
	const first = typeof memory.execution === 'string' ? memory.execution : current;
	memory.execution = first;
	const { id: nodeId, type = '' } = context.getNode();
	const identity = {
		executionId: first,
		isRetry: first !== current,
		nodeId,
		isTool: /Tool$/.test(type),
		runIndex: Number(context.evaluateExpression('{{ $runIndex }}', 0)) || 0,
	};
	known.set(context, identity);
	return identity;
}

/**
 * The place of what an item sends, whatever its values are: the same again in every try and retry of the execution.
 * @param what tells several things of one item apart
 * @returns undefined for what an agent calls: it calls one item again and again, and means something else each time
 */
export function placeOf(
	context: Context,
	itemIndex: number,
	what: readonly unknown[],
): string | undefined {
	const { nodeId, runIndex, isTool } = identityOf(context);
	if (isTool) return undefined;
	return sha256(JSON.stringify([...what, nodeId, runIndex, itemIndex])).slice(0, 16);
}

/**
 * Whether what is sent now may be a repetition that this execution cannot know of: it goes on with what an earlier
 * one left (whose memory is lost if its process was killed), or another workflow started it, whose node may have
 * been tried again.
 */
export const mayRepeat = (context: Context & Pick<IExecuteFunctions, 'getMode'>): boolean =>
	identityOf(context).isRetry || REPEATING_MODES.has(context.getMode());

const REPEATING_MODES: ReadonlySet<string> = new Set(['retry', 'integrated']);
