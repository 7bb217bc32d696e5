import { isRecord } from './values';

/**
 * Errors that the host hands on: its own around those of the pack, of Node.js and of its OAuth2 client.
 * Older versions of n8n (2.30 among them) drop what they wrap and keep no more than its text.
 */

/** An error and what it was made of, outermost first. */
export function chainOf(error: unknown): Array<Record<string, unknown>> {
	const chain: Array<Record<string, unknown>> = [];
	let current: unknown = error;
	while (chain.length < 5 && isRecord(current)) {
		chain.push(current);
		current = current.cause;
	}
	return chain;
}

/** What an error says of itself, whoever threw it. */
export function saidBy(error: unknown): { message?: string; description?: string } {
	const { message, description } = isRecord(error) ? error : {};
	return {
		...(typeof message === 'string' ? { message } : {}),
		...(typeof description === 'string' ? { description } : {}),
	};
}

/** The texts of an error and of what it was made of: the host may replace a text, but keeps the old one. */
export function textsOf(error: unknown): string[] {
	return chainOf(error).flatMap(({ message, messages }) =>
		[message, ...(Array.isArray(messages) ? messages : [])].filter(
			(text): text is string => typeof text === 'string',
		),
	);
}

/** How Node.js and axios word what they also tell as a code. */
const WORDS: Array<[RegExp, string]> = [
	[/\bsocket hang up\b/, 'ECONNRESET'],
	[/^timeout of \d+ms exceeded\b/, 'ECONNABORTED'],
	[/\bcertificate\b|\bSSL routines\b/, 'EPROTO'],
	[/^Invalid URL\b/, 'ERR_INVALID_URL'],
];

/**
 * The code of a failed connection, under whatever the host wrapped around it.
 * @returns undefined when it was something else that failed
 */
export function networkCodeOf(error: unknown): string | undefined {
	const told = chainOf(error).find(({ code }) => typeof code === 'string')?.code;
	if (typeof told === 'string') return told;
	for (const text of textsOf(error)) {
		const code =
			/\b(?:ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE)\b/.exec(
				text,
			)?.[0] ?? WORDS.find(([words]) => words.test(text))?.[1];
		if (code !== undefined) return code;
	}
	return undefined;
}
