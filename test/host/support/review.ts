import { randomUUID } from 'node:crypto';
import type { IWorkflowBase } from 'n8n-workflow';
import type { N8n } from './n8n';
import type { Execution } from './rest';
import { within } from './wait';

/** n8n shows a page to browsers only: what looks at links in chats must not press buttons. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36';

/** What a person is asked in the chat, and the address behind each button. */
interface Question {
	text: string;
	buttons: Array<{ text: string; link: string }>;
}

/** A conversation with a workflow that begins with a chat and has a node that asks a person. */
export class Conversation {
	private constructor(
		private readonly n8n: N8n,
		private readonly workflow: string,
	) {}

	/** Publishes the workflow, its chat open to the test. */
	static async with(n8n: N8n, example: IWorkflowBase): Promise<Conversation> {
		const nodes = example.nodes.map((node) =>
			isChat(node)
				? {
						...node,
						// No two published workflows have the same address.
						webhookId: randomUUID(),
						parameters: { ...node.parameters, public: true },
					}
				: node,
		);
		const copy: IWorkflowBase = { ...example, id: randomUUID().slice(0, 16), nodes };
		const workflow = await n8n.rest.createWorkflow(copy);
		await n8n.rest.activate(workflow, `${nodes.find(isChat)?.webhookId}/chat`, 'POST');
		return new Conversation(n8n, workflow);
	}

	/**
	 * Writes into the chat, and waits until a person is asked.
	 * @param asking the node that asks
	 */
	async write(text: string, asking: string): Promise<Question> {
		const { http } = this.n8n.rest;
		const saved = (await http.get(`/workflows/${this.workflow}`)).data.data;
		const hook: string = saved.nodes.find(isChat).webhookId;
		await http.post(`${this.n8n.url}/webhook/${hook}/chat`, {
			action: 'sendMessage',
			sessionId: 'test',
			chatInput: text,
		});
		await within(30, async () => (await this.newest())?.status === 'waiting');
		const { data } = await this.read();
		const [task] = data.resultData.runData[asking] ?? [];
		const [item] = task?.data?.ai_tool?.[0] ?? [];
		return item?.sendMessage as Question;
	}

	/** Presses a button, and waits until a node has run after it. */
	async press({ link }: { link: string }, next: string): Promise<Execution> {
		await fetch(link, { headers: { 'User-Agent': BROWSER } });
		const ran = async () => (await this.read()).data.resultData.runData[next] !== undefined;
		await within(30, ran);
		return await this.read();
	}

	private async newest() {
		const [execution] = await this.n8n.rest.executions(this.workflow);
		return execution;
	}

	/** Also one that still waits. */
	private async read(): Promise<Execution> {
		const { id = '' } = (await this.newest()) ?? {};
		const answer = await this.n8n.rest.http.get(`/executions/${id}`);
		const { status, mode, data } = answer.data.data;
		const { parse } = await import('flatted');
		return { id, status, mode, data: parse(data), text: JSON.stringify(answer.data) };
	}
}

const isChat = ({ type }: { type: string }) => type.endsWith('.chatTrigger');
