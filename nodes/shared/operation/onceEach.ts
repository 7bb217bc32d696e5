import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
import { ApiClient } from '../api/client';
import { ApiError, isNotCarriedOut, openAllTheSame, STILL_OPEN } from '../errors';
import { OncePerExecution } from './once';
import { FileItem, type Operation, type Output, type RawValue } from './operation';
import { plainly } from './contentHash';
import { openTries } from './openTries';
import { identityOf, originOf } from './runIdentity';
import { isBlank } from '../records';
import { sentences } from '../sentences';
import { isRecord, recordsIn } from '../../../credentials/base/values';

type Items = Array<IDataObject | FileItem>;

/**
 * No answer, a server in trouble, or an answer that cannot be read, also where that is a fault of ours: it may have
 * been carried out.
 */
const leavesOpen = (error: unknown): boolean =>
	error instanceof ApiError
		? !isNotCarriedOut(error)
		: error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;

const keeping = {
	keep: (items: Items): IDataObject | undefined =>
		items.every((item): item is IDataObject => !(item instanceof FileItem)) ? { items } : undefined,
	revive(kept: IDataObject | undefined, item: string): Items {
		if (Array.isArray(kept?.items)) return recordsIn(kept.items);
		throw new ApiError(`The answer to ${item} was not kept. It was not sent again`, {
			description: 'Look for the record at the provider',
		});
	},
};

/** What is made or sent without a key of the provider's: what may have gone out never leaves again. */
const unkeyed = new OncePerExecution<Items>(leavesOpen, keeping);

/** The provider itself refuses the same key twice, so what is not known may be sent again by the same caller. */
const keyed = new OncePerExecution<Items>(leavesOpen, { ...keeping, mayResend: true });

/**
 * Runs a write for one item, unless this execution, or the one that it is a retry of, has done so: then the item gets
 * what came of it.
 * @param valueOf the value of a field as it is meant
 */
export async function onceForItem<Api>(
	operation: Operation<Api>,
	place: { api: Api; context: IExecuteFunctions; itemIndex: number },
	rawOf: RawValue,
	valueOf: (name: string) => unknown,
	run: () => Promise<Output>,
): Promise<Output> {
	const { once } = operation;
	const kind = typeof once === 'function' ? once(rawOf) : once;
	if (kind === undefined) return await run();
	const { api, context, itemIndex } = place;
	if (!(api instanceof ApiClient)) throw new Error('What is sent once needs a client');
	const { nodeId } = identityOf(context);
	const names = Object.keys(operation.fields);
	const valuesOf = (fields: readonly string[]) =>
		fields.map((name) => {
			const property = operation.fields[name]?.property;
			return !property || property.type === 'notice' ? null : valueOf(name);
		});
	const open = await openTries({ api, context, itemIndex }, () => [
		operation.action,
		valuesOf(names),
	]);
	const isRepeated = await open.goOn();
	const first = originOf(context, itemIndex);
	const values = plainly(valuesOf(operation.onceBy ?? names));
	const identity = ['write', operation.action, nodeId, first.runIndex, first.itemIndex, values];
	const guard = kind === 'keyed' ? keyed : unkeyed;
	const wasOpen = await open.isOpen();
	const act = async () => {
		const done = await outcomeOf(afterChanges(api, run, kind === 'keyed').then(listed));
		if (done.ok) return done.value;
		throw wasOpen ? openAllTheSame(done.error) : done.error;
	};
	const namesCompany = 'company' in operation.fields && !isBlank(valueIn(rawOf('company', '')));
	const sender = { api, context, itemIndex, namesCompany, isOfNode: true };
	const sent = guard.run(sender, identity, act, async ({ answer }) => await answer);
	const outcome = await outcomeOf(open.follow(sent, leavesOpen));
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (!isRepeated || !(error instanceof ApiError) || kind === 'keyed') throw error;
	throw error.with({
		description: `Run ${first.runIndex + 1} of this node sent the same as its item ${first.itemIndex}, and what became of it is not known. It was not sent again. Look for it at the provider before you start it anew`,
	});
}

/** What a locator holds, or any other field. */
const valueIn = (raw: unknown): unknown => (isRecord(raw) && 'value' in raw ? raw.value : raw);

/**
 * Several calls for one item: what a later one is refused with says nothing of the one that was carried out, and what
 * fails on this side after it (a disk that is full, a value that cannot be used) says nothing either. Items that change
 * something go one after the other, or with a client of their own, so that the count is this item's.
 */
async function afterChanges(
	client: ApiClient,
	run: () => Promise<Output>,
	isKeyed: boolean,
): Promise<Output> {
	const { changes: before, begun } = client;
	const outcome = await outcomeOf(run());
	if (outcome.ok) return outcome.value;
	const { error } = outcome;
	if (error instanceof ApiError) {
		// What was read first failed: nothing has left.
		if (!isKeyed && client.begun === begun) throw error.with({ neverSent: true });
		throw client.changesBeforeFailure > before ? error.with(STILL_OPEN) : error;
	}
	if (client.changes <= before || !hasWords(error)) throw error;
	throw new ApiError(error.message, {
		description:
			typeof error.description === 'string'
				? error.description
				: sentences(CARRIED_OUT, isKeyed ? '' : 'It is not sent again'),
	});
}

/** An error of the host, of Node.js or of this pack. */
const hasWords = (error: unknown): error is { message: string; description?: unknown } =>
	typeof error === 'object' &&
	error !== null &&
	'message' in error &&
	typeof error.message === 'string';

const CARRIED_OUT = 'The call was carried out before this failed';

/** An output as a list, whichever form it has. */
async function listed(output: Output): Promise<Items> {
	if (!(Symbol.asyncIterator in output)) return Array.isArray(output) ? output : [output];
	const all: Items = [];
	for await (const page of output) all.push(...page);
	return all;
}
