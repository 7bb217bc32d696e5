import type { IWebhookFunctions } from 'n8n-workflow';
import { BoundedMap } from '../../credentials/base/boundedMap';

const told = new BoundedMap<number>(1_000);
/** The same words of the same trigger are not written again for so long: visitors could fill the log. */
const ONCE_IN_MS = 60_000;
const LONGEST = 1_000;

/**
 * Writes into n8n's log why a visitor could not connect: pages do not tell strangers.
 * @param words without secrets
 */
export function note(context: IWebhookFunctions, words: string, now = Date.now()): void {
	const { id = '', name = '' } = context.getWorkflow();
	const node = context.getNode().name;
	const line = `"${node}" of the workflow "${name}" (${id}): ${words}`.slice(0, LONGEST);
	if (now - (told.get(line) ?? Number.NEGATIVE_INFINITY) < ONCE_IN_MS) return;
	told.set(line, now);
	context.logger.warn(line);
}
