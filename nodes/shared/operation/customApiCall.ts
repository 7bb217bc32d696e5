import type { IDataObject } from 'n8n-workflow';
import { isHeaderName, isHeaderValue } from '../../../credentials/base/headers';
import { isRecord } from '../../../credentials/base/values';
import type { ApiClient, Retry } from '../api/client';
import { collection, jsonAny, jsonObject, options, string } from '../fields';
import { operationOf, resource, type Resource } from './operation';
import { userPath, withQuery, type Query } from '../path';
import { InputError } from '../errors';
import { recordOr } from '../objects';

const METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'] as const;
type Method = (typeof METHODS)[number];

/** The method of a call of the user's own. */
export const httpMethod = options({
	label: 'Method',
	description: 'HTTP method of the call; everything but GET and HEAD may change something',
	values: METHODS.map((method) => ({ name: method, value: method })),
	default: 'GET',
});

/** @throws InputError for what is no method */
export function methodOf(value: string): Method {
	const method = METHODS.find((each) => each === value.toUpperCase());
	if (method === undefined) throw new InputError('"Method" is not an HTTP method', 'Method');
	return method;
}

/**
 * The resource that reaches whatever a node does not offer yet, by method and path on the provider's
 * own host, with the node's credential, error texts and rate limits.
 */
export function customApiCall<Api extends ApiClient>(example: {
	path: string;
	/** What the answer becomes, when it is no object or list of objects. */
	items?(body: unknown): IDataObject[] | undefined;
	/** What may be sent again after a failure; default as for any call of its method. */
	retry?(call: { method: string; path: string }): Retry | undefined;
}): Resource<Api> {
	const send = operationOf<Api>()({
		name: 'Send',
		action: 'Send a custom API call',
		description: 'Call any path of the API that has no operation of its own',
		kind: 'write',
		// A POST makes or sends something, unless the provider says otherwise; and whatever must never be repeated.
		once(rawOf) {
			const method = String(rawOf('method', '')).trim().toUpperCase();
			const path = String(rawOf('path', '')).trim();
			const retry = example.retry?.({ method, path });
			return retry === 'never' || (method === 'POST' && retry !== 'always') ? 'unkeyed' : undefined;
		},
		// Not by the body: it may hold numbers of people, which could be found again from a hash.
		onceBy: ['method', 'path', 'query'],
		fields: {
			method: httpMethod,
			path: string({
				label: 'Path',
				required: true,
				placeholder: `e.g. ${example.path}`,
				description: "Path on the provider's API host, starting with /",
			}),
			query: jsonObject({
				label: 'Query',
				default: '{}',
				description: 'Query parameters as a JSON object; they are encoded for you',
			}),
			body: jsonAny({
				label: 'Body',
				description: 'JSON body; leave empty to send none. Some services read one with GET too.',
			}),
			options: collection({
				label: 'Options',
				description: 'Further headers',
				fields: {
					headers: jsonObject({
						label: 'Headers',
						default: '{}',
						description: 'Further headers as a JSON object; authentication is added for you',
					}),
				},
			}),
		},
		async run({ api, values }) {
			const method = methodOf(values.method);
			const path = userPath(values.path);
			const response = await api.request({
				method,
				path: withQuery(path, userQuery(values.query)),
				retry: example.retry?.({ method, path }),
				mayBeEmpty: true,
				headers: userHeaders(values.options.headers),
				...(values.body !== undefined && method !== 'HEAD' ? { body: values.body } : {}),
			});
			return example.items?.(response.body) ?? asItems(response.body, response.status);
		},
	});
	return resource<Api>('Custom API Call', [send]);
}

/** @throws InputError for a value that a query has no place for */
export function userQuery(query: IDataObject | undefined): Query {
	return Object.fromEntries(
		Object.entries(query ?? {}).map(([name, value]) => [name, queryValue(name, value)]),
	);
}

function queryValue(name: string, value: unknown): Query[string] {
	if (!Array.isArray(value)) return queryText(`"${name}"`, value);
	if (value.length === 0) throw noPlace('an empty list', `"${name}"`);
	return value.map((each, index) => queryText(`"${name}", row ${index + 1}`, each));
}

function queryText(place: string, value: unknown): string {
	// Left out it could list, or change, more than was meant.
	if (value === undefined || value === null) throw noPlace('nothing', place);
	if (typeof value === 'object') throw noPlace('an object', place);
	return String(value);
}

const noPlace = (what: string, place: string) =>
	new InputError(`"Query" has ${what} as ${place}. Use text, numbers or lists of them`, 'Query');

const OWN_HEADERS =
	/^(?:authorization|apikey|x-api-key|cookie|proxy-.*|host|content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect)$/i;

/** @throws InputError for a header that is set by itself, that is none, or that comes twice */
export function userHeaders(headers: IDataObject | undefined): Record<string, string> {
	const known = new Set<string>();
	return Object.fromEntries(
		Object.entries(headers ?? {}).map(([name, value]) => {
			if (OWN_HEADERS.test(name)) {
				throw new InputError(`"Headers" must not set "${name}": that is done for you`, 'Headers');
			}
			const isText = ['string', 'number', 'boolean'].includes(typeof value);
			if (!isHeaderName(name) || !isText || !isHeaderValue(String(value))) {
				throw new InputError(
					`"Headers" has an invalid header "${name}". Its value must be one line of Latin letters`,
					'Headers',
				);
			}
			if (known.has(name.toLowerCase())) {
				throw new InputError(`"Headers" has "${name}" twice`, 'Headers');
			}
			known.add(name.toLowerCase());
			return [name, String(value)];
		}),
	);
}

/** Any JSON as items: an object is one, a list one each, a scalar `{ data }`, nothing `{ success }`. */
export function asItems(body: unknown, status: number): IDataObject[] {
	if (Array.isArray(body)) {
		return body.map((each) => recordOr(each));
	}
	if (isRecord(body)) return [body];
	if (body === '' || body === undefined || body === null) return [{ success: true, status }];
	return [{ data: body }];
}
