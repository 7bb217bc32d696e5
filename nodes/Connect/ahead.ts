import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** By which a browser tells that nobody has opened the address yet. */
const TELLING = ['sec-purpose', 'purpose'];

/**
 * Whether the browser only fetches ahead what somebody may open (`prefetch`, `prefetch;prerender`). A code would be
 * spent by it, and a consent started, for an answer that nobody may ever see.
 */
export function isAhead(context: IWebhookFunctions): boolean {
	const { headers } = context.getRequestObject();
	return TELLING.some((name) => /^\s*prefetch\s*(?:[;,]|$)/i.test(String(headers[name] ?? '')));
}

/** What failed is not shown once the address is opened: the browser comes again (204 could be taken for the answer). */
export function answerAhead(context: IWebhookFunctions): IWebhookResponseData {
	const response = context.getResponseObject();
	response.setHeader('Cache-Control', 'no-store');
	response.status(503).send('');
	return { noWebhookResponse: true };
}
