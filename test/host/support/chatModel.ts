import express from 'express';
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import { listen, type Listening } from '../../simulators/shared/server';
import type { N8n } from './n8n';
import type { Execution } from './rest';
import { chain, manualTrigger, node } from './workflow';

interface Message {
	role: string;
	content?: unknown;
	tool_calls?: unknown;
}

/** The part of OpenAI's chat API that an agent needs: first it calls a tool, then it answers. */
export class ChatModel {
	/** What the model was sent, in order. */
	readonly requests: Array<{ messages: Message[]; tools: unknown[] }> = [];

	private listening?: Listening;

	/**
	 * @param tool name of the tool to call
	 * @param input what the model fills in
	 */
	constructor(
		private readonly tool: string,
		private readonly input: object,
	) {}

	get origin(): string {
		return this.listening?.origin ?? '';
	}

	async start(): Promise<this> {
		const app = express();
		app.use(express.json({ limit: '10mb' }));
		app.post('/v1/chat/completions', (request, response) => {
			const { messages, tools = [] } = request.body;
			this.requests.push({ messages, tools });
			const called = messages.some(({ role }: Message) => role === 'tool');
			const message = called
				? { role: 'assistant', content: 'Done.' }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								id: 'call_1',
								type: 'function',
								function: { name: this.tool, arguments: JSON.stringify(this.input) },
							},
						],
					};
			if (request.body.stream) return void stream(response, message);
			response.json({
				id: 'chat-1',
				object: 'chat.completion',
				created: 1,
				model: 'gpt-test',
				choices: [{ index: 0, message, finish_reason: called ? 'stop' : 'tool_calls' }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			});
		});
		this.listening = await listen(app, 0);
		return this;
	}

	/** What the tool answered, as the model saw it. */
	get toolAnswer(): string {
		const messages = this.requests.flatMap((request) => request.messages);
		const answer = messages.find(({ role }) => role === 'tool');
		return JSON.stringify(answer?.content ?? '');
	}

	async stop(): Promise<void> {
		await this.listening?.stop();
	}
}

/** The same answer in one server-sent event. */
function stream(
	response: express.Response,
	message: { role: string; tool_calls?: object[] },
): void {
	const chunk = (delta: object, reason: string | null) =>
		`data: ${JSON.stringify({
			id: 'chat-1',
			object: 'chat.completion.chunk',
			created: 1,
			model: 'gpt-test',
			choices: [{ index: 0, delta, finish_reason: reason }],
		})}\n\n`;
	const calls = message.tool_calls?.map((call, index) => ({ index, ...call }));
	response.type('text/event-stream');
	response.write(chunk({ ...message, ...(calls ? { tool_calls: calls } : {}) }, null));
	response.write(chunk({}, calls ? 'tool_calls' : 'stop'));
	response.end('data: [DONE]\n\n');
}

/**
 * Lets an AI agent of the real n8n use a node as its tool: the model fills `input` in.
 * @returns the execution, and what the model was sent
 */
export async function askAgent(
	n8n: N8n,
	tool: {
		type: string;
		name: string;
		resource: string;
		operation: string;
		parameters: INodeParameters;
		credentials: INode['credentials'];
	},
	input: object,
): Promise<{ execution: Execution; model: ChatModel }> {
	const model = await new ChatModel(tool.name, input).start();
	const key = await n8n.rest.createCredential('openAiApi', {
		apiKey: 'test',
		url: `${model.origin}/v1`,
	});
	const agent = node(
		'Agent',
		'@n8n/n8n-nodes-langchain.agent',
		{ promptType: 'define', text: 'Do it', options: {} },
		{ typeVersion: 1.9 },
	);
	const chat = node(
		'Model',
		'@n8n/n8n-nodes-langchain.lmChatOpenAi',
		{ model: { __rl: true, mode: 'id', value: 'gpt-test' }, options: {} },
		{ typeVersion: 1.2, credentials: { openAiApi: { id: key, name: 'My openAiApi' } } },
	);
	const { resource, operation, parameters, credentials } = tool;
	const used = node(
		tool.name,
		tool.type,
		{ authentication: 'oAuth2', resource, operation, ...parameters },
		// n8n hands a tool's error to the model only with this setting.
		{ credentials, onError: 'continueRegularOutput' },
	);
	const workflow = chain('Agent', [manualTrigger(), agent]);
	const to = (type: string) => ({ [type]: [[{ node: 'Agent', type, index: 0 }]] });
	const id = await n8n.rest.createWorkflow({
		...workflow,
		nodes: [...workflow.nodes, chat, used],
		connections: {
			...workflow.connections,
			Model: to('ai_languageModel'),
			[tool.name]: to('ai_tool'),
		} as IConnections,
	});
	const execution = await n8n.rest.run(id, 'Start');
	await model.stop();
	return { execution, model };
}
