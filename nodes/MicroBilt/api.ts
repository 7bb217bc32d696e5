import type { IExecuteFunctions } from 'n8n-workflow';
import { microBiltHosts, microBiltRefusal } from '../../credentials/microBilt';
import { isRecord, text } from '../../credentials/oauth2/values';
import { ApiClient, type ApiRequest } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import type { ApiContext } from '../shared/api/session';
import { withoutSecrets } from './secrets';

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
	rejectsToken,
	problem,
	// Reports take tens of seconds.
	timeout: 120_000,
};

const wordsOf = (response: ProviderResponse) => {
	const refusal = microBiltRefusal(response);
	return `${refusal?.code ?? ''} ${refusal?.text ?? ''}`;
};

const NOT_SUBSCRIBED = /apiproduct|api product/i;

/** The gateway refuses a token before any report runs; HTTP 401 also tells of a missing subscription. */
function rejectsToken(response: ProviderResponse): boolean {
	return response.status === 401 && !NOT_SUBSCRIBED.test(wordsOf(response));
}

/** The gateway's fault, the application's error, or a report that failed with HTTP 200. */
function problem(response: ProviderResponse): Problem | undefined {
	const { status, body } = response;
	if (status < 300) return reportProblem(body);
	const refusal = microBiltRefusal(response);
	if (!refusal) return undefined;
	const message = refusal.text ?? refusal.code ?? '';
	if (NOT_SUBSCRIBED.test(wordsOf(response))) {
		return {
			message: 'This MicroBilt app is not subscribed to the product of this call',
			description: `MicroBilt says: ${message}`,
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

/** `MsgRsHdr.Status` with the severity Error; nobody found (`NOHIT`) is a result. */
function reportProblem(body: unknown): Problem | undefined {
	const header = isRecord(body) ? body.MsgRsHdr : undefined;
	const status = isRecord(header) ? header.Status : undefined;
	if (!isRecord(status)) return undefined;
	const description = String(status.StatusDesc ?? '');
	if (/^nohit$/i.test(description.trim())) return undefined;
	const severity = String(status.Severity ?? '');
	const code = Number(status.StatusCode ?? 0);
	if (severity !== 'Error' && (code === 0 || severity === 'Warn' || severity === 'Info')) {
		return undefined;
	}
	const more = Array.isArray(status.AdditionalStatus) ? status.AdditionalStatus : [];
	const words = [
		description,
		...more.filter(isRecord).map((each) => String(each.StatusDesc ?? '')),
	];
	return {
		message: words.filter(Boolean).join('; ') || `MicroBilt reports error ${code}`,
		description: `MicroBilt's status code: ${code}. The call may have been charged`,
	};
}

/** MicroBilt's API in one run. Most calls cost money: nothing is sent twice. */
export class MicroBiltApi extends ApiClient {
	constructor(context: ApiContext, signal?: AbortSignal) {
		super(context, definition, 'oAuth2', signal);
	}

	/** As any call, but passwords that MicroBilt repeats are taken out of the answer. */
	override async request(call: ApiRequest): Promise<ProviderResponse> {
		const response = await super.request({ ...call, retry: call.retry ?? 'never' });
		return { ...response, body: withoutSecrets(response.body) };
	}
}

/** The client of a run. */
export function connect(context: IExecuteFunctions): MicroBiltApi {
	return new MicroBiltApi(context, context.getExecutionCancelSignal());
}
