import { SetupError } from './log.mjs';

/**
 * The demo's credentials. `place` changes with the ports of a start and is kept up to date; the rest
 * is set once.
 */
const credentialsOf = ({ billit }) => [
	{
		name: 'Billit (simulated)',
		type: 'billitOAuth2Api',
		place: {
			apiBaseUrl: billit.apiBaseUrl,
			authBaseUrl: billit.authBaseUrl,
			redirectUrl: billit.connectUrl,
		},
		data: {
			environment: 'custom',
			clientId: billit.clientId,
			clientSecret: billit.clientSecret,
			partyId: billit.partyId,
		},
	},
	{
		name: 'Billit API key (simulated)',
		type: 'billitApi',
		place: { apiBaseUrl: billit.apiBaseUrl },
		data: { environment: 'custom', apiKey: billit.apiKey, partyId: billit.partyId },
	},
];

const isConnectTrigger = ({ type }) => type.endsWith('.oAuth2ConnectTrigger');

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

	/** @throws {SetupError} when the owner's password is another one by now */
	async signIn() {
		const { email, password } = this.login;
		const { userManagement } = await this.#call('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			const names = { firstName: 'Demo', lastName: 'Owner' };
			await this.#call('POST', '/owner/setup', { email, password, ...names });
			return;
		}
		const answer = await this.#send('POST', '/login', { emailOrLdapLoginId: email, password });
		if (answer.status !== 200) {
			throw new SetupError(
				'The login of the demo was changed in n8n, so nothing can be set up there. Delete the data folder of the demo, or choose another one: BACKOFFICE_DATA=… npm start',
			);
		}
	}

	/**
	 * Creates the credentials and workflows that are missing; workflows that connect accounts are
	 * published. Adds to each simulator's entry the `connectUrl` to open.
	 * @param {Record<string, object>} simulators by provider
	 * @param {object[]} workflows with stable ids
	 */
	async setUp(simulators, workflows) {
		for (const trigger of workflows.flatMap(({ nodes }) => nodes).filter(isConnectTrigger)) {
			const simulator = simulators[trigger.parameters.provider];
			simulator.connectUrl = `${this.url}/webhook/${trigger.webhookId}/connect`;
		}
		const credentials = await this.#credentials(credentialsOf(simulators));
		const existing = await this.#call('GET', '/workflows');
		for (const workflow of workflows) {
			if (existing.some(({ id }) => id === workflow.id)) continue;
			const { id, versionId } = await this.#call(
				'POST',
				'/workflows',
				withCredentials(workflow, credentials),
			);
			if (workflow.nodes.some(isConnectTrigger)) {
				await this.#call('POST', `/workflows/${id}/activate`, { versionId });
			}
		}
	}

	/** @returns {Promise<Record<string, { id: string, name: string }>>} by type */
	async #credentials(wanted) {
		const existing = await this.#call('GET', '/credentials');
		const result = {};
		for (const { name, type, place, data } of wanted) {
			let found = existing.find((each) => each.name === name && each.type === type);
			if (found) await this.#move(found, place);
			else
				found = await this.#call('POST', '/credentials', {
					name,
					type,
					data: { ...data, ...place },
				});
			result[type] = { id: found.id, name: found.name };
		}
		return result;
	}

	/** n8n keeps the stored values of masked properties. */
	async #move({ id, name, type }, place) {
		const { data } = await this.#call('GET', `/credentials/${id}?includeData=true`);
		if (Object.keys(place).every((property) => data[property] === place[property])) return;
		await this.#call('PATCH', `/credentials/${id}`, { name, type, data: { ...data, ...place } });
	}

	async #call(method, path, body) {
		const answer = await this.#send(method, path, body);
		if (answer.status >= 300 || !answer.body) {
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

function withCredentials(workflow, credentials) {
	const wired = ({ credentials: needed, ...node }) =>
		needed
			? {
					...node,
					credentials: Object.fromEntries(
						Object.keys(needed).map((type) => [type, credentials[type]]),
					),
				}
			: node;
	return { ...workflow, nodes: workflow.nodes.map(wired) };
}
