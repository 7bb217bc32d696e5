import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { outcomeOf, type Outcome } from '../../../credentials/base/outcome';
import { ApiClient } from '../api/client';
import { MOST_CALLS } from '../api/pace';
import { itemError } from '../errors';
import type { Field } from '../fields';
import { onceForItem } from './onceEach';
import {
	FileItem,
	type Call,
	type Operation,
	type Output,
	type RawValue,
	type Resource,
} from './operation';
import { rawValuesOf } from './rawValues';

/**
 * The `execute` of a node: finds the chosen operation and runs it for every item.
 * @param connect makes the provider's client, once a run
 */
export function run<Api>(
	resources: ReadonlyArray<Resource<Api>>,
	connect: (context: IExecuteFunctions) => Api,
): (this: IExecuteFunctions) => Promise<INodeExecutionData[][]> {
	return async function execute(this: IExecuteFunctions) {
		const operation = chosenOperation(this, resources);
		const api = connect(this);
		const items = this.getInputData();
		const rawOf = rawValuesOf(this);
		shareReads(this, operation, api);
		const results = new Array<INodeExecutionData[]>(items.length);
		const most = parallelism(this, operation, api);
		// What is under way may have been bought: its answer belongs to the execution, which is stored at its end.
		const waits = operation.kind !== 'read';
		await inParallel(items.length, { most, waits }, async (itemIndex) => {
			const item = items[itemIndex] ?? { json: {} };
			const call = { api, item, itemIndex, context: this };
			const outcome = await outcomeOf(runItem(operation, call, rawOf(itemIndex)));
			if (!outcome.ok) throw told(outcome.error, operation, results);
			results[itemIndex] = outcome.value;
		});
		return [results.flat()];
	};
}

/** The error of an item with how many others were carried out before it, where that matters to people. */
function told<Api>(
	error: unknown,
	{ kind }: Operation<Api>,
	results: ReadonlyArray<INodeExecutionData[] | undefined>,
): unknown {
	const done = results.filter((result) => result !== undefined).length;
	const isTold = error instanceof NodeApiError || error instanceof NodeOperationError;
	if (kind === 'read' || done === 0 || !isTold) return error;
	const before = `Before it, ${done} ${done === 1 ? 'item was' : 'items were'} carried out.`;
	error.description = [error.description, before].filter(Boolean).join(' ');
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

/** Items that read the same share one call, unless the user wants every one sent. */
function shareReads<Api>(context: IExecuteFunctions, operation: Operation<Api>, api: Api): void {
	if (operation.kind !== 'read' || !(api instanceof ApiClient)) return;
	const options = operation.fields.options?.property.options ?? [];
	// Only where the user has the choice.
	if (!options.some(({ name }) => name === 'alwaysAskAgain')) return;
	if (context.getInputData().length < 2) return;
	const asksAgain: unknown = context.getNodeParameter('options.alwaysAskAgain', 0, false);
	if (asksAgain !== true) api.shareReads();
}

/** How many items are under way at the same time: of reads, as many as the provider takes calls. */
function parallelism<Api>(
	context: IExecuteFunctions,
	operation: Operation<Api>,
	api: Api,
): () => number {
	const pause = optionOf(context, 'longestPause');
	if (api instanceof ApiClient) api.bePatient(pause === undefined ? undefined : pause * 60_000);
	if (operation.kind === 'write') return () => 1;
	const chosen = Math.floor(optionOf(context, 'parallelRequests') ?? 0);
	if (operation.kind === 'purchase') return () => Math.max(1, chosen);
	const most = chosen >= 1 ? chosen : MOST_CALLS;
	if (!(api instanceof ApiClient)) return () => most;
	api.pace.bound(most);
	return () => api.pace.limit;
}

/** A number among the options of the run. */
function optionOf(context: IExecuteFunctions, name: string): number | undefined {
	const value = context.getNodeParameter(`options.${name}`, 0, '');
	const read = Number(value);
	return value !== '' && Number.isFinite(read) && read >= 0 ? read : undefined;
}

/**
 * Runs `task` for 0 … count-1, in order of start; the first error stops further starts.
 * @param most how many at the same time; asked anew whenever one has ended
 * @param waits whether the error is told only when all that have begun have ended
 */
async function inParallel(
	count: number,
	{ most, waits }: { most: () => number; waits: boolean },
	task: (index: number) => Promise<void>,
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
			if (failed && (active === 0 || !waits)) reject(failed.error as Error);
			else if (active === 0 && next >= count) resolve();
			else fill();
		};
		const fill = () => {
			while (next < count && active < Math.max(1, most())) {
				active += 1;
				void outcomeOf(task(next)).then(ended);
				next += 1;
			}
		};
		if (count === 0) resolve();
		else fill();
	});
}

async function runItem<Api>(
	operation: Operation<Api>,
	call: Call<Api>,
	rawOf: RawValue,
): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = call;
	const pairedItem = { item: itemIndex };
	const readField = <T>(name: string, { property, read }: Field<T>): T =>
		read(rawOf(name, property.default), property.displayName, {
			timezone: context.getTimezone(),
		});
	try {
		const act = async () => await operation.run(call, readField);
		return await collect(await onceForItem(operation, call, rawOf, act), pairedItem);
	} catch (thrown) {
		const error = itemError(context.getNode(), thrown, itemIndex);
		if (!context.continueOnFail()) throw error;
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
