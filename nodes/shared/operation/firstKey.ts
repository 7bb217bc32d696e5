import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { memoryOf, placeOf, type Sender } from './runIdentity';

/** Where the idempotency key of an item's first try is kept. */
export interface FirstKey {
	/** @returns the key to send: the first one, whatever an expression such as `$now` gives this time */
	take(key: string): string;
	/** Forgets a key that was new in this try: nothing was made with it, so that one that is mended counts in a retry. */
	forget(): void;
}

/**
 * The key that an item was sent with first, in every try and retry of the execution.
 * @param purpose tells several calls of one item apart
 * @returns undefined for what an agent calls
 */
export async function firstKeyOf(
	{ context, api, itemIndex }: { context: IExecuteFunctions; api: Sender; itemIndex: number },
	purpose: string,
): Promise<FirstKey | undefined> {
	const place = placeOf(context, itemIndex, ['idempotency key', purpose]);
	if (place === undefined) return undefined;
	const name = `key ${place}`;
	const { own, others } = await memoryOf(context, api);
	// Also where another caller sent it: it may be the same account.
	const kept = [own, ...others].map((each: IDataObject) => each[name]);
	const known = kept.find((each) => typeof each === 'string');
	return {
		take: (key) => known ?? (own[name] = key),
		forget() {
			if (known === undefined) delete own[name];
		},
	};
}
