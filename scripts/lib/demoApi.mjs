import { EditorApi } from './editorApi.cjs';
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

/** What the demo does by n8n's own REST API. Everything is created only where it is missing. */
export class DemoApi extends EditorApi {
	/**
	 * @param {string} url of n8n
	 * @param {{ email: string, password: string }} login of the owner
	 */
	constructor(url, login) {
		super(url, 'demo');
		this.login = login;
	}

	/** @throws {SetupError} when the owner's password is another one by now */
	async signIn() {
		const { email, password } = this.login;
		if (!(await super.signIn({ email, password, firstName: 'Demo', lastName: 'Owner' }))) {
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
		const existing = await this.call('GET', '/workflows');
		for (const { tag, workflow } of wanted) {
			const found = existing.find(({ id }) => id === workflow.id);
			if (found) await this.#mend(found, credentials);
			else await this.#create({ ...workflow, tags: [tags[tag]] }, credentials);
		}
	}

	async #create(workflow, credentials) {
		await this.#publish(await this.call('POST', '/workflows', linked(workflow, credentials)));
	}

	/** One that was archived comes back; nodes whose credential is gone get the demo's. */
	async #mend({ id, isArchived }, credentials) {
		if (isArchived) await this.call('POST', `/workflows/${id}/unarchive`);
		const workflow = await this.call('GET', `/workflows/${id}`);
		const whole = linked(workflow, credentials);
		if (whole === workflow) {
			if (isArchived) await this.#publish(workflow);
			return;
		}
		const { nodes, versionId } = whole;
		await this.#publish(await this.call('PATCH', `/workflows/${id}`, { nodes, versionId }));
	}

	async #publish({ id, versionId, nodes }) {
		if (nodes.some(isConnectTrigger)) await this.publish({ id, versionId });
	}

	/** @returns {Promise<Record<string, string>>} IDs by name */
	async #tags(names) {
		const existing = await this.call('GET', '/tags');
		const result = {};
		for (const name of new Set(names)) {
			const found = existing.find((each) => each.name === name);
			result[name] = (found ?? (await this.call('POST', '/tags', { name }))).id;
		}
		return result;
	}

	/** @returns {Promise<{ byType: Record<string, { id: string, name: string }>, ids: Set<string> }>} */
	async #credentials(wanted) {
		const existing = await this.call('GET', '/credentials');
		const byType = {};
		for (const { name, type, place, data } of wanted) {
			let found = existing.find((each) => each.name === name && each.type === type);
			if (found) await this.#move(found, place);
			else found = await this.newCredential(name, type, { ...data, ...place });
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
		const apiKey = await this.apiKey(INSTANCE_SCOPES, `Demo ${Date.now()}`);
		const { id } = await this.newCredential(name, type, { baseUrl: this.url, apiKey });
		return { id, name };
	}

	async #move(found, place) {
		const { data } = await this.credential(found.id);
		if (Object.keys(place).every((property) => data[property] === place[property])) return;
		await this.saveCredential(found, { ...data, ...place });
	}

	/** @override */
	refused(method, path, { status, body }) {
		return new SetupError(
			`n8n refused to set up the demo (${method} ${path}: HTTP ${status} ${body?.message ?? ''}).`,
		);
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
