import type { INode, INodeParameters, IRunExecutionData } from 'n8n-workflow';
import type { RunResult } from './engine';

/** As n8n keeps an execution whose process was killed: what the node was to work on, and nothing that it did. */
export function killed(run: RunResult): RunResult {
	return { ...run, stored: run.stored.replace('"n8nNodesBackoffice"', '"lostWithTheProcess"') };
}

/** As n8n hands an execution to a retry with the workflow as it is saved now. */
export async function edited(run: RunResult, edit: (node: INode) => void): Promise<RunResult> {
	const { parse, stringify } = await import('flatted');
	const data = parse(run.stored) as IRunExecutionData;
	for (const { node } of data.executionData?.nodeExecutionStack ?? []) edit(node);
	return { ...run, stored: stringify(data) };
}

export const withParameters = async (run: RunResult, change: INodeParameters): Promise<RunResult> =>
	await edited(run, ({ parameters }) => void Object.assign(parameters, change));
