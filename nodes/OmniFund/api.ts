import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	omniFundHosts,
	omniFundRejectsToken,
	omniFundTokens,
} from '../../credentials/oauth2/profiles/omniFund';
import { isRecord } from '../../credentials/oauth2/values';
import { ApiClient } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import { pages, type Page } from '../shared/api/paging';
import type { ApiContext } from '../shared/api/session';
import { ApiError } from '../shared/errors';
import { operationOf } from '../shared/operation';
import { queryString, type Query } from '../shared/path';

/** A collection without an end is left here. */
const MOST_PAGES = 1_000;

const definition: ApiDefinition = {
	displayName: 'OmniFund',
	authentications: {
		oAuth2: {
			credentialType: 'omniFundOAuth2Api',
			hostDriven: {
				displayName: 'OmniFund',
				grant: 'authorization_code',
				tokenUrl: (credentials) => `${omniFundHosts(credentials).api}/oauth/v2/token`,
				consent: { echoesState: true, instruction: 'open the credential and click Connect' },
			},
		},
		oAuth2Password: { credentialType: 'omniFundPasswordOAuth2Api', tokens: omniFundTokens },
		apiKey: { credentialType: 'omniFundApi' },
	},
	baseUrl: (credentials) => omniFundHosts(credentials).api,
	headers: () => ({ Accept: 'application/ld+json' }),
	rejectsToken: omniFundRejectsToken,
	problem,
	timeout: 30_000,
};

/** Hydra's error, a list of violations, or the OAuth error of a refused token. */
function problem({ status, body }: ProviderResponse): Problem | undefined {
	if (status < 400 || !isRecord(body)) return undefined;
	const violations = Array.isArray(body.violations) ? body.violations.filter(isRecord) : [];
	const words = violations.map(({ propertyPath, message }) =>
		[propertyPath, message].filter((each) => typeof each === 'string' && each !== '').join(': '),
	);
	const general = [
		body['hydra:description'],
		body['hydra:title'],
		body.error_description,
		body.error,
	].find((each) => typeof each === 'string' && each !== '');
	const message = words.length > 0 ? words.join('; ') : general;
	if (typeof message !== 'string') return undefined;
	return {
		message: message.slice(0, 300),
		...(status === 401
			? { description: 'Check the credential and its Environment' }
			: status === 403
				? {
						description: 'The user or key of the credential may not do this at OmniFund',
						failure: { cause: 'configuration-invalid' as const },
					}
				: {}),
	};
}

/** OmniFund's REST API in one run. */
export class OmniFundApi extends ApiClient {
	constructor(context: ApiContext, authentication: string, signal?: AbortSignal) {
		super(context, definition, authentication, signal);
	}

	/**
	 * The members of a Hydra collection, page by page: by `hydra:next`, else by number.
	 * @param limit most members wanted; Infinity for all
	 */
	members(path: string, query: Query, limit: number): AsyncGenerator<IDataObject[]> {
		const read = async (
			address: string,
			number: number,
			previous: unknown,
		): Promise<Page<IDataObject>> => {
			const { body } = await this.request({ method: 'GET', path: address });
			const items = membersOf(body);
			const [first] = items;
			const again = first !== undefined && identity(first) === previous;
			if (!first || again || number >= MOST_PAGES) return { items: again ? [] : items };
			const view = isRecord(body) ? body['hydra:view'] : undefined;
			const link = isRecord(view) ? view['hydra:next'] : undefined;
			if (isRecord(view) && link === undefined) return { items };
			const next =
				(await this.pathOf(link)) ?? `${path}${queryString({ ...query, page: number + 1 })}`;
			return { items, next: async () => await read(next, number + 1, identity(first)) };
		};
		return pages(async () => await read(`${path}${queryString(query)}`, 1, undefined), limit);
	}
}

const identity = (member: IDataObject) => member['@id'] ?? member.id;

function membersOf(body: unknown): IDataObject[] {
	const members = isRecord(body) ? body['hydra:member'] : body;
	if (!Array.isArray(members)) {
		throw new ApiError('OmniFund answered with something else than a collection', {
			description: 'Check the Environment and API Base URL of the credential',
		});
	}
	return members.filter(isRecord) as IDataObject[];
}

export const operation = operationOf<OmniFundApi>();

/** The client of a run, by the node's chosen authentication. */
export function connect(context: IExecuteFunctions): OmniFundApi {
	const authentication = context.getNodeParameter('authentication', 0, 'oAuth2');
	return new OmniFundApi(context, String(authentication), context.getExecutionCancelSignal());
}
