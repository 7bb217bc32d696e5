import { at, isRecord } from '../../credentials/base/values';
import { flexibleBaseUrl } from '../../credentials/oauth2/flexible/address';
import { tellsOfNone } from '../../credentials/oauth2/flexible/success';
import { flexibleProfile, flexibleTokens } from '../../credentials/oauth2/profiles/flexible';
import { ApiClient } from '../shared/api/client';
import type {
	ApiDefinition,
	Credentials,
	Problem,
	ProviderResponse,
} from '../shared/api/definition';
import type { ApiContext } from '../shared/api/session';
import { verdictOf } from '../shared/api/verdict';
import { isRefusal } from '../shared/errors';
import { operationOf } from '../shared/operation/operation';

/** How answers of this provider are read where HTTP statuses do not tell; '' reads nothing. */
export interface Signals {
	/** Where an expired token is told, whatever the status, and by which values. */
	expiredPath: string;
	expiredValues: readonly string[];
	/** Where an error stands although the status is a good one. */
	errorPath: string;
	/** Whether what changes something is sent again too where the body alone tells of an expired token. */
	repeatsChanges: boolean;
}

const NO_SIGNALS: Signals = {
	expiredPath: '',
	expiredValues: [],
	errorPath: '',
	repeatsChanges: false,
};

/** The API of a flexible credential in one run. */
export class FlexibleApi extends ApiClient {
	private signals = NO_SIGNALS;

	constructor(context: ApiContext, authentication: string, signal?: AbortSignal) {
		super(
			context,
			definitionOf(() => this.signals),
			authentication,
			signal,
		);
	}

	/** Says how the answers of this run are read: the same for all its items. */
	readBy(signals: Signals): void {
		this.signals = signals;
	}

	/**
	 * The path and query of a link to a further page.
	 * @returns undefined for a link to another host: the token must not go there
	 */
	async pathIn(link: unknown, from: string): Promise<string | undefined> {
		return await this.pathOf(link, from);
	}
}

/** @param signals what the user told of this run's answers */
function definitionOf(signals: () => Signals): ApiDefinition {
	// Of the call that was made last: it names its address before its answer is read.
	let credentials: Credentials = {};
	const refuses = (response: ProviderResponse) =>
		flexibleProfile(credentials).rejectsToken(response);
	return {
		displayName: 'The API',
		authentications: { oAuth2: { credentialType: 'flexibleOAuth2Api', tokens: flexibleTokens } },
		baseUrl(current) {
			credentials = current;
			return flexibleBaseUrl(current);
		},
		headers: (current) => flexibleProfile(current).headers?.(current) ?? {},
		read: (response) =>
			verdictOf(response, {
				expired: isExpired(signals(), response) || (response.status === 401 && refuses(response)),
				// Of these a wrong address or a wrong field may be the reason as well.
				mayBeExpired: response.status !== 401 && refuses(response),
				problem: problem(signals(), response),
			}),
		ranInPart: (response) => !signals().repeatsChanges && isDoubtful(signals(), response),
	};
}

/** Whether the body alone tells of an expired token: a good answer may have the same value. */
const isDoubtful = (signals: Signals, response: ProviderResponse): boolean =>
	isExpired(signals, response) && !isRefusal(response.status);

/** Told in the body, with HTTP 200 or any other status. */
function isExpired({ expiredPath, expiredValues }: Signals, { body }: ProviderResponse): boolean {
	if (expiredPath === '' || typeof body !== 'object') return false;
	const value = at(body, expiredPath);
	return value !== undefined && value !== null && expiredValues.includes(String(value));
}

/** Where servers have their words. */
const WORDS = ['message', 'error_description', 'detail', 'title', 'msg', 'error', 'error.message'];

function problem(signals: Signals, response: ProviderResponse): Problem | undefined {
	const { status, body } = response;
	const told =
		signals.errorPath === '' || !isRecord(body) ? undefined : at(body, signals.errorPath);
	const fails = isExpired(signals, response) || !tellsOfNone(told);
	if (status < 400 && !fails) return undefined;
	const words = WORDS.map((path) => at(body, path)).find(
		(each) => typeof each === 'string' && each !== '',
	);
	if (words === undefined && !fails) return undefined;
	// Only what changes something ends here: a read is sent again, and then the credential is in question.
	if (isDoubtful(signals, response)) {
		const said = words === undefined ? '' : `The API says: ${String(words).slice(0, 300)}. `;
		return {
			message:
				'The access token may have expired, and the call may have been carried out. It was not repeated with a new token',
			description: `${said}It came with HTTP ${status}. Look before you go on: a POST or PATCH is not sent again in this execution or a retry of it, while a PUT or DELETE is. The next call uses a new token. If "Expired: Values" is right, turn on "Repeat When Expired", or give an "Idempotency Header"`,
		};
	}
	const code = typeof told === 'string' || typeof told === 'number' ? String(told) : '';
	return { message: [code, words].filter(Boolean).join(': ').slice(0, 300) || 'The call failed' };
}

export const connect = (context: ApiContext): FlexibleApi => new FlexibleApi(context, 'oAuth2');

export const operation = operationOf<FlexibleApi>();
