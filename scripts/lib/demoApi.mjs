import { setTimeout as pause } from 'node:timers/promises';
import { SetupError } from './log.mjs';

/** n8n's own REST API, as far as the demo needs it. Everything is created only where it is missing. */
export class DemoApi {
	#cookie = '';

	/**
	 * @param {string} url of n8n
	 * @param {{ email: string, password: string }} login of the owner
	 */
	constructor(url, login) {
		this.url = url;
		this.login = login;
	}

	async signIn() {
		const { email, password } = this.login;
		const settings = await this.#settings();
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.#call('POST', '/owner/setup', {
				email,
				password,
				firstName: 'Demo',
				lastName: 'Owner',
			});
			return;
		}
		const answer = await this.#send('POST', '/login', { emailOrLdapLoginId: email, password });
		if (answer.status === 401) {
			throw new SetupError(
				'The login of the demo was changed, so nothing can be set up there. Delete the data folder of the demo and start again.',
			);
		}
	}

	/**
	 * Credentials, workflows, and the publishing of the one that connects accounts.
	 * @returns {Promise<string>} the address to open in order to connect
	 */
	async setUp(simulator, workflows) {
		const existing = await this.#call('GET', '/workflows');
		const connect = workflows.find(({ id }) => id === CONNECT_WORKFLOW);
		const trigger = connect.nodes.find(({ type }) => type.endsWith('.oAuth2ConnectTrigger'));
		const redirectUrl = `${this.url}/webhook/${trigger.webhookId}/connect`;
		const credentials = await this.#credentials(simulator, redirectUrl);
		for (const workflow of workflows) {
			if (existing.some(({ id }) => id === workflow.id)) continue;
			await this.#call('POST', '/workflows', withCredentials(workflow, credentials));
		}
		const { versionId, activeVersionId } = await this.#call(
			'GET',
			`/workflows/${CONNECT_WORKFLOW}`,
		);
		if (!activeVersionId) {
			await this.#call('POST', `/workflows/${CONNECT_WORKFLOW}/activate`, { versionId });
		}
		return redirectUrl;
	}

	async #credentials(simulator, redirectUrl) {
		const { apiBaseUrl, authBaseUrl, clientId, clientSecret, apiKey } = simulator;
		const place = { environment: 'custom', apiBaseUrl, partyId: '1001' };
		const wanted = [
			{
				name: 'Billit (simulated)',
				type: 'billitOAuth2Api',
				data: { ...place, authBaseUrl, clientId, clientSecret, redirectUrl },
			},
			{ name: 'Billit API key (simulated)', type: 'billitApi', data: { ...place, apiKey } },
		];
		const existing = await this.#call('GET', '/credentials');
		const result = {};
		for (const credential of wanted) {
			const found =
				existing.find(({ name, type }) => name === credential.name && type === credential.type) ??
				(await this.#call('POST', '/credentials', credential));
			result[credential.type] = { id: found.id, name: found.name };
		}
		return result;
	}

	/** The first answers of a starting n8n are not its API's yet. */
	async #settings() {
		for (let tries = 0; tries < 120; tries++) {
			const { status, body } = await this.#send('GET', '/settings');
			if (status === 200 && body?.data?.userManagement) return body.data;
			await pause(500);
		}
		throw new SetupError('n8n answers, but its API does not get ready.');
	}

	async #call(method, path, body) {
		const answer = await this.#send(method, path, body);
		if (answer.status >= 300) {
			throw new SetupError(
				`n8n refused to set up the demo (${method} ${path}: HTTP ${answer.status} ${answer.body?.message ?? ''}).`,
			);
		}
		return answer.body.data;
	}

	async #send(method, path, body) {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'browser-id': 'demo',
				...(body ? { 'Content-Type': 'application/json' } : {}),
				...(this.#cookie ? { Cookie: this.#cookie } : {}),
			},
			...(body ? { body: JSON.stringify(body) } : {}),
		});
		const session = response.headers.getSetCookie().find((each) => each.startsWith('n8n-auth='));
		if (session) this.#cookie = session.split(';')[0] ?? '';
		const text = await response.text();
		try {
			return { status: response.status, body: JSON.parse(text) };
		} catch {
			return { status: response.status, body: undefined };
		}
	}
}

const CONNECT_WORKFLOW = 'billitConnect001';

function withCredentials(workflow, credentials) {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => ({
			...node,
			...(node.credentials
				? {
						credentials: Object.fromEntries(
							Object.keys(node.credentials).map((type) => [type, credentials[type]]),
						),
					}
				: {}),
		})),
	};
}
