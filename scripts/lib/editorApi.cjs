/**
 * The REST API that n8n's editor uses, signed in as a user: for the demo, which runs before anything is
 * built, and for the tests. Plain CommonJS, so that both can load it.
 */
class EditorApi {
	/** The session, for a browser that is to be logged in. */
	cookie = '';

	/**
	 * @param {string} url of n8n
	 * @param {string} browserId n8n ties a session to it
	 */
	constructor(url, browserId) {
		this.url = url;
		this.browserId = browserId;
	}

	/**
	 * Signs in; sets the owner up in an n8n that has none.
	 * @param {{ email: string, password: string, firstName: string, lastName: string }} owner
	 * @returns {Promise<boolean>} whether n8n took the password
	 */
	async signIn(owner) {
		const { userManagement } = await this.call('GET', '/settings');
		if (userManagement.showSetupOnFirstLoad) {
			await this.call('POST', '/owner/setup', owner);
			return true;
		}
		const login = { emailOrLdapLoginId: owner.email, password: owner.password };
		return (await this.send('POST', '/login', login)).status === 200;
	}

	/**
	 * A key of n8n's public API.
	 * @param {readonly string[]} [scopes] those of them that the user may give; all that it may, unless told
	 * @returns {Promise<string>}
	 */
	async apiKey(scopes, label = `Key ${Date.now()}`) {
		const known = await this.call('GET', '/api-keys/scopes');
		const { rawApiKey } = await this.call('POST', '/api-keys', {
			label,
			scopes: scopes ? scopes.filter((each) => known.includes(each)) : known,
			expiresAt: null,
		});
		return rawApiKey;
	}

	/** @returns {Promise<{ id: string, name: string }>} */
	async newCredential(name, type, data) {
		return await this.call('POST', '/credentials', { name, type, data });
	}

	/** What the editor gets to see of a credential. */
	async credential(id) {
		return await this.call('GET', `/credentials/${id}?includeData=true`);
	}

	/** n8n keeps the stored values of masked properties. */
	async saveCredential({ id, name, type }, data) {
		await this.call('PATCH', `/credentials/${id}`, { id, name, type, data });
	}

	async publish({ id, versionId }) {
		await this.call('POST', `/workflows/${id}/activate`, { versionId });
	}

	/** @throws {Error} what `refused` makes of an answer that is none of success */
	async call(method, path, body) {
		const answer = await this.send(method, path, body);
		if (answer.status >= 300 || !answer.body) throw this.refused(method, path, answer);
		return answer.body.data;
	}

	refused(method, path, { status, body }) {
		return new Error(`${method} ${path}: HTTP ${status} ${body?.message ?? ''}`);
	}

	/** @returns {Promise<{ status: number, body: unknown }>} the body undefined where it is no JSON */
	async send(method, path, body) {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				'browser-id': this.browserId,
				...(body ? { 'Content-Type': 'application/json' } : {}),
				...(this.cookie ? { Cookie: this.cookie } : {}),
			},
			...(body ? { body: JSON.stringify(body) } : {}),
			signal: AbortSignal.timeout(60_000),
		});
		this.keepSession(response.headers.getSetCookie());
		const text = await response.text();
		try {
			return { status: response.status, body: JSON.parse(text) };
		} catch {
			return { status: response.status, body: undefined };
		}
	}

	/** @param {readonly string[]} cookies as an answer sets them */
	keepSession(cookies) {
		const session = cookies.find((each) => each.startsWith('n8n-auth='));
		if (session) this.cookie = session.split(';')[0] ?? '';
	}
}

module.exports = { EditorApi };
