import type {
	EngineResponse,
	IDataObject,
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
	NodeOutput,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

/** As n8n's AI Agent: asks n8n to run the node that is its tool, one call after the other. */
export class Agent implements INodeType {
	/** What the model asks for, and whether it fails once its tools have answered. */
	static plan: { calls: IDataObject[]; fails: boolean } = { calls: [], fails: false };

	private static asked = 0;

	static begin(calls: IDataObject[], fails: boolean): void {
		Agent.plan = { calls, fails };
		Agent.asked = 0;
	}

	description: INodeTypeDescription = {
		displayName: 'Agent',
		name: 'agent',
		group: ['transform'],
		version: 1,
		description: 'Calls its tool',
		defaults: { name: 'Agent' },
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions, response?: EngineResponse): Promise<NodeOutput> {
		const input = Agent.plan.calls[Agent.asked];
		if (input) {
			Agent.asked += 1;
			return {
				actions: [
					{
						actionType: 'ExecutionNodeAction',
						nodeName: 'Node',
						input,
						type: NodeConnectionTypes.AiTool,
						id: `call-${Agent.asked}`,
						metadata: { itemIndex: 0 },
					},
				],
				metadata: {},
			};
		}
		if (Agent.plan.fails) throw new NodeOperationError(this.getNode(), 'The model is away');
		const answers = response?.actionResponses ?? [];
		return [[{ json: { answers: answers.length } }]];
	}
}
