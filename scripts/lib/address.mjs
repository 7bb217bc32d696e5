import { SetupError } from './log.mjs';

const SETTINGS = 'BACKOFFICE_N8N_URL, BACKOFFICE_N8N_EMAIL and BACKOFFICE_N8N_PASSWORD';

/**
 * The version of an n8n that runs at an address already.
 * @param {{ url: string, email?: string, password?: string }} n8n its address and its owner's login
 * @returns {Promise<string>} such as `2.41.1`
 * @throws {SetupError}
 */
export async function versionAt({ url, email, password }) {
	if (!email || !password) throw new SetupError(`Set all of ${SETTINGS}.`);
	const rest = `${url.replace(/\/+$/, '')}/rest`;
	const headers = { 'browser-id': 'host-tests', 'Content-Type': 'application/json' };
	const login = await answerOf(`${rest}/login`, {
		method: 'POST',
		headers,
		body: JSON.stringify({ emailOrLdapLoginId: email, password }),
	});
	if (!login.ok) {
		throw new SetupError(
			`n8n at ${url} refused the login (HTTP ${login.status}). Check ${SETTINGS}.`,
		);
	}
	const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';');
	const settings = await answerOf(`${rest}/settings`, { headers: { ...headers, cookie } });
	const version = (await settings.json().catch(() => undefined))?.data?.versionCli;
	if (!version) throw new SetupError(`What answers at ${url} is not an n8n.`);
	return version;
}

async function answerOf(url, request) {
	try {
		return await fetch(url, request);
	} catch {
		throw new SetupError(`Nothing answers at ${new URL(url).origin}. Check BACKOFFICE_N8N_URL.`);
	}
}
