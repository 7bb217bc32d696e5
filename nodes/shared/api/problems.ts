import { NodeOperationError } from 'n8n-workflow';
import {
	notThisCall,
	NotConnectedError,
	oAuth2ErrorIn,
	type OAuth2Error,
} from '../../../credentials/oauth2/errors';
import { networkFailure, type NetworkFailure } from '../../../credentials/base/networkFailure';
import { askedToWait } from '../../../credentials/base/retryAfter';
import { ApiError, isRefusal } from '../errors';
import type { Failure } from '../failure';
import { saysFailed, toldFailure } from '../records';
import type { ApiDefinition, Credentials, ProviderResponse, Verdict } from './definition';
import { isForTheMoment, withoutToken } from './verdict';
import { saidBy } from '../../../credentials/base/hostError';

/** Of a vendor's words, what a person may read. */
const MOST_WORDS = 2_000;

const cut = (words: string): string =>
	words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS - 1)}…` : words;

/** The error of an answer that tells of a failure; undefined when the call succeeded. */
export function callError(
	response: ProviderResponse,
	verdict: Verdict,
	provider: string,
	credentialName: string,
	call: {
		binary: boolean;
		/** It is no text in the encoding that it names. */
		unreadable: boolean;
		renewable: boolean;
		/** The renewal brought the same token again. */
		unchanged?: boolean;
		/** Other calls of the run were answered with its tokens. */
		acceptsOthers?: boolean;
		method: string;
		/** Whether it may have changed something, so that people have to look. */
		changes: boolean;
		mayBeEmpty: boolean;
	},
): ApiError | undefined {
	const { status, body } = response;
	if (verdict.kind === 'revoked') {
		return new ApiError(`The credential "${credentialName}" needs to be reconnected`, {
			description: `The access was revoked at ${provider}. Open the credential and connect it again`,
			status,
			refused: true,
			failure: { cause: 'credential-invalid' },
		});
	}
	if (call.renewable && call.acceptsOthers && verdict.kind === 'expired' && status === 401) {
		const { otherwise } = verdict;
		const words = 'problem' in otherwise ? otherwise.problem?.message : undefined;
		return new ApiError(cut(words ?? `${provider} refused this call (HTTP 401)`), {
			description: notThisCall(provider),
			status,
			body,
			refused: true,
		});
	}
	if (call.renewable && call.unchanged && verdict.kind === 'expired') {
		return new ApiError(`${provider} refused the access token and issued no other one`, {
			description: 'Try again later; if it stays so, open the credential and connect it again',
			status,
			refused: true,
			failure: { cause: 'temporarily-unavailable' },
		});
	}
	if (call.renewable && verdict.kind === 'expired') {
		return new ApiError(`The credential "${credentialName}" needs to be reconnected`, {
			description: `${provider} refuses the access even with a new token. Open the credential and connect it again`,
			status,
			refused: true,
			failure: { cause: 'credential-invalid' },
		});
	}
	if (call.unreadable && status < 300) return unread(response, call.changes, provider);
	const told = withoutToken(verdict);
	const problem = 'problem' in told ? told.problem : undefined;
	const details = { status, body };
	if (problem) {
		const { description = '' } = problem;
		const wrongKey = status === 401 && !call.renewable && !/key/i.test(description);
		const hint = `Check the API key of the credential "${credentialName}" and its Environment`;
		return new ApiError(cut(problem.message), {
			...details,
			refused: problem.refused,
			description: cut([wrongKey ? hint : '', description].filter(Boolean).join('. ')) || undefined,
			failure: problem.failure ?? failureOf(response),
		});
	}
	if (status >= 300) return unexplained(response, provider, credentialName, call.changes);
	const broken =
		call.binary || call.mayBeEmpty ? undefined : brokenAnswer(response, call, provider);
	if (broken) return broken;
	const mayTellFailure = !call.binary && !call.mayBeEmpty && !['GET', 'HEAD'].includes(call.method);
	if (mayTellFailure && saysFailed(body)) return toldFailure(provider, body, status);
	const isPage = call.changes && !call.mayBeEmpty ? /^\s*</ : /^\s*<(?:!doctype|html)/i;
	if (!call.binary && typeof body === 'string' && isPage.test(body)) {
		return new ApiError(`${provider} answered with a web page instead of data`, {
			...details,
			description: [
				call.changes ? `${NOT_KNOWN}.` : '',
				'Check the Environment and the base URLs of the credential',
			]
				.filter(Boolean)
				.join(' '),
			failure: { cause: 'configuration-invalid' },
		});
	}
	return undefined;
}

/**
 * The error of an answer that says that it is JSON and is none, or of a read that brought nothing: half
 * an answer must not become an item of blanks.
 */
function brokenAnswer(
	response: ProviderResponse,
	{ method, changes }: { method: string; changes: boolean },
	provider: string,
): ApiError | undefined {
	const { status, headers, body } = response;
	if (typeof body !== 'string') return undefined;
	const reads = method === 'GET';
	const isJson = /\bjson\b/i.test(headers['content-type'] ?? '');
	// Some answer with a bare word or a quoted one.
	const isPlain = body.length < 200 && /^"?[\w\s.:+-]*"?$/.test(body);
	// JSON that could not be read: half of it, or twice.
	const isBegun = /^\s*[[{]/.test(body);
	const isBroken = body === '' ? reads && status === 200 : isBegun || (isJson && !isPlain);
	return isBroken ? unread(response, changes, provider) : undefined;
}

const unread = ({ status, body }: ProviderResponse, changes: boolean, provider: string) =>
	new ApiError(
		body === ''
			? `${provider} sent an empty answer`
			: `${provider} sent an answer that cannot be read`,
		{
			status,
			description: changes
				? NOT_KNOWN
				: 'Try again; if it stays so, check the Environment and the base URLs of the credential',
			failure: { cause: 'temporarily-unavailable' },
		},
	);

function unexplained(
	response: ProviderResponse,
	provider: string,
	credentialName: string,
	changes: boolean,
): ApiError {
	const { status } = response;
	const details = { status, failure: failureOf(response), body: response.body };
	const open = changes ? NOT_KNOWN : undefined;
	if (status < 400) {
		const hint = 'Check the Environment and the base URLs of the credential';
		return new ApiError(
			`${provider} sent the call to another address, which was not followed (HTTP ${status})`,
			{ ...details, description: open ? `${open}. ${hint}` : hint },
		);
	}
	if (!isRefusal(status)) {
		return new ApiError(`${provider} cannot answer at the moment (HTTP ${status})`, {
			...details,
			description: open,
		});
	}
	const general: Record<number, string> = {
		401: `${provider} refused the credential`,
		403: `${provider} does not permit this`,
		404: `${provider} has no such record or address`,
		429: `${provider} asks to slow down`,
	};
	return new ApiError(`${general[status] ?? `${provider} refused the call`} (HTTP ${status})`, {
		...details,
		description:
			status === 401
				? `Check the credential "${credentialName}" and its Environment`
				: status === 404
					? 'Check the ID or address, and that it belongs to the account and Environment of the credential'
					: waitAsked(response),
	});
}

/** How long a service that refuses for a while asks to wait. */
function waitAsked({ status, headers }: ProviderResponse): string | undefined {
	const seconds = Math.ceil((askedToWait(headers) ?? 0) / 1_000);
	return status === 429 && seconds > 0 ? `It asks to wait ${seconds} seconds` : undefined;
}

/** What n8n can do about a status by itself. */
function failureOf({ status, headers }: ProviderResponse): Failure | undefined {
	const wait = askedToWait(headers);
	const timed = wait !== undefined ? { retryAfterMs: wait } : {};
	if (status === 429) return { cause: 'rate-limited', ...timed };
	if (isForTheMoment(status)) return { cause: 'temporarily-unavailable', ...timed };
	if (status === 401) return { cause: 'credential-invalid' };
	return undefined;
}

/** Explains a call that got no answer, without the host's error, which holds the request's headers. */
export function networkProblem(
	error: unknown,
	definition: ApiDefinition,
	credentials: Credentials,
	credentialName: string,
): { error: ApiError; repeatable: boolean } {
	if (error instanceof ApiError) return { error, repeatable: false };
	const reason = oAuth2ErrorIn(error);
	if (reason) return { error: tokenProblem(reason, credentialName), repeatable: false };
	const { displayName: provider } = definition;
	const { host } = new URL(definition.baseUrl(credentials));
	const failed = networkFailure(error);
	if (!failed) return { error: hostError(error), repeatable: false };
	const { repeatable } = failed;
	return { error: noAnswer(failed, provider, host), repeatable };
}

const NOT_KNOWN = 'Whether it carried out the call is not known. Look before you send it again';

/** In words. */
function noAnswer({ kind, sent }: NetworkFailure, provider: string, host: string): ApiError {
	const wrong = { failure: { cause: 'configuration-invalid' }, neverSent: sent === 'no' } as const;
	const away = { failure: { cause: 'temporarily-unavailable' }, neverSent: sent === 'no' } as const;
	const outcome = sent === 'no' ? 'Nothing was sent. Try again later' : NOT_KNOWN;
	switch (kind) {
		case 'forbidden':
			return new ApiError(`This n8n lets no call out to ${host}`, {
				...wrong,
				description:
					'It protects its private network, and nothing was sent. Whoever runs this n8n can allow the host with N8N_SSRF_ALLOWED_HOSTNAMES, or an IP address with N8N_SSRF_ALLOWED_IP_RANGES',
			});
		case 'no such host':
			return new ApiError(`There is no host ${host}`, {
				...wrong,
				description: 'Check the Environment and the base URLs of the credential',
			});
		case 'not trusted':
			return new ApiError(
				`This n8n cannot make a secure connection to ${host}: its certificate is not trusted, or it speaks no TLS`,
				{
					...wrong,
					description: `Check the base URLs of the credential${sent === 'no' ? '' : `. ${NOT_KNOWN}`}`,
				},
			);
		case 'not reached':
			return new ApiError(`${provider} does not answer at ${host}`, {
				...away,
				description:
					'Nothing was sent. Try again later; if it stays so, check the Environment and the base URLs of the credential',
			});
		case 'too slow':
			return new ApiError(`${provider} did not answer in time`, {
				...away,
				description: outcome,
			});
		case 'broken':
			return new ApiError(`The connection to ${provider} broke before the answer was complete`, {
				...away,
				description: outcome,
			});
	}
}

/** The engine's error with the credential's name, as the user knows it. */
function tokenProblem(reason: OAuth2Error, credentialName: string): ApiError {
	if (reason.kind === 'temporary') {
		return new ApiError(reason.message, {
			description: reason.description,
			neverSent: true,
			failure: {
				cause: 'temporarily-unavailable',
				...(reason.retryAfterMs !== undefined ? { retryAfterMs: reason.retryAfterMs } : {}),
			},
		});
	}
	if (reason instanceof NotConnectedError) {
		return new ApiError(`The credential "${credentialName}" is not connected yet`, {
			description: reason.message,
			neverSent: true,
			failure: { cause: 'credential-invalid' },
		});
	}
	const message =
		reason.kind === 'reconnect'
			? `The credential "${credentialName}" needs to be reconnected`
			: `The credential "${credentialName}" has a wrong setting`;
	return new ApiError(message, {
		description: reason.message,
		neverSent: true,
		failure: { cause: 'credential-invalid' },
	});
}

/** An error that the host itself raised, such as a missing credential: its text is meant for users. */
function hostError(error: unknown): ApiError {
	const { message, description } = saidBy(error);
	return new ApiError(message ?? 'The call failed', {
		description,
		...(error instanceof NodeOperationError && error.failure ? { failure: error.failure } : {}),
	});
}
