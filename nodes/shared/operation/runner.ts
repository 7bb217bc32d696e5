import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError, sleep } from 'n8n-workflow';
import { outcomeNow, outcomeOf, type Outcome } from '../../../credentials/base/outcome';
import { ApiClient } from '../api/client';
import { MOST_CALLS } from '../api/pace';
import { EndlessListError } from '../api/paging';
import { itemError } from '../errors';
import type { Field, Outdated } from '../fields';
import { onceForItem } from './onceEach';
import {
	FileItem,
	readAll,
	type Call,
	type Operation,
	type Output,
	type RawValue,
	type Resource,
} from './operation';
import { tellOutdated, tellUnmet } from './hints';
import { selectedNames, selectedOf, unmetOf, type Unmet } from './output';
import { ownJson } from './ownJson';
import { inPanelNames } from './panelNames';
import { rawValuesOf, Readers } from './rawValues';
import { isTool } from './runIdentity';
import { sentences } from '../sentences';

/**
 * The `execute` of a node: finds the chosen operation and runs it for every item.
 * @param connect makes the provider's client, once a run
 * @see docs/decisions/2026-11-21-programmatic-nodes.md
 */
export function run<Api>(
	resources: ReadonlyArray<Resource<Api>>,
	connect: (context: IExecuteFunctions) => Api,
): (this: IExecuteFunctions) => Promise<INodeExecutionData[][]> {
	return async function execute(this: IExecuteFunctions) {
		const operation = chosenOperation(this, resources);
		const api = connect(this);
		const items = this.getInputData();
		shareReads(this, operation, api);
		const isRead = operation.kind === 'read';
		const atOnce = parallelism(this, operation, api);
		const isSideBySide = !isRead && api instanceof ApiClient && atOnce() > 1;
		const readers = new Readers(items.length, rawValuesOf(this), (rawOf) =>
			readAll(operation.fields, fieldReader(this, rawOf)),
		);
		const results = new Array<INodeExecutionData[]>(items.length);
		const notes: Notes = { unmet: [], outdated: new Map(), held: new WeakSet() };
		const run = async (itemIndex: number) => {
			const item = items[itemIndex] ?? { json: {} };
			const own = isSideBySide ? api.forOneItem() : api;
			const call = { api: own, item, itemIndex, context: this };
			const work = outcomeOf(runItem(operation, call, readers.of(itemIndex), notes));
			// Once the call has left.
			if (!isRead) void sleep(0).then(() => readers.prepare());
			const outcome = await work;
			if (!outcome.ok) throw outcome.error;
			results[itemIndex] = outcome.value;
		};
		const outcome = await outcomeOf(inParallel(items.length, atOnce, run, !isRead));
		tellPace(this, api);
		if (!outcome.ok) throw told(outcome.error, operation, results, isSideBySide);
		const [first] = notes.unmet;
		if (first && notes.unmet.length === items.length) tellUnmet(this, first);
		tellOutdated(this, [...notes.outdated.values()]);
		return [results.flat()];
	};
}

/** The error of an item with how many others were carried out before it, where that matters to people. */
function told<Api>(
	error: unknown,
	{ kind }: Operation<Api>,
	results: ReadonlyArray<INodeExecutionData[] | undefined>,
	isSideBySide: boolean,
): unknown {
	const done = results.filter((result) => result !== undefined).length;
	const isTold = error instanceof NodeApiError || error instanceof NodeOperationError;
	if (kind === 'read' || done === 0 || !isTold) return error;
	const before = `${isSideBySide ? 'Beside' : 'Before'} it, ${done} ${done === 1 ? 'item was' : 'items were'} carried out.`;
	error.description = sentences(error.description, before);
	return error;
}

function chosenOperation<Api>(
	context: IExecuteFunctions,
	resources: ReadonlyArray<Resource<Api>>,
): Operation<Api> {
	const resourceValue = context.getNodeParameter('resource', 0);
	const operationValue = context.getNodeParameter('operation', 0);
	const operation = resources
		.find(({ value }) => value === resourceValue)
		?.operations.find(({ value }) => value === operationValue);
	if (!operation) {
		throw new NodeOperationError(
			context.getNode(),
			`There is no operation "${String(operationValue)}" of the resource "${String(resourceValue)}"`,
			{ description: 'Choose Resource and Operation again in the node' },
		);
	}
	return operation;
}

/** For whoever wants to see what the run did with the service's limits. */
function tellPace<Api>(context: IExecuteFunctions, api: Api): void {
	if (!(api instanceof ApiClient) || context.getMode() !== 'manual' || !api.pace.wasHeldBack)
		return;
	const message = `Calls at the same time: ${api.pace.trace}`;
	context.addExecutionHints({ message, location: 'outputPane' });
}

/** Items that read the same share one call, unless the user wants every one sent. */
function shareReads<Api>(context: IExecuteFunctions, operation: Operation<Api>, api: Api): void {
	if (operation.kind !== 'read' || !(api instanceof ApiClient)) return;
	// Only where the user has the choice.
	if (!hasOption(operation, 'alwaysAskAgain')) return;
	if (context.getInputData().length < 2) return;
	const isOn = (name: string): boolean =>
		context.getNodeParameter(`options.${name}`, 0, false) === true;
	if (isOn('alwaysAskAgain')) return;
	api.shareReads();
	if (operation.combines === undefined) return;
	api.isCombining = !hasOption(operation, 'combineReads') || isOn('combineReads');
}

const hasOption = <Api>({ fields }: Operation<Api>, wanted: string): boolean =>
	(fields.options?.property.options ?? []).some(({ name }) => name === wanted);

/** How many items are under way at the same time: of reads, as many as the provider takes calls. */
function parallelism<Api>(
	context: IExecuteFunctions,
	operation: Operation<Api>,
	api: Api,
): () => number {
	const pause = optionOf(context, 'longestPause');
	if (api instanceof ApiClient) api.bePatient(pause === undefined ? undefined : pause * 60_000);
	if (operation.kind === 'write') {
		const most = hasOption(operation, 'writesAtOnce') ? optionOf(context, 'writesAtOnce') : 1;
		return () => Math.max(1, Math.min(Math.floor(most ?? 1), MOST_CALLS));
	}
	const chosen = Math.floor(optionOf(context, 'parallelRequests') ?? 0);
	if (operation.kind === 'purchase') return () => Math.max(1, chosen);
	const most = chosen >= 1 ? chosen : MOST_CALLS;
	if (!(api instanceof ApiClient)) return () => most;
	api.pace.bound(most);
	const each = api.isCombining ? (operation.combines ?? 1) : 1;
	return () => Math.min(api.pace.limit * each, Math.max(MOST_ITEMS, api.pace.limit));
}

/** Items that wait for shared calls at the same time. */
const MOST_ITEMS = 1_000;

/** Items that start in one go: reading their parameters takes time in which nothing else happens. */
const AT_ONCE = 100;

/** A number among the options of the run. */
function optionOf(context: IExecuteFunctions, name: string): number | undefined {
	const value = context.getNodeParameter(`options.${name}`, 0, '');
	const read = Number(value);
	return value !== '' && Number.isFinite(read) && read >= 0 ? read : undefined;
}

/**
 * Runs `task` for 0 … count-1, in order of start; the first error stops further starts.
 * @param limit how many at the same time; asked anew whenever one has ended
 * @param seesOut whether those under way are awaited after an error: what became of them must be known
 */
async function inParallel(
	count: number,
	limit: () => number,
	task: (index: number) => Promise<void>,
	seesOut: boolean,
): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		let next = 0;
		let active = 0;
		let failed: { error: unknown } | undefined;
		const ended = (outcome: Outcome<void>) => {
			active -= 1;
			if (!outcome.ok) {
				next = count;
				failed ??= outcome;
			}
			// The linter wants an Error; what was thrown is handed on, whatever it is.
			if (failed && (active === 0 || !seesOut)) reject(failed.error as Error);
			else if (active === 0 && next >= count) resolve();
			else fill();
		};
		const fill = () => {
			for (let started = 0; next < count && active < Math.max(1, limit()); started++) {
				if (started === AT_ONCE) {
					void sleep(0).then(fill);
					return;
				}
				active += 1;
				void outcomeOf(task(next)).then(ended);
				next += 1;
			}
		};
		if (count === 0) resolve();
		else fill();
	});
}

/** What the items of a run have in common, and what the editor is told of them. */
interface Notes {
	/** Of the items of which it holds. */
	unmet: Unmet[];
	/** By the name of the field. */
	outdated: Map<string, Outdated>;
	/** What the items hold so far. */
	held: WeakSet<object>;
}

/** Reads the fields of an item. */
const fieldReader =
	(context: IExecuteFunctions, rawOf: RawValue, notes?: Notes) =>
	<T>(name: string, { property, read }: Field<T>): T =>
		read(rawOf(name, property.default), property.displayName, {
			timezone: context.getTimezone(),
			saved: rawOf.saved?.(name),
			...(notes ? { outdated: (value: Outdated) => notes.outdated.set(value.name, value) } : {}),
		});

async function runItem<Api>(
	operation: Operation<Api>,
	call: Call<Api>,
	rawOf: RawValue,
	notes: Notes,
): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = call;
	const pairedItem = { item: itemIndex };
	const readField = fieldReader(context, rawOf, notes);
	try {
		// Before anything is sent: a mistake in it must cost nothing.
		const names = selectedNames(operation.fields, readField, rawOf('simplify', true));
		const act = async () => await operation.run(call, readField);
		const valueOf = (name: string): unknown => {
			const field = operation.fields[name];
			if (!field) return null;
			// One that cannot be read is told of before anything leaves.
			const value = outcomeNow(() => fieldReader(context, rawOf)(name, field));
			return value.ok ? value.value : rawOf(name, field.property.default);
		};
		const output = await onceForItem(operation, call, rawOf, valueOf, act);
		const found = await collect(output, pairedItem);
		const shown = found.map((each) => ({ ...each, json: ownJson(each.json, notes.held) }));
		const absent = names && unmetOf(shown, names);
		if (absent) notes.unmet.push(absent);
		// Asked for once: n8n copies the whole node each time.
		const hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
		if (!names && !hasErrorOutput) return shown;
		return shown.map((each) => {
			const json = names ? selectedOf(each.json, names) : each.json;
			return { ...each, json: hasErrorOutput ? noError(json) : json };
		});
	} catch (caught) {
		const isLimited = caught instanceof EndlessListError && 'limit' in operation.fields;
		const thrown = inPanelNames(isLimited ? caught.withLimit() : caught, operation.fields);
		const node = context.getNode();
		const error = itemError(node, thrown, itemIndex);
		const told = sentences(error.message, error.description);
		const isOfAgent = isTool(node.type ?? '');
		// An agent reads nothing else, and whether to try again may stand in the description.
		if (isOfAgent) error.message = told;
		if (!context.continueOnFail()) throw error;
		// n8n puts the input's fields beside what goes to the error output, and takes them away again where the item has an
		// error of its own. Without one it knows such an item by having nothing but a text.
		if (node.onError === 'continueErrorOutput' || isOfAgent) {
			return [{ json: { error: told }, pairedItem }];
		}
		return [
			{
				json: {
					error: error.message,
					...(error.description ? { description: error.description } : {}),
				},
				error,
				pairedItem,
			},
		];
	}
}

/**
 * n8n (2.41, `handleNodeErrorOutput`) sends a good answer that has these names only to the error output, from where a
 * loop would make it again.
 */
function noError(json: IDataObject): IDataObject {
	const isMistaken =
		Boolean(json.error) &&
		Object.keys(json).every((name) => ['error', 'message', 'details'].includes(name));
	return isMistaken ? { ...json, answered: true } : json;
}

type PairedItem = { item: number };

async function collect(output: Output, pairedItem: PairedItem): Promise<INodeExecutionData[]> {
	if (!isAsyncIterable(output)) {
		return (Array.isArray(output) ? output : [output]).map((item) =>
			executionItem(item, pairedItem),
		);
	}
	const result: INodeExecutionData[] = [];
	for await (const page of output) {
		for (const item of page) result.push(executionItem(item, pairedItem));
	}
	return result;
}

function executionItem(item: IDataObject | FileItem, pairedItem: PairedItem): INodeExecutionData {
	if (item instanceof FileItem) {
		const binary: IBinaryKeyData = item.binary;
		return { json: item.json, binary, pairedItem };
	}
	return { json: item, pairedItem };
}

function isAsyncIterable(output: Output): output is Extract<Output, AsyncIterable<unknown>> {
	return Symbol.asyncIterator in output;
}
