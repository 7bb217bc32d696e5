import { sleep, type IDataObject, type IHttpRequestHelper } from 'n8n-workflow';
import { BoundedMap } from '../base/boundedMap';
import { LostCodeError, OAuth2Error, settingsError, temporaryError } from './errors';
import { textsOf } from '../base/hostError';
import { networkFailure } from '../base/networkFailure';
import { outcomeOf } from '../base/outcome';
import type {
	Credentials,
	OAuth2Profile,
	ProviderResponse,
	SecondExchange,
	TokenReplyShape,
} from './profile';
import { explainRefusal, type Attempt, type TokenIssuer } from './refusal';
import { textOf } from '../base/encoding';
import { readBytes, TooLongError } from '../base/read';
import { monotonicNow, withinTime } from '../base/time';
import { oddToken, readTokens, type Tokens } from './tokenReply';
import { isRecord, parsed, sha256 } from '../base/values';
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
 * are tried three times, as long as there is time; nothing the provider issued is ever dropped. A code that
 * may have arrived is not sent again.
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
	const tokens = await tried(
		until,
		async (left) => {
			const outcome = await outcomeOf(requestOnce(http, profile, credentials, attempt, left));
			if (outcome.ok) return outcome.value;
			throw perhapsLost(profile, attempt, outcome.error);
		},
		(error) => networkError(error, profile, credentials),
	);
	const all = await outcomeOf(secondTokens(http, profile, credentials, attempt, tokens, until));
	if (all.ok) return all.value;
	throw perhapsLost(profile, attempt, all.error, true);
}

/** @param isSpent whether the code brought something already, which is lost with this error */
function perhapsLost(
	{ consent }: TokenIssuer,
	{ grant }: Attempt,
	error: unknown,
	isSpent = false,
): unknown {
	if (grant !== 'authorization_code' || !(error instanceof OAuth2Error)) return error;
	if (!isSpent && (error.kind !== 'temporary' || error.undone)) return error;
	return new LostCodeError(error.message, consent?.instruction ?? 'open the credential');
}

/** Tries as often as it may and there is time. @throws OAuth2Error */
async function tried(
	until: number,
	request: (leftMs: number) => Promise<Tokens>,
	explain: (error: unknown) => unknown = (error) => error,
): Promise<Tokens> {
	for (let tries = 1; ; tries++) {
		const outcome = await outcomeOf(request(until - monotonicNow()));
		if (outcome.ok) return outcome.value;
		const { error } = outcome;
		if (!(error instanceof OAuth2Error)) throw explain(error);
		const pause = Math.max(error.retryAfterMs ?? 0, FIRST_PAUSE_MS * tries);
		const late = monotonicNow() + pause + SHORTEST_TRY_MS > until;
		if (!error.repeatable || tries >= TRIES || late) throw error;
		await sleep(pause);
	}
}

/**
 * What a second exchange makes of the first tokens. A refresh token that the first brought is worth more than the
 * answer: where the second fails, it is kept without an access token, so that the next run begins with it.
 */
async function secondTokens(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	attempt: Attempt,
	first: Tokens,
	until: number,
): Promise<Tokens> {
	const { secondExchange } = profile;
	if (!secondExchange) return first;
	const held = attempt.parameters.refresh_token;
	const request = secondRequest(secondExchange, {
		access_token: first.accessToken,
		client_id: text(credentials, 'clientId'),
		client_secret: text(credentials, 'clientSecret'),
	});
	const { url, advice, hint } = secondExchange;
	const hints = { wrongTokenHostHint: hint, wrongFormatHint: hint, wrongReplyHint: hint };
	const issuer = { ...profile, ...hints, tokenUrl: () => url, advice };
	const ask = async (left: number): Promise<Tokens> => {
		const response = await exchange(http, profile, credentials, request, left);
		const parameters = { ...attempt.parameters, first: first.accessToken };
		const second = { ...attempt, parameters };
		return tokensOf(issuer, credentials, response, second, '', secondExchange.reply);
	};
	const outcome = await outcomeOf(tried(until, ask));
	if (outcome.ok) {
		const kept = { ...first.kept, ...outcome.value.kept };
		return {
			...first,
			...outcome.value,
			refreshToken: first.refreshToken,
			...(Object.keys(kept).length > 0 ? { kept } : {}),
		};
	}
	const { error } = outcome;
	const isNew = first.refreshToken !== '' && first.refreshToken !== held;
	if (!isNew || !(error instanceof OAuth2Error)) throw error;
	secondFailures.set(sha256(first.refreshToken), { error, at: monotonicNow() });
	return { ...first, accessToken: '' };
}

/** Why second exchanges failed whose first brought a refresh token, by that. */
const secondFailures = new BoundedMap<{ error: OAuth2Error; at: number }>(1_000);

/** For so long the reason is told in place of trying again. */
const FAILURE_TOLD_MS = 5_000;

/** @returns why there is no access token beside a new refresh token, where that was tried a moment ago */
export function failedSecond(credentials: Credentials): OAuth2Error | undefined {
	const refreshToken = text(credentials, 'refreshToken');
	if (refreshToken === '' || text(credentials, 'accessToken') !== '') return undefined;
	const failure = secondFailures.get(sha256(refreshToken));
	return failure && monotonicNow() - failure.at < FAILURE_TOLD_MS ? failure.error : undefined;
}

function secondRequest(
	{ method, url, format, parameters, headers }: SecondExchange,
	known: Readonly<Record<string, string>>,
): ExchangeRequest {
	const filled = (values: Readonly<Record<string, string>>) =>
		Object.fromEntries(
			Object.entries(values).map(([name, value]) => [
				name,
				value.replace(/\{(\w+)\}/g, (whole, key: string) => known[key] ?? whole),
			]),
		);
	return requestWith(method, url, format, filled(parameters), filled(headers));
}

async function requestOnce(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	attempt: Attempt,
	limitMs: number,
): Promise<Tokens> {
	const response = await send(http, profile, credentials, attempt, limitMs);
	const held = attempt.parameters.refresh_token ?? '';
	return tokensOf(profile, credentials, response, attempt, held, profile.tokenReply);
}

/** @throws OAuth2Error that says why there are none */
function tokensOf(
	issuer: TokenIssuer,
	credentials: Credentials,
	response: ProviderResponse,
	attempt: Attempt,
	held: string,
	shape: TokenReplyShape | undefined,
): Tokens {
	const tokens = readTokens(response, held, Date.now(), shape);
	if (tokens) return tokens;
	const odd = oddToken(response, shape);
	if (odd === undefined) throw explainRefusal(issuer, credentials, response, attempt);
	throw temporaryError(
		`${issuer.displayName} issued ${odd}. Nothing that is stored was discarded. Try again later`,
		{ repeatable: false },
	);
}

async function send(
	http: IHttpRequestHelper,
	profile: OAuth2Profile,
	credentials: Credentials,
	{ grant, parameters }: Attempt,
	limitMs: number,
): Promise<ProviderResponse> {
	const { tokenRequest = {} } = profile;
	const { clientAuthentication = 'body', names = {} } = tokenRequest;
	const isRefresh = grant === 'refresh_token';
	const client = { id: text(credentials, 'clientId'), secret: text(credentials, 'clientSecret') };
	const isPlain = clientAuthentication === 'plainHeader';
	const inHeader = isPlain || clientAuthentication === 'header';
	const own: Record<string, string> = {
		...parameters,
		...(inHeader ? {} : { client_id: client.id }),
		...(clientAuthentication === 'body' || clientAuthentication === 'both'
			? { client_secret: client.secret }
			: {}),
	};
	const named = Object.entries(own).map(([name, value]) => [names[name] ?? name, value] as const);
	const all = {
		...Object.fromEntries(named.filter(([name, value]) => name !== '' && value !== '')),
		...(isRefresh ? tokenRequest.refresh : tokenRequest.exchange),
	};
	const isBasic = inHeader || clientAuthentication === 'both';
	const request = requestWith(
		tokenRequest.method ?? 'POST',
		isRefresh && tokenRequest.refreshUrl ? tokenRequest.refreshUrl : profile.tokenUrl(credentials),
		profile.tokenRequestFormat(credentials),
		all,
		{ ...(isBasic ? { Authorization: basic(client, isPlain) } : {}), ...tokenRequest.headers },
	);
	return await exchange(http, profile, credentials, request, limitMs);
}

/** RFC 6749 section 2.3.1: both parts are encoded as a form first, but for servers that do not know it. */
function basic({ id, secret }: { id: string; secret: string }, isPlain: boolean): string {
	const encoded = [id, secret].map((part) =>
		isPlain ? part : encodeURIComponent(part).replace(/%20/g, '+'),
	);
	return `Basic ${Buffer.from(encoded.join(':'), 'utf8').toString('base64')}`;
}

/** A request with parameters where the provider reads them. */
function requestWith(
	method: 'GET' | 'POST',
	address: string,
	format: 'form' | 'json' | 'query',
	parameters: Record<string, string>,
	headers: Record<string, string>,
): ExchangeRequest {
	const url = new URL(address);
	const accept = { Accept: 'application/json', ...headers };
	if (method === 'GET' || format === 'query') {
		for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
		return { method, url: url.href, headers: accept };
	}
	const json = format === 'json';
	return {
		method,
		url: address,
		headers: {
			'Content-Type': json ? 'application/json' : 'application/x-www-form-urlencoded',
			...accept,
		},
		body: json ? nested(parameters) : new URLSearchParams(parameters).toString(),
	};
}

/** In JSON a name with dots leads into objects: `credentials.name`. */
function nested(parameters: Readonly<Record<string, string>>): IDataObject {
	const whole: IDataObject = {};
	for (const [path, value] of Object.entries(parameters)) {
		const names = path.split('.');
		const last = names.pop() ?? path;
		let place = whole;
		for (const name of names) {
			const inner = place[name];
			const next: IDataObject = isRecord(inner) ? inner : {};
			place[name] = next;
			place = next;
		}
		place[last] = value;
	}
	return whole;
}

/** A request outside the host's authentication. */
interface ExchangeRequest {
	method: 'GET' | 'POST';
	url: string;
	headers: Record<string, string>;
	body?: string | IDataObject;
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
	request: ExchangeRequest,
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
 * The host's full response, its body read. Bytes that are no text of the encoding that they are said to be in stay
 * bytes in an answer that is to be passed on; tokens and the words of a refusal are there all the same.
 * @param hide what is done to a text before anything is made of it
 * @throws TooLongError for more than `most` bytes
 */
export async function readResponse(
	response: unknown,
	most: number,
	hide?: (text: string) => string,
): Promise<ProviderResponse> {
	const { body, ...rest } = isRecord(response) ? response : {};
	const bytes = await readBytes(body, most);
	const { status, headers } = providerResponse(rest);
	const isPassedOn = hide !== undefined && status < 300;
	const read =
		Buffer.isBuffer(bytes) && !Buffer.isBuffer(body)
			? (textOf(bytes, headers['content-type']) ??
				(isPassedOn ? bytes : bytes.toString('utf8').replace(/^\ufeff/, '')))
			: bytes;
	if (typeof read !== 'string' || !hide) return providerResponse({ ...rest, body: read });
	return providerResponse({ ...rest, body: hide(read) });
}

/** The host's full response, or what is left of it, as the engine reads it. */
export function providerResponse(response: unknown): ProviderResponse {
	const { statusCode, headers, body } = isRecord(response) ? response : {};
	return {
		status: typeof statusCode === 'number' ? statusCode : 0,
		headers: Object.fromEntries(
			Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		body: parsed(body),
		...(Buffer.isBuffer(body) ? { bytes: body } : {}),
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
	if (failed?.kind === 'forbidden') {
		return settingsError(
			`This n8n lets no call out to ${host}, which ${profile.displayName} needs for its tokens. Whoever runs it can allow the host with N8N_SSRF_ALLOWED_HOSTNAMES, or an IP address with N8N_SSRF_ALLOWED_IP_RANGES`,
		);
	}
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
		{ repeatable: true, undone: failed?.sent === 'no' },
	);
}
