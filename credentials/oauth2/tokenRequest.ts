import { sleep, type IDataObject, type IHttpRequestHelper } from 'n8n-workflow';
import { OAuth2Error, settingsError, temporaryError } from './errors';
import { textsOf } from '../base/hostError';
import { networkFailure } from '../base/networkFailure';
import { outcomeOf } from '../base/outcome';
import type { Credentials, OAuth2Profile, ProviderResponse } from './profile';
import { explainRefusal, type Attempt, type TokenIssuer } from './refusal';
import { readText, TooLongError } from '../base/read';
import { scrubbedValue } from './scrub';
import { monotonicNow, withinTime } from '../base/time';
import { readTokens, type Tokens } from './tokenReply';
import { parsed } from '../base/values';
import { text } from './settings';

/**
 * The most, in ms, that obtaining a token may take, all tries and pauses together; another process waits as long
 * for what it brings.
 */
export const TOKEN_REQUEST_LIMIT_MS = 30_000;
/** A token reply is a few hundred bytes; a look-up of the account may list many companies. */
const MOST_BYTES = 2_000_000;
const TRIES = 3;
const FIRST_PAUSE_MS = 500;
/** With less time left than this, another try makes no sense. */
const SHORTEST_TRY_MS = 10_000;

/**
 * Asks the token endpoint (RFC 6749 section 3.2), client credentials in the body. Temporary failures
 * are tried three times, as long as there is time; nothing the provider issued is ever dropped.
 * @param attempt the grant and its own parameters, `grant_type` included
 * @param until when it has to be over, monotonic ms
 * @throws OAuth2Error
 */
export async function requestTokens(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	attempt: Attempt,
	until = monotonicNow() + TOKEN_REQUEST_LIMIT_MS,
): Promise<Tokens> {
	for (let tries = 1; ; tries++) {
		const left = until - monotonicNow();
		const outcome = await outcomeOf(requestOnce(http, profile, credentials, attempt, left));
		if (outcome.ok) return outcome.value;
		const { error } = outcome;
		if (!(error instanceof OAuth2Error)) throw networkError(error, profile, credentials);
		const pause = Math.max(error.retryAfterMs ?? 0, FIRST_PAUSE_MS * tries);
		const late = monotonicNow() + pause + SHORTEST_TRY_MS > until;
		if (!error.repeatable || tries >= TRIES || late) throw error;
		await sleep(pause);
	}
}

async function requestOnce(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	attempt: Attempt,
	limitMs: number,
): Promise<Tokens> {
	const response = await send(http, profile, credentials, attempt.parameters, limitMs);
	const held = attempt.parameters.refresh_token ?? '';
	const tokens = readTokens(response, held, Date.now());
	if (tokens) return tokens;
	throw explainRefusal(profile, credentials, response, attempt);
}

async function send(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	parameters: Record<string, string>,
	limitMs: number,
): Promise<ProviderResponse> {
	const json = profile.tokenRequestFormat(credentials) === 'json';
	const body: Record<string, string> = {
		...parameters,
		client_id: text(credentials, 'clientId'),
		client_secret: text(credentials, 'clientSecret'),
	};
	const request = {
		method: 'POST' as const,
		url: profile.tokenUrl(credentials),
		headers: {
			'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded',
			Accept: 'application/json',
		},
		body: json ? body : new URLSearchParams(body).toString(),
	};
	return await exchange(http, profile, credentials, request, limitMs);
}

/**
 * One request outside the host's authentication, its answer whatever the status.
 * Redirects are not followed: a secret must not travel to a host that nobody configured.
 * @param limitMs how long it may take in all, in ms
 * @throws OAuth2Error when no answer came
 */
export async function exchange(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	request: {
		method: 'GET' | 'POST';
		url: string;
		headers: Record<string, string>;
		body?: string | IDataObject;
	},
	limitMs = TOKEN_REQUEST_LIMIT_MS,
): Promise<ProviderResponse> {
	const late = () =>
		temporaryError(
			`${profile.displayName} took longer than ${Math.ceil(limitMs / 1000)} seconds to answer at ${new URL(request.url).host}. Try again later`,
			{ repeatable: true },
		);
	try {
		const read = async () => {
			const response = await http.helpers.httpRequest({
				...request,
				timeout: Math.ceil(limitMs),
				abortSignal: AbortSignal.timeout(Math.ceil(limitMs)),
				disableFollowRedirect: true,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				encoding: 'stream',
			});
			return await readResponse(response, MOST_BYTES);
		};
		return await withinTime(read(), limitMs, { late });
	} catch (error) {
		if (error instanceof TooLongError) throw tooLong(profile);
		throw networkError(error, profile, credentials);
	}
}

const tooLong = ({ displayName }: TokenIssuer) =>
	temporaryError(
		`${displayName} answered with more than ${MOST_BYTES / 1_000_000} MB where a few lines are expected. Try again later; if it stays so, check the Environment and the base URLs of the credential`,
		{ repeatable: false },
	);

/**
 * The host's full response, its body read.
 * @param hide what is done to a text before anything is made of it
 * @throws TooLongError for more than `most` bytes
 */
export async function readResponse(
	response: unknown,
	most: number,
	hide?: (text: string) => string,
): Promise<ProviderResponse> {
	const { body, ...rest } = response as { body?: unknown };
	const read = await readText(body, most);
	if (typeof read !== 'string' || !hide) return providerResponse({ ...rest, body: read });
	const answer = providerResponse({ ...rest, body: hide(read) });
	// JSON may write any character as its number: what was meant is there once it is read.
	return read.includes('\\u') ? { ...answer, body: scrubbedValue(answer.body, hide) } : answer;
}

/** The host's full response, or what is left of it, as the engine reads it. */
export function providerResponse(response: unknown): ProviderResponse {
	const { statusCode, headers, body } = response as {
		statusCode?: number;
		headers?: Record<string, unknown>;
		body?: unknown;
	};
	return {
		status: statusCode ?? 0,
		headers: Object.fromEntries(
			Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		body: parsed(body),
	};
}

/** Explains a request that got no answer. The host's error code goes into words: see OAuth2Error. */
export function networkError(
	error: unknown,
	profile: TokenIssuer,
	credentials: Credentials,
): OAuth2Error {
	if (error instanceof OAuth2Error) return error;
	const { host } = new URL(profile.tokenUrl(credentials));
	if (textsOf(error).some((words) => /domain/i.test(words) && /allow|restrict/i.test(words))) {
		return settingsError(
			`This credential's "Allowed HTTP Request Domains" do not include ${host}, which ${profile.displayName} needs for its tokens. Add that host, or allow all domains`,
		);
	}
	const failed = networkFailure(error);
	if (failed?.kind === 'no such host' && !failed.repeatable) {
		return settingsError(
			`There is no host ${host}. Check the Environment and the base URLs of the ${profile.displayName} credential`,
		);
	}
	if (failed?.kind === 'not trusted') {
		return settingsError(
			`The certificate of ${host} is not trusted by this n8n. Check the base URLs of the ${profile.displayName} credential`,
		);
	}
	return temporaryError(
		`${profile.displayName} does not answer at ${host}. Try again later; if it stays so, check the Environment and the base URLs of the credential`,
		{ repeatable: true },
	);
}
