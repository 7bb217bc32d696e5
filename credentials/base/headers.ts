import type { IDataObject } from 'n8n-workflow';

type Headers = IDataObject;

/**
 * Puts the provider's own headers beside those of a request; the request's win, whatever their case.
 * An `Accept` that takes anything (every generic HTTP client sends one) counts as not set.
 * @see docs/decisions/2026-11-21-accept-header.md
 */
export function withDefaults(defaults: Headers, headers: Headers = {}): Headers {
	const set = Object.entries(headers).filter(([name, value]) => !takesAnything(name, value));
	const names = new Set(set.map(([name]) => name.toLowerCase()));
	const missing = Object.entries(defaults).filter(([name]) => !names.has(name.toLowerCase()));
	const provided = new Set(missing.map(([name]) => name.toLowerCase()));
	// Without a default of its own, the provider gets the generic header as it is.
	const generic = Object.entries(headers).filter(
		([name, value]) => takesAnything(name, value) && !provided.has(name.toLowerCase()),
	);
	return Object.fromEntries([...missing, ...set, ...generic]);
}

/** RFC 9110 section 5.1. */
export const isHeaderName = (name: string): boolean => /^[!#$%&'*+.^_`|~\w-]+$/.test(name);

/** RFC 9110 section 5.5: one line, for a break would begin another header, and signs that fit into a byte. */
export const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

const takesAnything = (name: string, value: unknown) =>
	name.toLowerCase() === 'accept' && typeof value === 'string' && value.includes('*/*');
