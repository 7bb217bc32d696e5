import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { hostAccessToken } from '../../credentials/oauth2/hostDriven';
import {
	omniFundHosts,
	omniFundRejectsToken,
	omniFundTokens,
} from '../../credentials/oauth2/profiles/omniFund';
import { textOf } from '../../credentials/base/encoding';
import { outcomeOf } from '../../credentials/base/outcome';
import { scrubbedValue } from '../../credentials/oauth2/scrub';
import { isRecord } from '../../credentials/base/values';
import { text } from '../../credentials/oauth2/settings';
import { ApiClient } from '../shared/api/client';
import type { ApiDefinition, Problem, ProviderResponse } from '../shared/api/definition';
import { pageGuard, pages, readBefore, type Page } from '../shared/api/paging';
import type { ApiContext } from '../shared/api/session';
import { verdictOf } from '../shared/api/verdict';
import { ApiError } from '../shared/errors';
import type { FileContent } from '../shared/binary';
import { operationOf } from '../shared/operation/operation';
import { at, queryString, type Query } from '../shared/path';
import { isBlank, recordIn } from '../shared/records';
import { multipart } from './gateway/multipart';
import { tellsOfPayment } from './gateway/reply';
import { countedIn, membersOf, notACollection, notFollowed, requireEnd, viewOf } from './hydra';

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
	ranInPart: ({ status, body }) => status >= 400 && tellsOfPayment(body),
	headers: () => ({ Accept: 'application/ld+json' }),
	read: (response) =>
		verdictOf(response, {
			expired: omniFundRejectsToken(response),
			problem: problem(response),
		}),
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
		body.message,
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

const GATEWAY_PATH = '/os/system/gateway/transact.php';

/** Of a payment: numbers of cards and accounts, and tokens for them. */
const SECRET_FIELDS = ['x_cc_number', 'x_ach_account', 'x_token', 'x_trackdata'];

const GATEWAY_TIMEOUT_MS = 90_000;

/** A token that ends sooner is renewed before a payment. */
const TOKEN_RESERVE_MS = 120_000;

/** How long a token counts as good after a read with it. */
const TOKEN_PROVEN_MS = 60_000;

/** Characters, or bytes, that a reply of the gateway has at most. */
const LONGEST_REPLY = 1_000_000;

/** OmniFund's REST API and payment gateway in one run. */
export class OmniFundApi extends ApiClient {
	/** ms since the epoch until which the token needs no further proof. */
	private tokenProvenUntil = 0;

	constructor(context: ApiContext, authentication: string, signal?: AbortSignal) {
		super(context, definition, authentication, signal);
	}

	/**
	 * Sends a form to the payment gateway, once, with the credential in it.
	 * @param files by names of the gateway's fields; the form is multipart then
	 * @returns the answer as it came: text, or parsed JSON
	 * @throws ApiError; `neverSent` tells whether the form may have left
	 */
	async gateway(
		form: Record<string, string>,
		files: Readonly<Record<string, FileContent>> = {},
	): Promise<unknown> {
		const secrets = SECRET_FIELDS.map((name) => form[name] ?? '');
		const ready = await outcomeOf(this.gatewayCredentials());
		if (!ready.ok) throw notSent(ready.error);
		const fields = { ...form, ...ready.value };
		const hasFiles = Object.keys(files).length > 0;
		const content = hasFiles
			? multipart(fields, files)
			: {
					type: 'application/x-www-form-urlencoded',
					body: new URLSearchParams(fields).toString(),
				};
		const { body, headers } = await this.request({
			method: 'POST',
			path: GATEWAY_PATH,
			headers: {
				Accept: 'application/json, text/xml',
				'Content-Type': content.type,
			},
			body: content.body,
			retry: 'never',
			timeout: GATEWAY_TIMEOUT_MS,
			binary: true,
			secrets,
		});
		// A reply is a few thousand characters: anything like this is none, and is not read.
		const isLong =
			(typeof body === 'string' || Buffer.isBuffer(body)) && body.length > LONGEST_REPLY;
		if (isLong) return '';
		const scrubber = await this.scrubber();
		if (!Buffer.isBuffer(body)) return scrubbedValue(body, scrubber);
		// An answer of HTTP 200 becomes an item, and may repeat what authorised it.
		return scrubbedValue(textOf(body, headers['content-type']), scrubber);
	}

	/** The gateway reads its credential from the form (HTTP API, "Authentication"). */
	private async gatewayCredentials(): Promise<Record<string, string>> {
		const credentials = await this.credentials();
		if (this.credentialType === 'omniFundApi') {
			return Object.fromEntries([
				['access_key', text(credentials, 'apiKeyId')],
				['access_key_secret', text(credentials, 'apiKeySecret')],
			]);
		}
		const client = ['client_id', text(credentials, 'clientId')] as const;
		if (text(credentials, 'gatewayAuthentication') === 'clientSecret') {
			return Object.fromEntries([client, ['client_secret', text(credentials, 'clientSecret')]]);
		}
		await this.proveToken();
		const current = await this.credentials();
		const token = hostAccessToken(current) || text(current, 'accessToken');
		return Object.fromEntries([client, ['access_token', token]]);
	}

	/**
	 * Renews a token that is about to end. The gateway answers an expired one with HTTP 200, where nobody
	 * renews it, and a payment must not be sent again to find out; so a read goes first.
	 */
	private async proveToken(): Promise<void> {
		const credentials = await this.credentials();
		const data = isRecord(credentials.oauthTokenData) ? credentials.oauthTokenData : {};
		const ends = Number(data.n8n_expires_at ?? Date.parse(text(credentials, 'tokenExpiresAt')));
		const now = Date.now();
		if (ends - now > TOKEN_RESERVE_MS || now < this.tokenProvenUntil) return;
		await this.get('/api/customers', { id: 0 });
		this.tokenProvenUntil = now + TOKEN_PROVEN_MS;
	}

	/**
	 * One record, also where the server has collections only.
	 * @throws ApiError when there is none
	 */
	async one(path: string, id: string): Promise<IDataObject> {
		const { status, body } = await this.request({
			method: 'GET',
			path: at(path, id),
			accept: [404, 405],
		});
		if (status < 400) return recordIn(body, 'OmniFund');
		for await (const [first] of this.members(path, { id }, 1)) if (first) return first;
		throw new ApiError(`OmniFund has no such record: ${id}`, { status: 404 });
	}

	/**
	 * Settlements; how the vendor pages them is not known, so the limit is raised to their number, and
	 * where that is not enough, pages are asked for.
	 * @param limit most settlements wanted; Infinity for all
	 * @param pageParameter name of the query parameter for a page
	 */
	async *settlements(
		filter: IDataObject,
		limit: number,
		pageParameter: string,
	): AsyncGenerator<{ items: IDataObject[]; totals: IDataObject }> {
		const read = async (more: Query) => {
			const query = { filter: JSON.stringify(filter), ...more };
			const body = await this.get('/api/v1/settlements', query);
			const { items, ...totals } = isRecord(body) ? body : {};
			if (!Array.isArray(items)) throw notACollection();
			return { items: items.filter(isRecord), totals };
		};
		let size = Number.isFinite(limit) ? limit : SETTLEMENTS_AT_FIRST;
		let reply = await read({ limit: size });
		const total = Number(reply.totals.total ?? 0);
		// Some servers tell how many are on the page, or left: no end, where a full page brought all of them.
		const isEnd = total > reply.items.length || reply.items.length < size;
		if (limit === Number.POSITIVE_INFINITY && reply.items.length < total) {
			size = total;
			reply = await read({ limit: size });
		}
		const seen = new Set<string>();
		const note = pageGuard();
		for (let page = 1; ; page++) {
			const left = limit - seen.size;
			const items = reply.items.filter((item) => !seen.has(JSON.stringify(item))).slice(0, left);
			for (const item of items) seen.add(JSON.stringify(item));
			if (items.length > 0) yield { items, totals: reply.totals };
			// What was sent counts, whatever the total says; it only spares the look for another page.
			if (seen.size >= limit || (isEnd && total > 0 && seen.size === total)) return;
			if (items.length === 0) return this.tellOfMissing(total, seen.size, limit);
			note(undefined, items.length);
			reply = await read({ limit: size, [pageParameter]: page + 1 });
		}
	}

	private tellOfMissing(total: number, count: number, limit: number): void {
		if (!(total > count) || Number.isFinite(limit)) return;
		this.context.addExecutionHints?.({
			message: `OmniFund tells of ${total} settlements, and sent ${count}`,
			location: 'outputPane',
		});
	}

	/**
	 * One page of a Hydra collection.
	 * @param position path and query of the first page, or what a page before gave as `next`
	 */
	async memberPage(position: string): Promise<{ records: IDataObject[]; next?: string }> {
		const [address = '', previous] = position.split('#');
		const { body } = await this.request({ method: 'GET', path: address });
		const records = membersOf(body);
		const [first] = records;
		const mark = first ? encodeURIComponent(String(identity(first))) : undefined;
		const { view, link } = viewOf(body);
		if ((!first && !link) || (first && mark === previous)) return { records: [] };
		if (view && link === undefined) return { records };
		const next = (await this.pathOf(link, address)) ?? pageAfter(address);
		return { records, next: `${next}#${mark ?? previous ?? ''}` };
	}

	/**
	 * The members of a Hydra collection, page by page: by `hydra:next`, else by number.
	 * @param limit most members wanted; Infinity for all
	 * @param isMeant where it has to be shown that the collection has nothing else: whether a member is one of those
	 * that the query asks for. What is not shown is an error then
	 */
	members(
		path: string,
		query: Query,
		limit: number,
		isMeant?: (member: IDataObject) => boolean,
	): AsyncGenerator<IDataObject[]> {
		const isWhole = isMeant !== undefined;
		const read = async (
			address: string,
			before: { number: number; seen: number; total: number; page?: string; byLink?: boolean },
		): Promise<Page<IDataObject>> => {
			const response = await this.request({ method: 'GET', path: address });
			const { body } = response;
			const items = membersOf(body);
			const total = isWhole ? Math.max(before.total, countedIn(response)) : 0;
			const page = items.length > 0 ? JSON.stringify(items) : undefined;
			const again = page !== undefined && page === before.page;
			if (again && before.byLink === true) throw readBefore();
			const { view, link } = viewOf(body);
			const seen = before.seen + (again ? 0 : items.length);
			// A server without links that knows no pages sends the first one again: its list is over.
			if (again || (!page && !link) || (view && link === undefined)) {
				// One that does not heed the query either has perhaps no more than its first page shown.
				if (isMeant && again && total === 0 && !items.every(isMeant)) throw notFollowed();
				if (isWhole) requireEnd(body, total, seen);
				return { items: again ? [] : items };
			}
			const linked = await this.pathOf(link, address);
			if (isWhole && !isBlank(link) && linked?.split('?')[0] !== path) throw notFollowed();
			const number = before.number + 1;
			const next = linked ?? `${path}${queryString({ ...query, page: number })}`;
			const here = { number, seen, total, page: page ?? before.page, byLink: linked !== undefined };
			return { items, nextKey: next, next: async () => await read(next, here) };
		};
		const start = `${path}${queryString(query)}`;
		return pages(async () => await read(start, { number: 1, seen: 0, total: 0 }), limit);
	}
}

/** The same address with its page number raised. */
function pageAfter(address: string): string {
	const [path = '', query = ''] = address.split('?');
	const parameters = new URLSearchParams(query);
	parameters.set('page', String((Number(parameters.get('page')) || 1) + 1));
	return `${path}?${parameters.toString()}`;
}

const SETTLEMENTS_AT_FIRST = 25;

/** The error of something that goes before a payment: the payment did not leave. */
const notSent = (error: unknown): unknown =>
	error instanceof ApiError ? error.with({ neverSent: true }) : error;

/** A blank node's `@id` (JSON-LD 1.1, 3.5) is good on its page only. */
function identity(member: IDataObject): unknown {
	const { '@id': own, id } = member;
	const isBlank = typeof own === 'string' && own.startsWith('_:');
	return (isBlank ? undefined : own) ?? id ?? JSON.stringify(member);
}

export const operation = operationOf<OmniFundApi>();

/** The client of a run, by the node's chosen authentication. */
export function connect(context: IExecuteFunctions): OmniFundApi {
	const authentication = context.getNodeParameter('authentication', 0, 'oAuth2');
	return new OmniFundApi(context, String(authentication), context.getExecutionCancelSignal());
}
