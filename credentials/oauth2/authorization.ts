import type { IHttpRequestOptions } from 'n8n-workflow';
import { settingsError } from './errors';
import { isLoopback } from './hosts';
import type { OAuth2Profile } from './profile';

/** RFC 6750 section 2.1. */
const BEARER = { header: 'Authorization', prefix: 'Bearer' };

/** The header that a call carries the token in. */
export function authorizationOf(
	{ authorization = BEARER }: OAuth2Profile,
	accessToken: string,
): Record<string, string> {
	const { header, prefix } = authorization;
	return { [header]: prefix === '' ? accessToken : `${prefix} ${accessToken}` };
}

/**
 * Puts what the token reply told into the address, and keeps the call from being redirected: the host would take the
 * token along, in whichever header it stands.
 */
export function readdress(profile: OAuth2Profile, request: Legacy): void {
	if (!profile.hosts) return;
	for (const name of ['url', 'baseURL', 'uri', 'baseUrl'] as const) {
		const value = request[name];
		if (typeof value === 'string' && profile.addressed) request[name] = profile.addressed(value);
	}
	request.disableFollowRedirect = true;
	// As n8n's older helper calls the same.
	Object.assign(request, { followRedirect: false, followAllRedirects: false, maxRedirects: 0 });
}

/** A request of either of n8n's helpers. */
type Legacy = IHttpRequestOptions & { uri?: string; baseUrl?: string };

/** The access token that a call carries; undefined where it carries none. */
export function tokenOf(
	{ authorization = BEARER }: OAuth2Profile,
	{ headers }: IHttpRequestOptions,
): string | undefined {
	const { header, prefix } = authorization;
	const value = headers?.[header];
	if (typeof value !== 'string' || value === '') return undefined;
	if (prefix === '') return value;
	return value.startsWith(`${prefix} `) ? value.slice(prefix.length + 1) : undefined;
}

/**
 * A token goes to nobody whom the credential does not name.
 * @throws OAuth2Error (settings) for a call to another host
 */
export function refuseElsewhere(profile: OAuth2Profile, request: IHttpRequestOptions): void {
	if (!profile.hosts) return;
	const url = addressOf(request);
	const isSafe = url?.protocol === 'https:' || isLoopback(url?.hostname ?? '');
	if (url && isSafe && profile.hosts.some((host) => host === url.origin || host === url.host)) {
		return;
	}
	throw settingsError(
		`The access token of ${profile.displayName} is not sent to ${url?.host ?? 'an address that is none'}. If it belongs there, add that host to "Other Hosts" of the credential`,
	);
}

/** The whole address of a call; n8n's older helper has other names for its parts. */
function addressOf(request: Legacy) {
	const { url, baseURL, uri, baseUrl } = request;
	const base = [baseURL, baseUrl].find((each) => typeof each === 'string' && each !== '');
	const own = [url, uri].find((each) => typeof each === 'string' && each !== '') ?? '';
	// The host puts them together as texts.
	const whole =
		base === undefined || /^[a-z][a-z0-9+.-]*:/i.test(String(own))
			? String(own)
			: `${String(base).replace(/\/+$/, '')}/${String(own).replace(/^\/+/, '')}`;
	return URL.canParse(whole) ? new URL(whole) : undefined;
}
