import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { isRecord } from '../../../credentials/base/values';
import type { ApiClient } from '../api/client';
import { contentHash } from './contentHash';
import {
	goOnWith,
	identityOf,
	isTriedAgain,
	memoryOf,
	originOf,
	placeOf,
	within,
	type Origin,
} from './runIdentity';

/** Where an execution's memory keeps them: the content's hash, and run and item of each. */
const OPEN = 'open';

/** By place: which run and item an item went on with, also once that has its answer. */
const GONE_ON = 'gone on';

/** By content: what an agent's calls were answered to, and in which execution. */
const ANSWERED = 'answered';

interface OpenTries {
	/**
	 * Goes on with an earlier run's try, where one is open; an agent's call in a retry also with one that was answered
	 * before: the agent begins anew, and asks for the same again. @returns whether there is one
	 */
	goOn(): Promise<boolean>;
	/** Whether this item's own, or the one that it goes on with, was sent and nobody knows what became of it. */
	isOpen(): Promise<boolean>;
	/**
	 * Waits for what this item sends: its try is closed with the answer, and open from now on where nobody knows.
	 * @param leavesOpen whether it may have been carried out in spite of an error
	 */
	follow<Answer>(answer: Promise<Answer>, leavesOpen: (error: unknown) => boolean): Promise<Answer>;
}

/**
 * What earlier runs of the node have sent, and of which nobody knows what became of it. A workflow that leads errors
 * back into the node, and an agent that calls its tool once more, run it again with the same values: they go on with
 * that try, although n8n counts another run, and often another item.
 * @param contentOf what makes two of them the same: all values, private ones too
 * @see docs/decisions/2026-11-27-a-loop-that-tries-again.md
 */
export async function openTries(
	place: { api: ApiClient; context: IExecuteFunctions; itemIndex: number },
	contentOf: () => readonly unknown[],
): Promise<OpenTries> {
	const { api, context, itemIndex } = place;
	const { own } = await memoryOf(context, api);
	const { nodeId, runIndex, isTool, isRetry } = identityOf(context);
	const current = context.getExecutionId();
	const named = async (): Promise<string> => {
		const { binary = null } = context.getInputData()[itemIndex] ?? {};
		return await contentHash(api, [nodeId, contentOf(), binary]);
	};
	let name: Promise<string> | undefined;
	const nameOf = async (): Promise<string> => await (name ??= named());
	const isOwn = (origin: Origin): boolean => {
		const first = originOf(context, itemIndex);
		return origin.runIndex === first.runIndex && origin.itemIndex === first.itemIndex;
	};
	const note = async () => {
		const all: IDataObject = isRecord(own[OPEN]) ? own[OPEN] : {};
		own[OPEN] = all;
		const name = await nameOf();
		const known = originsIn(all[name]);
		if (!known.some(isOwn)) known.push(originOf(context, itemIndex));
		all[name] = known.map((each) => [each.runIndex, each.itemIndex]);
	};
	const close = async () => {
		if (!isRecord(own[OPEN])) return;
		const name = await nameOf();
		const left = originsIn(own[OPEN][name]).filter((each) => !isOwn(each));
		if (left.length > 0) own[OPEN][name] = left.map((each) => [each.runIndex, each.itemIndex]);
		else delete own[OPEN][name];
	};
	const noteAnswer = async () => {
		const all = within(own, ANSWERED);
		const name = await nameOf();
		const { runIndex: run, itemIndex: item } = originOf(context, itemIndex);
		all[name] = [...answersIn(all[name]), [run, item, current]];
	};
	/** Each answer is for one call of the retry. */
	const takeAnswered = async (): Promise<Origin | undefined> => {
		const all = isTool && isRetry ? own[ANSWERED] : undefined;
		if (!isRecord(all)) return undefined;
		const name = await nameOf();
		const known = answersIn(all[name]);
		const taken = known.find(([, , execution]) => execution !== current);
		if (!taken) return undefined;
		all[name] = known.filter((each) => each !== taken);
		return { runIndex: taken[0], itemIndex: taken[1] };
	};
	return {
		async goOn() {
			const answered = await takeAnswered();
			if (answered) {
				goOnWith(context, itemIndex, answered);
				return true;
			}
			if (!isRecord(own[OPEN])) return false;
			const name = await nameOf();
			// A node that n8n tries again is in the same run: what this item went on with may be answered by now.
			const gone = within(own, GONE_ON);
			const at = placeOf(context, itemIndex, ['gone on', name]);
			const [before] = at === undefined ? [] : originsIn(gone[at]);
			const found =
				before ??
				originsIn(own[OPEN][name]).find(
					(each) => each.runIndex !== runIndex && !isTriedAgain(context, each),
				);
			if (!found) return false;
			goOnWith(context, itemIndex, found);
			if (at !== undefined) gone[at] = [[found.runIndex, found.itemIndex]];
			return true;
		},
		async isOpen() {
			return isRecord(own[OPEN]) && originsIn(own[OPEN][await nameOf()]).some(isOwn);
		},
		async follow(answer, leavesOpen) {
			const outcome = await outcomeOf(answer);
			if (outcome.ok) {
				await close();
				if (isTool) await noteAnswer();
				return outcome.value;
			}
			if (leavesOpen(outcome.error)) await note();
			throw outcome.error;
		},
	};
}

/** Stored data may be anything. */
const originsIn = (stored: unknown): Origin[] =>
	(Array.isArray(stored) ? stored : []).flatMap((each: unknown) => {
		const [runIndex, itemIndex]: unknown[] = Array.isArray(each) ? each : [];
		return typeof runIndex === 'number' && typeof itemIndex === 'number'
			? [{ runIndex, itemIndex }]
			: [];
	});

const answersIn = (stored: unknown): Array<[run: number, item: number, execution: string]> =>
	(Array.isArray(stored) ? stored : []).flatMap((each: unknown) => {
		const [{ runIndex, itemIndex } = {}] = originsIn([each]);
		const execution: unknown = Array.isArray(each) ? each[2] : undefined;
		return runIndex !== undefined && itemIndex !== undefined && typeof execution === 'string'
			? [[runIndex, itemIndex, execution]]
			: [];
	});
