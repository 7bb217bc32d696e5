import type { IWebhookFunctions } from 'n8n-workflow';
import { addressIn, isLoopback } from '../../credentials/oauth2/hosts';
import type { Credentials } from '../../credentials/oauth2/profile';
import { text } from '../../credentials/oauth2/settings';
import { commaList } from '../shared/commaList';
import { ApiError } from '../shared/errors';
import type { Instance } from './instance';

/**
 * Refuses to hand a client to an n8n that its credential is kept from: whoever may use a credential of somebody else
 * can choose an N8n Instance API credential of their own beside it, and would read the client secret there. The bound
 * is n8n's own setting, "Allowed HTTP Request Domains" (n8n 2.41, credential-domain-restrictions).
 * @param template the credential whose client is lent
 * @param instanceUrl the API of the n8n that accounts are made in
 * @throws ApiError where the setting names hosts, or none, and this is neither one of them nor this n8n itself. A path
 * counts as another place: it may be a webhook of a member's workflow
 */
export function requireAllowed(
	context: IWebhookFunctions,
	template: Credentials,
	instanceUrl: string,
): void {
	if (!isBounded(template)) return;
	const bound = text(template, 'allowedHttpRequestDomains');
	const host = hostOf(instanceUrl);
	const path = pathOf(instanceUrl).replace(/\/api\/v1$/, '');
	const base = context.getInstanceBaseUrl();
	const isOwn =
		isLoopback(host) ||
		[context.getNodeWebhookUrl('default') ?? '', base].map(hostOf).includes(host);
	if (isOwn && ['', pathOf(base)].includes(path)) return;
	const place = `${host}${path}`;
	const named = bound === 'domains' ? commaList(text(template, 'allowedDomains')) : [];
	if (named.some((each) => each === place || (path === '' && covers(each, host)))) return;
	throw new ApiError('The OAuth2 credential may not go to the n8n at the Base URL', {
		description: `"Allowed HTTP Request Domains" of the OAuth2 credential does not name ${place}. Use the address of this n8n as "Base URL" of the N8n Instance API credential; if ${place} is yours, choose Specific Domains and name it`,
		failure: { cause: 'configuration-invalid' },
		neverSent: true,
	});
}

/** Whether whoever may use a client is kept from sending it where they like. */
export const isBounded = (template: Credentials): boolean =>
	['domains', 'none'].includes(text(template, 'allowedHttpRequestDomains'));

/**
 * Refuses to put a bounded client into credentials of somebody who may only use it: they may edit those, and by a
 * Base URL of theirs lead the client secret elsewhere.
 * @param clientId the credential whose client is lent
 * @param projectId the one that is chosen for the accounts; '' for the personal one of the API key's user
 * @throws ApiError where the API key is none of an owner or admin, and where the project is neither the client's own
 * nor named by the N8n Instance API credential
 */
export async function requireOwners(
	instance: Instance,
	clientId: string,
	projectId: string,
): Promise<void> {
	if (!(await instance.seesAll())) {
		throw new ApiError('The OAuth2 credential may not go into credentials of this API key', {
			description:
				'"Allowed HTTP Request Domains" of the OAuth2 credential bounds it, and the user of this API key could edit the accounts\' credentials. Use an N8n Instance API credential with a key of an owner or admin of n8n that has credential:list',
			failure: { cause: 'configuration-invalid' },
			neverSent: true,
		});
	}
	if (projectId === '' || (await ownProjects(instance, clientId)).includes(projectId)) return;
	throw new ApiError('The OAuth2 credential may not go into the project chosen', {
		description: `"Allowed HTTP Request Domains" of the OAuth2 credential bounds it. Put the ID of the project, ${projectId}, into "Projects of Accounts" of the N8n Instance API credential if its members may have the client`,
		failure: { cause: 'configuration-invalid' },
		neverSent: true,
	});
}

/** Where credentials may be that hold a bounded client: in its own project, and where its API key's owner says so. */
export async function ownProjects(instance: Instance, clientId: string): Promise<string[]> {
	const named = commaList(text(await instance.credentials(), 'accountProjects'));
	const client = clientId === '' ? undefined : await instance.find(clientId);
	return client ? [client.projectId, ...named] : named;
}

const hostOf = (address: string): string =>
	addressIn(address)?.hostname.toLowerCase().replace(/\.$/, '') ?? '';

/** What stands behind the origin, without a slash at its end. */
const pathOf = (address: string): string => {
	const url = addressIn(address);
	return url ? url.href.slice(url.origin.length).replace(/\/+$/, '') : '';
};

/** `*.example.com` stands for what is below it. */
function covers(entry: string, host: string): boolean {
	const named = entry.toLowerCase().replace(/\.$/, '');
	return named.startsWith('*.')
		? host.endsWith(named.slice(1)) && named.length > 2
		: named === host;
}
