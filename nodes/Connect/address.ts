/**
 * The address by which a webhook was reached. n8n tells the production address even while it listens
 * for a test event; the two differ in one path segment only.
 * @param production what n8n gives for the node's webhook
 * @param arrived path (and query) of the request as it came in
 */
export function reachedAddress(production: string, arrived: string): string {
	const url = new URL(production);
	const known = url.pathname.split('/');
	const came = (arrived.split('?')[0] ?? '').split('/');
	let common = 0;
	while (
		common < Math.min(known.length, came.length) &&
		known[known.length - 1 - common] === came[came.length - 1 - common]
	) {
		common++;
	}
	const endpoint = came[came.length - 1 - common];
	if (common > 0 && endpoint && common < known.length) {
		known[known.length - 1 - common] = endpoint;
	}
	return `${url.origin}${known.join('/')}`;
}
