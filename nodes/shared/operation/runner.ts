import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { outcomeOf } from '../../../credentials/base/outcome';
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

/** Reads at the same time unless the user sets "Parallel Requests". */
const PARALLEL_READS = 20;

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
		const results = new Array<INodeExecutionData[]>(items.length);
		await inParallel(items.length, parallelism(this, operation), async (itemIndex) => {
			const item = items[itemIndex] ?? { json: {} };
			const outcome = await outcomeOf(runItem(operation, { api, item, itemIndex, context: this }));
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

function parallelism<Api>(context: IExecuteFunctions, operation: Operation<Api>): number {
	if (operation.kind === 'write') return 1;
	const usual = operation.kind === 'read' ? PARALLEL_READS : 1;
	const chosen = Number(context.getNodeParameter('options.parallelRequests', 0, usual));
	return Number.isFinite(chosen) && chosen >= 1 ? Math.floor(chosen) : usual;
}

/** Runs `task` for 0 … count-1, in order of start; the first error stops further starts. */
async function inParallel(
	count: number,
	limit: number,
	task: (index: number) => Promise<void>,
): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < count) {
			const index = next++;
			const outcome = await outcomeOf(task(index));
			if (outcome.ok) continue;
			next = count;
			throw outcome.error;
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
}

async function runItem<Api>(
	operation: Operation<Api>,
	call: Call<Api>,
): Promise<INodeExecutionData[]> {
	const { context, itemIndex } = call;
	const pairedItem = { item: itemIndex };
	const rawOf = rawValues(context, itemIndex);
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

/** The parameters of an item as they are, each evaluated once: an expression costs about a millisecond. */
function rawValues(context: IExecuteFunctions, itemIndex: number): RawValue {
	const known = new Map<string, unknown>();
	return (name, fallback) => {
		if (!known.has(name)) known.set(name, context.getNodeParameter(name, itemIndex, fallback));
		return known.get(name);
	};
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
