import type { IHttpRequestOptions } from 'n8n-workflow';
import { outcomeNow, outcomeOf } from '../../credentials/base/outcome';
import type { Credentials } from '../../credentials/oauth2/profile';
import { LUCA_GRAPHQL_PATH, lucaHosts } from '../../credentials/oauth2/profiles/luca';
import { monotonicNow, withinTime } from '../../credentials/base/time';
import { isRecord, parsed } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';

/** Where a host has what, as paths. */
export interface Places {
	graphql: string;
	revocation: string;
}

/** Of the host that everybody knows, and of others that do not tell. */
const PINNED: Places = { graphql: LUCA_GRAPHQL_PATH, revocation: '/oauth/revoke' };

const KEPT_MS = 10 * 60_000;
const KEPT_AFTER_FAILURE_MS = 30_000;
const LIMIT_MS = 5_000;

/** What hosts told of themselves, by origin. */
const known = new Map<string, { places: Promise<Places>; until: number }>();

type Get = (request: IHttpRequestOptions) => Promise<unknown>;

/**
 * Where a brand host has its endpoints, by the documents of RFC 9728 and RFC 8414; the pinned paths where it
 * has no such documents, and where they lead to another origin, which must not get a token.
 * @param get sends a request without authentication
 * @see docs/decisions/2026-11-26-luca-discovery.md
 */
export async function placesOf(credentials: Credentials, get: Get): Promise<Places> {
	if (text(credentials, 'environment') !== 'custom') return PINNED;
	const hosts = outcomeNow(() => lucaHosts(credentials));
	// The call itself says what is wrong with the address.
	if (!hosts.ok) return PINNED;
	const { api } = hosts.value;
	const kept = known.get(api);
	if (kept && monotonicNow() < kept.until) return await kept.places;
	const entry = { places: discovered(api, get), until: monotonicNow() + KEPT_MS };
	known.set(api, entry);
	const places = await entry.places;
	if (places === PINNED) entry.until = monotonicNow() + KEPT_AFTER_FAILURE_MS;
	return places;
}

async function discovered(api: string, get: Get): Promise<Places> {
	const [resource, server] = await Promise.all(
		['oauth-protected-resource', 'oauth-authorization-server'].map((name) =>
			document(`${api}/.well-known/${name}`, get),
		),
	);
	const graphql = pathOn(api, resource?.resource);
	// A document of somebody else is none.
	const isOwn = String(server?.issuer ?? '').replace(/\/$/, '') === api;
	const revocation = isOwn ? pathOn(api, server?.revocation_endpoint) : undefined;
	if (graphql === undefined && revocation === undefined) return PINNED;
	return {
		graphql: graphql ?? PINNED.graphql,
		revocation: revocation ?? PINNED.revocation,
	};
}

async function document(url: string, get: Get): Promise<Record<string, unknown> | undefined> {
	const request: IHttpRequestOptions = {
		method: 'GET',
		url,
		headers: { Accept: 'application/json' },
		encoding: 'text',
		timeout: LIMIT_MS,
		disableFollowRedirect: true,
	};
	const outcome = await outcomeOf(withinTime(get(request), LIMIT_MS, { late: () => new Error() }));
	const body = outcome.ok ? parsed(outcome.value) : undefined;
	return isRecord(body) ? body : undefined;
}

/** The path of an address below this host; undefined for the host itself, and for one elsewhere. */
function pathOn(api: string, address: unknown): string | undefined {
	if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
	const [url, base] = [new URL(address), new URL(api)];
	if (url.origin !== base.origin || url.username !== '' || url.search !== '') return undefined;
	const below = base.pathname.replace(/\/$/, '');
	const isBelow = url.pathname.startsWith(`${below}/`) && url.pathname.length > below.length + 1;
	return isBelow ? url.pathname.slice(below.length) : undefined;
}
