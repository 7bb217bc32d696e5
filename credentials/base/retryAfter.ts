/**
 * Reads `Retry-After` (RFC 9110 section 10.2.3): seconds or an HTTP date.
 * @param now ms since the epoch
 * @returns ms to wait, 0 or more; undefined when absent or unreadable
 */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
	if (value === undefined || value.trim() === '') return undefined;
	const delay = Number(value);
	if (Number.isFinite(delay)) return Math.max(0, delay * 1000);
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * How long a reply asks to wait. A date counts from the reply's own `Date` (RFC 9110 section 6.6.1): this
 * machine's clock may be minutes off.
 * @returns ms; undefined when it does not ask
 */
export function askedToWait(headers: Record<string, string | undefined>): number | undefined {
	const sent = Date.parse(headers.date ?? '');
	return retryAfterMs(headers['retry-after'], Number.isNaN(sent) ? Date.now() : sent);
}
