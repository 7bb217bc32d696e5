import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { ApiError, isNotCarriedOut, openAllTheSame } from '../errors';
import { contentHash } from './contentHash';
import { identityOf, memoryOf, placeOf, type Sender } from './runIdentity';

/** Where the idempotency key of an item's first try is kept. */
export interface FirstKey {
	/** The key of an earlier try, which may have been carried out. */
	readonly known: string | undefined;
	/** Whether nobody knows what became of an earlier try. */
	readonly isOpen: boolean;
	/** From now on nobody does. */
	leaveOpen(): void;
	/** It was answered: nothing is open any more. */
	settle(): void;
	/** @returns the key to send: the first one, whatever an expression such as `$now` gives this time */
	take(key: string): string;
	/** Forgets a key that was new in this try: nothing was made with it, so that one that is mended counts in a retry. */
	forget(): void;
	/** Forgets it in any case: the call was carried out, and the next one means something else. */
	end(): void;
}

/**
 * The key that an item was sent with first, in every try and retry of the execution.
 * @param purpose tells several calls of one item apart
 * @param content what is sent: what an agent calls has no place of its own, so it keeps no key, and only whether the
 * same is open
 */
export async function firstKeyOf(
	{ context, api, itemIndex }: { context: IExecuteFunctions; api: Sender; itemIndex: number },
	purpose: string,
	content: unknown,
): Promise<FirstKey> {
	const ofItem = placeOf(context, itemIndex, ['idempotency key', purpose]);
	const { nodeId } = identityOf(context);
	const place = ofItem ?? (await contentHash(api, [nodeId, purpose, content]));
	const name = `key ${place}`;
	const open = `open ${place}`;
	const { own, others } = await memoryOf(context, api);
	// Also where another caller sent it: it may be the same account.
	const kept: IDataObject[] = [own, ...others];
	const known = kept.map((each) => each[name]).find((each) => typeof each === 'string');
	const isKept = ofItem !== undefined;
	return {
		known,
		isOpen: known !== undefined || kept.some((each) => each[open] === true),
		leaveOpen() {
			own[open] = true;
		},
		settle() {
			delete own[open];
		},
		take: (key) => known ?? (isKept ? (own[name] = key) : key),
		forget() {
			if (known === undefined) delete own[name];
		},
		end() {
			delete own[name];
			delete own[open];
		},
	};
}

/**
 * Waits for what was sent with a key, and forgets the key where it was refused.
 * @throws ApiError of which nobody knows what became of it, also where it is an earlier try that was not answered
 */
export async function sentWith<Answer>(first: FirstKey, answer: Promise<Answer>): Promise<Answer> {
	const outcome = await outcomeOf(answer);
	if (outcome.ok) {
		first.settle();
		return outcome.value;
	}
	const { error } = outcome;
	if (!(error instanceof ApiError)) throw error;
	if (!isNotCarriedOut(error)) first.leaveOpen();
	else if (first.isOpen) throw openAllTheSame(error);
	else first.forget();
	throw error;
}
