import type { IExecuteFunctions } from 'n8n-workflow';
import { BoundedMap } from '../../credentials/oauth2/boundedMap';
import { outcomeOf } from '../../credentials/oauth2/outcome';
import { sha256 } from '../../credentials/oauth2/values';
import { identityOf } from './runIdentity';

/** What an execution has sent before. */
export interface Earlier<Answer> {
	/** `item 3`, with the run of the node where that is another one (loops). */
	item: string;
	/** Its answer, or its error. */
	answer: Promise<Answer>;
}

interface Place {
	context: Pick<IExecuteFunctions, 'getExecutionId' | 'getNode' | 'evaluateExpression'>;
	itemIndex: number;
}

interface Entry<Answer> {
	/** Which time the node runs in the execution; the same again with Retry On Fail. */
	runIndex: number;
	itemIndex: number;
	answer: Promise<Answer>;
}

const MOST_REMEMBERED = 10_000;

/**
 * Remembers what each execution has sent, where sending it again would cost money: neither a second
 * item nor n8n's Retry On Fail shall do that unasked. Kept in this process's memory, the identity as a
 * hash only.
 */
export class OncePerExecution<Answer> {
	private readonly remembered = new BoundedMap<Entry<Answer>>(MOST_REMEMBERED);

	/**
	 * @param isKept whether an error is all that the execution gets of the request; after any other error
	 * it may be sent again
	 */
	constructor(private readonly isKept: (error: unknown) => boolean) {}

	/**
	 * Does something, unless this execution has done it.
	 * @param identity what makes it the same, such as customer, invoice and amount
	 * @param repeated what another item of the same identity gets
	 */
	async run(
		place: Place,
		identity: readonly unknown[],
		act: () => Promise<Answer>,
		repeated: (earlier: Earlier<Answer>) => Promise<Answer>,
	): Promise<Answer> {
		const { context, itemIndex } = place;
		const { executionId, nodeId, runIndex } = identityOf(context);
		const key = sha256(JSON.stringify([executionId, nodeId, ...identity]));
		const earlier = this.remembered.get(key);
		if (earlier) {
			const { answer } = earlier;
			const sameRun = earlier.runIndex === runIndex;
			if (sameRun && earlier.itemIndex === itemIndex) return await answer;
			const run = sameRun ? '' : ` of run ${earlier.runIndex + 1} of this node`;
			return await repeated({ item: `item ${earlier.itemIndex}${run}`, answer });
		}
		const answer = act();
		this.remembered.set(key, { runIndex, itemIndex, answer });
		const outcome = await outcomeOf(answer);
		if (outcome.ok) return outcome.value;
		if (!this.isKept(outcome.error)) this.remembered.delete(key);
		throw outcome.error;
	}
}
