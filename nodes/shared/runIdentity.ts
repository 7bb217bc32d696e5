import type { IExecuteFunctions } from 'n8n-workflow';

type Context = Pick<IExecuteFunctions, 'getExecutionId' | 'getNode' | 'evaluateExpression'>;

/** Which run of which node of which execution this is: the same again when n8n retries the node. */
interface RunIdentity {
	executionId: string;
	nodeId: string;
	/** How often the node has run before in the execution (loops). */
	runIndex: number;
}

const known = new WeakMap<object, RunIdentity>();

/** The identity of a run, asked for once a run: n8n copies the node and starts its expression engine for it. */
export function identityOf(context: Context): RunIdentity {
	const found = known.get(context);
	if (found) return found;
	const identity = {
		executionId: context.getExecutionId(),
		nodeId: context.getNode().id,
		runIndex: Number(context.evaluateExpression('{{ $runIndex }}', 0)) || 0,
	};
	known.set(context, identity);
	return identity;
}
