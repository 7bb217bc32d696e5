import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode, IWorkflowBase } from 'n8n-workflow';
import type { N8n } from './n8n';
import { failure, type Execution } from './rest';

/**
 * An example workflow with the test's credentials in place of the reader's.
 * @param edit changes its text first
 */
export function example(
	name: string,
	credentials: INode['credentials'],
	edit: (text: string) => string = (text) => text,
): IWorkflowBase {
	const file = path.resolve(__dirname, '../../../examples', `${name}.json`);
	const workflow = JSON.parse(edit(readFileSync(file, 'utf8'))) as IWorkflowBase;
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => (node.credentials ? { ...node, credentials } : node)),
	};
}

/** Imports an example and runs it to an end without an error. */
export async function runExample(n8n: N8n, workflow: IWorkflowBase): Promise<Execution> {
	const execution = await n8n.rest.run(await n8n.rest.createWorkflow(workflow), 'Start');
	expect(failure(execution)).toEqual({ message: '', description: '' });
	return execution;
}
