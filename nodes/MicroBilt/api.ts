import type { IExecuteFunctions } from 'n8n-workflow';
import { microBiltHosts, microBiltRefusal } from '../../credentials/microBilt';
import { outcomeOf } from '../../credentials/base/outcome';
import { isRecord } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import { ApiClient, type ApiRequest } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import type { ApiContext } from '../shared/api/session';
import { verdictOf } from '../shared/api/verdict';
import { ApiError } from '../shared/errors';
import { operationOf } from '../shared/operation/operation';
import { statusProblem } from './reply';
import { numbersIn, scrubbed, withoutPasswords, withoutSecrets } from './sensitive';

const definition: ApiDefinition = {
	displayName: 'MicroBilt',
	authentications: {
		oAuth2: {
			credentialType: 'microBiltOAuth2Api',
			hostDriven: {
				displayName: 'MicroBilt',
				grant: 'client_credentials',
				tokenUrl: (credentials) =>
					`${microBiltHosts(credentials).api}${text(credentials, 'tokenPath') || '/OAuth/GetAccessToken'}`,
				readRefusal: microBiltRefusal,
			},
		},
	},
	baseUrl: (credentials) => microBiltHosts(credentials).api,
	read: (response) =>
		verdictOf(response, { expired: rejectsToken(response), problem: problem(response) }),
	// Reports take tens of seconds.
	timeout: 120_000,
};

const wordsOf = (response: ProviderResponse) => {
	const refusal = microBiltRefusal(response);
	return `${refusal?.code ?? ''} ${refusal?.text ?? ''}`;
};

const NOT_SUBSCRIBED = /apiproduct|api product/i;

/**
 * The gateway refuses a token before any report runs. HTTP 401 also tells of a missing subscription, and
 * applications use it for errors of their own.
 */
function rejectsToken(response: ProviderResponse): boolean {
	if (response.status !== 401) return false;
	const words = wordsOf(response);
	const fromApplication = isRecord(response.body) && !isRecord(response.body.fault);
	return fromApplication ? /access.?token/i.test(words) : !NOT_SUBSCRIBED.test(words);
}

/** The gateway's fault, the application's error, or a report that failed with HTTP 200. */
function problem(response: ProviderResponse): Problem | undefined {
	const { status, body } = response;
	if (status < 300) return statusProblem(body);
	const refusal = microBiltRefusal(response);
	if (!refusal) return undefined;
	const message = refusal.text ?? refusal.code ?? '';
	if (NOT_SUBSCRIBED.test(wordsOf(response))) {
		return {
			message: 'This MicroBilt app is not subscribed to the product of this call',
			description: `Add the product to the app in MicroBilt's developer portal. MicroBilt says: ${message}`,
			failure: { cause: 'configuration-invalid' },
		};
	}
	return {
		message,
		...(refusal.code && refusal.text ? { description: `Code: ${refusal.code}` } : {}),
		...(status === 429 && /quota/i.test(wordsOf(response))
			? { failure: { cause: 'quota-exhausted' as const } }
			: {}),
	};
}

/** MicroBilt's API in one run. Most calls cost money: nothing is sent twice unless the call says so. */
export class MicroBiltApi extends ApiClient {
	constructor(context: ApiContext, signal?: AbortSignal) {
		super(context, definition, 'oAuth2', signal);
	}

	/** As any call, but no password and no number of a person or account comes back, in errors neither. */
	override async request(
		call: ApiRequest & {
			/** Numbers of people and accounts come back whole: they are what was bought. */
			unmasked?: boolean;
		},
	): Promise<ProviderResponse> {
		const sent = numbersIn(call.body);
		const outcome = await outcomeOf(super.request({ ...call, retry: call.retry ?? 'never' }));
		if (!outcome.ok) throw told(outcome.error, call);
		const response = outcome.value;
		const shown = call.unmasked === true ? response.body : withoutSecrets(response.body, sent);
		const body = withoutPasswords(shown, numbersIn([call.body, response.body]));
		return { ...response, body };
	}

	/** Tokens of ComplyTraq by login, for this run only. */
	readonly inspectionTokens = new Map<string, Promise<string>>();
}

/** The error with the product's name where it is about one, and without numbers of the request or the answer. */
function told(error: unknown, { path, body }: ApiRequest): unknown {
	if (!(error instanceof ApiError)) return error;
	const numbers = numbersIn([body, error.body]);
	const [, product = ''] = path.split(/[/?]/);
	const message =
		error.failure?.cause === 'configuration-invalid' && error.status === 401
			? `This MicroBilt app is not subscribed to the product ${product}`
			: scrubbed(error.message, numbers);
	return error.with({
		message,
		description: error.description && scrubbed(error.description, numbers),
		body: withoutSecrets(error.body, numbers),
	});
}

export const operation = operationOf<MicroBiltApi>();

/** The client of a run. */
export function connect(context: IExecuteFunctions): MicroBiltApi {
	return new MicroBiltApi(context, context.getExecutionCancelSignal());
}
