import { CREDENTIAL_BLANKING_VALUE } from 'n8n-workflow';
import { EditorApi } from '../../../scripts/lib/editorApi.cjs';
import axios, { type AxiosError, type AxiosInstance } from 'axios';
import type {
	ICredentialDataDecryptedObject,
	IRunExecutionData,
	IWorkflowBase,
} from 'n8n-workflow';

export const OWNER = {
	email: process.env.BACKOFFICE_N8N_EMAIL ?? 'owner@example.com',
	firstName: 'Olivia',
	lastName: 'Owner',
	password: process.env.BACKOFFICE_N8N_PASSWORD ?? 'Host-Tests-2026',
};

export interface Execution {
	id: string;
	status: string;
	mode: string;
	data: IRunExecutionData;
	/** As the REST API sent it, for secret scans. */
	text: string;
}

/** What n8n said. axios' own error is circular: jest cannot write it into its report, and dies of it. */
function plainError(error: AxiosError<{ message?: string }>): never {
	const { method = '', url = '' } = error.config ?? {};
	const said = error.response?.data?.message ?? '';
	throw new Error(`${method.toUpperCase()} ${url}: ${error.message}. ${said}`);
}

/** The REST API that n8n's editor uses, as its owner. */
export class N8nRest extends EditorApi {
	/** For what has no method here, in the same session. */
	readonly http: AxiosInstance;

	/** Paths of what was made through this object. */
	private readonly made: string[] = [];

	/** Of n8n, once its owner is set up. */
	version = '';

	constructor(url: string) {
		super(url, 'host-tests');
		this.http = axios.create({
			baseURL: `${url}/rest`,
			headers: { 'browser-id': 'host-tests' },
			timeout: 60_000,
		});
		this.http.interceptors.request.use((request) => {
			if (this.cookie) request.headers.set('Cookie', this.cookie);
			return request;
		});
		this.http.interceptors.response.use((response) => {
			this.keepSession(response.headers['set-cookie'] ?? []);
			return response;
		}, plainError);
	}

	/** Whether the API answers as n8n does when it is fully up. */
	async answers(): Promise<boolean> {
		return await this.http
			.get('/settings')
			.then(({ data }) => typeof data === 'object')
			.catch(() => false);
	}

	async setUpOwner(): Promise<void> {
		await this.logIn();
		this.version = (await this.http.get('/settings')).data.data.versionCli;
	}

	/** Sets the owner up where there is none. */
	async logIn(): Promise<void> {
		if (!(await this.signIn(OWNER))) throw new Error('The owner of this n8n has another password');
	}

	/** Another user of the same n8n, a member, logged in. */
	async invite(email: string, firstName: string): Promise<N8nRest> {
		const answer = await this.http.post('/invitations', [{ email, role: 'global:member' }]);
		const [invited] = answer.data.data;
		const token = new URL(invited.user.inviteAcceptUrl).searchParams.get('token');
		const member = new N8nRest(this.url);
		const password = OWNER.password;
		await member.http.post('/invitations/accept', {
			token,
			firstName,
			lastName: 'Member',
			password,
		});
		member.version = this.version;
		return member;
	}

	async createCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
		name = `My ${type}`,
	): Promise<string> {
		const { id } = await this.newCredential(name, type, data);
		this.made.push(`/credentials/${id}`);
		return id;
	}

	/** Saves a credential as the editor does. */
	async updateCredential(id: string, data: Record<string, unknown>): Promise<void> {
		const { name, type } = await this.credential(id);
		await this.saveCredential({ id, name, type }, data);
	}

	/** What the credential dialog says after Save or Retry. */
	async testCredential(id: string): Promise<{ status: string; message: string }> {
		const { name, type, data } = await this.credential(id);
		// The editor gets `true` for the tokens that n8n itself keeps, and hands the placeholder back.
		if (data.oauthTokenData) data.oauthTokenData = CREDENTIAL_BLANKING_VALUE;
		const answer = await this.http.post('/credentials/test', {
			credentials: { id, name, type, data },
		});
		return answer.data.data;
	}

	async createWorkflow(
		workflow: Pick<IWorkflowBase, 'name' | 'nodes' | 'connections' | 'settings'>,
	): Promise<string> {
		const answer = await this.http.post('/workflows', { settings: {}, active: false, ...workflow });
		const { id } = answer.data.data;
		this.made.push(`/workflows/${id}`);
		return id;
	}

	/** Deletes the workflows and credentials that were made here, and with them their executions. */
	async deleteWhatWasMade(): Promise<void> {
		for (const path of this.made.splice(0).reverse()) {
			if (path.startsWith('/workflows/')) await this.http.post(`${path}/archive`);
			await this.delete(path);
		}
	}

	/** n8n unpublishes in the background, and deletes only what is not published any more. */
	private async delete(path: string, withinMs = 20_000): Promise<void> {
		const deadline = Date.now() + withinMs;
		const isBusy = (status: number) => status === 409 && Date.now() < deadline;
		const validateStatus = (status: number) => status < 300 || isBusy(status);
		while ((await this.http.delete(path, { validateStatus })).status === 409) {
			await new Promise((resolve) => setTimeout(resolve, 250));
		}
	}

	/**
	 * Publishes a workflow. n8n registers its webhooks a little later: give the path of one, below
	 * `/webhook/`, to wait until it is served for that method.
	 */
	async activate(id: string, webhook?: string, method = 'GET'): Promise<void> {
		const { versionId } = (await this.http.get(`/workflows/${id}`)).data.data;
		await this.publish({ id, versionId });
		if (webhook) await served(`${this.url}/webhook/${webhook}`, method);
	}

	async deactivate(id: string): Promise<void> {
		await this.http.post(`/workflows/${id}/deactivate`);
	}

	/** Runs a workflow from a trigger as the editor's button does; the id of the execution comes back. */
	async start(id: string, trigger: string): Promise<string | undefined> {
		// n8n 1 wants the workflow from the editor; later ones read their own.
		const workflowData = this.version.startsWith('1.')
			? (await this.http.get(`/workflows/${id}`)).data.data
			: undefined;
		const answer = await this.http.post(`/workflows/${id}/run`, {
			workflowData,
			triggerToStartFrom: { name: trigger },
		});
		return answer.data.data.executionId;
	}

	/** Runs and waits for the end. */
	async run(id: string, trigger: string): Promise<Execution> {
		const execution = await this.start(id, trigger);
		if (!execution) throw new Error('The workflow waits for a webhook');
		return await this.finished(execution);
	}

	async finished(id: string, withinMs = 120_000): Promise<Execution> {
		const deadline = Date.now() + withinMs;
		while (Date.now() < deadline) {
			const answer = await this.http.get(`/executions/${id}`, { validateStatus: () => true });
			const execution = answer.data?.data;
			if (execution && !['new', 'running', 'waiting'].includes(execution.status)) {
				const { parse } = await import('flatted');
				const data: IRunExecutionData | undefined = parse(execution.data);
				// n8n 1 tells the end before it has stored what came of it.
				if (data?.resultData) {
					const { status, mode } = execution;
					return { id, status, mode, data, text: JSON.stringify(answer.data) };
				}
			}
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		throw new Error(`Execution ${id} did not end`);
	}

	/**
	 * "Retry" in the list of executions, and waits for the end.
	 * @param withSaved with the workflow as it is saved now, else as it was
	 */
	async retry(id: string, withSaved = false): Promise<Execution> {
		const before = new Set((await this.executions()).map((each) => each.id));
		await this.http.post(`/executions/${id}/retry`, { loadWorkflow: withSaved });
		const started = (await this.executions()).find((each) => !before.has(each.id));
		if (!started) throw new Error(`Execution ${id} was not retried`);
		return await this.finished(started.id);
	}

	/** Executions of a workflow, newest first. */
	async executions(
		workflowId?: string,
	): Promise<Array<{ id: string; status: string; mode: string }>> {
		const filter = workflowId ? { workflowId } : {};
		const answer = await this.http.get('/executions', {
			params: { limit: 100, filter: JSON.stringify(filter) },
		});
		return answer.data.data.results;
	}
}

/** Waits until n8n serves a webhook's address, which it has just published, for a method. */
export async function served(address: string, method: string, withinMs = 20_000): Promise<void> {
	const deadline = Date.now() + withinMs;
	while (Date.now() < deadline) {
		const { headers } = await axios.options(address, {
			headers: { origin: new URL(address).origin, 'access-control-request-method': method },
			validateStatus: () => true,
		});
		if (String(headers['access-control-allow-methods']).includes(method)) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`n8n does not serve ${address}`);
}

/** The JSON of the items that a node put out. */
export function output(execution: Execution, node: string): Array<Record<string, unknown>> {
	const task = execution.data.resultData.runData[node]?.[0];
	return (task?.data?.main?.[0] ?? []).map(({ json }) => json);
}

/** What went wrong in an execution. */
export function failure(execution: Execution): { message: string; description: string } {
	const error = execution.data.resultData.error;
	return { message: error?.message ?? '', description: String(error?.description ?? '') };
}
