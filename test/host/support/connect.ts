import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Connection, Person, Vendor } from '../../support/connections';
import type { N8nRest } from './rest';

export const inFuture = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

/** A credential of this type that is connected to a person's account; `more` overrides. */
export async function connected(
	n8n: { rest: N8nRest },
	connection: Connection,
	vendor: Vendor,
	person: Person = 'first',
	more: ICredentialDataDecryptedObject = {},
): Promise<string> {
	const { credentialType, driver, tokens } = connection;
	const id = await n8n.rest.createCredential(credentialType, {
		...connection.settings(vendor, person),
		...(tokens
			? { ...tokens(vendor, person), tokenExpiresAt: inFuture(3600), tokenLifetime: '3600' }
			: {}),
		...more,
	});
	if (driver === 'n8n' && connection.oauth?.(vendor).users.length) {
		await consentThroughN8n(n8n, id, connection.login(person));
	}
	return id;
}

/** What n8n's Connect button does, with the vendor's login page answered by form. */
async function consentThroughN8n(
	n8n: { rest: N8nRest },
	id: string,
	login: { username: string; password: string },
): Promise<void> {
	const answer = await n8n.rest.http.get('/oauth2-credential/auth', { params: { id } });
	const authorize = new URL(answer.data.data);
	const back = await fetch(`${authorize.origin}${authorize.pathname}/consent`, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({
			request: JSON.stringify(Object.fromEntries(authorize.searchParams)),
			...login,
			decision: 'allow',
		}),
	});
	const callback = back.headers.get('location');
	if (!callback)
		throw new Error(`The vendor did not redirect: ${back.status} ${await back.text()}`);
	const page = await fetch(callback, { headers: { cookie: n8n.rest.cookie } });
	const text = await page.text();
	if (!page.ok || !/oauth-success|success/i.test(text)) {
		throw new Error(`n8n did not take the code: ${page.status} ${text.slice(0, 500)}`);
	}
}
