import { randomUUID } from 'node:crypto';
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

/** A node of a workflow under test. */
export function node(
	name: string,
	type: string,
	parameters: INodeParameters = {},
	more: Partial<INode> = {},
): INode {
	return {
		id: randomUUID(),
		name,
		type: type.includes('.') ? type : `n8n-nodes-backoffice.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		...more,
	};
}

/** A workflow of nodes that follow each other. */
export function chain(name: string, nodes: INode[]) {
	const connections: IConnections = {};
	nodes.forEach((each, index) => {
		const next = nodes[index + 1];
		if (next) connections[each.name] = { main: [[{ node: next.name, type: 'main', index: 0 }]] };
	});
	return {
		name,
		nodes: nodes.map((each, index) => ({
			...each,
			position: [index * 220, 0] as [number, number],
		})),
		connections,
	};
}

export const manualTrigger = () => node('Start', 'n8n-nodes-base.manualTrigger');

/** Emits `count` items. */
export const items = (count: number) =>
	node(
		'Items',
		'n8n-nodes-base.code',
		{
			jsCode: `return Array.from({ length: ${count} }, (_, index) => ({ json: { index } }));`,
		},
		{ typeVersion: 2 },
	);
