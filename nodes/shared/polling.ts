import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../credentials/oauth2/outcome';
import { itemError } from './errors';

/**
 * The `poll` of a trigger.
 * @param look finds what is new; whatever it throws becomes the host's error
 */
export function polling(
	look: (context: IPollFunctions) => Promise<INodeExecutionData[][] | null>,
): (this: IPollFunctions) => Promise<INodeExecutionData[][] | null> {
	return async function poll(this: IPollFunctions) {
		const outcome = await outcomeOf(look(this));
		if (outcome.ok) return outcome.value;
		throw itemError(this.getNode(), outcome.error, 0);
	};
}
