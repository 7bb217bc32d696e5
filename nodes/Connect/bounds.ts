import type { IWebhookFunctions } from 'n8n-workflow';
import { addressIn, isLoopback } from '../../credentials/oauth2/hosts';
import type { Credentials } from '../../credentials/oauth2/profile';
import { text } from '../../credentials/oauth2/settings';
import { commaList } from '../shared/commaList';
import { ApiError } from '../shared/errors';

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
	const bound = text(template, 'allowedHttpRequestDomains');
	if (bound !== 'domains' && bound !== 'none') return;
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
