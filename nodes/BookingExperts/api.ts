import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	BOOKING_EXPERTS_HEADERS,
	bookingExpertsHosts,
	bookingExpertsRejectsToken,
	bookingExpertsTokens,
} from '../../credentials/oauth2/profiles/bookingExperts';
import { isRecord, recordsIn } from '../../credentials/base/values';
import { ApiClient } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import { pages, type Page } from '../shared/api/paging';
import type { ApiContext } from '../shared/api/session';
import { verdictOf } from '../shared/api/verdict';
import { ApiError } from '../shared/errors';
import type { Failure } from '../shared/failure';
import { operationOf } from '../shared/operation/operation';
import { queryString, type Query } from '../shared/path';
import { isBlank, tellsOfMade } from '../shared/records';
import { sentences } from '../shared/sentences';

/** Most records that Booking Experts puts on one page. */
export const PAGE_SIZE = 100;

/** Whether an ID holds no sign that means something in a filter. */
export const isPlainId = (id: string): boolean => /^[\w-]+$/.test(id);

/** Where an address of a collection names its page. */
const POSITION = { pattern: /([?&]page(?:\[|%5B)number(?:\]|%5D)=)(\d+)/i, origin: 1 };

const definition: ApiDefinition = {
	displayName: 'Booking Experts',
	authentications: {
		oAuth2: { credentialType: 'bookingExpertsOAuth2Api', tokens: bookingExpertsTokens },
		apiKey: { credentialType: 'bookingExpertsApi' },
	},
	baseUrl: (credentials) => bookingExpertsHosts(credentials).api,
	headers: () => ({ ...BOOKING_EXPERTS_HEADERS }),
	contentType: 'application/vnd.api+json',
	read: (response) =>
		verdictOf(response, {
			expired: bookingExpertsRejectsToken(response),
			problem: problem(response),
			allowance: allowance(response),
		}),
};

/**
 * 500 calls in 15 minutes, 100 a minute; the header tells what is left of the narrower one.
 * @see docs/decisions/2026-11-21-booking-experts-limits.md
 */
function allowance({ headers }: ProviderResponse) {
	const remaining = Number(headers['x-ratelimit-remaining'] ?? '');
	const told = headers['x-ratelimit-remaining'] !== undefined && Number.isFinite(remaining);
	return told ? { remaining } : undefined;
}

/** JSON:API's error envelope, or the OAuth error of a refused token. */
function problem(response: ProviderResponse): Problem | undefined {
	const { status, body } = response;
	if (!isRecord(body)) return undefined;
	const errors = Array.isArray(body.errors) ? body.errors.filter(isRecord) : [];
	// Errors and data exclude each other (jsonapi.org 1.1, "Top Level"), whatever the status.
	if (status < 400 && errors.length === 0) return undefined;
	const codes = [...new Set(errors.map(({ code }) => code).filter((code) => code !== undefined))];
	const words = errors.map(sentence).filter(Boolean);
	const { error_description: description, error } = body;
	if (words.length === 0 && typeof description === 'string') words.push(description);
	if (words.length === 0 && typeof error === 'string') words.push(error);
	if (words.length === 0 && errors.length > 0) words.push('Booking Experts refused the call');
	if (words.length === 0) return undefined;
	const cause = causeFor(status, codes);
	return {
		message: words.join('; '),
		description: sentences(
			hintFor(status, codes),
			codes.length > 0 ? `Code: ${codes.join(', ')}.` : '',
		),
		...(cause ? { failure: { cause } } : {}),
	};
}

function sentence({ detail, title, source }: Record<string, unknown>): string {
	const words = [detail, title].find((each) => typeof each === 'string' && each !== '');
	const pointer = isRecord(source) ? (source.pointer ?? source.parameter) : undefined;
	const where = typeof pointer === 'string' && pointer !== '' ? ` (${pointer})` : '';
	return typeof words === 'string' ? `${words}${where}` : '';
}

function hintFor(status: number, codes: unknown[]): string {
	if (codes.includes('APPLICATION_HALTED')) return 'Booking Experts has halted this app.';
	if (status === 403) {
		return 'The app may lack the permission for this, or Booking Experts has blocked this address after too many calls.';
	}
	if (status === 404)
		return 'Check the IDs, and that the administration belongs to the subscription.';
	return '';
}

function causeFor(status: number, codes: unknown[]): Failure['cause'] | undefined {
	if (status === 401) return 'credential-invalid';
	return codes.includes('APPLICATION_HALTED') ? 'configuration-invalid' : undefined;
}

/** A JSON:API document with one or more resources. */
interface JsonApiPage {
	resources: IDataObject[];
	included: IDataObject[];
}

/** Booking Experts' API in one run. */
export class BookingExpertsApi extends ApiClient {
	constructor(context: ApiContext, authentication: string, signal?: AbortSignal) {
		super(context, definition, authentication, signal);
	}

	/**
	 * Creates or changes a resource. Nothing is repeated: the API knows no idempotency key.
	 * @returns the resource as the API answers it, none after an answer without data; and whether it told of its record,
	 * or said anything else
	 */
	async write(
		method: 'POST' | 'PATCH',
		path: string,
		document: IDataObject,
		{ query, contentType }: { query?: Query; contentType?: string } = {},
	): Promise<JsonApiPage & { told: boolean }> {
		const { body, status } = await this.request({
			method,
			path,
			query,
			body: document,
			...(contentType ? { headers: { 'Content-Type': contentType } } : {}),
		});
		const answer = isRecord(body) ? body : {};
		if (!('data' in answer)) {
			// A document of meta alone says that it was done (jsonapi.org 1.1, "Creating Resources").
			const told = status === 204 || !isBlank(answer.meta) || tellsOfMade(answer);
			return { resources: [], included: [], told };
		}
		const resources = dataOf(answer.data) ?? [];
		return {
			resources,
			included: recordsIn(answer.included),
			told: resources.some(({ id }) => !isBlank(id)),
		};
	}

	/** One resource with what came along. */
	async resource(
		path: string,
		query?: Query,
		headers?: Record<string, string>,
	): Promise<JsonApiPage> {
		const { body } = await this.request({ method: 'GET', path, query, headers });
		return readPage(body);
	}

	private readonly records = this.combinedReads<JsonApiPage>();

	/** One resource as `resource` reads it; those of several items come by one call, as far as the run wants that. */
	async resourceById(
		path: string,
		query?: Query,
		headers?: Record<string, string>,
	): Promise<JsonApiPage> {
		const alone = async () => await this.resource(path, query, headers);
		const end = path.lastIndexOf('/');
		const [collection, id] = [path.slice(0, end), path.slice(end + 1)];
		if (!isPlainId(id)) return await alone();
		return await this.records.read({
			kind: JSON.stringify([collection, query, headers]),
			id,
			most: PAGE_SIZE,
			alone,
			together: async (ids) => {
				const { body } = await this.request({
					method: 'GET',
					path: collection,
					query: { ...query, 'filter[id]': ids.join(','), 'page[size]': ids.length },
					headers,
					// What fails is asked for anew in smaller calls.
					retry: 'refused',
				});
				const { resources, included } = readPage(body);
				const wanted = new Set(ids);
				// A collection that does not know the filter has all its records in it.
				if (resources.some((each) => !wanted.has(String(each.id)))) return new Map();
				return new Map(
					resources.map((each) => [
						String(each.id),
						{ ok: true, value: { resources: [each], included } },
					]),
				);
			},
		});
	}

	/** One page of a collection, and whether there is another one. */
	async page(path: string, query: Query): Promise<JsonApiPage & { more: boolean }> {
		const { body } = await this.request({ method: 'GET', path, query });
		const page = readPage(body);
		const { more } = following(body, page.resources.length, Number(query['page[size]']));
		return { ...page, more };
	}

	/**
	 * The resources of a collection, page by page (`page[number]`, `page[size]`, `links.next`).
	 * @param limit most resources wanted; Infinity for all
	 */
	async *collection(
		path: string,
		query: Query,
		limit: number,
		headers?: Record<string, string>,
	): AsyncGenerator<JsonApiPage> {
		const included = new WeakMap<IDataObject, IDataObject[]>();
		const size = Math.min(limit, PAGE_SIZE);
		const at = (number: number) =>
			`${path}${queryString({ ...query, 'page[number]': number, 'page[size]': size })}`;
		const ahead = this.readAhead(POSITION, headers);
		const read = async (
			address: string,
			number: number,
			most?: number,
		): Promise<Page<IDataObject>> => {
			const body = await ahead.page(address, most);
			const page = readPage(body);
			for (const resource of page.resources) included.set(resource, page.included);
			const { more, link, last } = following(body, page.resources.length, size);
			if (!more) {
				await ahead.end();
				return { items: page.resources };
			}
			// A link to elsewhere is not followed; the same page is asked for by its number instead.
			const next = (await this.pathOf(link, address)) ?? at(number + 1);
			return {
				items: page.resources,
				nextKey: next,
				next: async (left) => {
					const wanted = Math.ceil(left / page.resources.length);
					return await read(next, number + 1, Math.min(wanted, pagesFrom(next, last)));
				},
			};
		};
		for await (const resources of pages(async () => await read(at(1), 1), limit)) {
			const [first] = resources;
			yield { resources, included: (first && included.get(first)) ?? [] };
		}
	}
}

/** How many pages there are from one to the last, where the links tell: nothing is asked for early beyond it. */
function pagesFrom(link: string, last = ''): number {
	const [from, to] = [link, last].map((each) => Number(POSITION.pattern.exec(each)?.[2]));
	const pages = Number(to) - Number(from) + 1;
	return pages >= 1 ? pages : Number.POSITIVE_INFINITY;
}

/** Where a link leads: it is text, or an object with `href` (jsonapi.org 1.1, "Links"). */
function hrefOf(link: unknown): string | undefined {
	const href = isRecord(link) ? link.href : link;
	return typeof href === 'string' && href !== '' ? href : undefined;
}

function readPage(body: unknown): JsonApiPage {
	const data = isRecord(body) ? body.data : undefined;
	const resources = dataOf(data);
	if (!resources) {
		throw new ApiError('Booking Experts answered with something else than JSON:API data', {
			description: 'Check the Environment and API Base URL of the credential',
		});
	}
	return {
		resources,
		included: isRecord(body) ? recordsIn(body.included) : [],
	};
}

/** Resources, one or many or none (`null`); undefined for what is no JSON:API data, an object of blanks too. */
function dataOf(data: unknown): IDataObject[] | undefined {
	if (data === null) return [];
	if (Array.isArray(data)) return data.filter(isRecord);
	return isRecord(data) && !isBlank(data) ? [data] : undefined;
}

export const operation = operationOf<BookingExpertsApi>();

/** The client of a run, by the node's chosen authentication. */
/**
 * Whether a list goes on: by the link, else by the total that it tells (a server may put fewer records on a page
 * than it was asked for), else where the page is full.
 */
function following(
	body: unknown,
	count: number,
	size: number,
): { more: boolean; link?: string; last?: string } {
	if (!isRecord(body)) return { more: false };
	if (isRecord(body.links)) {
		const link = hrefOf(body.links.next);
		return { more: link !== undefined, link, last: hrefOf(body.links.last) };
	}
	if (count === 0) return { more: false };
	const told = isRecord(body.meta) && isRecord(body.meta.pagination) ? body.meta.pagination : {};
	const [total, page, each] = [told.total_records, told.page, told.size].map(Number);
	const isTold = [total, page, each].every((value) => Number.isInteger(value) && Number(value) > 0);
	const [before, here] = [(Number(page) - 1) * Number(each), Number(page) * Number(each)];
	// A total of less than came is none.
	return { more: isTold && Number(total) >= before + count ? here < Number(total) : count >= size };
}

export function connect(context: IExecuteFunctions): BookingExpertsApi {
	const authentication = context.getNodeParameter('authentication', 0, 'oAuth2');
	return new BookingExpertsApi(context, String(authentication), context.getExecutionCancelSignal());
}
