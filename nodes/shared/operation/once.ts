import type { IDataObject } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { isRecord, sha256 } from '../../../credentials/base/values';
import { ApiError } from '../errors';
import { sentences } from '../sentences';
import { identityOf, memoryOf, placeOf, type Sender } from './runIdentity';
import { isAlone, takeTurn } from './turns';
import { saidBy } from '../../../credentials/base/hostError';

/** What an execution has sent before. */
export interface Earlier<Answer> {
	/** `item 3`, with the run of the node where that is another one (loops), or the other node. */
	item: string;
	/** Its answer, or its error. */
	answer: Promise<Answer>;
}

type Context = Parameters<typeof takeTurn>[0];

interface Place {
	context: Context;
	/** Through which it is sent: what goes elsewhere, or as somebody else, is another thing. */
	api: Sender;
	itemIndex: number;
	/** Whether the item names the company itself, so that the credential's is not heeded. */
	namesCompany?: boolean;
	/** Whether the provider is asked first whether it has it: its answer counts more than what is not known here. */
	isLookedUp?: boolean;
	/** Whether its identity names the node, so that no other node sends the same. */
	isOfNode?: boolean;
}

/** How an answer is kept with the execution, where a later try in another process can have it back. */
export interface Keeping<Answer> {
	/** @returns JSON without anything private; undefined where it is too much to keep */
	keep(answer: Answer): IDataObject | undefined;
	/** @param kept undefined where it was too much to keep */
	revive(kept: IDataObject | undefined, item: string): Answer;
	/**
	 * Whether the provider refuses a second one of the same caller by itself, so that it may be sent where nothing is
	 * known.
	 */
	mayResend?: boolean;
}

/**
 * One thing that was sent, as it is stored with the execution: node, run of the node, item, and what became of
 * it. Without the last part nothing is known beyond that it may have left.
 */
type Entry = [node: string, runIndex: number, itemIndex: number, told?: Told];

type Told = { answer?: IDataObject } | { error: string; description?: string };

/**
 * Answers of this process by the execution's own memory: they go when the execution goes, and no other
 * execution's push them out.
 */
const answers = new WeakMap<object, Map<string, Promise<unknown>>>();

/** Characters (about bytes) of answers that are kept with one execution. */
const MOST_KEPT = 20_000_000;

/** Characters of answers that an execution's memory holds so far. */
const used = new WeakMap<object, number>();

/**
 * Remembers what an execution has sent, where sending it again would cost money or make something twice:
 * within an execution and every retry of it, by n8n or by a person, in this process or another, what may have
 * gone out is not sent again, and its known answer is given back.
 *
 * The memory is the execution's own (`getContext('flow')`): it is there for every try of Retry On Fail, is
 * stored with a failed execution, and comes along into a retry from the list of executions. It holds hashes
 * and what an item shows anyway. What n8n does not store is not remembered: the data of an execution whose
 * process was killed.
 * @example
 * const orders = new OncePerExecution<Answer>((error) => leavesOpen(error), { keep, revive });
 * await orders.run(
 * 	{ context, api, itemIndex },
 * 	['report', product, hashOfPerson],
 * 	async () => await api.post(path, body),
 * 	async ({ answer }) => await answer, // another item of the same identity: its answer, nothing is sent
 * );
 * @see docs/decisions/2026-11-25-memory-of-an-execution.md
 */
export class OncePerExecution<Answer> {
	/**
	 * @param isKept whether it may have gone out in spite of an error, which is all that the execution gets of it then
	 * (unless the provider refuses a second one); after any other error it may be sent again
	 */
	constructor(
		private readonly isKept: (error: unknown) => boolean,
		private readonly keeping: Keeping<Answer>,
	) {}

	/**
	 * Does something, unless this execution has done it.
	 * @param identity what makes it the same, such as customer, invoice and amount; no whole number of a card,
	 * an account or a person, which could be found again from its hash
	 * @param repeated what another item, or another node, of the same identity gets
	 */
	async run(
		place: Place,
		identity: readonly unknown[],
		act: () => Promise<Answer>,
		repeated: (earlier: Earlier<Answer>) => Promise<Answer>,
	): Promise<Answer> {
		const { context, api, itemIndex } = place;
		const { nodeId, runIndex } = identityOf(context);
		const { own: memory, others, elsewhere } = await memoryOf(context, api);
		const mark = markOf(place, identity);
		const keyNow = () => sentAs(memory, mark) ?? hashOf(identity);
		const isGuarded = this.keeping.mayResend !== true && place.isLookedUp !== true;
		const isNew = !entryIn(memory, keyNow());
		const turn = isGuarded && isNew ? await takeTurn(context, place.isOfNode === true) : undefined;
		const isAtOnce = place.isLookedUp === true && isNew && !(await isAlone(context));
		// From here to the sending nothing waits: items run side by side.
		const key = keyNow();
		const entry = entryIn(memory, key);
		const theirs = place.namesCompany === true ? [...others, ...elsewhere] : others;
		if (!entry && theirs.some((each) => holds(each, mark, key))) throw sentByAnother(itemIndex);
		const isOpen = entry?.[3] === undefined && !inProcess(memory).has(key);
		if (entry && !(isOpen && this.keeping.mayResend === true)) {
			const [node, run, item] = entry;
			const where = [
				`item ${item}`,
				run === runIndex || node !== nodeId ? '' : ` of run ${run + 1} of this node`,
				node === nodeId ? '' : ' of another node of this execution',
			].join('');
			const answer = this.answerOf(memory, key, entry, where);
			const isOwn = node === nodeId && run === runIndex && item === itemIndex;
			if (isOwn) return await again(answer);
			answer.catch(() => {});
			const given = await repeated({ item: where, answer });
			// This item has it now, also where a retry has another name for the same.
			if (mark !== undefined) memory[mark] = key;
			return given;
		}
		if (turn?.knowsAll === false) throw sentInAnotherTry(itemIndex);
		if (isAtOnce) throw sentAtOnce(itemIndex);
		// Before it leaves: from now on it may have gone out.
		memory[key] = [nodeId, runIndex, itemIndex];
		if (mark !== undefined) memory[mark] = key;
		const answer = act();
		inProcess(memory).set(key, answer);
		const outcome = await outcomeOf(answer);
		await turn?.confirm();
		if (outcome.ok) {
			this.remember(memory, key, this.keeping.keep(outcome.value));
			return outcome.value;
		}
		const { error } = outcome;
		if (this.isKept(error) && this.keeping.mayResend === true) {
			inProcess(memory).delete(key);
		} else if (this.isKept(error)) {
			const { message = '', description } = saidBy(error);
			note(memory, key, { error: message, ...(description ? { description } : {}) });
		} else {
			delete memory[key];
			if (mark !== undefined) delete memory[mark];
			inProcess(memory).delete(key);
		}
		throw error;
	}

	private remember(memory: IDataObject, key: string, answer: IDataObject | undefined): void {
		const size = answer === undefined ? 0 : JSON.stringify(answer).length;
		const before = used.get(memory) ?? 0;
		const fits = answer !== undefined && before + size <= MOST_KEPT;
		if (fits) used.set(memory, before + size);
		note(memory, key, fits ? { answer } : {});
	}

	/** From this process where it is the same, else what is stored with the execution. */
	private async answerOf(
		memory: IDataObject,
		key: string,
		[, , , told]: Entry,
		item: string,
	): Promise<Answer> {
		// One store for all kinds of answers; under this key is one of this kind.
		const known = inProcess(memory).get(key) as Promise<Answer> | undefined;
		if (known) return await known;
		if (told === undefined) {
			throw new ApiError(
				`What became of ${item} is not known: it was sent, and the execution ended before an answer came. It was not sent again`,
				{ description: 'Find out what became of it before you start it anew' },
			);
		}
		if ('error' in told) throw new ApiError(told.error, { description: told.description });
		return this.keeping.revive(told.answer, item);
	}
}

/** What became of an earlier try of the same item; an error says that this one has sent nothing. */
async function again<Answer>(earlier: Promise<Answer>): Promise<Answer> {
	const outcome = await outcomeOf(earlier);
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!(error instanceof ApiError)) throw error;
	throw error.with({ description: sentences(error.description, SENT_BEFORE) });
}

const SENT_BEFORE =
	'An earlier try of this execution sent it, and this one nothing. To go on with other items, set "On Error" in the settings of the node to Continue';

const hashOf = (identity: readonly unknown[]): string =>
	sha256(JSON.stringify(identity)).slice(0, 24);

/**
 * By which an item's first sending is found although its values are others: an expression such as `$now` gives others
 * in the next try, and a person edits the node before a retry.
 */
function markOf({ context, itemIndex }: Place, identity: readonly unknown[]): string | undefined {
	const place = placeOf(context, itemIndex, identity.slice(0, 2));
	return place === undefined ? undefined : `@${place}`;
}

/** Under which key an item has sent something already. */
function sentAs(memory: IDataObject, mark: string | undefined): string | undefined {
	const key = mark === undefined ? undefined : memory[mark];
	return typeof key === 'string' && entryIn(memory, key) ? key : undefined;
}

const holds = (memory: IDataObject, mark: string | undefined, key: string): boolean =>
	sentAs(memory, mark) !== undefined || entryIn(memory, key) !== undefined;

/** The error of what another client, key, user or account has sent to the same place. */
export const sentByAnother = (itemIndex: number): ApiError =>
	new ApiError(
		`Item ${itemIndex} may have gone out before, under another client, key, account or base URL. It was not sent again`,
		{
			neverSent: true,
			description:
				'Look at the provider whether it is there. To send it from this credential, run the workflow as a new execution instead of a retry; or change the credential back',
		},
	);

/** The error of what another try of the same execution may have sent. */
const sentInAnotherTry = (itemIndex: number): ApiError =>
	new ApiError(
		`Item ${itemIndex} may have gone out in another try of this execution, of which this one does not know. It was not sent`,
		{
			neverSent: true,
			description:
				'If the list of executions has a newer retry that failed, retry that one: it knows. Otherwise look at the provider what is there, and run the workflow as a new execution',
		},
	);

/** The error of what another retry may be sending now. */
const sentAtOnce = (itemIndex: number): ApiError =>
	new ApiError(
		`Item ${itemIndex} was not sent, as another retry of this execution is at work, or was a moment ago`,
		{
			neverSent: true,
			description:
				'Wait until it is over, and two minutes more. Then retry this one if it is needed',
		},
	);

function inProcess(memory: object): Map<string, Promise<unknown>> {
	const known = answers.get(memory) ?? new Map<string, Promise<unknown>>();
	answers.set(memory, known);
	return known;
}

/** What an execution's memory holds of a key; stored data may be anything. */
function entryIn(memory: IDataObject, key: string): Entry | undefined {
	const found: unknown = memory[key];
	if (!Array.isArray(found) || found.length < 3) return undefined;
	const parts: unknown[] = found;
	const [node, runIndex, itemIndex, told] = parts;
	if (typeof node !== 'string' || typeof runIndex !== 'number' || typeof itemIndex !== 'number') {
		return undefined;
	}
	return isRecord(told) ? [node, runIndex, itemIndex, told] : [node, runIndex, itemIndex];
}

function note(memory: IDataObject, key: string, told: Told): void {
	const entry = entryIn(memory, key);
	if (!entry) return;
	const [node, runIndex, itemIndex] = entry;
	memory[key] = [node, runIndex, itemIndex, told];
}
