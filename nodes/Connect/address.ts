/**
 * The address by which a webhook was reached. n8n tells the production address even while it listens
 * for a test event; the two differ in the endpoint, in front of the webhook's own path. What a proxy cut
 * off in front of that stays as n8n tells it.
 * @param production what n8n gives for the node's webhook
 * @param arrived path (and query) of the request as it came in
 */
export function reachedAddress(production: string, arrived: string): string {
	const url = new URL(production);
	const known = segments(url.pathname);
	const came = segments(arrived.split('?')[0] ?? '');
	let common = 0;
	while (
		common < Math.min(known.length, came.length) &&
		known[known.length - 1 - common] === came[came.length - 1 - common]
	) {
		common++;
	}
	if (common === 0) return `${url.origin}${url.pathname}`;
	const told = known.slice(0, known.length - common);
	const front = came.slice(0, came.length - common);
	const cut = told.slice(0, Math.max(0, told.length - front.length));
	return [url.origin, ...cut, ...front, ...known.slice(known.length - common)].join('/');
}

/** `/a/b` as `a` and `b`; n8n passes over a slash at the end. */
const segments = (path: string): string[] => path.replace(/^\/|\/$/g, '').split('/');
