import type { Request } from 'express';

/** The values of a query or body that are text; a repeated or nested one counts as absent. */
export function stringsOf(value: unknown): Record<string, string> {
	if (typeof value !== 'object' || value === null) return {};
	return Object.fromEntries(
		Object.entries(value).filter(
			(entry): entry is [string, string] => typeof entry[1] === 'string',
		),
	);
}

/** The token of `Authorization: Bearer …`, exactly so spelt; '' without one. */
export const bearerOf = (request: Request): string =>
	/^Bearer (.+)$/.exec(request.header('Authorization') ?? '')?.[1] ?? '';

export const isForm = (request: Request): boolean =>
	/^application\/x-www-form-urlencoded\b/i.test(request.header('content-type') ?? '');

export const isJson = (request: Request): boolean =>
	/^application\/json\b/i.test(request.header('content-type') ?? '');

/** n8n's webhook and OAuth callback addresses on this machine, whatever their port. */
function isLoopbackCallback(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const url = new URL(address);
	return (
		['127.0.0.1', 'localhost'].includes(url.hostname) &&
		/^\/(?:webhook(?:-test)?\/|rest\/oauth2-credential\/callback$)/.test(url.pathname) &&
		url.search === ''
	);
}

/** Whether a redirect URL is registered; `*loopback*` admits those of this machine's n8n. */
export const isRegistered = (registered: readonly string[], redirectUri: string): boolean =>
	registered.some((each) =>
		each === '*loopback*' ? isLoopbackCallback(redirectUri) : each === redirectUri,
	);
