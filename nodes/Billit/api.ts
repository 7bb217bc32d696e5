import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	billitHosts,
	billitProfile,
	billitRefusal,
	billitTokens,
} from '../../credentials/oauth2/profiles/billit';
import { isRecord, property } from '../../credentials/base/values';
import { ApiClient, type ApiRequest } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import { pages, type Page } from '../shared/api/paging';
import type { ReadAhead } from '../shared/api/readAhead';
import type { ApiContext } from '../shared/api/session';
import { verdictOf } from '../shared/api/verdict';
import { ApiError } from '../shared/errors';
import { hasFailure, recordIn } from '../shared/records';
import { operationOf } from '../shared/operation/operation';
import { queryString, type Query } from '../shared/path';
import { recordOr } from '../shared/objects';
import { hintFor } from './refusals';

/** Most rows that Billit puts on one page. */
const PAGE_SIZE = 120;

/** Where an address of a list names its position. */
const POSITION = { pattern: /([?&](?:\$|%24)skip=)(\d+)/i, origin: 0 };

const definition: ApiDefinition = {
	displayName: 'Billit',
	authentications: {
		oAuth2: { credentialType: 'billitOAuth2Api', tokens: billitTokens },
		apiKey: { credentialType: 'billitApi' },
	},
	baseUrl: (credentials) => billitHosts(credentials).api,
	read: (response) =>
		verdictOf(response, {
			revoked: billitProfile.isRevoked?.(response),
			expired: billitProfile.rejectsToken(response),
			problem: problem(response),
		}),
};

/** What Billit's error envelope means; its descriptions come in the account's language. */
function problem(response: ProviderResponse): Problem | undefined {
	const refusal = billitRefusal(response);
	if (response.status < 400 && refusal?.code === undefined) return undefined;
	if (!refusal) {
		const { status, body } = response;
		if (status >= 500 || typeof body !== 'string' || body === '' || body.startsWith('<')) {
			return undefined;
		}
		return { message: `Billit refused the call: ${body.slice(0, 300)}` };
	}
	const { code = '', text } = refusal;
	const hint = hintFor(code, response.status);
	return {
		message: text ?? code,
		description: [code && text ? `Billit's code: ${code}.` : '', hint ?? ''].join(' ').trim(),
		...(code.toLowerCase() === 'apikeynotvalid'
			? { failure: { cause: 'credential-invalid' as const } }
			: {}),
	};
}

/** Billit's API in one run. */
export class BillitApi extends ApiClient {
	constructor(context: ApiContext, authentication: string, signal?: AbortSignal) {
		super(context, definition, authentication, signal);
	}

	/**
	 * The rows of a list, page by page (OData: `Items`, `NextPageLink`).
	 * @param limit most rows wanted; Infinity for all
	 */
	pages(
		path: string,
		query: Query,
		limit: number,
		headers?: Record<string, string>,
	): AsyncGenerator<IDataObject[]> {
		const size = Math.min(limit, PAGE_SIZE);
		return pages(
			async () =>
				await this.page(`${path}${queryString({ ...query, $top: size })}`, {
					path,
					query,
					skip: 0,
					ahead: this.readAhead(POSITION, headers),
				}),
			limit,
		);
	}

	/** The rows of a list that comes in one piece: bare, in `Items`, or in the one list of an object. */
	async rows(
		path: string,
		query?: Query,
		headers?: Record<string, string>,
	): Promise<IDataObject[]> {
		return (await this.listed(path, query, headers)).rows;
	}

	/**
	 * These rows, and whether the answer itself says that they may not be all: by a count, the address of a next page, an
	 * error beside them, or another status than 200.
	 */
	async listed(
		path: string,
		query?: Query,
		headers?: Record<string, string>,
	): Promise<{ rows: IDataObject[]; hasMore: boolean }> {
		const { body, status } = await this.request({ method: 'GET', path, query, headers });
		const lists = isRecord(body) ? Object.values(body).filter(Array.isArray) : [];
		const rows: unknown = isRecord(body) ? (property(body, 'items') ?? lists[0]) : body;
		if (!Array.isArray(rows)) throw notAList();
		const answer = isRecord(body) ? body : {};
		const tellsOfMore = Object.entries(answer).some(
			([name, value]) =>
				(/next/i.test(name) && Boolean(value)) ||
				(/count|total/i.test(name) && !(Number(value) <= rows.length)),
		);
		const hasMore = tellsOfMore || status !== 200 || hasFailure(answer);
		return { rows: rows.map((row) => recordOr(row, 'value')), hasMore };
	}

	/** A record of the API. */
	async record(
		path: string,
		query?: Query,
		headers?: Record<string, string>,
		more: Partial<ApiRequest> = {},
	): Promise<IDataObject> {
		const { body } = await this.request({ method: 'GET', path, query, headers, ...more });
		return recordIn(body, 'Billit');
	}

	/** Records by their IDs: those of several items come by one call, where the run wants that. */
	readonly records = this.combinedReads<IDataObject>();

	private async page(address: string, list: List, most?: number): Promise<Page<IDataObject>> {
		const body = await list.ahead.page(address, most);
		const rows = isRecord(body) ? property(body, 'items') : body;
		if (!Array.isArray(rows)) throw notAList();
		const items = rows.filter(isRecord);
		const link = isRecord(body) ? property(body, 'nextPageLink') : undefined;
		// An address of a next page says that there is more, also where this one has nothing for the user.
		if (typeof link !== 'string' || link === '') {
			await list.ahead.end();
			return { items };
		}
		const skip = list.skip + rows.length;
		// A link to elsewhere is not followed; the same rows are asked for by position instead.
		const next =
			(await this.pathOf(link, address)) ??
			`${list.path}${queryString({ ...list.query, $top: PAGE_SIZE, $skip: skip })}`;
		return {
			items,
			nextKey: next,
			next: async (left) => await this.page(next, { ...list, skip }, Math.ceil(left / rows.length)),
		};
	}
}

const notAList = () =>
	new ApiError('Billit answered with something else than a list', {
		description: 'Check the Environment and the base URLs of the credential',
	});

interface List {
	path: string;
	query: Query;
	/** Of this reading of the list. */
	ahead: ReadAhead<unknown>;
	/** Rows read so far. */
	skip: number;
}

export const operation = operationOf<BillitApi>();

/** The client of a run, by the node's chosen authentication. */
export function connect(context: IExecuteFunctions): BillitApi {
	const authentication = context.getNodeParameter('authentication', 0, 'oAuth2');
	return new BillitApi(context, String(authentication), context.getExecutionCancelSignal());
}
