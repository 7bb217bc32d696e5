import { isConnectTrigger } from './demoWorkflows.mjs';
import { SetupError } from './log.mjs';

/** What the credential of this n8n's own API is for: the accounts of many customers. */
const INSTANCE = { name: 'This n8n', type: 'n8nInstanceApi' };
const INSTANCE_SCOPES = [
	'credential:create',
	'credential:read',
	'credential:update',
	'credential:list',
	'credential:delete',
	'workflow:read',
];

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
				'The login of the demo was changed in n8n, so nothing can be set up there. npm start -- --reset begins anew; BACKOFFICE_DATA=… npm start takes another folder.',
			);
		}
	}

	/**
	 * Creates the credentials and workflows that are missing, and links nodes whose credential is gone;
	 * workflows that connect accounts are published.
	 * @param {object[]} services what the simulators tell of themselves
	 * @param {Array<{ tag: string, workflow: object }>} wanted workflows with stable ids
	 */
	async setUp(services, wanted) {
		const credentials = await this.#credentials(services.flatMap((each) => each.credentials));
		const tags = await this.#tags(wanted.map(({ tag }) => tag));
		const existing = await this.#call('GET', '/workflows');
		for (const { tag, workflow } of wanted) {
			const found = existing.find(({ id }) => id === workflow.id);
			if (found) await this.#mend(found, credentials);
			else await this.#create({ ...workflow, tags: [tags[tag]] }, credentials);
		}
	}

	async #create(workflow, credentials) {
		await this.#publish(await this.#call('POST', '/workflows', linked(workflow, credentials)));
	}

	/** One that was archived comes back; nodes whose credential is gone get the demo's. */
	async #mend({ id, isArchived }, credentials) {
		if (isArchived) await this.#call('POST', `/workflows/${id}/unarchive`);
		const workflow = await this.#call('GET', `/workflows/${id}`);
		const whole = linked(workflow, credentials);
		if (whole === workflow) {
			if (isArchived) await this.#publish(workflow);
			return;
		}
		const { nodes, versionId } = whole;
		await this.#publish(await this.#call('PATCH', `/workflows/${id}`, { nodes, versionId }));
	}

	async #publish({ id, versionId, nodes }) {
		if (!nodes.some(isConnectTrigger)) return;
		await this.#call('POST', `/workflows/${id}/activate`, { versionId });
	}

	/** @returns {Promise<Record<string, string>>} IDs by name */
	async #tags(names) {
		const existing = await this.#call('GET', '/tags');
		const result = {};
		for (const name of new Set(names)) {
			const found = existing.find((each) => each.name === name);
			result[name] = (found ?? (await this.#call('POST', '/tags', { name }))).id;
		}
		return result;
	}

	/** @returns {Promise<{ byType: Record<string, { id: string, name: string }>, ids: Set<string> }>} */
	async #credentials(wanted) {
		const existing = await this.#call('GET', '/credentials');
		const byType = {};
		for (const { name, type, place, data } of wanted) {
			let found = existing.find((each) => each.name === name && each.type === type);
			if (found) await this.#move(found, place);
			else found = await this.#createCredential(name, type, { ...data, ...place });
			byType[type] = { id: found.id, name: found.name };
		}
		byType[INSTANCE.type] = await this.#instance(existing);
		const ids = new Set([...existing, ...Object.values(byType)].map(({ id }) => id));
		return { byType, ids };
	}

	/** The credential of this n8n's own API, with a key that is made for it. */
	async #instance(existing) {
		const { name, type } = INSTANCE;
		const found = existing.find((each) => each.name === name && each.type === type);
		if (found) {
			await this.#move(found, { baseUrl: this.url });
			return { id: found.id, name };
		}
		const known = await this.#call('GET', '/api-keys/scopes');
		const { rawApiKey } = await this.#call('POST', '/api-keys', {
			label: `Demo ${Date.now()}`,
			scopes: INSTANCE_SCOPES.filter((scope) => known.includes(scope)),
			expiresAt: null,
		});
		const { id } = await this.#createCredential(name, type, {
			baseUrl: this.url,
			apiKey: rawApiKey,
		});
		return { id, name };
	}

	async #createCredential(name, type, data) {
		return await this.#call('POST', '/credentials', { name, type, data });
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

/**
 * The workflow with the demo's credential wherever a node's is gone; the same object where none is.
 * @param {{ byType: Record<string, object>, ids: Set<string> }} credentials
 */
function linked(workflow, { byType, ids }) {
	let changed = false;
	const nodes = workflow.nodes.map((node) => {
		const entries = Object.entries(node.credentials ?? {}).map(([type, held]) => {
			if (ids.has(held.id) || !byType[type]) return [type, held];
			changed = true;
			return [type, byType[type]];
		});
		return node.credentials ? { ...node, credentials: Object.fromEntries(entries) } : node;
	});
	return changed ? { ...workflow, nodes } : workflow;
}
