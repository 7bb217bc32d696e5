import type { IExecuteFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { ApiError, isNotCarriedOut } from '../errors';
import { memoryOf, placeOf, type Sender } from './runIdentity';

/**
 * Sends a call with an idempotency key: where an earlier try of the same item may have been carried out, with the key
 * of that one, since an expression such as `$execution.id` gives another one in a retry. After a refusal the key of now
 * counts: providers give a refusal back for as long as they keep its key.
 * @param purpose what is called, so that another call of the item gets a key of its own
 */
export async function underFirstKey<T>(
	{ context, api, itemIndex }: { context: IExecuteFunctions; api: Sender; itemIndex: number },
	purpose: string,
	key: string,
	send: (key: string) => Promise<T>,
): Promise<T> {
	const place = placeOf(context, itemIndex, ['idempotency key', purpose]);
	if (place === undefined) return await send(key);
	const name = `key ${place}`;
	const { own, others } = await memoryOf(context, api);
	const first = [own, ...others].map((memory) => memory[name]).find((each) => each !== undefined);
	const used = typeof first === 'string' ? first : key;
	const outcome = await outcomeOf(send(used));
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (error instanceof ApiError && isNotCarriedOut(error)) delete own[name];
	else own[name] = used;
	throw error;
}
