import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
	ExecuteContext,
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PollContext,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import type {
	IConnections,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodeType,
	INodeTypeDescription,
	IRun,
	IRunExecutionData,
	IWebhookData,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	ResourceMapperFields,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, NodeConnectionTypes, Workflow } from 'n8n-workflow';
import { Agent } from './agent';
import { CredentialStore } from './credentialStore';

/** The webhook id of a node, unless a test has several. */
export const HOOK = '11111111-2222-4333-8444-555555555555';

/** Emits the items that a test puts in. */
class Seed implements INodeType {
	static items: INodeExecutionData[] = [];

	description: INodeTypeDescription = {
		displayName: 'Seed',
		name: 'seed',
		group: ['trigger'],
		version: 1,
		description: 'Emits items',
		defaults: { name: 'Seed' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [Seed.items.map((item, index) => ({ ...item, pairedItem: { item: index } }))];
	}
}

/** Hands its items on, as often as a test says. */
class Again implements INodeType {
	left = 0;

	description: INodeTypeDescription = {
		...new Seed().description,
		displayName: 'Again',
		name: 'again',
		defaults: { name: 'Again' },
		inputs: [NodeConnectionTypes.Main],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		again.left -= 1;
		return [again.left < 0 ? [] : this.getInputData()];
	}
}

const again = new Again();

export interface RunOptions {
	type: string;
	parameters: INodeParameters;
	/** Credential ids by type. */
	credentials?: Record<string, string>;
	/** Default: one empty item. */
	input?: INodeExecutionData[];
	continueOnFail?: boolean;
	retryOnFail?: boolean;
	/** Leads the node's errors back into it, so many times. */
	errorsBack?: number;
	/** Makes it an agent's tool: the calls of the model, one after the other, and whether it fails after them. */
	agent?: { calls: IDataObject[]; fails?: boolean };
	/** How the execution was started: `integrated` as a sub-workflow. Default: `manual`. */
	mode?: WorkflowExecuteMode;
	/** Goes on with what a failed run left, as "Retry" in the list of executions does. */
	retryOf?: RunResult;
	/** Which trigger of several: its id, and what its address begins with. */
	hook?: string;
}

export interface RunResult {
	items: INodeExecutionData[];
	/** The error that ended the run. */
	error?: Error & { description?: string | null; httpCode?: string | null; context?: IDataObject };
	/** What the editor says beside the items. */
	hints: string[];
	/** Everything n8n would store of the execution, as text, for secret scans. */
	data: string;
	/** As n8n stores it in its database. */
	stored: string;
}

export interface WebhookRequest {
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** Path and query as they arrived. */
	originalUrl: string;
	method?: string;
	/** Of a POST, as it arrived. */
	rawBody?: string | Buffer;
}

export interface WebhookResult {
	status: number;
	headers: Record<string, string>;
	body: string;
	data: IWebhookResponseData;
}

/** n8n-core's own executor around this pack's nodes, in this process. */
export class Engine {
	readonly credentials: CredentialStore;

	private readonly nodes = new Map<string, INodeType>();

	private readonly workflowId = randomUUID();

	/** Of the workflow. */
	settings: IWorkflowSettings = {};

	/** What nodes keep with the workflow, from one call to the next. */
	readonly staticData: IDataObject = {};

	constructor(nodes: INodeType[], credentialTypes: ICredentialType[]) {
		for (const node of [...nodes, new Seed(), again, new Agent()])
			this.nodes.set(node.description.name, node);
		this.credentials = new CredentialStore(
			new Map(credentialTypes.map((type) => [type.name, type])),
		);
	}

	addCredential(type: string, data: ICredentialDataDecryptedObject, name?: string): string {
		return this.credentials.add(type, data, name);
	}

	/** Runs one node on the given items. */
	async run(options: RunOptions): Promise<RunResult> {
		Seed.items = options.input ?? [{ json: {} }];
		const node: INode = {
			...this.node(options),
			...(options.continueOnFail ? { onError: 'continueRegularOutput' } : {}),
			...(options.retryOnFail ? { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } : {}),
		};
		const seed: INode = {
			id: 'seed',
			name: 'Seed',
			type: 'seed',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const connections: IConnections = {
			Seed: { main: [[{ node: node.name, type: NodeConnectionTypes.Main, index: 0 }]] },
		};
		const loop: INode = { ...seed, id: 'again', name: 'Again', type: 'again' };
		again.left = options.errorsBack ?? 0;
		if (again.left > 0) {
			node.onError = 'continueErrorOutput';
			const to = (name: string) => [{ node: name, type: NodeConnectionTypes.Main, index: 0 }];
			connections[node.name] = { main: [[], to(loop.name)] };
			connections[loop.name] = { main: [to(node.name)] };
		}
		const agent: INode = { ...seed, id: 'agent', name: 'Agent', type: 'agent' };
		if (options.agent) {
			const { calls, fails = false } = options.agent;
			Agent.begin(calls, fails);
			this.settings = { executionOrder: 'v1', ...this.settings };
			const type = NodeConnectionTypes.AiTool;
			Object.assign(connections, {
				Seed: { main: [[{ node: agent.name, type: NodeConnectionTypes.Main, index: 0 }]] },
				[node.name]: { [type]: [[{ node: agent.name, type, index: 0 }]] },
			});
			node.onError = 'continueRegularOutput';
		}
		const workflow = this.workflow([seed, node, loop, agent], connections);
		const { retryOf, mode = retryOf ? 'retry' : 'manual' } = options;
		const execute = retryOf
			? new WorkflowExecute(this.additionalData(), mode, await toRetry(retryOf.stored))
			: new WorkflowExecute(this.additionalData(), mode);
		const run: IRun = retryOf
			? await execute.processRunExecutionData(workflow)
			: await execute.run({ workflow, startNode: seed });
		const task = run.data.resultData.runData[node.name]?.at(-1);
		const error = run.data.resultData.error ?? task?.error;
		return {
			items:
				(options.agent ? task?.data?.ai_tool : task?.data?.main)?.find(
					(items) => items && items.length > 0,
				) ?? [],
			...(error ? { error: error as RunResult['error'] } : {}),
			hints: (task?.hints ?? []).map(({ message }) => message),
			data: serialised(run.data),
			stored: (await import('flatted')).stringify(run.data),
		};
	}

	/** Runs a node by itself, without an execution, as n8n's agents do (`EphemeralNodeExecutor`). */
	async runAlone(options: RunOptions): Promise<INodeExecutionData[]> {
		const node = { ...this.node(options), id: randomUUID() };
		const workflow = this.workflow([node], {});
		Reflect.deleteProperty(workflow, 'id');
		const additionalData = this.additionalData();
		delete additionalData.executionId;
		const items = options.input ?? [{ json: {} }];
		const data = { main: [items] };
		const context = new ExecuteContext(
			workflow,
			node,
			additionalData,
			'internal',
			createEmptyRunExecutionData(),
			0,
			items,
			data,
			{ node, data, source: null },
			[],
		);
		const output = await this.type(options.type).execute?.call(context);
		return Array.isArray(output) ? (output[0] ?? []) : [];
	}

	/** What a resource locator lists. */
	async listSearch(
		options: RunOptions & { method: string; filter?: string; paginationToken?: string },
	): Promise<INodeListSearchResult> {
		const node = this.node(options);
		const method = this.type(options.type).methods?.listSearch?.[options.method];
		if (!method) throw new Error(`${options.type} has no list search ${options.method}`);
		const context = new LoadOptionsContext(
			this.workflow([node], {}),
			node,
			this.additionalData(),
			'',
		);
		return await method.call(context, options.filter, options.paginationToken);
	}

	/** The columns that a resource mapper shows. */
	async resourceMapping(options: RunOptions & { method: string }): Promise<ResourceMapperFields> {
		const node = this.node(options);
		const method = this.type(options.type).methods?.resourceMapping?.[options.method];
		if (!method) throw new Error(`${options.type} has no resource mapping ${options.method}`);
		const context = new LoadOptionsContext(
			this.workflow([node], {}),
			node,
			this.additionalData(),
			'',
		);
		return await method.call(context);
	}

	/** Sends one request to a node's webhook. */
	async webhook(
		options: RunOptions & { request: WebhookRequest; mode?: WorkflowExecuteMode },
	): Promise<WebhookResult> {
		const node = this.node(options);
		const type = this.type(options.type);
		const response = new RecordingResponse();
		const additionalData = this.additionalData();
		Reflect.set(additionalData, 'httpResponse', response);
		const [description] = type.description.webhooks ?? [];
		if (!description || !type.webhook) throw new Error(`${options.type} has no webhook`);
		const { rawBody = '' } = options.request;
		Reflect.set(additionalData, 'httpRequest', {
			method: options.request.method ?? description.httpMethod,
			query: options.request.query ?? {},
			headers: options.request.headers ?? {},
			originalUrl: options.request.originalUrl,
			params: {},
			rawBody: Buffer.from(rawBody),
			body: parsedBody(rawBody.toString()),
		});
		const workflow = this.workflow([node], {});
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			options.mode ?? 'manual',
			this.webhookData(options, additionalData),
			[],
			null,
		);
		const data = await type.webhook.call(context);
		// As n8n stores it after a call.
		Object.assign(this.staticData, workflow.staticData);
		return { ...response.sent(), data };
	}

	/** Runs one of the methods by which n8n registers and unregisters a trigger's webhook. */
	async hook(name: 'checkExists' | 'create' | 'delete', options: RunOptions): Promise<boolean> {
		const node = this.node(options);
		const method = this.type(options.type).webhookMethods?.default?.[name];
		if (!method) throw new Error(`${options.type} has no ${name}`);
		const additionalData = this.additionalData();
		const context = new HookContext(
			this.workflow([node], {}),
			node,
			additionalData,
			'trigger',
			'activate',
			this.webhookData(options, additionalData),
		);
		return await method.call(context);
	}

	/** Lets a polling trigger look once. */
	async poll(options: RunOptions, mode: 'manual' | 'trigger' = 'trigger') {
		const node = this.node(options);
		const { poll } = this.type(options.type);
		if (!poll) throw new Error(`${options.type} does not poll`);
		const context = new PollContext(
			this.workflow([node], {}),
			node,
			this.additionalData(),
			mode,
			'activate',
		);
		const output = await poll.call(context);
		return output?.[0]?.map(({ json }) => json) ?? [];
	}

	private webhookData(
		options: RunOptions,
		additionalData: IWorkflowExecuteAdditionalData,
	): IWebhookData {
		const [description] = this.type(options.type).description.webhooks ?? [];
		if (!description) throw new Error(`${options.type} has no webhook`);
		return {
			httpMethod: description.httpMethod as IWebhookData['httpMethod'],
			node: 'Node',
			path: `${options.hook ?? HOOK}/${description.path}`,
			webhookDescription: description,
			workflowId: 'engine',
			workflowExecuteAdditionalData: additionalData,
		};
	}

	private node(options: RunOptions): INode {
		return {
			id: options.hook ?? 'node',
			name: 'Node',
			type: options.type,
			typeVersion: 1,
			position: [0, 0],
			webhookId: options.hook ?? HOOK,
			parameters: options.parameters,
			credentials: Object.fromEntries(
				Object.entries(options.credentials ?? {}).map(([type, id]) => [
					type,
					{ id, name: this.credentials.name(id) },
				]),
			),
		};
	}

	private type(name: string): INodeType {
		// n8n makes a second type of each node that an agent may call.
		const found = this.nodes.get(name) ?? this.nodes.get(name.replace(/Tool$/, ''));
		if (!found) throw new Error(`No node type ${name}`);
		return found;
	}

	private workflow(nodes: INode[], connections: IConnections): Workflow {
		return new Workflow({
			id: this.workflowId,
			nodes,
			connections,
			active: false,
			staticData: this.staticData,
			settings: this.settings,
			nodeTypes: {
				getByName: (name) => this.type(name),
				getByNameAndVersion: (name) => this.type(name),
				getKnownTypes: () => ({}),
			},
		});
	}

	private additionalData(): IWorkflowExecuteAdditionalData {
		const hooks = new ExecutionLifecycleHooks('manual', 'engine-run', {
			id: 'engine',
			name: 'Engine',
			active: false,
			isArchived: false,
			createdAt: new Date(0),
			updatedAt: new Date(0),
			nodes: [],
			connections: {},
			activeVersionId: null,
		});
		const base = 'http://127.0.0.1:5678';
		return {
			credentialsHelper: this.credentials,
			hooks,
			executionId: `engine-${randomUUID()}`,
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: `${base}/rest`,
			instanceBaseUrl: `${base}/`,
			webhookBaseUrl: `${base}/webhook`,
			webhookTestBaseUrl: `${base}/webhook-test`,
			webhookWaitingBaseUrl: `${base}/webhook-waiting`,
			formWaitingBaseUrl: `${base}/form-waiting`,
			setExecutionStatus: () => {},
		} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	}
}

/** What n8n makes of a stored execution before it retries it (`ExecutionService.retry`). */
async function toRetry(stored: string): Promise<IRunExecutionData> {
	const { parse } = await import('flatted');
	const data = parse(stored) as IRunExecutionData;
	const { lastNodeExecuted } = data.resultData;
	if (lastNodeExecuted) {
		delete data.resultData.error;
		const runs = data.resultData.runData[lastNodeExecuted] ?? [];
		if (runs.at(-1)?.error !== undefined) runs.pop();
	}
	return data;
}

/** The body as n8n parses it; one that is no JSON object counts as empty. */
function parsedBody(rawBody: string): IDataObject {
	try {
		const value: unknown = JSON.parse(rawBody);
		return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
	} catch {
		return {};
	}
}

/** The part of express' response that nodes use, kept for the test. */
class RecordingResponse {
	private statusCode = 200;

	private readonly headers: Record<string, string> = {};

	private body = '';

	setHeader(name: string, value: string): this {
		this.headers[name.toLowerCase()] = value;
		return this;
	}

	status(status: number): this {
		this.statusCode = status;
		return this;
	}

	send(body: string): this {
		this.body = body;
		return this;
	}

	redirect(status: number, address: string): void {
		this.statusCode = status;
		this.setHeader('Location', address);
	}

	sent() {
		return { status: this.statusCode, headers: this.headers, body: this.body };
	}
}

/** Everything reachable from an execution's data, errors and their causes included. */
function serialised(data: unknown): string {
	const seen = new WeakSet<object>();
	const text = JSON.stringify(data, (_key, value: unknown) => {
		if (typeof value !== 'object' || value === null) return value;
		if (seen.has(value)) return '[seen]';
		seen.add(value);
		if (!(value instanceof Error)) return value;
		const names = Object.getOwnPropertyNames(value);
		return Object.fromEntries(
			names.map((name): [string, unknown] => [name, Reflect.get(value, name)]),
		);
	});
	return text ?? '';
}
