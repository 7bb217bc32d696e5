import type { ExpiryUnit, ProviderResponse, TokenReplyShape } from './profile';
import type { IDataObject } from 'n8n-workflow';
import { at, isMissing, isNoText, isPrintable, isRecord } from '../base/values';

/** What a token endpoint issued, in the pack's own form. */
export interface Tokens {
	accessToken: string;
	/** '' when the provider issued none and none was held before. */
	refreshToken: string;
	/** ISO time; '' = unknown: the token is used until the provider refuses it. */
	expiresAt: string;
	/** Seconds from issue to expiry; 0 = unknown. */
	lifetime: number;
	/** The consent that they descend from, where this process has seen it. */
	connection?: Connection;
	/** What the provider told beside the tokens and the credential keeps, by its path. */
	kept?: Record<string, string>;
}

/** What a credential keeps of the consent that connected it. */
export interface Connection {
	/** SHA-256 of the code. */
	exchangedCode: string;
	/** The provider's id of the account; '' when it did not tell: a former consent's is another account's. */
	connectedAccount: string;
}

/**
 * Reads a token reply (RFC 6749 section 5.1) as vendors really write it: the names in any case,
 * numbers as strings, `expires` for `expires_in`, any HTTP status.
 * @param heldRefreshToken kept when the reply brings none (RFC 6749 section 6)
 * @param now ms since the epoch at which the reply arrived; the vendor's own clock is used only where a reply tells
 * a time instead of a lifetime
 * @param shape where the provider writes what somewhere else
 * @returns undefined when the reply holds no access token, and when one of its tokens is none: see `oddToken`
 */
export function readTokens(
	response: ProviderResponse,
	heldRefreshToken: string,
	now: number,
	shape: TokenReplyShape = {},
): Tokens | undefined {
	const found = tokensIn(response, shape);
	if (!found || found.accessToken === '' || oddIn(found) !== undefined) return undefined;
	const { body, accessToken } = found;
	const lifetime = lifetimeIn(body, shape, now) || (shape.lifetime ?? 0);
	const kept = (shape.keep ?? [])
		.map((path) => [path, at(body, path)] as const)
		.filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
		.map(([path, value]) => [path, String(value)] as const);
	return {
		accessToken,
		refreshToken: found.refreshToken || heldRefreshToken,
		expiresAt: lifetime > 0 ? new Date(now + lifetime * 1000).toISOString() : '',
		lifetime,
		...(kept.length > 0 ? { kept: Object.fromEntries(kept) } : {}),
	};
}

interface Found {
	body: IDataObject;
	/** '' where there is none. */
	accessToken: string;
	refreshToken: string;
}

function tokensIn(response: ProviderResponse, shape: TokenReplyShape): Found | undefined {
	const body = shape.accessToken === '' ? bareToken(response) : formOf(response.body);
	if (!isRecord(body)) return undefined;
	return {
		body,
		accessToken: accessTokenIn(body, shape),
		refreshToken: refreshTokenIn(at(body, shape.refreshToken ?? 'refresh_token')),
	};
}

/**
 * The most characters of a token. An access token stands in a header, and no more than 16 KiB of all headers together
 * are read by Node.js (`http.maxHeaderSize`), of one of them by nginx and Apache half of it. A refresh token stands in
 * a body; Express reads no more than 100 kB of that.
 */
const MOST_SIGNS = { access: 16_384, refresh: 100_000 };

/**
 * Why a text is no token, as the end of a sentence that begins with who issued it.
 * @returns words that hold nothing of a token; undefined for a token, and for ''
 */
export function whyNoToken(
	token: string,
	kind: keyof typeof MOST_SIGNS = 'access',
): string | undefined {
	const most = MOST_SIGNS[kind];
	if (token.length > most) {
		return `${NAMES[kind]} of ${token.length} characters, which is longer than ${most}`;
	}
	if (isMissing(token) || isNoText(token)) return `the word "${token}" in place of ${NAMES[kind]}`;
	if (isPrintable(token)) return undefined;
	return `${NAMES[kind]} with a sign in it that no token has, such as a line break or one that is not seen`;
}

const NAMES = { access: 'an access token', refresh: 'a refresh token' };

const oddIn = ({ accessToken, refreshToken }: Found): string | undefined =>
	whyNoToken(accessToken) ?? whyNoToken(refreshToken, 'refresh');

/**
 * What a reply brings in place of a token: a text that is none, or one with a sign in it that no token has (RFC 6749,
 * A.12 and A.17), which no header takes. It must not take the place of what is held.
 * @returns words that hold nothing of a token; undefined where all is well
 */
export function oddToken(
	response: ProviderResponse,
	shape: TokenReplyShape = {},
): string | undefined {
	const found = tokensIn(response, shape);
	return found && oddIn(found);
}

/** A reply that is nothing but the token (RFC 6750 section 2.1 tells how one looks). */
function bareToken({ status, body }: ProviderResponse): unknown {
	const isToken = typeof body === 'string' && /^[\w.~+/-]{8,}=*$/.test(body.trim());
	return isToken && status < 300 ? { access_token: body.trim() } : undefined;
}

/** Some servers write the token as it stands in a header; n8n writes `Bearer` before it itself. */
function accessTokenIn(body: IDataObject, shape: TokenReplyShape): string {
	const path = shape.accessToken || 'access_token';
	const token = tokenIn(at(body, path));
	const beside = `${path.slice(0, path.lastIndexOf('.') + 1)}token_type`;
	const type = tokenIn(at(body, beside)) || tokenIn(at(body, 'token_type'));
	const isBearer = isMissing(type) || ['', 'bearer'].includes(type.toLowerCase());
	return isBearer && !shape.keepsScheme ? token.replace(/^bearer[ \t]+/i, '') : token;
}

/** A blank one is none: it must not take the place of what is held. */
const tokenIn = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

/** A server without refresh tokens may write its `null` as a word. */
const refreshTokenIn = (value: unknown): string => {
	const token = tokenIn(value);
	return isMissing(token) ? '' : token;
};

/** Replies of servers before RFC 6749: the fields as a form. */
function formOf(body: unknown): unknown {
	if (typeof body !== 'string' || !/^(?:[\w.-]+=[^&\s]*&)*access_token=[^&\s]+/.test(body))
		return body;
	return Object.fromEntries(new URLSearchParams(body));
}

/** Seconds; 0 where the reply does not tell. */
function lifetimeIn(body: unknown, shape: TokenReplyShape, now: number): number {
	if (shape.expiry === undefined) {
		return seconds(at(body, 'expires_in')) || seconds(at(body, 'expires'));
	}
	const value = at(body, shape.expiry);
	return seconds(IN_SECONDS[shape.expiryUnit ?? 'seconds'](value, now));
}

/** What a reply tells of the expiry, as seconds from now. */
const IN_SECONDS: Record<ExpiryUnit, (value: unknown, now: number) => unknown> = {
	seconds: (value) => value,
	milliseconds: (value) => Number(value) / 1_000,
	epochSeconds: (value, now) => Number(value) - now / 1_000,
	epochMilliseconds: (value, now) => (Number(value) - now) / 1_000,
	isoTime: (value, now) => (Date.parse(String(value)) - now) / 1_000,
};

/** A token that is said to last less was not made to be used once: it is used until it is refused. */
const SHORTEST_LIFETIME = 1;

/** A year; a longer "lifetime" is a time stamp or nonsense and counts as unknown. */
const LONGEST_LIFETIME = 366 * 24 * 3600;

function seconds(value: unknown): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && number >= SHORTEST_LIFETIME && number <= LONGEST_LIFETIME
		? number
		: 0;
}

/** Renew when less than this is left, in ms: a tenth of the lifetime, 60 s at most. */
function renewalMargin(lifetime: number): number {
	return lifetime > 0 ? Math.min(60_000, lifetime * 100) : 60_000;
}

/**
 * Whether the token is known to be, or about to be, expired at `now` (ms since the epoch).
 * @see docs/decisions/2026-11-21-token-lifetime-property.md
 */
export function isStale(tokens: Pick<Tokens, 'expiresAt' | 'lifetime'>, now: number): boolean {
	const expiresAt = Date.parse(tokens.expiresAt);
	return Number.isFinite(expiresAt) && expiresAt - now < renewalMargin(tokens.lifetime);
}

/** Whether the token's lifetime is known to have run out at `now` (ms since the epoch). */
export function isExpired({ expiresAt }: Pick<Tokens, 'expiresAt'>, now: number): boolean {
	return Date.parse(expiresAt) <= now;
}
